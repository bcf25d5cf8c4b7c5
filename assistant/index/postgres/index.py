"""One version in the database, opened for asking: `face.Index` and `face.Statements`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache

from assistant.documents import Document, Passage
from assistant.figures.figure import Figure
from assistant.index.embedder import Vectors
from assistant.index.face import Statements, pack
from assistant.index.manifest import Manifest
from assistant.index.postgres.reading import VersionReading
from assistant.index.postgres.searched import Searched
from assistant.index.rows import Failure, Listing
from assistant.index.words import Vocabulary


class DatabaseStatements:
    """The sentences and rows of one version that state figures, with their figures."""

    def __init__(self, reading: VersionReading, searched: Searched) -> None:
        self._reading = reading
        self._searched = searched
        self._within = lru_cache(maxsize=64)(lambda path: tuple(reading.figures(path)))

    def __len__(self) -> int:
        return len(self._searched)

    def place(self, identity: int) -> tuple[str, int, int]:
        """Where a statement stands: the path of its document, its start and its end."""
        return self._searched.path(identity), *self._searched.span(identity)

    def at(self, path: str, start: int, end: int) -> int | None:
        """The id of the statement at just this place, None where there is none."""
        rank = self._searched.rank(path)
        if rank is None:
            return None
        for place, span in enumerate(self._searched.spans(path)):
            if tuple(span) == (start, end):
                return pack(rank + 1, place)
        return None

    def nearest(
        self, vector: Vectors, count: int, only: Collection[str] | None = None
    ) -> list[tuple[int, float]]:
        """Statements by the cosine with a vector, best first, as (id, cosine)."""
        return self._searched.nearest(vector, count, only)

    def sharing_words(
        self, words: Sequence[str], count: int, only: Collection[str] | None = None
    ) -> list[tuple[int, float]]:
        """Statements by the words they share with a text, best first, as (id, BM25)."""
        return self._searched.sharing_words(words, count, only)

    def vectors(self, identities: Sequence[int]) -> dict[int, Vectors]:
        """The vectors of some statements."""
        return self._searched.vectors(identities)

    def figures(self, identity: int) -> list[Figure]:
        """The figures of one statement, in order."""
        path, start, end = self.place(identity)
        return [
            one for one in self.within(path, start, end) if (one.start, one.end) == (start, end)
        ]

    def within(self, path: str, start: int, end: int) -> list[Figure]:
        """The figures of a document whose words stand between two offsets, in order."""
        return [one for one in self._within(path) if start <= one.key[0] and one.key[1] <= end]

    def of_value(
        self, low: float, high: float, only: Collection[str] | None = None
    ) -> list[tuple[str, Figure]]:
        """The figures with a value from `low` to `high`, or a range that begins or ends there."""
        return self._reading.figures_of_value(low, high, only)

    def units(self) -> dict[str, int]:
        """The units of all figures, with how many have each, the most frequent first."""
        return self._reading.units()


class DatabaseIndex:
    """The passages and the figures of one version, and the two ways to find them."""

    instead: str | None = None

    def __init__(self, reading: VersionReading, passages: Searched, statements: Searched) -> None:
        self.manifest: Manifest = reading.manifest
        self.statements: Statements = DatabaseStatements(reading, statements)
        self._passages = passages
        self.listings: Sequence[Listing] = reading.listings()
        self.failures: Sequence[Failure] = reading.failures()
        self.vocabulary: Vocabulary = reading.vocabulary()
        self.acronyms: Mapping[str, str] = reading.acronyms()
        self.written_questions: Sequence[tuple[str, str]] = reading.questions()
        self._document = lru_cache(maxsize=64)(reading.document)

    def document(self, path: str) -> Document:
        """The document at a path below the corpus; the last 64 are kept in memory.

        Raises:
            KeyError: there is none at this path.
            IndexProblem: it is not what was written, or the database is away.
        """
        return self._document(path)

    def figures(self, path: str, start: int, end: int) -> list[Figure]:
        """The figures of a document whose words stand between two offsets, in order."""
        return self.statements.within(path, start, end)

    def passage(self, identity: int) -> Passage:
        """The passage with this id. Raises KeyError where there is none."""
        start, end = self._passages.span(identity)
        return Passage(self.document(self._passages.path(identity)), start, end)

    def nearest(
        self, vector: Vectors, count: int, only: Collection[str] | None
    ) -> list[tuple[int, float]]:
        """Passages by the cosine with a vector, best first, as (id, cosine)."""
        return self._passages.nearest(vector, count, only)

    def sharing_words(
        self, words: Sequence[str], count: int, only: Iterable[str] | None
    ) -> list[tuple[int, float]]:
        """Passages by the words they share with a question, best first, as (id, BM25)."""
        return self._passages.sharing_words(words, count, only)

    def vectors(self, identities: Sequence[int]) -> dict[int, Vectors]:
        """The vectors of some passages, by id; shape (dimensions,) each."""
        return self._passages.vectors(identities)
