"""That another build is to follow the one that runs: index/build.wanted.

Whoever changes documents while a build runs cannot know whether it still takes them in.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from assistant.index.writing import replace_bytes

_FILE = "build.wanted"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Who asked for a build, as people read it and as the audit log has it.

    With `again`, what could not be read is tried again.
    """

    by: str | None = None
    person: str | None = None
    again: bool = False


def write_wanted(index: Path, wanted: Wanted) -> None:
    """Have another build follow; what was asked before is not lost. Raises OSError."""
    before = read_wanted(index)
    again = wanted.again or (before is not None and before.again)
    replace_bytes(index / _FILE, msgspec.json.encode(replace(wanted, again=again)))


def read_wanted(index: Path) -> Wanted | None:
    """The build that is to follow, if one is."""
    try:
        content = (index / _FILE).read_bytes()
    except OSError:
        return None
    with contextlib.suppress(msgspec.MsgspecError):
        return msgspec.json.decode(content, type=Wanted)
    return Wanted()


def drop_wanted(index: Path) -> None:
    """Have none follow."""
    with contextlib.suppress(OSError):
        (index / _FILE).unlink(missing_ok=True)
