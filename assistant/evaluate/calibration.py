"""Whether the confidence of an answer says how often its first quote is right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assistant.evaluate.intervals import Interval, wilson
from assistant.evaluate.results import Result

_BINS = 10
_FEWEST = 5
"""In smaller bins each question would stand for itself: right or wrong, and so always far off."""


@dataclass(frozen=True, slots=True)
class Bin:
    """Questions of like confidence: a point of the reliability diagram.

    `confidence` is their mean, `right` the part whose first quote is right.
    """

    questions: int
    confidence: float
    right: float
    interval: Interval


@dataclass(frozen=True, slots=True)
class Calibration:
    """How far confidence and being right are apart over the questions that got an answer.

    `error` is the expected calibration error (Naeini et al. 2015), over bins of equal size as
    Nguyen and O'Connor (2015) advise: the mean distance, weighted by questions. It is None where
    nothing was answered. The bins go from the least confidence to the greatest.
    """

    questions: int
    error: float | None
    bins: tuple[Bin, ...]


def calibration_of(results: Sequence[Result]) -> Calibration:
    """Calibration over the answered questions, answerable or not: a refusal has no first quote."""
    answered = [result for result in results if result.answered]
    confidence = np.array([result.confidence for result in answered])
    right = np.array([float(any(result.right[:1])) for result in answered])
    # Stable, so that questions of one confidence are never sorted by how they fared.
    order = np.argsort(confidence, kind="stable")
    bins, error = [], 0.0
    for group in np.array_split(order, max(1, min(_BINS, len(order) // _FEWEST))):
        if not len(group):
            continue
        sure, share = float(confidence[group].mean()), float(right[group].mean())
        error += abs(sure - share) * len(group) / len(order)
        interval = wilson(float(right[group].sum()), len(group))
        bins.append(Bin(len(group), round(sure, 3), round(share, 3), interval))
    return Calibration(len(answered), round(error, 3) if answered else None, tuple(bins))
