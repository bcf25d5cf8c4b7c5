"""How sure a figure is: intervals at 95%, and how likely a difference is chance.

Shares have Wilson's interval, other figures a bootstrap's; two runs over the same questions are
compared pairwise. Draws are seeded, so that the same results always give the same figures.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Middle = Callable[[Floats], float]
"""A figure of all values, such as their mean; it gets at least one."""

_Z = 1.959963984540054  # the normal distribution has 2.5% above it
_TAILS = (2.5, 97.5)
_DRAWS = 2_000
_SEED = 0


@dataclass(frozen=True, slots=True)
class Interval:
    """Where the figure lies in 95 of 100 such samples; `of` is the sample's size."""

    low: float
    high: float
    of: int


def wilson(successes: float, of: int) -> Interval:
    """The score interval of a share (Wilson 1927, Journal of the American Statistical Association).

    It holds for small samples and near 0 and 1 too (Brown, Cai and DasGupta 2001, Statistical
    Science).

    Raises:
        ValueError: there are no trials.
    """
    if of < 1:
        raise ValueError("an interval needs at least one trial")
    share, square = successes / of, _Z**2 / of
    middle = (share + square / 2) / (1 + square)
    half = _Z * math.sqrt(share * (1 - share) / of + square / (4 * of)) / (1 + square)
    return Interval(round(max(0.0, middle - half), 6), round(min(1.0, middle + half), 6), of)


def bootstrap(values: Floats, middle: Middle) -> Interval:
    """The percentile interval of a figure (Efron 1979). It is too narrow for a handful of values.

    Raises:
        ValueError: there are no values.
    """
    if not len(values):
        raise ValueError("an interval needs at least one value")
    chance = np.random.default_rng(_SEED)
    drawn = [middle(chance.choice(values, len(values))) for _ in range(_DRAWS)]
    low, high = np.percentile(drawn, _TAILS)
    return Interval(round(float(low), 6), round(float(high), 6), len(values))


def exact_mcnemar(better: int, worse: int) -> float:
    """How likely so uneven a split of changes is where neither run is better, two-sided.

    McNemar's test with the binomial distribution itself (McNemar 1947, Psychometrika 12).
    """
    changes, fewer = better + worse, min(better, worse)
    as_uneven: int = sum(math.comb(changes, k) for k in range(fewer + 1))
    return min(1.0, float(2 * as_uneven / 2**changes))


def paired_bootstrap(
    before: Sequence[Floats], now: Sequence[Floats], middle: Middle
) -> tuple[Interval, float]:
    """The interval of a difference, now less before, and its two-sided p-value.

    `before` and `now` hold the values of each question, the same questions in the same order; a
    question may have none. Questions are drawn, each with both its values, so that what makes a
    question hard does not count (Efron and Tibshirani 1993, chapter 16). The p-value is never less
    than 2 / 2,001.

    Raises:
        ValueError: the two are of different lengths or have no values.
    """
    if len(before) != len(now):
        raise ValueError(f"{len(before)} questions cannot be paired with {len(now)}")
    chance = np.random.default_rng(_SEED)
    differences = []
    for _ in range(_DRAWS):
        drawn = chance.integers(0, len(now), len(now))
        one = np.concatenate([before[at] for at in drawn])
        other = np.concatenate([now[at] for at in drawn])
        if len(one) and len(other):
            differences.append(middle(other) - middle(one))
    if not differences:
        raise ValueError("there is nothing to compare")
    low, high = np.percentile(differences, _TAILS)
    # A sum of thirds may miss zero by a rounding error.
    signs = np.sign(np.round(differences, 9))
    fewer = min(int((signs <= 0).sum()), int((signs >= 0).sum()))
    interval = Interval(round(float(low), 6), round(float(high), 6), len(now))
    return interval, min(1.0, 2 * (fewer + 1) / (len(differences) + 1))
