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
        5.439,  # cosine
        1.647,  # passage_cosine
        1.288,  # rank
        2.587,  # covered
        5.999,  # covered_nearby
        1.048,  # rarest_missing
        0.730,  # kind_found
        -0.730,  # kind_missing
        -0.025,  # item
        2.032,  # lead_in
        -0.500,  # row
        -0.193,  # short
        -0.100,  # long
        0.609,  # points_back
        -0.324,  # asks
        -2.000,  # focus_missing: by hand, for no question that it was fitted on is a follow-up
    )
)
ANSWERABLE = Linear(
    (
        0.553,  # certainty
        1.985,  # best_cosine
        0.737,  # passage_cosine
        -0.432,  # covered
        0.427,  # covered_nearby
        0.501,  # covered_by_passage
        -0.874,  # covered_anywhere
        -0.128,  # rarest_missing
        -1.410,  # names_missing
        0.721,  # unknown_words
        -0.742,  # kind_missing
        -1.189,  # kinds_found
        -2.000,  # focus_missing: by hand, for no question that it was fitted on is a follow-up
    ),
    -0.081,
)
