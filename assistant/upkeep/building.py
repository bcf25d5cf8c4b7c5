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

from assistant.index.build import BuildReport, Progress, build_with_lock
from assistant.index.embedder import Embedder
from assistant.index.lock import build_lock
from assistant.settings import Settings
from assistant.upkeep.record import BuildRecord

_LOG = logging.getLogger(__name__)

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
    progress: Progress | None = None,
) -> BuildReport:
    """Build, and keep in index/build.json how it stands; then report what has changed.

    `by` is who asked for it. A build that is told to end (SIGTERM) takes its readers with it.

    Raises:
        AssistantError: as `build` does.
        KeyboardInterrupt: it was stopped.
    """
    from assistant.index import embedder as embedders

    with build_lock(settings.index), _ending_when_told():
        record = BuildRecord(settings.index, by, progress)
        try:
            with record:
                embedder = embedders.SentenceEmbedder(settings.model)
                report = build_with_lock(
                    settings,
                    embedder,
                    full=full,
                    again=again,
                    progress=record.progress,
                    each=record.each,
                )
                record.built(report)
                _report_changes(settings, report, embedder, record.progress)
        finally:
            _audit(settings, record)
    return report


def _report_changes(
    settings: Settings, report: BuildReport, embedder: Embedder, say: Progress
) -> None:
    """Say what the new version changed. The index stands also where this fails."""
    try:
        from assistant.changes.report import report_changes

        report_changes(settings, report, embedder, say)
    except Exception:
        _LOG.exception("What the build has changed could not be reported")


def _audit(settings: Settings, record: BuildRecord) -> None:
    if record.state is None:
        return
    try:
        from assistant.audit.log import AuditLog

        state = record.state
        AuditLog(settings).record(
            "rebuild-ended",
            who=state.by,
            state=state.state,
            version=state.version,
            documents=len(state.documents),
        )
    except Exception:
        _LOG.exception("The end of the build could not be put in the audit log")


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
