"""How much a process has worked, and whether it wants to go on: a busy machine is no fault of it.

Only Linux says so without a library; elsewhere the clock alone counts.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_WANTS = "R"
_STATE, _WORKED, _OF_CHILDREN = 0, slice(11, 13), slice(13, 15)


@dataclass(frozen=True, slots=True)
class Work:
    """Seconds of processor time: of a process itself, and of all that it started.

    `wants`: it, or one that it started, has something to do and waits for nothing but a processor.
    """

    own: float = 0.0
    below: float = 0.0
    wants: bool = False


def work_of(process: int) -> Work:
    """What a process has done so far; nothing where it has ended or nobody tells."""
    fields = _fields(Path(f"/proc/{process}/stat"))
    if not fields:
        return Work()
    below = sum(map(int, fields[_OF_CHILDREN])) / _ticks()
    wants = any(_wants(thread) for thread in _threads(process))
    for child in _children(process):
        work = work_of(child)
        below += work.own + work.below
        wants = wants or work.wants
    return Work(sum(map(int, fields[_WORKED])) / _ticks(), below, wants)


def _ticks() -> int:
    return os.sysconf("SC_CLK_TCK")


def _fields(stat: Path) -> list[str]:
    """What the kernel tells of a process or a thread, from its state on."""
    try:
        return stat.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
    except OSError:
        return []


def _wants(thread: Path) -> bool:
    fields = _fields(thread / "stat")
    return bool(fields) and fields[_STATE] == _WANTS


def _threads(process: int) -> list[Path]:
    try:
        return list(Path(f"/proc/{process}/task").iterdir())
    except OSError:
        return []


def _children(process: int) -> Iterator[int]:
    for thread in _threads(process):
        try:
            yield from map(int, (thread / "children").read_text().split())
        except OSError:
            continue
