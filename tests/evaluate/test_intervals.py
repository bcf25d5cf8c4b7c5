"""Intervals and p-values, held against figures from the literature or reckoned by hand."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.evaluate.intervals import (
    Floats,
    Interval,
    bootstrap,
    exact_mcnemar,
    paired_bootstrap,
    wilson,
)


def mean(values: Floats) -> float:
    return float(values.mean())


@pytest.mark.parametrize(
    ("successes", "of", "low", "high"),
    [(8, 10, 0.490, 0.943), (0, 10, 0.0, 0.278), (10, 10, 0.722, 1.0), (81, 263, 0.255, 0.366)],
)
def test_wilson(successes: int, of: int, low: float, high: float) -> None:
    """The last is the worked example of Newcombe (1998), Statistics in Medicine 17, 857-872."""
    interval = wilson(successes, of)
    assert (interval.low, interval.high) == pytest.approx((low, high), abs=0.0006)
    assert interval.of == of


@pytest.mark.parametrize(
    ("better", "worse", "p"), [(0, 0, 1), (5, 5, 1), (0, 6, 2 / 64), (9, 1, 22 / 1024)]
)
def test_exact_mcnemar(better: int, worse: int, p: float) -> None:
    assert exact_mcnemar(better, worse) == pytest.approx(p)
    assert exact_mcnemar(worse, better) == pytest.approx(p)


def test_mcnemar_of_thousands_of_changes_does_not_overflow() -> None:
    assert exact_mcnemar(1000, 3000) < 1e-9 < 0.9 < exact_mcnemar(2000, 2001)


def test_the_bootstrap_of_a_mean_is_near_the_textbook() -> None:
    values = np.array([0.0, 1.0] * 50)
    interval = bootstrap(values, mean)
    assert (interval.low, interval.high) == pytest.approx((0.402, 0.598), abs=0.02)
    assert interval.of == 100
    assert bootstrap(values, mean) == interval


def test_a_pair_is_never_torn() -> None:
    """Far apart as the questions are, each has gained the same."""
    before = [np.array([float(at)]) for at in range(40)]
    interval, p = paired_bootstrap(before, [one + 0.1 for one in before], mean)
    assert (interval.low, interval.high) == (0.1, 0.1)
    assert p == pytest.approx(2 / 2001)


def test_no_change_is_chance() -> None:
    values = [np.array([each]) for each in (0.1, 1 / 3, 0.7)]
    assert paired_bootstrap(values, values, mean) == (Interval(0, 0, 3), 1)


def test_a_change_either_way_is_chance() -> None:
    before = [np.array([0.0]), np.array([1.0])] * 10
    interval, p = paired_bootstrap(before, before[::-1], mean)
    assert interval.low < 0 < interval.high
    assert p > 0.5


def test_a_question_may_have_several_values_or_none() -> None:
    before = [np.array([1.0, 3.0]), np.array([]), np.array([5.0])]
    now = [np.array([2.0]), np.array([2.0]), np.array([])]
    interval, _ = paired_bootstrap(before, now, mean)
    assert interval.low == -3  # (1, 3), () against (2), (2) is 0; (5), () against (), (2) is -3
    assert interval.high == 0


def test_what_has_no_values_has_no_interval() -> None:
    none: Floats = np.array([])
    with pytest.raises(ValueError, match="at least one"):
        wilson(0, 0)
    with pytest.raises(ValueError, match="at least one"):
        bootstrap(none, mean)
    with pytest.raises(ValueError, match="nothing to compare"):
        paired_bootstrap([none], [none], mean)
    with pytest.raises(ValueError, match="cannot be paired"):
        paired_bootstrap([none], [], mean)
