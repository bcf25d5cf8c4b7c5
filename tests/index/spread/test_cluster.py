from __future__ import annotations

import socket
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from assistant.errors import SettingsError, SpreadError
from assistant.index.spread import cluster
from assistant.service_settings import Scheduler, scheduler_of
from assistant.settings import Limits
from tests.index.spread.crews import PROGRAM


def test_without_dask_the_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with (
        pytest.raises(SpreadError, match=r"\[scale\]"),
        cluster.connected(Scheduler("tcp://127.0.0.1:9"), PROGRAM, Limits()),
    ):
        pass


def test_a_scheduler_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr(cluster, "_CONNECT_SECONDS", 0.5)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
        with (
            pytest.raises(SpreadError, match=f"No scheduler answers at {address}"),
            cluster.connected(Scheduler(address), PROGRAM, Limits()),
        ):
            pass


def test_tls_without_certificates() -> None:
    pytest.importorskip("distributed")
    with pytest.raises(SpreadError, match="needs certificates: set ASSISTANT_SCHEDULER_TLS_CA"):
        cluster.security_of(Scheduler("tls://ward:8786"))


@pytest.mark.parametrize("address", ["ward:8786", "http://ward:8786", "tcp://ward", "tcp://:1"])
def test_an_address_has_to_be_of_its_form(address: str) -> None:
    with pytest.raises(SettingsError, match="tcp://host:8786"):
        scheduler_of({}, address)


def test_the_address_that_is_given_goes_before_the_environments() -> None:
    environment = {"ASSISTANT_SCHEDULER": "tcp://one:1"}
    assert scheduler_of({}) is None
    assert scheduler_of(environment) == Scheduler("tcp://one:1")
    assert scheduler_of(environment, "tls://[::1]:2") == Scheduler("tls://[::1]:2")


def test_certificates_go_together(tmp_path: Path) -> None:
    file = tmp_path / "ca.pem"
    file.touch()
    environment = {"ASSISTANT_SCHEDULER": "tls://a:1", "ASSISTANT_SCHEDULER_TLS_CA": str(file)}
    with pytest.raises(SettingsError, match="go together"):
        scheduler_of(environment)
    environment |= {
        "ASSISTANT_SCHEDULER_TLS_CERT": str(file),
        "ASSISTANT_SCHEDULER_TLS_KEY": str(tmp_path / "none"),
    }
    with pytest.raises(SettingsError, match="no such file"):
        scheduler_of(environment)
    environment["ASSISTANT_SCHEDULER_TLS_KEY"] = str(file)
    assert scheduler_of(environment) == Scheduler("tls://a:1", file, file, file)


def test_what_differs_is_named() -> None:
    assert PROGRAM.differs(PROGRAM) is None
    assert PROGRAM.differs(replace(PROGRAM, recogniser="tesseract 5")) == (
        "its program that recognises scans is tesseract 5, here it is none"
    )


class _Future:
    """A task of Dask's whose result does not come; `told` are those who wait for it."""

    def __init__(self, status: str, error: Exception) -> None:
        self.status, self._error = status, error
        self.told: list[Callable[[object], None]] = []

    def add_done_callback(self, told: Callable[[object], None]) -> None:
        self.told.append(told)

    def cancelled(self) -> bool:
        return False

    def result(self, timeout: float) -> object:
        raise self._error

    def release(self) -> None:
        pass


def crew_with(future: _Future) -> cluster.DaskCrew:
    """A crew that has been told that the task is done."""
    client = SimpleNamespace(status="running", submit=lambda *_, **__: future)
    crew = cluster.DaskCrew(cast("Any", client), Scheduler("tcp://ward:1"))
    crew.submit("a", print)
    future.told.pop()(future)
    return crew


def test_a_time_out_that_a_task_raises_is_what_came_of_it() -> None:
    pytest.importorskip("distributed")
    error = TimeoutError("of the task")
    assert crew_with(_Future("error", error)).done(1.0) == ("a", error)


def test_a_result_that_never_comes_is_not_asked_for_for_ever() -> None:
    pytest.importorskip("distributed")
    crew = crew_with(_Future("finished", TimeoutError()))
    for _ in range(cluster._GATHERS - 1):
        assert crew.done(1.0) is None
    with pytest.raises(SpreadError, match="could not be fetched in 5 tries"):
        crew.done(1.0)


def test_a_result_that_went_with_its_worker_is_waited_for() -> None:
    pytest.importorskip("distributed")
    future = _Future("lost", TimeoutError())
    crew = crew_with(future)
    assert crew.done(1.0) is None
    assert crew._done.empty()
    error = ValueError()
    future.status, future._error = "error", error
    future.told.pop()(future)
    assert crew.done(1.0) == ("a", error)


def test_a_result_that_does_not_come_because_the_scheduler_has_gone() -> None:
    pytest.importorskip("distributed")
    crew = crew_with(_Future("finished", TimeoutError()))
    crew._client.status = "connecting"
    with pytest.raises(SpreadError, match="has gone in the middle of the build"):
        crew.done(1.0)


@pytest.mark.parametrize("answers", [True, False], ids=["a connection", "the scheduler"])
def test_a_broken_connection_is_not_taken_for_what_a_task_did(answers: bool) -> None:
    pytest.importorskip("distributed")
    crew = crew_with(_Future("finished", ConnectionResetError()))

    def nthreads() -> dict[str, int]:
        if not answers:
            raise OSError
        return {"tcp://ward:2": 2}

    crew._client.nthreads = nthreads
    if answers:
        assert crew.done(1.0) is None
    else:
        with pytest.raises(SpreadError, match="has gone in the middle of the build"):
            crew.done(1.0)
