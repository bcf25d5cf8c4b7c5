"""Scores and comparisons as JSON values, in the form of docs/contract.md, and as tables."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from assistant.evaluate.calibration import Calibration
from assistant.evaluate.compare import Comparison
from assistant.evaluate.intervals import Interval
from assistant.evaluate.measures import MEASURES, Measure, Scores
from assistant.evaluate.results import Result

_WIDTH = 88
_BY_TYPE = {
    "right_at_1": "right@1",
    "right_at_3": "right@3",
    "list_coverage": "lists",
    "refused": "refused",
    "false_refusals": "false ref.",
    "verbatim": "verbatim",
}
"""The columns by type: all the shares, under names that leave room for one another."""


def scores_json(
    scores: Scores, results: Sequence[Result], comparison: Comparison | None = None
) -> dict[str, Any]:
    """The measures, how each question fared, and `against` an earlier run where there is one."""
    value = {**asdict(scores), "outcomes": [asdict(result) for result in results]}
    return value if comparison is None else {**value, "against": asdict(comparison)}


def scores_lines(
    scores: Scores, comparison: Comparison | None = None, *, calibration: bool = False
) -> list[str]:
    """The measures as a table, and again by type; then what else was asked for."""
    lines = [*_all_types(scores), "", *_by_type(scores)]
    if calibration:
        lines += ["", *_calibration(scores.calibration)]
    if comparison is not None:
        lines += ["", *_comparison(comparison)]
    return lines


def _all_types(scores: Scores) -> list[str]:
    lines = [f"{'questions':20}{scores.questions}"]
    return lines + [_measure_line(scores, measure) for measure in MEASURES]


def _by_type(scores: Scores) -> list[str]:
    heads = "".join(f"{head:>11}" for head in _BY_TYPE.values())
    lines = [f"{'type':16}{'n':>5}{heads}"]
    for kind, row in scores.by_type.items():
        cells = "".join(f"{row[name]:11.3f}" if name in row else " " * 11 for name in _BY_TYPE)
        lines.append(f"{kind:16}{row['questions']:5.0f}{cells}".rstrip())
        intervals = scores.intervals_by_type[kind]
        below = "".join(f"{_short(intervals.get(name)):>11}" for name in _BY_TYPE)
        lines.append(f"{'':21}{below}".rstrip())
    return lines


def _measure_line(scores: Scores, measure: Measure) -> str:
    value, interval = getattr(scores, measure.name), scores.intervals.get(measure.name)
    if value is None or (measure.kind == "share" and interval is None):
        return f"{measure.label:20}none"
    if interval is None:
        return f"{measure.label:20}{value:.3f}"
    return f"{measure.label:20}{value:.3f}   {_long(interval)} of {interval.of}"


def _calibration(calibration: Calibration) -> list[str]:
    if calibration.error is None:
        return ["calibration: nothing was answered"]
    lines = [
        f"calibration: expected error {calibration.error:.3f} over the {calibration.questions} "
        "that got an answer",
        f"{'confidence':>10}{'first quote right':>19}{'95% interval':>15}{'questions':>11}",
    ]
    for each in calibration.bins:
        lines.append(
            f"{each.confidence:10.3f}{each.right:19.3f}{_short(each.interval):>15}"
            f"{each.questions:11}"
        )
    return lines


def _comparison(comparison: Comparison) -> list[str]:
    lines = [
        f"against the run on index version {comparison.index_version}",
        f"{'measure':20}{'before':>8}{'now':>8}{'change':>9}  {'95% interval':17}{'p':>6}"
        f"{'better':>8}{'worse':>7}",
    ]
    ids: list[str] = []
    for measure in MEASURES:
        change = comparison.measures.get(measure.name)
        if change is None:
            continue
        counts = (
            f"{len(change.better):8}{len(change.worse):7}"
            if measure.kind in {"share", "mean"}
            else ""
        )
        between = f"{change.interval.low:+.3f} to {change.interval.high:+.3f}"
        lines.append(
            f"{measure.label:20}{change.before:8.3f}{change.now:8.3f}{change.difference:+9.3f}  "
            f"{between:17}{change.p:6.3f}{counts}"
        )
        for word, those in (("better", change.better), ("worse", change.worse)):
            if those:
                ids += _listed(f"{measure.label}, {word}: ", those)
    return [*lines, "", *ids] if ids else lines


def _listed(head: str, ids: Sequence[str]) -> list[str]:
    return textwrap.wrap(
        head + ", ".join(ids), _WIDTH, subsequent_indent="  ", break_on_hyphens=False
    )


def _long(interval: Interval) -> str:
    return f"{interval.low:.3f}-{interval.high:.3f}"


def _short(interval: Interval | None) -> str:
    return "" if interval is None else f"{interval.low:.2f}-{interval.high:.2f}"
