"""Which period a figure of a sentence is about."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from assistant.figures.amounts import FoundAmount
from assistant.figures.figure import Period
from assistant.figures.periods import FoundPeriod

_TOO_FAR = 300.0
_NEAREST = 8
"""Periods on either side of an amount that may be its own."""
_COMPARED = re.compile(
    r"\b(?:compar(?:ed|ison)\s+(?:with|to)|relative\s+to|than|versus|against|below|above|on|before|after"
    r"|prior\s+to|(?:published|announced|launched|introduced|established|set\s+up|enacted|signed|founded|created"
    r"|report(?:ed)?|study|survey|review|paper)(?:\s+(?:on|in|of))?)\s+"
    r"(?:(?:that|those|the|its|in|a|an|levels?|figures?|values?|of|same|period|baselines?|pre-pandemic|around|what|was|were)\s+)*$",
    re.IGNORECASE,
)
_STARTS_FROM = re.compile(r"^(?:from|before|after|on|prior)\b", re.IGNORECASE)
_LEVEL_AFTER = re.compile(
    r"[\s-]+(?:levels?|baselines?|prices|report|study|survey|review|paper|edition)\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[;:]|,|\b(?:while|whereas|whilst|but|although)\b")
_JOINED = re.compile(
    r"\s{0,9}(?:,|,?\s{0,9}(?:and|or|to|&|[-–]))\s{0,9}(?:(?:by|of|about|around|an?|the|on|over|just)\s{1,9})*",
    re.IGNORECASE,
)
_RESPECTIVELY = re.compile(r"\brespectively\b", re.IGNORECASE)


def periods_of(
    text: str, amounts: Sequence[FoundAmount], periods: Sequence[FoundPeriod]
) -> list[Period | None]:
    """The period that each amount of a sentence is about: the nearest that may be.

    A period that is only compared with ("than in 2019") is none, nor the day of a publication.
    """
    if not periods:
        return [None] * len(amounts)
    sentence = _Sentence(text, amounts, periods)
    return [sentence.period(at) for at in range(len(amounts))]


class _Sentence:
    """A sentence with what is the same for all its amounts: a list may hold thousands of them."""

    def __init__(
        self, text: str, amounts: Sequence[FoundAmount], periods: Sequence[FoundPeriod]
    ) -> None:
        self._amounts, self._periods = amounts, periods
        self._rows = _rows(text, amounts)
        self._starts = [one.start for one in amounts]
        self._ends = [one.end for one in amounts]
        self._period_starts = [one.start for one in periods]
        self._clauses = [cut.start() for cut in _CLAUSE.finditer(text)]
        self._beside = [is_beside(text, period) for period in periods]
        self._opens = not text[: periods[0].start].strip(" “(") and not _STARTS_FROM.match(
            periods[0].period.text
        )
        gaps = (text[a.end : b.start] for a, b in zip(periods, periods[1:], strict=False))
        self._in_row = (
            len(periods) > 1
            and _RESPECTIVELY.search(text) is not None
            and all(_JOINED.fullmatch(gap + " ") for gap in gaps)
        )

    def period(self, at: int) -> Period | None:
        """The period of the amount number `at`."""
        if self._in_row and (in_order := self._in_order(at)) is not None:
            return in_order
        middle = bisect_left(self._period_starts, self._amounts[at].start)
        near = range(max(0, middle - _NEAREST), min(len(self._periods), middle + _NEAREST))
        costs = {one: self._distance(at, one) for one in {0, *near}}
        best = min(sorted(costs), key=costs.__getitem__)
        return self._periods[best].period if costs[best] < _TOO_FAR else None

    def _in_order(self, at: int) -> Period | None:
        """The period in the same place of its row: "5% and 7% in 2019 and 2020 respectively"."""
        row = self._rows[at]
        first, last = self._periods[0], self._periods[-1]
        apart = self._starts[row[0]] >= last.end or first.start >= self._ends[row[-1]]
        same = len(row) == len(self._periods)
        return self._periods[row.index(at)].period if same and apart else None

    def _distance(self, at: int, number: int) -> float:
        """How far a period is from an amount, in characters, with what stands between them."""
        amount, period = self._amounts[at], self._periods[number]
        after = period.start >= amount.end
        low, high = (amount.end, period.start) if after else (period.end, amount.start)
        crossed = self._crossed(at, low, high)
        if self._opens and number == 0 and not after:  # "In 2008, ..." holds for the sentence
            cost = min(high - low, 60) + 20.0 * crossed
        else:
            clauses = bisect_left(self._clauses, high) - bisect_left(self._clauses, low)
            cost = min(high - low, 140) + 60.0 * crossed + 25.0 * max(0, clauses)
            cost += 0 if after else 5
        words = period.period.text
        if self._beside[number]:
            cost += _TOO_FAR
        elif _STARTS_FROM.match(words) and " to " not in words and period.start:
            cost += _TOO_FAR if high - low > 60 else 120 if high - low > 25 else 20
        return cost

    def _crossed(self, at: int, low: int, high: int) -> int:
        """How many amounts stand between `low` and `high`, without those of its own row."""
        first, last = bisect_left(self._starts, low), bisect_right(self._ends, high)
        row = self._rows[at]
        in_row = max(0, min(last, row.stop) - max(first, row.start))
        return max(0, last - first) - in_row


def _rows(text: str, amounts: Sequence[FoundAmount]) -> list[range]:
    """For each amount, those that are named one after the other with it: "5%, 7% and 9%"."""
    rows: list[range] = []
    first = 0
    for at in range(1, len(amounts) + 1):
        if at < len(amounts) and _JOINED.fullmatch(text[amounts[at - 1].end : amounts[at].start]):
            continue
        rows.extend([range(first, at)] * (at - first))
        first = at
    return rows


def is_beside(text: str, period: FoundPeriod) -> bool:
    """Whether a period is not what is spoken of: "than in 2019", "2019 levels", "a 2025 report"."""
    before = text[max(0, period.start - 60) : period.start + _lead(period)]
    return bool(_COMPARED.search(before) or _LEVEL_AFTER.match(text, period.end))


def _lead(period: FoundPeriod) -> int:
    lead = re.match(r"(?:in|by|of|from|the|to|at|on|for)\s+", period.period.text, re.IGNORECASE)
    return lead.end() if lead else 0
