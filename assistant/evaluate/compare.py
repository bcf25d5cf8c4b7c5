"""Two runs over the same questions, question by question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from assistant.evaluate.intervals import Floats, Interval, exact_mcnemar, paired_bootstrap
from assistant.evaluate.measures import MEASURES, Measure
from assistant.evaluate.results import Result
from assistant.evaluate.runs import Run


@dataclass(frozen=True, slots=True)
class Change:
    """How one measure has changed.

    `difference` is `now` less `before`, `interval` where it lies at 95%, `p` how likely one so
    large is by chance. `better` and `worse` are the ids of the questions that changed; both are
    empty for quote words, which have no better, and for seconds, of which no two are the same.
    """

    before: float
    now: float
    difference: float
    interval: Interval
    p: float
    test: Literal["mcnemar", "bootstrap"]
    better: tuple[str, ...]
    worse: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """An earlier run beside this one, for each measure that is about any question in both.

    Each p-value stands alone: of twenty, one is below 0.05 by chance.
    """

    index_version: str
    """That of the earlier run."""
    measures: Mapping[str, Change]


def compare(before: Run, now: Run) -> Comparison:
    """Compare two runs over the same questions, in whatever order.

    Raises:
        ValueError: they are over other questions.
    """
    earlier = {result.id: result for result in before.results}
    if len(earlier) != len(now.results) or any(each.id not in earlier for each in now.results):
        raise ValueError("the two runs are over other questions")
    pairs = [(earlier[result.id], result) for result in now.results]
    changes = ((measure.name, _change(measure, pairs)) for measure in MEASURES)
    return Comparison(before.index_version, {name: each for name, each in changes if each})


def _change(measure: Measure, pairs: Sequence[tuple[Result, Result]]) -> Change | None:
    concerned = [
        (now.id, np.array(measure.values(before), float), np.array(measure.values(now), float))
        for before, now in pairs
        if measure.values(before) or measure.values(now)
    ]
    values_before = [one for _, one, _ in concerned]
    values_now = [other for _, _, other in concerned]
    if not any(map(len, values_before)) or not any(map(len, values_now)):
        return None
    better, worse = _changed(measure, concerned)
    interval, p = paired_bootstrap(values_before, values_now, measure.middle)
    test: Literal["mcnemar", "bootstrap"] = "bootstrap"
    if measure.kind == "share":
        p, test = exact_mcnemar(len(better), len(worse)), "mcnemar"
    one = measure.figure(np.concatenate(values_before))
    other = measure.figure(np.concatenate(values_now))
    return Change(
        one, other, round(other - one, 3), interval, round(p, 4), test, tuple(better), tuple(worse)
    )


def _changed(
    measure: Measure, concerned: Sequence[tuple[str, Floats, Floats]]
) -> tuple[list[str], list[str]]:
    """The ids for the better and for the worse.

    A share of several, as verbatim is of a question's quotes, counts as whole or not; where one run
    has no quotes there is nothing to compare.
    """
    better: list[str] = []
    worse: list[str] = []
    for identity, before, now in concerned:
        if measure.kind not in {"share", "mean"} or not len(before) or not len(now):
            continue
        one, other = float(before.mean()), float(now.mean())
        if measure.kind == "share":
            one, other = float(one == 1), float(other == 1)
        if one != other:
            (better if (other - one) * measure.up > 0 else worse).append(identity)
    return better, worse
