"""One version of the embedded index, opened for reading: see `face.Index`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from assistant.documents import Document, Passage
from assistant.errors import DamagedIndex, StaleIndex
from assistant.figures.figure import Figure
from assistant.index import face
from assistant.index.catalogue import Catalogue
from assistant.index.embedder import Vectors
from assistant.index.manifest import READER, Manifest
from assistant.index.rows import Failure, Listing
from assistant.index.searches import Searches
from assistant.index.statements import Statements
from assistant.index.versions import VersionFiles, first_usable, held_unless_it_fails, verify
from assistant.index.words import Vocabulary

_DOCUMENTS = 128
"""So many documents are kept in memory; where they stand on their pages is not read with them."""


class Index:
    """The passages and the figures of one version, and the two ways to find them."""

    def __init__(self, manifest: Manifest, catalogue: Catalogue, files: VersionFiles) -> None:
        """Open its searches. Raises DamagedIndex where they are not what the manifest says."""
        self.instead: str | None = None
        self.manifest = manifest
        self._catalogue = catalogue
        self._passages = Searches.load(catalogue, "passages", files.dense, files.lexical)
        stated = Searches.load(
            catalogue, "statements", files.dense_statements, files.lexical_statements
        )
        self.statements: face.Statements = Statements(catalogue, stated)
        for what, there, expected in (
            ("passages", len(self._passages), manifest.passages),
            ("statements of figures", len(stated), manifest.statements),
        ):
            if there != expected:
                raise DamagedIndex(
                    f"Version {manifest.version} should have {expected} {what} and has "
                    f"{there}. Run `nhs-assistant build`."
                )
        self.listings: Sequence[Listing] = catalogue.listings()
        self.failures: Sequence[Failure] = catalogue.failures()
        self.vocabulary: Vocabulary = catalogue.vocabulary()
        self.acronyms: Mapping[str, str] = catalogue.acronyms()
        self.written_questions: Sequence[tuple[str, str]] = catalogue.questions()
        self._document = lru_cache(maxsize=_DOCUMENTS)(catalogue.document)

    @classmethod
    def open(cls, folder: Path, model: str) -> Index:
        """Open the version in use, checked: see `face.Store.open`."""
        index, instead = first_usable(
            folder, lambda files, manifest: cls.over(files, manifest, model)
        )
        index.instead = instead
        return index

    @classmethod
    def over(cls, files: VersionFiles, manifest: Manifest, model: str) -> Index:
        """Open one version, checked.

        Raises:
            StaleIndex: it was built with another model or by another version of the program.
            DamagedIndex: a file is missing or is not what was written.
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
        with held_unless_it_fails(files) as lease:
            verify(files, manifest)
            return cls(manifest, Catalogue.load(files.catalogue, held=lease), files)

    def document(self, path: str) -> Document:
        """The document at a path below the corpus. Raises KeyError where there is none."""
        return self._document(path)

    def figures(self, path: str, start: int, end: int) -> list[Figure]:
        """The figures of a document whose words stand between two offsets, in order."""
        return self.statements.within(path, start, end)

    def passage(self, identity: int) -> Passage:
        """The passage with this id."""
        path, start, end = self._passages.place(identity)
        return Passage(self.document(path), start, end)

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
        """The vectors of some passages."""
        return self._passages.vectors(identities)
