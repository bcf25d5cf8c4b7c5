"""Reports on disk, and what the next one is compared with.

    index/changes/<version>.json    what the build of this version changed
    index/changes/last.json         how things stood with the last version that was reported

They tell what people keep in chats and papers, so nobody else may read them; none says whose.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import msgspec

from assistant.answer.citation import SavedAnswer
from assistant.changes.changed import Changes
from assistant.index.writing import replace_bytes

KEPT = 50
"""So many reports stay."""

_FOLDER, _LAST = "changes", "last.json"
_MODE = 0o600
_NAME = re.compile(r"(\w{1,100})\.json", re.ASCII)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Known:
    """A document as it was: the hashes of its file and of its facts."""

    sha256: str
    title: str
    facts: str


@dataclass(frozen=True, slots=True)
class Memory:
    """How things stood with a version, by value: the version itself may be gone by then.

    `documents` and `failures` (why) go by path. `unsteady` has each citation that did not stand,
    by a hash, with what was found of it. `standing` has the answers by question.
    """

    version: str
    documents: Mapping[str, Known] = field(default_factory=dict)
    failures: Mapping[str, str] = field(default_factory=dict)
    unsteady: Mapping[str, str] = field(default_factory=dict)
    standing: Mapping[str, SavedAnswer] = field(default_factory=dict)


def reports(index: Path) -> list[Path]:
    """The files of all reports, the newest first."""
    try:
        names = [path.name for path in (index / _FOLDER).iterdir()]
    except OSError:
        return []
    found = sorted((name for name in names if _NAME.fullmatch(name)), reverse=True)
    return [index / _FOLDER / name for name in found if name != _LAST]


def read_report(file: Path) -> Changes | None:
    """One report; None where it is missing or was written by another version of the program."""
    return _read(file, Changes)


def report_of(index: Path, version: str) -> Changes | None:
    """The report of a version."""
    name = f"{version}.json"
    if not _NAME.fullmatch(name) or name == _LAST:
        return None
    return read_report(index / _FOLDER / name)


def remembered(index: Path) -> Memory | None:
    """How things stood with the last version that was reported."""
    return _read(index / _FOLDER / _LAST, Memory)


def keep(index: Path, changes: Changes, memory: Memory) -> None:
    """Write a report and what the next one is compared with, and drop the oldest."""
    folder = index / _FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    replace_bytes(folder / f"{changes.version}.json", msgspec.json.encode(changes), mode=_MODE)
    replace_bytes(folder / _LAST, msgspec.json.encode(memory), mode=_MODE)
    for old in reports(index)[KEPT:]:
        old.unlink(missing_ok=True)


def _read(file: Path, kind: type[T]) -> T | None:
    try:
        return msgspec.json.decode(file.read_bytes(), type=kind)
    except (OSError, msgspec.MsgspecError, RecursionError, UnicodeError):
        return None
