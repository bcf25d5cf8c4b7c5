"""One version of an index, opened for asking, whichever store holds it."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Protocol

from assistant.documents import Document, Passage
from assistant.errors import DamagedIndex, StaleIndex
from assistant.figures.figure import Figure
from assistant.index.embedder import Vectors
from assistant.index.manifest import READER, Manifest
from assistant.index.rows import Failure, Listing
from assistant.index.version import Catalogue
from assistant.index.words import Vocabulary

_LOG = logging.getLogger(__name__)

_DOCUMENTS = 128
"""So many documents are kept in memory; where they stand on their pages is not read with them."""


class Searches(Protocol):
    """What finds the passages, or the statements, of one version: by meaning and by words."""

    def __len__(self) -> int: ...

    def place(self, identity: int) -> tuple[str, int, int]:
        """Where one stands: the path of its document, its start and its end.

        Raises:
            KeyError: there is none with this id.
        """
        ...

    def at(self, path: str, start: int, end: int) -> int | None:
        """The id of the one at just this place, None where there is none."""
        ...

    def nearest(
        self, vector: Vectors, count: int, only: Collection[str] | None = None
    ) -> list[tuple[int, float]]:
        """By the cosine with a vector, best first, as (id, cosine).

        `only` names the documents to search, by path: None is all of them.
        """
        ...

    def sharing_words(
        self, words: Sequence[str], count: int, only: Iterable[str] | None = None
    ) -> list[tuple[int, float]]:
        """By the words shared with a text, best first, as (id, BM25)."""
        ...

    def vectors(self, identities: Sequence[int]) -> dict[int, Vectors]:
        """The vectors of some of them, by id; shape (dimensions,) each."""
        ...


class Statements:
    """The sentences and rows of one version that state figures, with their figures.

    They are found as passages are: `nearest`, `sharing_words` and the rest are those of `Searches`.
    """

    def __init__(self, catalogue: Catalogue, searches: Searches) -> None:
        self._catalogue = catalogue
        self._searches = searches
        self.place = searches.place
        self.at = searches.at
        self.nearest = searches.nearest
        self.sharing_words = searches.sharing_words
        self.vectors = searches.vectors

    def __len__(self) -> int:
        return len(self._searches)

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


class Index:
    """The passages and the figures of one version, and the two ways to find them.

    `nearest`, `sharing_words` and `vectors` are those of `Searches`, of its passages. Threads share
    it. It goes on to answer after builds that made other versions, until it is let go.
    """

    def __init__(self, catalogue: Catalogue, passages: Searches, statements: Searches) -> None:
        self.instead: str | None = None
        """A sentence that says why this is not the current version, where it is not."""
        self.manifest: Manifest = catalogue.manifest
        self.statements = Statements(catalogue, statements)
        self.listings: Sequence[Listing] = catalogue.listings()
        self.failures: Sequence[Failure] = catalogue.failures()
        self.vocabulary: Vocabulary = catalogue.vocabulary()
        self.acronyms: Mapping[str, str] = catalogue.acronyms()
        self.written_questions: Sequence[tuple[str, str]] = catalogue.questions()
        self.nearest = passages.nearest
        self.sharing_words = passages.sharing_words
        self.vectors = passages.vectors
        self._place = passages.place
        self._damaged: set[str] = set()
        self._document = lru_cache(maxsize=_DOCUMENTS)(catalogue.document)

    def document(self, path: str) -> Document:
        """The document at a path below the corpus; the last 128 are kept in memory.

        Raises:
            KeyError: there is none at this path.
            IndexProblem: it is not what was written, or the store is away.
        """
        try:
            return self._document(path)
        except DamagedIndex as error:
            if path not in self._damaged:  # said once: each question may come upon it again
                self._damaged.add(path)
                _LOG.error("%s Until then it is left out of what is found.", error)
            raise

    def can_read(self, path: str) -> bool:
        """Whether a document is as it was written."""
        try:
            self.document(path)
        except DamagedIndex:
            return False
        return True

    def figures(self, path: str, start: int, end: int) -> list[Figure]:
        """The figures of a document whose words stand between two offsets, in order."""
        return self.statements.within(path, start, end)

    def passage(self, identity: int) -> Passage:
        """The passage with this id. Raises KeyError where there is none, else as `document`."""
        path, start, end = self._place(identity)
        return Passage(self.document(path), start, end)


def made_for(manifest: Manifest, model: str) -> None:
    """Make sure that a version was built with this model and by this version of the program.

    Raises:
        StaleIndex: it was not.
    """
    if manifest.model != model:
        raise StaleIndex(
            f"The index was built with another model ({manifest.model.split(':')[0]}). "
            "Run `nhs-assistant build`."
        )
    if manifest.reader != READER:
        raise StaleIndex(
            "The index was built by another version of the program. Run `nhs-assistant build`."
        )
