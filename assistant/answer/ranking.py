"""Which of the passages found comes first: the fused ranks, and what a look at each one tells.

A linear model over a few features, its weights fitted by training/fit_search.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assistant.answer.reading.answer_words import answers_in
from assistant.answer.understanding.question import Question
from assistant.answer.understanding.stop_words import STOP_WORDS
from assistant.documents import Passage
from assistant.index.words import Vocabulary, stem, words_of

Features = npt.NDArray[np.float64]

RANK_CONSTANT = 10
"""Smoothes ranks; 60 in Cormack et al., which suits longer lists than ours."""

FEATURES = (
    "by_meaning",
    "by_words",
    "cosine",
    "covered",
    "kind_found",
    "focus_missing",
)
AGAINST = frozenset({"focus_missing"})
"""What can only speak against a passage; all else can only speak for it."""
WEIGHTS = (
    2.24,  # by_meaning
    1.76,  # by_words
    7.48,  # cosine
    5.55,  # covered
    1.07,  # kind_found
    -0.75,  # focus_missing
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage that a search found: its ranks by meaning and by words, from 1, None if not there.

    `cosine` is that of the passage with the question.
    """

    passage: Passage
    by_meaning: int | None
    by_words: int | None
    cosine: float


def scores(
    question: Question, candidates: Sequence[Candidate], vocabulary: Vocabulary
) -> list[float]:
    """How well each candidate suits the question; comparable within one question only."""
    if not candidates:
        return []
    return [float(one) for one in features(question, candidates, vocabulary) @ np.array(WEIGHTS)]


def features(
    question: Question, candidates: Sequence[Candidate], vocabulary: Vocabulary
) -> Features:
    """What is known of each candidate, shape (candidates, FEATURES)."""
    stems = dict.fromkeys(stem(word) for word in carrying_words(question))
    asked = {stemmed: vocabulary.weight(stemmed) for stemmed in stems}
    return np.array([_row(question, asked, candidate) for candidate in candidates])


def carrying_words(question: Question) -> list[str]:
    """The words that are searched for, without those that say nothing about what is asked."""
    return [word for word in question.words if word not in STOP_WORDS] or list(question.words)


def _row(question: Question, asked: dict[str, float], candidate: Candidate) -> list[float]:
    passage = candidate.passage
    text = passage.document.without_marks(passage.start, passage.end)
    names = " ".join((*passage.document.names, *passage.section))
    own = {stem(word) for word in words_of(f"{names}\n{text}")}
    total = sum(asked.values()) or 1.0
    return [
        _reciprocal(candidate.by_meaning),
        _reciprocal(candidate.by_words),
        candidate.cosine,
        sum(weight for word, weight in asked.items() if word in own) / total,
        float(bool(answers_in(text, question))),
        _missing(question.focus, own),
    ]


def _reciprocal(rank: int | None) -> float:
    return RANK_CONSTANT / (RANK_CONSTANT + rank) if rank else 0.0


def _missing(wanted: Sequence[str], own: set[str]) -> float:
    return sum(word not in own for word in wanted) / len(wanted) if wanted else 0.0
