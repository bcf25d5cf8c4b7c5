"""A crew for tests: it does what is asked in this process, newest first, and can lose tasks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from assistant.errors import SpreadError
from assistant.index.manifest import READER
from assistant.index.spread.job import EmbedJob, Program, ReadJob
from assistant.index.spread.results import Lost
from assistant.index.spread.work import read_and_cut
from assistant.ingest.draft import Facts
from assistant.ingest.read import ToRead
from assistant.settings import Settings
from tests.embedders import HashedWords

PROGRAM = Program("1", READER, HashedWords().name, None)


class Crew:
    """Does the newest task first. `most` is how many were on their way at once."""

    def __init__(self, folder: Path, size: int = 1, loses: str = "", other: str = "") -> None:
        self._folder, self._size, self._loses, self._other = folder, size, loses, other
        self._tasks: list[tuple[str, object, tuple[object, ...]]] = []
        self.keys: list[str] = []
        self.embedded: list[str] = []
        self.most = 0

    def size(self) -> int:
        if not self._size:
            raise SpreadError("nobody is left")
        return self._size

    def submit(
        self, key: str, work: Callable[..., object], *arguments: object, soon: bool = False
    ) -> None:
        self.keys.append(key)
        self._tasks.append((key, work, arguments))
        self.most = max(self.most, len(self._tasks))

    def done(self, seconds: float) -> tuple[str, object] | None:
        if not self._tasks:
            return None
        key, _, arguments = self._tasks.pop()
        return key, self._do(*arguments)

    def _do(self, job: object, *content: object) -> object:
        if self._other:
            return "other", self._other
        if isinstance(job, EmbedJob):
            self.embedded += job.texts
            return "vectors", tuple(one.tobytes() for one in vectors(list(job.texts)))
        assert isinstance(job, ReadJob)
        if job.path == self._loses:
            return Lost()
        (taken,) = content
        assert isinstance(taken, bytes)
        file = self._folder / job.path
        file.write_bytes(taken)
        to_read = ToRead(job.path, file, job.sha256, job.facts)
        return read_and_cut(to_read, job.limits, job.passage_words)


def vectors(texts: list[str]) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    return np.asarray(HashedWords().encode(texts), np.float32)


def documents(folder: Path, count: int) -> list[ToRead]:
    """Documents of invented wards, each with a figure of its own."""
    import hashlib

    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for number in range(count):
        file = folder / f"ward-{number:03}.md"
        file.write_text(
            f"# Ward {number}\n\nWard {number} had {number + 20} beds in 2024. "
            "Its nurses asked for a second sink.\n\n"
            "Every ward was painted in the spring of that year, and nobody was moved.\n"
        )
        digest = hashlib.sha256(file.read_bytes()).hexdigest()
        made.append(ToRead(file.name, file, digest, Facts()))
    return made


def settings_for(folder: Path) -> Settings:
    return Settings(corpus=folder)
