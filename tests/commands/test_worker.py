"""`worker`, before it reaches a scheduler; tests/cluster/ has it work."""

from __future__ import annotations

import pytest

from tests.commands.runs import Command, is_sentence


@pytest.fixture(autouse=True)
def no_scheduler(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ASSISTANT_SCHEDULER", raising=False)


def test_without_a_scheduler_it_says_how_to_name_one(run: Command) -> None:
    done = run("worker")
    assert (done.status, done.out) == (2, "")
    assert done.err == "Say for which scheduler: nhs-assistant worker tcp://host:8786\n"


@pytest.mark.parametrize("address", ["host:8786", "http://host:8786", "tcp://host"])
def test_an_address_that_is_none_is_told(run: Command, address: str) -> None:
    done = run("worker", address)
    assert (done.status, done.out) == (1, "")
    assert is_sentence(done.err)
    assert address in done.err
