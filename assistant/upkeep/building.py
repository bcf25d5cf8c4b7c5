"""One build as the command line and the browser run it: recorded, stoppable, with what follows."""

from __future__ import annotations

import contextlib
import logging
import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from assistant.audit.log import AuditLog
from assistant.changes.report import report_changes
from assistant.errors import AssistantError, IndexLocked
from assistant.index import embedder as embedders
from assistant.index.build import BuildReport, Progress, build
from assistant.index.build_state import RebuildState
from assistant.index.stores import store_of
from assistant.settings import Settings
from assistant.upkeep.rebuild import Rebuild
from assistant.upkeep.state_keeper import StateKeeper
from assistant.upkeep.wanted import drop_wanted, read_wanted

_LOG = logging.getLogger(__name__)

_LISTED = 200
"""So many of the documents that changed are named in the audit log."""
_PATIENCE = 10.0
"""So many seconds what is being done has to come to its end when a build is stopped."""


class Stopped(KeyboardInterrupt):
    """Somebody has stopped the build: as with Ctrl-C, no document is to be blamed for it."""


def run_build(
    settings: Settings,
    *,
    full: bool = False,
    again: bool = False,
    by: str | None = None,
    person: str | None = None,
    progress: Progress | None = None,
) -> BuildReport:
    """Build, and keep in index/build.json how it stands; then report what has changed.

    `by` is who asked for it, for people to read, and `person` what the audit log calls them. A
    build that is told to end (SIGTERM) takes its readers with it. Where another was asked for
    meanwhile, it is started when this one has ended, unless this one was stopped.

    Raises:
        AssistantError: as `build` does.
        KeyboardInterrupt: it was stopped.
    """
    try:
        return _run_locked(settings, full=full, again=again, by=by, person=person, say=progress)
    except KeyboardInterrupt:
        drop_wanted(settings.index)
        raise
    finally:
        _start_what_follows(settings)


def _run_locked(
    settings: Settings,
    *,
    full: bool,
    again: bool,
    by: str | None,
    person: str | None,
    say: Progress | None,
) -> BuildReport:
    with store_of(settings).locked(), _ending_when_told():
        drop_wanted(settings.index)  # this one takes in all that was changed until now
        keeper = StateKeeper(settings.index, by, say, store_of(settings).current)
        try:
            with keeper:
                embedder = embedders.SentenceEmbedder(settings.model, settings.precision)
                report = build(
                    settings,
                    embedder,
                    full=full,
                    again=again,
                    progress=keeper.progress,
                    each=keeper.each,
                    locked=True,
                )
                keeper.built(report)
                report_changes(settings, report, embedder, keeper.progress)
        finally:
            _audit(settings, keeper.state, person)
    return report


def _start_what_follows(settings: Settings) -> None:
    """Start the build that was asked for while one ran."""
    wanted = read_wanted(settings.index)
    if wanted is None:
        return
    try:
        Rebuild(settings).start(again=wanted.again, by=wanted.by, person=wanted.person)
    except IndexLocked:
        pass  # somebody else has begun one, which takes the changes in
    except (AssistantError, OSError):
        _LOG.exception("The build that was to follow could not be started")


def _audit(settings: Settings, state: RebuildState | None, person: str | None) -> None:
    if state is None:
        return
    try:
        AuditLog(settings).record(
            "rebuild-ended",
            who=person,
            state=state.state,
            version=state.version,
            documents=len(state.documents),
            **_changed(settings, state),
        )
    except Exception:
        _LOG.exception("The end of the build could not be put in the audit log")


def _changed(settings: Settings, state: RebuildState) -> dict[str, object]:
    """What became of the documents that are not as they were: a part of them, and how many."""
    changed = [each for each in state.documents if each.status != "unchanged"]
    hashes = _hashes(settings, state.version)
    listed: list[dict[str, str]] = []
    for each in changed[:_LISTED]:
        about = {"path": each.path, "status": each.status}
        if each.status in ("added", "updated") and each.path in hashes:
            about["sha256"] = hashes[each.path]
        listed.append(about | ({"reason": each.reason} if each.reason else {}))
    return {"changed": len(changed), "changes": listed}


def _hashes(settings: Settings, version: str | None) -> dict[str, str]:
    """The SHA-256 of each document of a version, by path; none where it cannot be opened."""
    if version is None:
        return {}
    try:
        with contextlib.closing(store_of(settings).catalogue(version)) as catalogue:
            return {path: seen.sha256 for path, seen in catalogue.seen().items()}
    except Exception:
        _LOG.exception("The hashes of the documents could not be put in the audit log")
        return {}


@contextmanager
def _ending_when_told() -> Iterator[None]:
    """End in good order when told to, and in any case soon."""
    if threading.current_thread() is not threading.main_thread():
        yield  # only the main thread can be told
        return

    def end(number: int, frame: FrameType | None) -> None:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)  # once is enough
        late = threading.Timer(_PATIENCE, _end_now)
        late.daemon = True
        late.start()
        raise Stopped

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    except BaseException:
        _end_readers()
        raise
    finally:
        signal.signal(signal.SIGTERM, before)


def _end_readers() -> None:
    for child in multiprocessing.active_children():
        with contextlib.suppress(OSError):
            child.kill()


def _end_now() -> None:
    _end_readers()
    os._exit(1)
