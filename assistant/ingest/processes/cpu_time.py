"""How much processor time a process has had, and whether it wants more: a busy machine is no fault.

Only Linux says so without a library (/proc, see proc(5)); elsewhere the clock alone counts.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_RUNNABLE = "R"
_STATE, _OWN, _OF_CHILDREN = 0, slice(11, 13), slice(13, 15)
"""Where /proc/PID/stat has them, counted from the state: user and system time, in ticks."""


@dataclass(frozen=True, slots=True)
class CpuTime:
    """Seconds of processor time: of a process itself, and of all that it started.

    `runnable`: it, or one that it started, has something to do and waits for nothing but a
    processor.
    """

    own: float = 0.0
    children: float = 0.0
    runnable: bool = False


def cpu_time_of(process: int) -> CpuTime:
    """What a process has had so far; nothing where it has ended or nobody tells."""
    fields = _fields(Path(f"/proc/{process}/stat"))
    if not fields:
        return CpuTime()
    children = sum(map(int, fields[_OF_CHILDREN])) / _ticks()
    runnable = any(_is_runnable(thread) for thread in _threads(process))
    for child in _children(process):
        time = cpu_time_of(child)
        children += time.own + time.children
        runnable = runnable or time.runnable
    return CpuTime(sum(map(int, fields[_OWN])) / _ticks(), children, runnable)


def _ticks() -> int:
    return os.sysconf("SC_CLK_TCK")


def _fields(stat: Path) -> list[str]:
    """What the kernel tells of a process or a thread, from its state on."""
    try:
        return stat.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
    except OSError:
        return []


def _is_runnable(thread: Path) -> bool:
    fields = _fields(thread / "stat")
    return bool(fields) and fields[_STATE] == _RUNNABLE


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
