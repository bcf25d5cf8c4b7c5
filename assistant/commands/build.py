"""The command `build`."""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.service_settings import scheduler_of
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.index.build import BuildReport

_NICE = 15
"""Where the system has nothing better; on Linux it also orders builds among themselves."""


def add_build_flags(command: argparse.ArgumentParser) -> None:
    """Add the flags of `build`."""
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


def build_index(options: argparse.Namespace, settings: Settings) -> BuildReport:
    """Run `build`. Raises as `run_build` does."""
    from assistant.health.logs import set_up_logs
    from assistant.index.lock import INHERITED
    from assistant.progress import Progress
    from assistant.upkeep.building import run_build
    from assistant.upkeep.rebuild import BY, PERSON

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
        return run_build(
            settings,
            full=options.full,
            again=options.again,
            by=by,
            person=person,
            progress=progress,
        )


def _stand_back() -> None:
    """Take only the time that who is asking leaves: they are not to notice a rebuild.

    With a high "nice" alone, the threads of a question waited for each other where a build had been
    given one of the processors for a moment.
    """
    with contextlib.suppress(OSError):
        os.nice(_NICE)
        if sys.platform == "linux":
            os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
