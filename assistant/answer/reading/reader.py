"""The seam at which passages are read for an answer, and what a reader gives back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from assistant.answer.search import Found
from assistant.answer.understanding.question import Question
from assistant.documents import Document

Admits = Callable[[Document, int, int], bool]
"""Whether `document.text[start:end]` may be quoted at all: a filter on sentences."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A sentence that may answer: `document.text[start:end]`, with the answer itself at `key`.

    Offsets are the document's. `score` is larger for better answers and comparable within one
    question; `rank` is that of the passage it was read in, 0 for the best.
    """

    document: Document
    start: int
    end: int
    key: tuple[int, int] | None
    score: float
    rank: int


@dataclass(frozen=True, slots=True)
class Readings:
    """What a reader makes of the passages: sentences, best first, and how likely any answers."""

    best: tuple[Reading, ...]
    answerable: float


class Reader(Protocol):
    """Reads passages for the answer to a question."""

    def read(
        self, question: Question, found: Sequence[Found], admits: Admits | None = None
    ) -> Readings:
        """The sentences of the passages found that answer, best first; only those admitted."""
