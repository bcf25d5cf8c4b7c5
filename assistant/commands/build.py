"""The command `build`: brings the index up to date with the corpus."""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
from dataclasses import asdict, replace
from typing import Any

from assistant.commands.terminal import printable, show
from assistant.health.logs import set_up_logs
from assistant.index.build import BuildReport
from assistant.index.lock import INHERITED
from assistant.progress import Progress
from assistant.service_settings import scheduler_of
from assistant.settings import Settings
from assistant.upkeep.building import run_build
from assistant.upkeep.rebuild import BY, PERSON
from assistant.wording import counted

_NICE = 15
"""Where the system has nothing better; on Linux it also orders builds among themselves."""


def add_flags(command: argparse.ArgumentParser) -> None:
    """Add the flags of the command."""
    command.add_argument("--full", action="store_true", help="use nothing of the index before")
    command.add_argument(
        "--again", action="store_true", help="try again what could not be read the last time"
    )
    command.add_argument(
        "--scheduler",
        metavar="ADDRESS",
        help="have the workers of this Dask scheduler read and embed, such as tcp://host:8786",
    )
    # What the browser starts: see assistant/upkeep/rebuild.py.
    command.add_argument("--background", action="store_true", help=argparse.SUPPRESS)


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Build, and print what was done."""
    if options.scheduler is not None:
        settings = replace(settings, scheduler=scheduler_of(os.environ, options.scheduler))
    by = person = None
    if options.background:
        _stand_back()
        set_up_logs(settings.health.log)  # or Python's own log would have words of documents
        by, person = os.environ.get(BY), os.environ.pop(PERSON, None)
        if INHERITED in os.environ:
            sys.stdin.buffer.read()  # it ends when who has started this has written so down
    with Progress(sys.stderr) as progress:
        report = run_build(
            settings,
            full=options.full,
            again=options.again,
            by=by,
            person=person,
            progress=progress,
        )
    show(options, _report_json(report), _report_lines(report))
    return 0


def _stand_back() -> None:
    """Take only the time that who is asking leaves: they are not to notice a rebuild.

    With a high "nice" alone, the threads of a question waited for each other where a build had been
    given one of the processors for a moment.
    """
    with contextlib.suppress(OSError):
        os.nice(_NICE)
        if sys.platform == "linux":
            os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))


def _report_json(report: BuildReport) -> dict[str, Any]:
    return {
        "version": report.version,
        "documents": [asdict(document) for document in report.documents],
        "passages": report.passages,
        "seconds": round(report.seconds, 3),
    }


def _report_lines(report: BuildReport) -> list[str]:
    """A line for each document that changed or failed, and a count of the others."""
    lines = []
    for document in report.documents:
        path = printable(document.path)
        if document.status == "failed":
            detail = printable(document.detail or "")
            lines.append(f"failed     {path}: {detail} ({document.reason})")
        elif document.status != "unchanged":
            lines.append(f"{document.status:10} {path}")
    unchanged = sum(document.status == "unchanged" for document in report.documents)
    if unchanged:
        lines.append(f"unchanged  {counted(unchanged, 'document')}")
    failed = sum(document.status == "failed" for document in report.documents)
    lines.append(
        f"Version {report.version}: {counted(report.passages, 'passage')}, "
        f"{counted(failed, 'document')} failed, in {report.seconds:.1f} seconds."
    )
    return lines
