"""Reading the audit log: its entries, and whether they stand as they were written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from assistant.audit.chain import START, Entry, opened
from assistant.audit.log import DROPPED, day_files, day_of
from assistant.errors import AuditError


@dataclass(frozen=True, slots=True)
class Check:
    """What came of a check: the log stands if `broken` is empty.

    `broken` and `cut_off` are sentences; `first` and `last` are None where there is no entry.
    """

    entries: int
    first: Entry | None
    last: Entry | None
    broken: tuple[str, ...] = ()
    cut_off: tuple[str, ...] = ()


def entries(
    folder: Path,
    *,
    since: date | None = None,
    until: date | None = None,
    what: frozenset[str] = frozenset(),
) -> Iterator[Entry]:
    """The entries of these days (both included) and kinds, the oldest first; unreadable ones not.

    Raises:
        AuditError: the log cannot be read.
    """
    for path in _files(folder):
        day = day_of(path)
        if (since and day < since) or (until and day > until):
            continue
        for _, line in _lines(path):
            entry = opened(line)
            if entry is not None and (not what or entry.what in what):
                yield entry


def check(folder: Path, *, known: str | None = None) -> Check:
    """Hold every line against its hash and the one before.

    `known` is a hash that was noted earlier: the log is broken where no line has it any more.

    Raises:
        AuditError: the log cannot be read.
    """
    broken: list[str] = []
    cut_off: list[str] = []
    first: Entry | None = None
    last: Entry | None = None
    dropped: set[str] = set()
    count, unread, known_seen = 0, None, known is None
    for path in _files(folder):
        for number, line in _lines(path):
            entry = opened(line)
            if entry is None:
                unread = f"{path.name}, line {number}"
                continue
            if last is None:
                if unread:
                    broken.append(f"{unread} is not what was written.")
            elif entry.before != last.hash:
                broken.append(
                    f"{unread} is not what was written."
                    if unread
                    else f"{path.name}, line {number} does not follow from the line before: "
                    f"entry {last.number:,} is followed by entry {entry.number:,}."
                )
            elif unread:
                # What follows knows nothing of it, so it was never finished.
                cut_off.append(f"{unread} was cut off while it was written.")
            unread = None
            known_seen = known_seen or entry.hash == known
            first, last, count = first or entry, entry, count + 1
            if entry.what == DROPPED:
                dropped.add(str(entry.details.get("hash")))
    if unread:
        # Nothing follows that could tell an unfinished line from one that was changed.
        broken.append(f"{unread}, the last one, is not whole.")
    if first is not None and first.before not in {START, *dropped}:
        broken.append(
            f"The log begins with entry {first.number:,}, and no entry says that those before it "
            "were dropped."
        )
    if not known_seen:
        broken.append(f"No entry has the hash {known}: the log was cut or written anew.")
    return Check(count, first, last, tuple(broken), tuple(cut_off))


def _files(folder: Path) -> list[Path]:
    try:
        return day_files(folder)
    except OSError as error:
        raise _unreadable(folder, error) from error


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    try:
        with path.open("rb") as file:
            for number, line in enumerate(file, start=1):
                if line.strip():
                    yield number, line
    except FileNotFoundError:
        return  # dropped meanwhile
    except OSError as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: OSError) -> AuditError:
    return AuditError(
        f"The audit log cannot be read: {path} ({error.strerror}). Read it as the user whom the "
        "service runs as."
    )
