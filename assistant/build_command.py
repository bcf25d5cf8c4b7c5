"""The command `build`."""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
from typing import TYPE_CHECKING

from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.index.build import BuildReport

_NICE = 10
"""How much a build in the background stands back for who is asking."""


def add_build_flags(command: argparse.ArgumentParser) -> None:
    """Add the flags of `build`."""
    command.add_argument("--full", action="store_true", help="use nothing of the index before")
    command.add_argument(
        "--again", action="store_true", help="try again what could not be read the last time"
    )
    # What the browser starts: see assistant/upkeep/rebuild.py.
    command.add_argument("--background", action="store_true", help=argparse.SUPPRESS)


def build_index(options: argparse.Namespace, settings: Settings) -> BuildReport:
    """Run `build`. Raises as `run_build` does."""
    from assistant.progress import Progress
    from assistant.upkeep.building import run_build

    if options.background:
        with contextlib.suppress(OSError):
            os.nice(_NICE)
    with Progress(sys.stderr) as progress:
        return run_build(
            settings,
            full=options.full,
            again=options.again,
            by=os.environ.get("ASSISTANT_BUILD_BY") if options.background else None,
            progress=progress,
        )
