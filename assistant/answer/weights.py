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
        5.459,  # cosine
        1.589,  # passage_cosine
        1.316,  # rank
        2.609,  # covered
        5.934,  # covered_nearby
        1.018,  # rarest_missing
        0.725,  # kind_found
        -0.725,  # kind_missing
        -0.014,  # item
        2.182,  # lead_in
        -0.500,  # row
        -0.071,  # short
        -0.088,  # long
        0.623,  # points_back
        -0.293,  # asks
        -0.490,  # nothing_new
        -2.000,  # focus_missing: by hand, for no question that it was fitted on is a follow-up
    )
)
ANSWERABLE = Linear(
    (
        0.570,  # certainty
        1.960,  # best_cosine
        0.766,  # passage_cosine
        -0.509,  # covered
        0.388,  # covered_nearby
        0.524,  # covered_by_passage
        -0.883,  # covered_anywhere
        -0.158,  # rarest_missing
        -1.389,  # names_missing
        -2.000,  # unknown_words: by hand, for all questions that it was fitted on use known words
        -0.670,  # kind_missing
        -0.644,  # kinds_found
        -2.000,  # focus_missing: by hand, for no question that it was fitted on is a follow-up
    ),
    -0.219,
)
