"""Files that staff have brought and that have not gone in yet: each is read in the background.

A tray belongs to a browser, so that a reload finds it again. The files themselves wait in the
corpus folder, see assistant/upkeep/intake.py.
"""

from __future__ import annotations

import logging
import threading
import time
import weakref
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO, Literal, Protocol

import streamlit as st

from assistant.errors import AssistantError, IntakeError
from assistant.settings import Limits
from assistant.upkeep.described import Described, Unreadable
from assistant.upkeep.describing import Describing, Progress
from assistant.upkeep.intake import MOST_FILES, Intake
from assistant.upkeep.uploads import Staged
from assistant.web import words
from assistant.web.library import shared_library
from assistant.web.person.visitor import visitor

_LOG = logging.getLogger(__name__)

_TIDY_SECONDS = 3600.0
TOO_MANY = f"At most {MOST_FILES} files can wait at once. Add or leave out some, then upload more."
State = Literal["reading", "ready", "refused"]


class _Reads(Protocol):
    def results(self, progress: Progress) -> Iterator[tuple[int, Described | Unreadable]]: ...

    def stop(self) -> None: ...


Read = Callable[[Sequence[Staged]], _Reads]
"""Starts to read some files."""


@dataclass(slots=True)
class Item:
    """One file. `refused` has a `problem` or an `unreadable`, and cannot go in."""

    id: str
    name: str
    staged: Staged | None = None
    state: State = "reading"
    page: int = 0
    pages: int = 0
    described: Described | None = None
    unreadable: Unreadable | None = None
    problem: str | None = None
    same: str | None = None
    """The path of a document that is this very file."""
    instead: str | None = None
    """The path of the document that it was brought to replace."""
    errors: dict[str, str] = field(default_factory=dict)
    """What is wrong with the facts that a person typed, by field."""


@dataclass(slots=True)
class _Run:
    """Files that are being read together."""

    reading: _Reads
    items: Sequence[Item]
    stopped: bool = False

    def stop(self) -> None:
        self.stopped = True
        self.reading.stop()


class Tray:
    """What one browser has brought."""

    def __init__(self, intake: Intake, read: Read, turns: threading.Semaphore) -> None:
        self._intake = intake
        self._read = read
        self._turns = turns
        self._lock = threading.Lock()
        self._items: list[Item] = []
        self._made = 0
        self._thread: threading.Thread | None = None
        self._run: _Run | None = None

    def items(self) -> list[Item]:
        """The files, in the order in which they came; those that have been dropped are gone."""
        with self._lock:
            self._items = [
                item for item in self._items if item.staged is None or item.staged.file.exists()
            ]
            return list(self._items)

    def bring(self, files: Sequence[tuple[str, BinaryIO]], *, instead: str | None = None) -> None:
        """Take files in and start to read them; `instead` is the document they are to replace."""
        waiting = len(self.items())
        brought = []
        for number, (name, content) in enumerate(files):
            item = self._new(name)
            item.instead = instead
            try:
                if waiting + number >= MOST_FILES:
                    raise IntakeError(TOO_MANY)
                item.staged = self._intake.stage(name, content)
                item.name = item.staged.name
                brought.append(item)
            except AssistantError as error:
                item.state, item.problem = "refused", str(error)
        with self._lock:
            earlier = self._thread
        if brought:
            thread = threading.Thread(
                target=self._read_all, args=(brought, earlier), name="read-upload", daemon=True
            )
            with self._lock:
                self._thread = thread
            thread.start()

    def leave_out(self, item: Item) -> None:
        """Drop a file; if it is being read, that ends at once."""
        with self._lock:
            self._items = [each for each in self._items if each is not item]
            run = self._run
        if run is not None and item.state == "reading" and any(item is each for each in run.items):
            run.stop()  # what was read with it is begun again
        if item.staged is not None:
            self._intake.discard(item.staged)

    def forget(self, item: Item) -> None:
        """Have a file off the list that has gone in."""
        with self._lock:
            self._items = [each for each in self._items if each is not item]

    def wait(self, seconds: float | None = None) -> None:
        """Wait until all that was brought has been read."""
        if self._thread is not None:
            self._thread.join(seconds)

    def _new(self, name: str) -> Item:
        with self._lock:
            self._made += 1
            item = Item(str(self._made), name)
            self._items.append(item)
        return item

    def _read_all(self, items: Sequence[Item], earlier: threading.Thread | None) -> None:
        if earlier is not None:
            earlier.join()
        # One after the other for all people: reading must not take the machine from who asks.
        with self._turns:
            try:
                self._read_them(items)
            except Exception:
                _LOG.exception("Files that were uploaded could not be read")
        for item in items:
            if item.state == "reading":
                item.state, item.problem = "refused", words.PROBLEM

    def _read_them(self, items: Sequence[Item]) -> None:
        fresh = []
        for item in items:
            assert item.staged is not None
            if not item.staged.file.exists():
                continue  # it was left out
            item.same = self._intake.same_as(item.staged)
            if item.same is None:
                fresh.append(item)
            else:
                item.state = "refused"
        while (wanted := self._wanted(fresh)) and not self._read_wanted(wanted):
            pass

    def _wanted(self, items: Sequence[Item]) -> list[Item]:
        """Those that have to be read and were not left out."""
        with self._lock:
            there = {id(item) for item in self._items}
        return [item for item in items if id(item) in there and item.state == "reading"]

    def _read_wanted(self, items: Sequence[Item]) -> bool:
        """Read these; False where that was stopped, because one of them was left out."""
        staged = [item.staged for item in items if item.staged is not None]
        run = _Run(self._read(staged), items)
        with self._lock:
            self._run = run
        if len(self._wanted(items)) < len(items):
            run.stop()  # one was left out before there was anything to stop

        def progress(number: int, page: int, pages: int) -> None:
            items[number].page, items[number].pages = page, pages

        try:
            for number, result in run.reading.results(progress):
                item = items[number]
                if isinstance(result, Described):
                    item.described, item.state = result, "ready"
                elif not run.stopped:
                    item.unreadable, item.state = result, "refused"
        finally:
            with self._lock:
                self._run = None
        return not run.stopped


class Trays:
    """The trays of all browsers, one intake for them all."""

    def __init__(self, intake: Intake, limits: Limits) -> None:
        self.intake = intake
        self._limits = limits
        self._turns = threading.Semaphore(1)
        self._trays: dict[str, Tray] = {}
        self._lock = threading.Lock()

    def of(self, owner: str) -> Tray:
        """The tray of a browser."""
        with self._lock:
            empty = [name for name, tray in self._trays.items() if not tray.items()]
            for name in empty:
                if name != owner:
                    del self._trays[name]
            if owner not in self._trays:
                self._trays[owner] = Tray(self.intake, self._start, self._turns)
            return self._trays[owner]

    def tidy_now_and_then(self) -> None:
        """Drop what was forgotten, for as long as somebody has these trays."""
        trays = weakref.ref(self)

        def tidy() -> None:
            while True:
                time.sleep(_TIDY_SECONDS)
                there = trays()
                if there is None:
                    return
                try:
                    there.intake.tidy()
                except Exception:
                    _LOG.exception("What was forgotten could not be dropped")
                del there

        threading.Thread(target=tidy, name="tidy-uploads", daemon=True).start()

    def _start(self, staged: Sequence[Staged]) -> _Reads:
        return Describing([each.to_read() for each in staged], self._limits)


@st.cache_resource(show_spinner=False)
def shared_trays() -> Trays:
    """The trays that all sessions of this server share, made when it starts."""
    settings = shared_library().settings
    intake = Intake(settings.corpus, settings.limits, settings.removed_days)
    try:
        intake.tidy(at_start=True)
    except Exception:
        _LOG.exception("What was forgotten could not be dropped")
    trays = Trays(intake, settings.limits)
    trays.tidy_now_and_then()
    return trays


def own_tray() -> Tray:
    """The tray of whoever is looking."""
    return shared_trays().of(visitor())
