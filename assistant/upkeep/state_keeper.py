"""What a build writes down of itself while it runs: index/build.json."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self

from assistant.errors import AssistantError
from assistant.index.build import BuildReport, Progress
from assistant.index.build_state import (
    Builder,
    DocumentReport,
    RebuildState,
    now,
    write_state,
)

_LOG = logging.getLogger(__name__)

_EVERY = 0.3
"""So many seconds pass between two writings of how a build stands."""


class StateKeeper:
    """Keeps index/build.json while it is entered, which only the holder of the lock may do.

    A fault in writing it never stops the build.
    """

    def __init__(
        self,
        index: Path,
        by: str | None,
        progress: Progress | None,
        current: Callable[[], str | None],
    ) -> None:
        """`current` names the version in use."""
        self.state: RebuildState | None = None
        self._index = index
        self._by = by
        self._progress = progress
        self._builder = Builder.here()
        self._current = current
        self._before = current()
        self._results: list[DocumentReport] = []
        self._lock = threading.RLock()
        self._over = threading.Event()
        self._new = False
        self._writer = threading.Thread(target=self._keep_writing, name="build-state", daemon=True)

    def __enter__(self) -> Self:
        self.state = RebuildState("running", "Starting", 0, 1, now(), by=self._by)
        self._write()
        self._writer.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()
        assert self.state is not None
        version = self.state.version or self._new_version()
        if error is None:
            self.state = replace(
                self.state, state="done", what="Done", done=self.state.total, ended=now()
            )
        else:
            stopped = isinstance(error, KeyboardInterrupt | SystemExit)
            self.state = replace(
                self.state,
                state="stopped" if stopped else "failed",
                ended=now(),
                version=version,
                documents=self.state.documents or tuple(self._results),
                problem=None if stopped else _sentence(error, version),
            )
        self._write()

    def progress(self, what: str, done: int, total: int) -> None:
        """Take down what is being done, and pass it on."""
        if self._progress is not None:
            self._progress(what, done, total)
        with self._lock:
            assert self.state is not None
            self.state = replace(self.state, what=what, done=done, total=total)
            self._new = True

    def each(self, result: DocumentReport) -> None:
        """Take down the result of a file."""
        self._results.append(result)

    def built(self, report: BuildReport) -> None:
        """Take down the version that is now in use."""
        with self._lock:
            assert self.state is not None
            self.state = replace(self.state, version=report.version, documents=report.documents)
            self._write()

    def _new_version(self) -> str | None:
        """The version in use, where this build has made it so before it was cut short."""
        current = self._current()
        return current if current != self._before else None

    def _keep_writing(self) -> None:
        """Write what is new, now and then: pages are read faster than anybody looks."""
        while not self._over.wait(_EVERY):
            with self._lock:
                if self._new and not self._over.is_set():
                    assert self.state is not None
                    if self.state.version is None:
                        self.state = replace(self.state, documents=tuple(self._results))
                    self._write()

    def _write(self) -> None:
        with self._lock:
            assert self.state is not None
            self._new = False
            try:
                write_state(self._index, self.state, self._builder)
            except OSError as error:
                _LOG.warning("How the build stands cannot be written down: %s", error)


def _sentence(error: BaseException, version: str | None) -> str:
    if isinstance(error, AssistantError):
        return str(error)
    return "Something went wrong in the program itself; index/build.log may say what. " + (
        f"Version {version} is in use." if version else "The version before is in use."
    )
