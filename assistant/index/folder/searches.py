"""The two searches of passages, or of statements, and where what they find stands."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

from assistant.errors import DamagedIndex
from assistant.index.embedder import Vectors
from assistant.index.folder.catalogue import Catalogue
from assistant.index.folder.dense import DenseIndex
from assistant.index.folder.lexical import LexicalIndex
from assistant.index.rows import Kept, pack, unpack


class FolderSearches:
    """What finds the passages, or the statements, of one version: see `opened.Searches`."""

    def __init__(
        self, catalogue: Catalogue, what: Kept, dense: DenseIndex, lexical: LexicalIndex
    ) -> None:
        self._catalogue = catalogue
        self._what: Kept = what
        self._dense = dense
        self._lexical = lexical
        documents = catalogue.numbered()
        self._numbers = {path: number for number, path, _ in documents}
        self._documents = {number: (path, identity) for number, path, identity in documents}

    @classmethod
    def load(cls, catalogue: Catalogue, what: Kept, dense: Path, lexical: Path) -> FolderSearches:
        """Open them by memory map.

        Raises:
            DamagedIndex: a file cannot be read.
        """
        try:
            live = [number for number, _, _ in catalogue.numbered()]
            return cls(catalogue, what, DenseIndex.load(dense, live), LexicalIndex.load(lexical))
        except (ValueError, RuntimeError, OSError, EOFError) as error:
            raise DamagedIndex(
                f"The index in {dense.parent} is damaged. Run `nhs-assistant build`."
            ) from error

    def __len__(self) -> int:
        return len(self._dense)

    def place(self, identity: int) -> tuple[str, int, int]:
        """Where one stands: the path of its document, its start and its end."""
        number, place = unpack(identity)
        path, document = self._documents[number]
        span = self._catalogue.place(self._what, document, place)
        if span is None:
            raise KeyError(identity)
        return path, *span

    def at(self, path: str, start: int, end: int) -> int | None:
        """The id of the one at just this place, None where there is none."""
        number = self._numbers.get(path)
        if number is None:
            return None
        place = self._catalogue.place_at(self._what, self._documents[number][1], start, end)
        return None if place is None else pack(number, place)

    def nearest(
        self, vector: Vectors, count: int, only: Collection[str] | None = None
    ) -> list[tuple[int, float]]:
        """By the cosine with a vector, best first, as (id, cosine)."""
        numbers = None
        if only is not None:
            numbers = [self._numbers[path] for path in set(only) if path in self._numbers]
        return self._dense.search(vector, count, numbers)

    def sharing_words(
        self, words: Sequence[str], count: int, only: Iterable[str] | None = None
    ) -> list[tuple[int, float]]:
        """By the words shared with a text, best first, as (id, BM25)."""
        return self._lexical.search(words, count, only)

    def vectors(self, identities: Sequence[int]) -> dict[int, Vectors]:
        """The vectors of some of them, by id."""
        return self._dense.vectors(identities)
