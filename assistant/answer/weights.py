"""The weights of the reader, as training/fit_reading.py printed them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp


@dataclass(frozen=True, slots=True)
class Linear:
    """A logistic regression: `weights` in the order of the features."""

    weights: tuple[float, ...]
    bias: float = 0.0

    def probability(self, features: Sequence[float]) -> float:
        """How likely it is, from 0 to 1."""
        total = self.bias + sum(
            weight * float(value) for weight, value in zip(self.weights, features, strict=True)
        )
        return 1 / (1 + exp(-max(-30.0, min(30.0, total))))


SENTENCE = Linear(
    (
        0.107,  # evidence
        0.324,  # span
        0.335,  # answers
        -0.028,  # evidence_around
        1.581,  # passage_cosine
        1.271,  # rank
        0.191,  # covered
        3.143,  # covered_nearby
        0.177,  # kind_found
        -0.176,  # kind_missing
        -0.069,  # item
        0.319,  # lead_in
        -0.001,  # row
        -1.501,  # short
        -0.212,  # long
        0.230,  # points_back
        -0.006,  # asks
        -0.092,  # nothing_new
        -1.442,  # focus_missing
    )
)
ANSWERABLE = Linear(
    (
        0.282,  # evidence
        0.000,  # evidence_of_all
        0.000,  # span
        0.000,  # answers
        0.000,  # answers_of_three
        2.415,  # certainty
        0.000,  # passage_cosine
        0.000,  # best_cosine
        0.603,  # covered_nearby
        0.107,  # covered_by_passage
        0.000,  # covered_anywhere
        0.000,  # rarest_missing
        -0.404,  # names_missing
        -0.051,  # unknown_words
        -0.398,  # kind_missing
        0.000,  # focus_missing
    ),
    -2.621,
)
