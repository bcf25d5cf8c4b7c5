"""The statements of a version of the embedded store: found by meaning and by words."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from assistant.figures.figure import Figure
from assistant.index.catalogue import Catalogue
from assistant.index.embedder import Vectors
from assistant.index.stated import headers, label_before, statement_text, statements_of

if TYPE_CHECKING:
    from assistant.index.searches import Searches

__all__ = ["Statements", "headers", "label_before", "statement_text", "statements_of"]


class Statements:
    """The statements of one version of the index, with their figures."""

    def __init__(self, catalogue: Catalogue, searches: Searches) -> None:
        self._catalogue = catalogue
        self._searches = searches

    def __len__(self) -> int:
        return len(self._searches)

    def place(self, identity: int) -> tuple[str, int, int]:
        """Where a statement stands: the path of its document, its start and its end."""
        return self._searches.place(identity)

    def at(self, path: str, start: int, end: int) -> int | None:
        """The id of the statement at just this place, None where there is none."""
        return self._searches.at(path, start, end)

    def nearest(
        self, vector: Vectors, count: int, only: Collection[str] | None = None
    ) -> list[tuple[int, float]]:
        """Statements by the cosine with a vector, best first, as (id, cosine)."""
        return self._searches.nearest(vector, count, only)

    def sharing_words(
        self, words: Sequence[str], count: int, only: Collection[str] | None = None
    ) -> list[tuple[int, float]]:
        """Statements by the words they share with a text, best first, as (id, BM25)."""
        return self._searches.sharing_words(words, count, only)

    def vectors(self, identities: Sequence[int]) -> dict[int, Vectors]:
        """The vectors of some statements."""
        return self._searches.vectors(identities)

    def figures(self, identity: int) -> list[Figure]:
        """The figures of one statement, in order."""
        path, start, end = self.place(identity)
        return [
            one for one in self.within(path, start, end) if (one.start, one.end) == (start, end)
        ]

    def within(self, path: str, start: int, end: int) -> list[Figure]:
        """The figures of a document whose words stand between two offsets, in order."""
        return self._catalogue.figures(path, start, end)

    def of_value(
        self, low: float, high: float, only: Collection[str] | None = None
    ) -> list[tuple[str, Figure]]:
        """The figures with a value from `low` to `high`, or a range that begins or ends there."""
        return self._catalogue.figures_of_value(low, high, only)

    def units(self) -> dict[str, int]:
        """The units of all figures, with how many have each, the most frequent first."""
        return self._catalogue.units()
