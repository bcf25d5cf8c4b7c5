"""Checks drafts in the background, so that the page stays usable while a long one is checked.

A draft lives in the session that gave it, and in the job that checks it. Nothing of it is written
to a disk or to the log.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Literal

import streamlit as st

from assistant.background import give_way
from assistant.checking.check import check_draft
from assistant.checking.finding import Finding
from assistant.errors import AssistantError
from assistant.export.receipts import Source
from assistant.ledger.ledger import Ledger
from assistant.web import words

_LOG = logging.getLogger(__name__)

_AT_ONCE = 2
"""So many drafts are checked side by side; the others wait their turn."""
_MOST_SECONDS = 900.0
_UNSEEN_SECONDS = 120.0
"""A check whose person has opened no page for this time is given up: they have gone."""

TOO_LONG = "Checking this draft took longer than 15 minutes, so it was stopped. Check it in parts."
GIVEN_UP = "The check was stopped because this page was closed or left. Check the draft again."
State = Literal["waiting", "running", "done", "failed", "stopped"]


class _Stop(Exception):
    """Ends a check from within its progress."""


@dataclass(slots=True)
class Job:
    """The check of one draft. `name` is that of its file; None where it was pasted."""

    draft: str
    name: str | None = None
    state: State = "waiting"
    done: int = 0
    total: int = 0
    findings: tuple[Finding, ...] = ()
    problem: str | None = None
    source: Source | None = None
    """The index that it is checked against."""
    looked: float = field(default_factory=time.monotonic)
    _stopped: threading.Event = field(default_factory=threading.Event)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def look(self) -> State:
        """How it stands; a page that waits for it asks this again and again."""
        self.looked = time.monotonic()
        return self.state

    def stop(self) -> None:
        """Give it up: it ends with the next sentence."""
        with self._lock:
            self._stopped.set()
            self.state = "stopped"

    def turn(self, state: State) -> bool:
        """Take it to another state; False where it was given up meanwhile, and stays so."""
        with self._lock:
            if self._stopped.is_set():
                return False
            self.state = state
            return True

    @property
    def is_stopped(self) -> bool:
        """Whether it was given up by the person."""
        return self._stopped.is_set()


Check = Callable[[str, Ledger, Callable[[int, int], None]], tuple[Finding, ...]]


class Checker:
    """Checks drafts, a few at once. Safe for all sessions."""

    def __init__(
        self, check: Check | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """`check` and `clock` are the real ones where none are given."""
        self._check = check or check_draft
        self._clock = clock
        self._pool = ThreadPoolExecutor(
            _AT_ONCE, thread_name_prefix="check-draft", initializer=give_way
        )

    def begin(self, draft: str, ledger: Ledger, name: str | None = None) -> Job:
        """Begin to check a draft, as soon as there is room."""
        job = Job(draft, name, source=Source(ledger.version, ledger.built))
        self._pool.submit(self._run, job, ledger)
        return job

    def close(self) -> None:
        """Wait until all drafts that were given have been checked, and take no more."""
        self._pool.shutdown()

    def _run(self, job: Job, ledger: Ledger) -> None:
        started = self._clock()

        def progress(done: int, total: int) -> None:
            job.done, job.total = done, total
            now = self._clock()
            if job.is_stopped:
                raise _Stop
            if now - job.looked > _UNSEEN_SECONDS:
                job.problem = GIVEN_UP
                raise _Stop
            if now - started > _MOST_SECONDS:
                job.problem = TOO_LONG
                raise _Stop

        if not job.turn("running"):
            return
        job.look()  # the time in which it waited for its turn does not count
        try:
            job.findings = self._check(job.draft, ledger, progress)
            problem = None
        except _Stop:
            problem = job.problem
        except AssistantError as error:
            problem = job.problem = str(error)
        except Exception as error:
            # The traceback would have words of the draft in it.
            _LOG.error("A draft could not be checked: %s", type(error).__name__)
            problem = job.problem = words.PROBLEM
        job.turn("failed" if problem else "done")


@st.cache_resource(show_spinner=False)
def shared_checker() -> Checker:
    """The checker that all sessions of this server share."""
    return Checker()
