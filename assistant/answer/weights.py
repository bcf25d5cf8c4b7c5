"""The weights of the first reader, as training/fit_sentence_reader.py printed them."""

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
        5.687,  # cosine
        1.494,  # passage_cosine
        1.292,  # rank
        2.767,  # covered
        5.809,  # covered_nearby
        0.979,  # rarest_missing
        0.694,  # kind_found
        -0.694,  # kind_missing
        -0.033,  # item
        2.105,  # lead_in
        -0.508,  # row
        -0.043,  # short
        -0.075,  # long
        0.594,  # points_back
        -0.298,  # asks
        -0.048,  # nothing_new
        -2.000,  # focus_missing: by hand, for no question that it was fitted on is a follow-up
    )
)
ANSWERABLE = Linear(
    (
        0.509,  # certainty
        1.156,  # best_cosine
        0.960,  # passage_cosine
        0.000,  # covered
        0.020,  # covered_nearby
        0.161,  # covered_by_passage
        0.000,  # covered_anywhere
        0.000,  # rarest_missing
        -0.874,  # names_missing
        -2.000,  # unknown_words: by hand, for all questions that it was fitted on use known words
        -0.602,  # kind_missing
        -2.000,  # focus_missing: by hand, for no question that it was fitted on is a follow-up
    ),
    -0.856,
)
