"""Embedders for tests: what they say of a text follows from its words, so results are exact."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np

from assistant.answer.understanding.stop_words import STOP_WORDS
from assistant.index.embedder import Vectors
from assistant.index.words import stem, words_of

DIMENSIONS = 256


class HashedWords:
    """A bag of stems: each goes to one dimension, with a sign, that its hash names.

    Another `name` is another model: its vectors are different ones.
    """

    def __init__(self, name: str = "hashed words:1") -> None:
        self._name = name

    @property
    def name(self) -> str:
        return self._name

    def encode(self, texts: Sequence[str], *, quick: bool = False) -> Vectors:
        vectors = np.zeros((len(texts), DIMENSIONS), np.float32)
        for row, text in zip(vectors, texts, strict=True):
            for word in words_of(text):
                if word not in STOP_WORDS:
                    at, sign = self._place(stem(word))
                    row[at] += sign
            if not row.any():
                row[0] = 1.0
            row /= np.linalg.norm(row)
        return vectors

    def _place(self, word: str) -> tuple[int, float]:
        digest = hashlib.sha256(f"{self._name} {word}".encode()).digest()
        return int.from_bytes(digest[:4]) % DIMENSIONS, 1.0 if digest[4] % 2 else -1.0


class CountingEmbedder(HashedWords):
    """Keeps every text that it was given."""

    def __init__(self, name: str = "hashed words:1") -> None:
        super().__init__(name)
        self.texts: list[str] = []

    def encode(self, texts: Sequence[str], *, quick: bool = False) -> Vectors:
        self.texts += texts
        return super().encode(texts)


class DyingEmbedder(HashedWords):
    """Dies after some calls, as a process does that is killed in the middle of a build."""

    def __init__(self, calls: int) -> None:
        super().__init__()
        self._left = calls

    def encode(self, texts: Sequence[str], *, quick: bool = False) -> Vectors:
        if not self._left:
            raise RuntimeError("the embedder died")
        self._left -= 1
        return super().encode(texts)
