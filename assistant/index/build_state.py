"""How the build that runs stands, or how the last one ended: index/build.json.

Every build writes it, so that the app and `status` can tell of builds that other processes run.
"""

from __future__ import annotations

import contextlib
import os
import socket
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import msgspec

from assistant.errors import Reason
from assistant.index.lock import is_locked

State = Literal["running", "done", "failed", "stopped", "died"]
Status = Literal["added", "updated", "unchanged", "removed", "failed"]

_FILE = "build.json"


@dataclass(frozen=True, slots=True)
class DocumentReport:
    """What became of one document. `reason` and `detail` tell why one failed."""

    path: str
    status: Status
    reason: Reason | None = None
    detail: str | None = None
    pages: int | None = None
    passages: int = 0


@dataclass(frozen=True, slots=True)
class RebuildState:
    """A build: the one that runs, or the last one. Times are ISO, in UTC.

    `what` is being done, "Reading page 12 of 80 of a.pdf"; `done` of `total` steps are. `version`
    is the version that is in use because of this build, `documents` the result for each file that
    was read so far, and of every file at the end; `problem` a sentence, where it went wrong.
    """

    state: State
    what: str
    done: int
    total: int
    started: str
    ended: str | None = None
    version: str | None = None
    documents: tuple[DocumentReport, ...] = ()
    problem: str | None = None
    by: str | None = None


@dataclass(frozen=True, slots=True)
class Builder:
    """The process that builds, by which it can be stopped."""

    pid: int
    host: str

    @classmethod
    def here(cls, pid: int | None = None) -> Builder:
        """This process, or another of this machine."""
        return cls(pid or os.getpid(), socket.gethostname())


@dataclass(frozen=True, slots=True)
class _Kept:
    build: RebuildState
    builder: Builder


def write_state(index: Path, state: RebuildState, builder: Builder) -> None:
    """Replace build.json in one step.

    Raises:
        OSError: it cannot be written.
    """
    file = index / f"{_FILE}.new"
    file.write_bytes(msgspec.json.format(msgspec.json.encode(_Kept(state, builder)), indent=1))
    file.replace(index / _FILE)


def read_state(index: Path) -> RebuildState | None:
    """The build that runs or the last one; None where there was none, or build.json is damaged.

    A build whose process has gone without a word is told as "died".
    """
    kept = _kept(index)
    if kept is None:
        return None
    if kept.build.state != "running" or is_locked(index):
        return kept.build
    kept = _kept(index) or kept  # it may have ended, in good order, since it was read
    return kept.build if kept.build.state != "running" else _died(kept.build)


def builder_of(index: Path) -> Builder | None:
    """The process that builds now, if one does."""
    kept = _kept(index)
    if kept is None or kept.build.state != "running" or not is_locked(index):
        return None
    return kept.builder


def _kept(index: Path) -> _Kept | None:
    with contextlib.suppress(OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return msgspec.json.decode((index / _FILE).read_bytes(), type=_Kept)
    return None


def _died(state: RebuildState) -> RebuildState:
    serves = (
        f"Version {state.version} had been written and is in use"
        if state.version
        else "The version before is in use"
    )
    return replace(
        state,
        state="died",
        problem="The build was ended from outside: the machine was restarted, or it ran out of "
        f"memory. {serves}. Build again: nothing has to be put right first.",
    )


def now() -> str:
    """The time, as it is written here: ISO, in UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds")
