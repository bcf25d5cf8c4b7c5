"""Read a folder of difficult files, each in a worker of its own, and say what became of each.

    python -m benchmarks.hard_files FOLDER [EXPECTED.csv] [--json OUT.json]

EXPECTED.csv has the columns `file`, `class` (password, no-text, damaged or ok) and `pages`. A file
that ends in its class or as `ok` is as it should be, and so is one of no pages that ends as
`empty`. Prints class, seconds and peak memory (MB) of each file.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import os
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from assistant.documents import Document
from assistant.errors import DocumentError
from assistant.ingest.draft import Facts
from assistant.ingest.read import ToRead, in_workers
from assistant.settings import Limits

_CLASSES = {"needs-ocr": "no-text"}
_OUR_OWN = ("EXPECTED.csv", "README.md")
"""What stands in such a folder to tell of the others."""
_MOST_SECONDS, _MOST_MB = 30.0, 1024.0


@dataclass(frozen=True, slots=True)
class Fared:
    """How one file fared."""

    file: str
    expected: str | None
    pages_expected: int
    found: str
    pages: int
    seconds: float
    megabytes: float
    detail: str

    @property
    def right(self) -> bool:
        """Whether it ended as it should, in time and within its memory."""
        good = self.expected in (None, self.found) or self.found == "ok"
        good |= self.expected == "ok" and self.found == "empty" and not self.pages_expected
        return good and self.seconds <= _MOST_SECONDS and self.megabytes <= _MOST_MB


@dataclass(frozen=True, slots=True)
class _Noted:
    document: Document | None
    error: DocumentError | None


def read_noting_memory(file: ToRead, limits: Limits) -> _Noted:
    """Read one file as a build does; the peak is written beside what came of it."""
    from assistant.index.reading import read_file

    try:
        return _Noted(read_file(file, limits).document, None)
    except DocumentError as error:
        return _Noted(None, error)


def fare(folder: Path, expected: dict[str, tuple[str, int]]) -> Iterator[Fared]:
    """Read each file of a folder, one after the other."""
    for path in sorted(path for path in folder.iterdir() if path.name not in _OUR_OWN):
        file = ToRead(path.name, path, hashlib.sha256(path.read_bytes()).hexdigest(), Facts())
        started = time.monotonic()
        peak = _Peak()
        (result,) = in_workers(read_noting_memory, [file], Limits(), workers=1)
        seconds, megabytes = time.monotonic() - started, peak.stop()
        error = result if isinstance(result, DocumentError) else result.error
        document = None if isinstance(result, DocumentError) else result.document
        wanted, pages = expected.get(path.name, (None, 0))
        yield Fared(
            path.name,
            wanted,
            pages,
            _CLASSES.get(error.reason, error.reason) if error is not None else "ok",
            len(document.pages) if document is not None else 0,
            round(seconds, 2),
            round(megabytes, 1),
            str(error or ""),
        )


class _Peak:
    """The most memory that this process's children, and theirs, hold at a time, together."""

    def __init__(self) -> None:
        self._most, self._stop = 0.0, threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def _watch(self) -> None:
        while not self._stop.wait(0.02):
            total = sum(map(_resident, _below(os.getpid())))
            self._most = max(self._most, total / 2**20)

    def stop(self) -> float:
        self._stop.set()
        self._thread.join()
        return self._most


def _below(parent: int) -> Iterator[int]:
    """The processes that a process started, and those that they started (Linux)."""
    try:
        for task in Path(f"/proc/{parent}/task").iterdir():
            for child in map(int, (task / "children").read_text().split()):
                yield child
                yield from _below(child)
    except OSError:
        return


def _resident(process: int) -> int:
    try:
        pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


def main() -> int:
    """Read the folder and print the account; 1 where a file fared worse than expected."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("expected", type=Path, nargs="?")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    expected: dict[str, tuple[str, int]] = {}
    if options.expected is not None:
        with options.expected.open(newline="", encoding="utf-8") as file:
            rows = csv.DictReader(file)
            expected = {row["file"]: (row["class"], int(row["pages"] or 0)) for row in rows}
    fared = []
    for one in fare(options.folder, expected):
        fared.append(one)
        sign = " " if one.right else "!"
        sys.stdout.write(
            f"{sign} {one.file:58} {one.expected or '-':9} {one.found:12} {one.pages:4} pages "
            f"{one.seconds:6.2f} s {one.megabytes:7.1f} MB {one.detail[:70]}\n"
        )
        sys.stdout.flush()
    wrong = [one for one in fared if not one.right]
    sys.stdout.write(
        f"{len(fared) - len(wrong)} of {len(fared)} files as expected or better; "
        f"slowest {max(one.seconds for one in fared):.1f} s, "
        f"most memory {max(one.megabytes for one in fared):.0f} MB\n"
    )
    if options.json:
        options.json.write_text(json.dumps([asdict(one) for one in fared], indent=1))
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
