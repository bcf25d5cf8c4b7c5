"""Checking in the background: begun, looked at, stopped, given up."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from assistant.checking.finding import Finding
from assistant.errors import QuestionError
from assistant.web.check.job import Checker, Job
from tests.web.fake_ledger import wait_for

LEDGER: Any = SimpleNamespace(version="1", built="2026-11-22T13:05:00+00:00")
FOUND = (Finding("8%", 0, 2, "figure", "not-found"),)
Progress = Callable[[int, int], None]


class Checks:
    """A check that goes on when it is let, and tells of each step."""

    def __init__(self, error: Exception | None = None, *, waits: bool = False) -> None:
        self.error = error
        self.begun = threading.Event()
        self.let = threading.Event()
        if not waits:
            self.let.set()

    def __call__(self, draft: str, ledger: object, progress: Progress) -> tuple[Finding, ...]:
        progress(1, 2)
        self.begun.set()
        assert self.let.wait(10)
        progress(2, 2)
        if self.error is not None:
            raise self.error
        return FOUND


class Clock:
    """Says what the test says."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def ended(job: Job) -> Job:
    wait_for(lambda: job.state not in ("waiting", "running"))
    return job


def test_a_draft_is_checked_and_its_findings_are_there() -> None:
    job = ended(Checker(Checks()).begin("8%", LEDGER, "paper.docx"))
    assert (job.look(), job.findings, job.name) == ("done", FOUND, "paper.docx")
    assert (job.done, job.total) == (2, 2)


def test_while_it_runs_it_tells_how_far_it_is() -> None:
    checks = Checks(waits=True)
    job = Checker(checks).begin("8%", LEDGER)
    assert checks.begun.wait(10)
    assert (job.look(), job.done, job.total) == ("running", 1, 2)
    checks.let.set()
    assert ended(job).state == "done"


def test_it_ends_soon_after_it_was_stopped() -> None:
    checks = Checks(waits=True)
    checker = Checker(checks)
    job = checker.begin("8%", LEDGER)
    assert checks.begun.wait(10)
    job.stop()
    assert job.look() == "stopped"
    checks.let.set()
    checker.close()
    assert (job.state, job.findings) == ("stopped", ())


def test_one_that_waits_is_not_begun_when_it_was_stopped() -> None:
    checks = Checks(waits=True)
    checker = Checker(checks)
    jobs = [checker.begin("8%", LEDGER) for _ in range(3)]
    assert checks.begun.wait(10)
    assert jobs[2].look() == "waiting"
    jobs[2].stop()
    checks.let.set()
    checker.close()
    assert [job.state for job in jobs] == ["done", "done", "stopped"]
    assert jobs[2].done == 0


def test_it_is_given_up_when_nobody_looks_any_more() -> None:
    checks, clock = Checks(waits=True), Clock()
    job = Checker(checks, clock).begin("8%", LEDGER)
    assert checks.begun.wait(10)
    job.looked = clock.now
    clock.now = 121.0
    checks.let.set()
    assert ended(job).state == "failed"
    assert str(job.problem).startswith("The check was stopped because this page was closed")


def test_it_does_not_take_longer_than_it_may() -> None:
    checks, clock = Checks(waits=True), Clock()
    job = Checker(checks, clock).begin("8%", LEDGER)
    assert checks.begun.wait(10)
    clock.now = 901.0
    job.looked = clock.now
    checks.let.set()
    assert ended(job).state == "failed"
    assert str(job.problem).endswith("Check it in parts.")


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (QuestionError("A *sentence*."), "A *sentence*."),
        (RuntimeError("words of the draft"), "There is a problem with the service. Try again."),
    ],
)
def test_what_goes_wrong_is_a_sentence_and_no_draft_is_in_the_log(
    error: Exception, said: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    job = ended(Checker(Checks(error)).begin("8%", LEDGER))
    assert (job.state, job.problem) == ("failed", said)
    assert "words of the draft" not in caplog.text
