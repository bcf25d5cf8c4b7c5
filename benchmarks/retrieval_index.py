"""A collection in the program's own two indexes: what a search asks of an index, and no more."""

from __future__ import annotations

import hashlib
from collections.abc import Collection as Several
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from tqdm import tqdm

from assistant.documents import Document, Passage
from assistant.index.embedder import Embedder, Vectors
from assistant.index.folder.dense import DenseIndex, as_ids
from assistant.index.folder.lexical import LexicalIndex
from assistant.index.texts import passage_text
from assistant.index.words import Vocabulary, count_words, find_meanings, most_frequent
from assistant.ingest.passages import split_passages

_AT_ONCE = 512


class KeptVectors:
    """Vectors of texts, kept in a folder by model: what was encoded once is not encoded again."""

    def __init__(self, embedder: Embedder, folder: Path) -> None:
        self._embedder = embedder
        model = hashlib.sha256(embedder.name.encode()).hexdigest()[:16]
        self._file = folder / f"vectors-{model}.npz"
        self._known: dict[str, Vectors] = {}
        if self._file.exists():
            with np.load(self._file) as kept:
                self._known = dict(zip(kept["keys"].tolist(), kept["vectors"], strict=True))

    def of(self, texts: Sequence[str]) -> Vectors:
        """The vectors, shape (texts, dimensions)."""
        keys = [hashlib.sha256(text.encode()).hexdigest() for text in texts]
        new = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._known}
        # Batches of texts that are alike in length need little padding.
        order = sorted(new, key=lambda key: len(new[key]))
        for at in tqdm(range(0, len(order), _AT_ONCE), leave=False, disable=None):
            batch = order[at : at + _AT_ONCE]
            vectors = self._embedder.encode([new[key] for key in batch], quick=True)
            self._known.update(zip(batch, vectors, strict=True))
        if new:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            names, vectors = list(self._known), np.array(list(self._known.values()), np.float32)
            with self._file.open("wb") as file:
                np.savez(file, keys=np.array(names), vectors=vectors)
        return np.array([self._known[key] for key in keys], np.float32)


class CollectionIndex:
    """The passages of some documents, found by meaning and by words, as a version's index does."""

    def __init__(
        self,
        documents: Sequence[Document],
        passage_words: tuple[int, int],
        vectors: KeptVectors,
        folder: Path,
    ) -> None:
        """Cut, encode and index the documents; `folder` is made, for the lexical index."""
        self._passages = [
            passage for one in documents for passage in split_passages(one, passage_words)
        ]
        self._vectors = vectors.of([passage_text(passage) for passage in self._passages])
        self._dense = DenseIndex(as_ids(range(len(self._passages))), self._vectors)
        rows = [(number, *_words_of(passage)) for number, passage in enumerate(self._passages)]
        self._lexical = LexicalIndex.build(folder, rows)
        counts = count_words(f"{heading} {text}" for _, _, heading, text in rows)
        self.vocabulary = Vocabulary(counts, len(rows))
        self.acronyms = most_frequent(find_meanings(text for _, _, _, text in rows))

    def __len__(self) -> int:
        return len(self._passages)

    def passage(self, identity: int) -> Passage:
        """The passage with this id."""
        return self._passages[identity]

    def nearest(
        self, vector: Vectors, count: int, only: Several[str] | None = None
    ) -> list[tuple[int, float]]:
        """Passages by the cosine with a vector, best first, as (id, cosine)."""
        if only is not None:
            raise ValueError("a collection is searched whole")
        return self._dense.search(vector, count)

    def sharing_words(
        self, words: Sequence[str], count: int, only: Iterable[str] | None = None
    ) -> list[tuple[int, float]]:
        """Passages by the words they share with a question, best first, as (id, BM25)."""
        return self._lexical.search(words, count, only)

    def vectors(self, identities: Sequence[int]) -> dict[int, Vectors]:
        """The vectors of some passages."""
        return {identity: self._vectors[identity] for identity in identities}


def _words_of(passage: Passage) -> tuple[str, str, str]:
    document = passage.document
    heading = " ".join((*document.names, *passage.section))
    return document.path, heading, document.without_marks(passage.start, passage.end)
