"""The audit log: a file a day, to which lines are only ever added.

Each line holds the hash of the one before, across days, so that a line that was changed, taken out
or put in is noticed (`check`). Several processes may write at once.
"""

from __future__ import annotations

import logging
import os
import re
import threading
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from filelock import FileLock, Timeout

from assistant.audit.chain import START, opened, sealed
from assistant.settings import Settings

_LOG = logging.getLogger(__name__)
_PATIENCE = 5.0
"""Seconds to wait while others write."""
_LONGEST_LINE = 1_000_000
DROPPED = "days-dropped"
_NAME = re.compile(r"\d{4}-\d\d-\d\d\.jsonl", re.ASCII)


class AuditLog:
    """The log of a service. Safe for all threads and processes.

    `failures` counts what could not be written, and `problem` says why, until writing works again.
    """

    def __init__(
        self, settings: Settings, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self.folder = settings.audit.folder or settings.records / "audit"
        self.failures = 0
        self.problem: str | None = None
        self._audit = settings.audit
        self._clock = clock
        self._lock = threading.Lock()

    @property
    def required(self) -> bool:
        """Whether nothing is to be answered that cannot be written down."""
        return self._audit.keep == "required"

    def record(self, what: str, *, who: str | None, **details: object) -> bool:
        """Add a line; False where it could not be written, which is logged and never raised."""
        if self._audit.keep == "no":
            return True
        try:
            with self._lock, self._alone():
                self._add(what, who, details)
        except (OSError, Timeout, TypeError, ValueError) as error:
            self._failed(error)
            return False
        self.problem = None
        return True

    def drop_old(self) -> None:
        """Delete the days that are older than the log is kept, and write down that this was done.

        It is done with the first line of each day, too.
        """
        if self._audit.keep == "no" and not self.folder.is_dir():
            return
        try:
            with self._lock, self._alone():
                self._drop(day_files(self.folder))
        except (OSError, Timeout) as error:
            self._failed(error)

    def _alone(self) -> FileLock:
        # What people ask is nobody else's to read on a machine that several use.
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return FileLock(self.folder / ".lock", timeout=_PATIENCE, poll_interval=0.005, mode=0o600)

    def _add(self, what: str, who: str | None, details: dict[str, object]) -> None:
        now = self._clock().astimezone(UTC)
        files = day_files(self.folder)
        # A clock that was put back does not put lines before those that are there.
        day = max([now.date(), *(day_of(path) for path in files[-1:])])
        path = self.folder / f"{day.isoformat()}.jsonl"
        new = path not in files
        number, before = last_link(files)
        moment = now.isoformat(timespec="milliseconds")
        _append(path, sealed(number + 1, moment, what, who, details, before))
        if new and what != DROPPED:
            self._drop(files)

    def _drop(self, files: list[Path]) -> None:
        first_kept = self._clock().date() - timedelta(days=self._audit.days)
        old = [path for path in files if day_of(path) < first_kept]
        if not old:
            return
        number, last = last_link(old)
        # Before they go, so that a check knows whether what is missing was dropped by rule.
        self._add(DROPPED, None, {"days": [path.stem for path in old], "n": number, "hash": last})
        for path in old:
            path.unlink(missing_ok=True)

    def _failed(self, error: Exception) -> None:
        first, self.failures = self.problem is None, self.failures + 1
        why = getattr(error, "strerror", None) or type(error).__name__
        self.problem = (
            f"The audit log cannot be written in {self.folder} ({why}). Make space for it, or "
            "check the permissions of this folder."
        )
        if first:  # not with each question
            _LOG.error("%s", self.problem)


def day_files(folder: Path) -> list[Path]:
    """The files of the log, the oldest first; none where there is no log."""
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if _NAME.fullmatch(path.name))


def day_of(path: Path) -> date:
    """The day that a file is about."""
    try:
        return date.fromisoformat(path.stem)
    except ValueError:  # 2026-13-45
        return date.min


def last_link(files: list[Path]) -> tuple[int, str]:
    """Number and hash of the last whole line."""
    for path in reversed(files):
        with path.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - _LONGEST_LINE))
            lines = file.read().splitlines()
        for line in reversed(lines):
            entry = opened(line)
            if entry is not None:
                return entry.number, entry.hash
    return 0, START


def _append(path: Path, line: bytes) -> None:
    """Add a line, and see it on the disk; where it does not fit, nothing of it stays."""
    if len(line) > _LONGEST_LINE:
        raise ValueError("This line is too long")
    new = not path.exists()
    flags = os.O_RDWR | os.O_APPEND | os.O_CREAT
    file = os.open(path, flags, 0o600)
    try:
        size = os.fstat(file).st_size
        if size and os.pread(file, 1, size - 1) != b"\n":
            line = b"\n" + line  # the machine stopped within the line before
        try:
            written = os.write(file, line)
            if written != len(line):
                raise OSError(28, "No space left on device")
            os.fsync(file)
        except OSError:
            os.ftruncate(file, size)
            raise
    finally:
        os.close(file)
    if new:
        _keep_name(path.parent)


def _keep_name(folder: Path) -> None:
    """See a new file's name on the disk, too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
