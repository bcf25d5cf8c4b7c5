"""One version of the index, opened for reading: what `answer` knows of all that lies below."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np

from assistant.documents import Document, Passage
from assistant.errors import DamagedIndex, StaleIndex
from assistant.figures.figure import Figure
from assistant.index.build import READER
from assistant.index.catalogue import Catalogue, Failure, Listing
from assistant.index.dense import DenseIndex, as_ids
from assistant.index.embedder import Vectors
from assistant.index.lexical import LexicalIndex
from assistant.index.statements import Statements
from assistant.index.versions import Manifest, VersionFiles, first_usable, verify
from assistant.index.words import Vocabulary


class Index:
    """The passages and the figures of one version, and the two ways to find them."""

    instead: str | None = None
    """A sentence that says why this is not the current version, where it is not."""

    def __init__(
        self,
        manifest: Manifest,
        catalogue: Catalogue,
        dense: DenseIndex,
        lexical: LexicalIndex,
        statements: Statements,
    ) -> None:
        self.manifest = manifest
        self.statements = statements
        self._catalogue = catalogue
        self._dense = dense
        self._lexical = lexical
        self._places = {row[0]: row[1:] for row in catalogue.passages()}
        for what, there, expected in (
            ("passages", len(self._places), manifest.passages),
            ("statements of figures", len(statements), manifest.statements),
        ):
            if there != expected:
                raise DamagedIndex(
                    f"Version {manifest.version} should have {expected} {what} and has "
                    f"{there}. Run `nhs-assistant build`."
                )
        self.listings: Sequence[Listing] = catalogue.listings()
        self.failures: Sequence[Failure] = catalogue.failures()
        self.vocabulary: Vocabulary = Vocabulary(catalogue.words(), manifest.passages)
        self.acronyms: Mapping[str, str] = catalogue.acronyms()
        self.written_questions: Sequence[tuple[str, str]] = catalogue.questions()
        self._document = lru_cache(maxsize=64)(catalogue.document)

    @classmethod
    def open(cls, folder: Path, model: str) -> Index:
        """Open the version in use, checked; `model` is the name of the embedder at hand.

        Where the current one cannot be used it is the newest before it that can: `instead` says so.

        Raises:
            NoIndex: nothing has been built yet.
            StaleIndex: it was built with another model or by another version of the program.
            DamagedIndex: a file is missing or is not what was written.
        """
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
        verify(files, manifest)
        try:
            lexical = LexicalIndex.load(files.lexical)
            dense = DenseIndex.load(files.dense)
            lexical_statements = LexicalIndex.load(files.lexical_statements)
            dense_statements = DenseIndex.load(files.dense_statements)
        except (ValueError, RuntimeError, OSError) as error:
            raise DamagedIndex(
                f"The index in {files.folder} is damaged. Run `nhs-assistant build`."
            ) from error
        catalogue = Catalogue.load(files.catalogue)
        statements = Statements(catalogue, dense_statements, lexical_statements)
        return cls(manifest, catalogue, dense, lexical, statements)

    def document(self, path: str) -> Document:
        """The document at a path below the corpus. Raises KeyError where there is none."""
        return self._document(path)

    def figures(self, path: str, start: int, end: int) -> list[Figure]:
        """The figures of a document whose words stand between two offsets, in order."""
        return self.statements.within(path, start, end)

    def passage(self, identity: int) -> Passage:
        """The passage with this id."""
        path, start, end = self._places[identity]
        return Passage(self.document(path), start, end)

    def nearest(
        self, vector: Vectors, count: int, only: Collection[str] | None
    ) -> list[tuple[int, float]]:
        """Passages by the cosine with a vector, best first, as (id, cosine)."""
        chosen = None
        if only is not None:
            chosen = as_ids([i for i, place in self._places.items() if place[0] in only])
        return self._dense.search(vector, count, chosen)

    def sharing_words(
        self, words: Sequence[str], count: int, only: Iterable[str] | None
    ) -> list[tuple[int, float]]:
        """Passages by the words they share with a question, best first, as (id, BM25)."""
        return self._lexical.search(words, count, only)

    def vectors(self, identities: Sequence[int]) -> dict[int, Vectors]:
        """The vectors of some passages."""
        ids, vectors = self._catalogue.vectors(identities)
        return {identity: np.asarray(vector) for identity, vector in zip(ids, vectors, strict=True)}
