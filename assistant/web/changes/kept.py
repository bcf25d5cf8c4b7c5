"""The reports on what rebuilds changed, read once for all who look."""

from __future__ import annotations

from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from assistant.changes.changed import Changes
from assistant.changes.kept import read_report, reports
from assistant.settings import Settings


def all_reports(settings: Settings) -> tuple[Changes, ...]:
    """Every report that is kept, newest first."""
    files = []
    for file in reports(settings.index):
        with suppress(OSError):  # an old one may have been dropped meanwhile
            files.append((file, file.stat().st_mtime_ns))
    return _read(tuple(files))


@lru_cache(maxsize=2)
def _read(files: tuple[tuple[Path, int], ...]) -> tuple[Changes, ...]:
    found = (read_report(file) for file, _ in files)
    return tuple(report for report in found if report is not None)
