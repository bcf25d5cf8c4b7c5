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
        0.235,  # evidence
        0.238,  # span
        0.114,  # answers
        0.013,  # evidence_around
        1.585,  # passage_cosine
        0.840,  # rank
        0.798,  # covered
        2.506,  # covered_nearby
        0.036,  # kind_found
        -0.030,  # kind_missing
        0.147,  # item
        1.333,  # lead_in
        -0.049,  # row
        -0.784,  # short
        0.004,  # long
        -0.146,  # points_back
        -0.227,  # asks
        0.037,  # nothing_new
        -1.037,  # focus_missing
    )
)
ANSWERABLE = Linear(
    (
        0.188,  # evidence
        0.000,  # evidence_of_all
        0.038,  # span
        0.042,  # answers
        0.000,  # answers_of_three
        2.366,  # certainty
        0.236,  # passage_cosine
        0.000,  # best_cosine
        0.496,  # covered_nearby
        0.385,  # covered_by_passage
        0.000,  # covered_anywhere
        0.000,  # rarest_missing
        -0.246,  # names_missing
        -0.198,  # unknown_words
        -0.079,  # kind_missing
        -0.562,  # focus_missing
    ),
    -2.488,
)
