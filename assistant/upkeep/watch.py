"""Rebuild when files of the corpus change: `nhs-assistant watch`, or the app itself.

watchdog wakes it up where the system tells of changes; what has changed, and whether it has come
to rest, it sees for itself, so that one way of telling serves local folders and network drives.
"""

from __future__ import annotations

import contextlib
import logging
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

from assistant.errors import AssistantError, IndexLocked
from assistant.index.build_state import RebuildState
from assistant.settings import Settings
from assistant.upkeep.rebuild import Rebuild

_LOG = logging.getLogger(__name__)

WATCH = "watch"
"""What index/build.json says of who asked for a build that was begun here."""
Say = Callable[[str], None]
Seen = frozenset[tuple[str, int, int]]
"""Every file of the corpus with its size and when it was last changed."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How long to wait, in seconds.

    `rest`: so long nothing may change before a build, as a file that is copied grows for a while.
    `look`: how often to look where the system tells nothing; `backstop` where it tells.
    """

    rest: float = 3.0
    look: float = 15.0
    backstop: float = 600.0
    build: float = 0.5


def watch(
    settings: Settings,
    stop: threading.Event,
    say: Say,
    *,
    polling: bool = False,
    pace: Pace | None = None,
) -> None:
    """Build now and whenever the corpus has changed and come to rest, until `stop` is set.

    A build that fails leaves the version before in use; that is said, and the next change waited
    for. With `polling` the folder is looked at now and then: network drives tell nobody of changes.
    """
    pace = pace or Pace()
    woken = threading.Event()
    built: Seen | None = None
    with _waking(settings.corpus, woken, polling=polling) as told:
        while not stop.is_set():
            woken.clear()
            now = _at_rest(settings.corpus, stop, pace.rest, known=built)
            if now is not None and now != built:
                if not _build(settings, stop, say, pace):
                    continue
                built = now
            _wait(stop, woken, pace.backstop if told else pace.look)


def seen_in(corpus: Path) -> Seen | None:
    """What there is in the corpus folder, hidden files and folders aside; None without a folder."""
    if not corpus.is_dir():
        return None
    found = []
    for folder, folders, names in os.walk(corpus):
        folders[:] = [name for name in folders if not _is_hidden(name)]
        for name in names:
            if _is_hidden(name):
                continue
            file = Path(folder) / name
            with contextlib.suppress(OSError):
                there = file.stat()
                found.append((str(file), there.st_size, there.st_mtime_ns))
    return frozenset(found)


def _is_hidden(name: str) -> bool:
    return name.startswith((".", "~$"))


def _at_rest(corpus: Path, stop: threading.Event, rest: float, known: Seen | None) -> Seen | None:
    """What there is, when it has been the same for a while; at once if it is what is known."""
    now = seen_in(corpus)
    since = time.monotonic()
    while now != known and time.monotonic() - since < rest and not stop.is_set():
        stop.wait(min(rest / 3, 1.0))
        then, now = now, seen_in(corpus)
        if now != then:
            since = time.monotonic()
    return now


def _build(settings: Settings, stop: threading.Event, say: Say, pace: Pace) -> bool:
    """Build, and wait until it is done; False where it could not be begun."""
    rebuild = Rebuild(settings)
    try:
        rebuild.start(by=WATCH)
    except IndexLocked:
        _until_ended(rebuild, stop, pace)  # what it missed is built after it
        return False
    except (AssistantError, OSError) as error:
        say(f"The index could not be brought up to date: {error}")
        return True
    state = _until_ended(rebuild, stop, pace)
    if state is not None:
        say(sentence_of(state))
    return True


def _until_ended(rebuild: Rebuild, stop: threading.Event, pace: Pace) -> RebuildState | None:
    while not stop.wait(pace.build):
        state = rebuild.look()
        if state is None or state.state != "running":
            return state
    return None


def sentence_of(state: RebuildState) -> str:
    """How a build ended, as it is said to whoever watches."""
    match state.state:
        case "done":
            counts = [
                f"{count} {status}"
                for status in ("added", "updated", "removed", "failed")
                if (count := sum(one.status == status for one in state.documents))
            ]
            return f"Version {state.version} is in use: {', '.join(counts) or 'nothing new'}."
        case "stopped":
            used = f" Version {state.version} is in use." if state.version else ""
            return f"The build was stopped.{used} The next change of the corpus begins another."
        case _:
            return f"The build failed. {state.problem}"


def _wait(stop: threading.Event, woken: threading.Event, seconds: float) -> None:
    until = time.monotonic() + seconds
    while not stop.is_set() and time.monotonic() < until and not woken.wait(0.5):
        pass


class _Wake(FileSystemEventHandler):
    def __init__(self, woken: threading.Event) -> None:
        self._woken = woken

    def on_any_event(self, event: FileSystemEvent) -> None:
        # Reading is an event too, and a build reads every file.
        if event.event_type not in ("opened", "closed_no_write"):
            self._woken.set()


@contextmanager
def _waking(corpus: Path, woken: threading.Event, *, polling: bool) -> Iterator[bool]:
    """Set `woken` when something changes; whether the system tells of it."""
    observer = None
    if not polling:
        try:
            observer = Observer()
            observer.schedule(_Wake(woken), str(corpus), recursive=True)
            observer.start()
        except (OSError, RuntimeError) as error:
            # The folder is not there yet, or the system watches no more folders.
            _LOG.info("The system does not tell of changes in %s: %s", corpus, error)
            observer = None
    try:
        yield observer is not None
    finally:
        if observer is not None:
            observer.stop()
            observer.join(5)
