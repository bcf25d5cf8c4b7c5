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
    (5.0, 1.5, 1.0, 2.0, 1.5, -0.5, 0.8, -0.8, 0.0, 0.8, -0.3, -1.0, -0.3, -0.2, -1.0, -2.0)
)
ANSWERABLE = Linear((0.6, 0.3, 3.0, 3.0, 1.0, 1.0, -2.0, -3.0, -0.7, -2.0), -4.0)
