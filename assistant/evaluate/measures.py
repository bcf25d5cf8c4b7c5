"""The measures of docs/contract.md, each told once: its values, its figure, its direction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import floor
from pathlib import Path
from typing import Literal

import numpy as np

from assistant.evaluate.calibration import Calibration, calibration_of
from assistant.evaluate.intervals import Floats, Interval, bootstrap, wilson
from assistant.evaluate.results import Result, results_of
from assistant.evaluate.scoring import Outcome

Kind = Literal["share", "mean", "median", "p95"]


def _p95(values: Floats) -> float:
    """So much or less have 95 of 100: one of the values, never between two."""
    return float(np.percentile(values, 95, method="inverted_cdf"))


_MIDDLES: Mapping[Kind, Callable[[Floats], float]] = {
    "share": lambda values: float(values.mean()),
    "mean": lambda values: float(values.mean()),
    "median": lambda values: float(np.median(values)),
    "p95": _p95,
}


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure: a figure of the values that each question gives.

    `values` gives none for a question that the measure is not about. `up` is 1 where more is
    better, -1 where less is, 0 where neither.
    """

    name: str
    label: str
    kind: Kind
    up: int
    values: Callable[[Result], Sequence[float]]

    def middle(self, values: Floats) -> float:
        """The figure of at least one value, not rounded."""
        return _MIDDLES[self.kind](values)

    def all_values(self, results: Iterable[Result]) -> Floats:
        """The values of all the questions, shape (values,)."""
        return np.array([value for result in results for value in self.values(result)], float)

    def figure(self, values: Floats) -> float:
        """The figure of at least one value, to three digits."""
        if self.name == "verbatim":
            # Rounded down: it must be 1, so one quote of thousands that does not stand must show.
            return floor(1000 * float(values.sum()) / len(values)) / 1000
        return round(self.middle(values), 3)

    def interval(self, values: Floats) -> Interval | None:
        """Where the figure lies at 95%; None where that is not told."""
        if self.kind == "share":
            return wilson(float(values.sum()), len(values))
        return bootstrap(values, self.middle) if self.kind == "mean" else None


def _of_answerable(value: Callable[[Result], bool]) -> Callable[[Result], Sequence[float]]:
    return lambda result: [float(value(result))] if result.answerable else []


MEASURES = (
    Measure("right_at_1", "right@1", "share", 1, _of_answerable(lambda r: any(r.right[:1]))),
    Measure("right_at_3", "right@3", "share", 1, _of_answerable(lambda r: any(r.right))),
    Measure(
        "list_coverage", "list coverage", "mean", 1,
        lambda r: [] if r.list_found is None else [r.list_found],
    ),
    Measure(
        "refused", "refused", "share", 1,
        lambda r: [] if r.answerable else [float(not r.answered)],
    ),
    Measure(
        "false_refusals", "false refusals", "share", -1, _of_answerable(lambda r: not r.answered)
    ),
    Measure(
        "verbatim", "verbatim", "share", 1, lambda r: [float(quote.verbatim) for quote in r.quotes]
    ),
    Measure(
        "median_quote_words", "median quote words", "median", 0,
        lambda r: [float(quote.words) for quote in r.quotes],
    ),
    Measure("seconds_p50", "seconds (p50)", "median", -1, lambda r: [r.seconds]),
    Measure("seconds_p95", "seconds (p95)", "p95", -1, lambda r: [r.seconds]),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Scores:
    """The measures of the contract: shares from 0 to 1, words, and seconds a question.

    `intervals` and those by type have the measures whose interval is told, and that are about any
    question. Where none was asked or quoted, list coverage and quote words are None, other shares
    0, verbatim 1.
    """

    questions: int
    right_at_1: float
    right_at_3: float
    list_coverage: float | None
    refused: float
    false_refusals: float
    verbatim: float
    median_quote_words: float | None
    seconds_p50: float
    seconds_p95: float
    by_type: Mapping[str, Mapping[str, float]]
    intervals: Mapping[str, Interval]
    intervals_by_type: Mapping[str, Mapping[str, Interval]]
    calibration: Calibration


def summarise(outcomes: Sequence[Outcome], corpus: Path) -> Scores:
    """The measures over all questions, and for each type; `corpus` is where the files are."""
    return scores_of(results_of(outcomes, corpus))


def scores_of(results: Sequence[Result]) -> Scores:
    """The measures over all questions, of which there must be one, and for each type."""
    by_type: dict[str, list[Result]] = defaultdict(list)
    for result in results:
        by_type[result.type].append(result)
    figures, types = figures_of(results), sorted(by_type)
    return Scores(
        questions=len(results),
        right_at_1=figures.get("right_at_1", 0.0),
        right_at_3=figures.get("right_at_3", 0.0),
        list_coverage=figures.get("list_coverage"),
        refused=figures.get("refused", 0.0),
        false_refusals=figures.get("false_refusals", 0.0),
        verbatim=figures.get("verbatim", 1.0),
        median_quote_words=figures.get("median_quote_words"),
        seconds_p50=figures["seconds_p50"],
        seconds_p95=figures["seconds_p95"],
        by_type={
            kind: {"questions": len(by_type[kind]), **figures_of(by_type[kind])} for kind in types
        },
        intervals=_intervals(results),
        intervals_by_type={kind: _intervals(by_type[kind]) for kind in types},
        calibration=calibration_of(results),
    )


def figures_of(results: Sequence[Result]) -> dict[str, float]:
    """The figure of each measure that is about any of the questions, by the measure's name."""
    found = ((measure, measure.all_values(results)) for measure in MEASURES)
    return {measure.name: measure.figure(values) for measure, values in found if len(values)}


def _intervals(results: Sequence[Result]) -> dict[str, Interval]:
    intervals = {}
    for measure in MEASURES:
        values = measure.all_values(results)
        interval = measure.interval(values) if len(values) else None
        if interval is not None:
            intervals[measure.name] = interval
    return intervals
