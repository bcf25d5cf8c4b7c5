"""The statements of the sources that a draft's statement may be taken from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from assistant.checking.statements import Statement
from assistant.figures.figure import PERCENT, RATIO, Amount
from assistant.index.embedder import Embedder, Vectors
from assistant.index.opened import Index

_BY_MEANING, _BY_WORDS, _BY_VALUE = 25, 25, 25
_AT_ONCE = 256
"""Texts are embedded so many at a time."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A statement of a source, and how near it is in meaning (a cosine)."""

    statement: Statement
    cosine: float


class Candidates:
    """Finds statements by meaning, by words and by value."""

    def __init__(self, index: Index, embedder: Embedder) -> None:
        self._index = index
        self._embedder = embedder
        self._statement = lru_cache(maxsize=20_000)(self._read)

    def of(self, drafted: Sequence[Statement]) -> Iterator[list[Candidate]]:
        """For each statement of a draft, in order, those that it may be taken from."""
        for first in range(0, len(drafted), _AT_ONCE):
            some = drafted[first : first + _AT_ONCE]
            vectors = self._embedder.encode([one.text for one in some], quick=True)
            for statement, vector in zip(some, vectors, strict=True):
                yield self._near(statement, vector)

    def _near(self, drafted: Statement, vector: Vectors) -> list[Candidate]:
        statements = self._index.statements
        chosen = {identity for identity, _ in statements.nearest(vector, _BY_MEANING)}
        words = sorted(drafted.stems)
        chosen |= {identity for identity, _ in statements.sharing_words(words, _BY_WORDS)}
        for amount in {figure.amount for figure in drafted.figures}:
            chosen.update(self._of_value(amount, vector))
        cosines = self._cosines(sorted(chosen), vector)
        return [
            Candidate(self._statement(identity), cosine) for identity, cosine in cosines.items()
        ]

    def _of_value(self, amount: Amount, vector: Vectors) -> list[int]:
        """The statements with a value, those nearest in meaning first."""
        statements = self._index.statements
        places = [
            (path, figure.start, figure.end)
            for value in _as_stated(amount)
            for path, figure in statements.of_value(
                value - abs(value) * 1e-6, value + abs(value) * 1e-6
            )
        ]
        ids = dict.fromkeys(i for place in places if (i := statements.at(*place)) is not None)
        cosines = self._cosines(sorted(ids), vector)
        return sorted(cosines, key=lambda identity: -cosines[identity])[:_BY_VALUE]

    def _cosines(self, identities: Sequence[int], vector: Vectors) -> dict[int, float]:
        vectors = self._index.statements.vectors(identities)
        return {identity: float(np.dot(own, vector)) for identity, own in vectors.items()}

    def _read(self, identity: int) -> Statement:
        path, start, end = self._index.statements.place(identity)
        document = self._index.document(path)
        return Statement(document, start, end, tuple(self._index.statements.figures(identity)))


def _as_stated(amount: Amount) -> tuple[float, ...]:
    """The values that say the same: 20% may be stated as one in five, which is 0.2."""
    if amount.unit == PERCENT:
        return amount.value, amount.value / 100
    return (amount.value, amount.value * 100) if amount.unit == RATIO else (amount.value,)
