"""Which period a figure of a sentence is about."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.figures.amounts import FoundAmount
from assistant.figures.figure import Period
from assistant.figures.periods import FoundPeriod

_TOO_FAR = 300.0
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
    r"\s*(?:,|,?\s*(?:and|or|to|&|[-–]))\s*(?:(?:by|of|about|around|an?|the|on|over|just)\s+)*",
    re.IGNORECASE,
)
_RESPECTIVELY = re.compile(r"\brespectively\b", re.IGNORECASE)


def period_of(
    text: str, at: int, amounts: Sequence[FoundAmount], periods: Sequence[FoundPeriod]
) -> Period | None:
    """The period that the amount number `at` of a sentence is about: the nearest that may be.

    A period that is only compared with ("than in 2019") is none, nor the day of a publication.
    """
    if not periods:
        return None
    if len(periods) > 1 and _RESPECTIVELY.search(text):
        in_order = _in_order(text, at, amounts, periods)
        if in_order is not None:
            return in_order
    costs = [_distance(text, at, amounts, period) for period in periods]
    best = min(range(len(periods)), key=costs.__getitem__)
    return periods[best].period if costs[best] < _TOO_FAR else None


def _in_order(
    text: str, at: int, amounts: Sequence[FoundAmount], periods: Sequence[FoundPeriod]
) -> Period | None:
    """The period in the same place of its row: "5% and 7% in 2019 and 2020 respectively"."""
    row = _row(text, at, amounts)
    first, last = periods[0], periods[-1]
    if (
        len(row) != len(periods)
        or amounts[row[0]].start < last.end
        and first.start < amounts[row[-1]].end
    ):
        return None
    gaps = [text[a.end : b.start] for a, b in zip(periods, periods[1:], strict=False)]
    if not all(_JOINED.fullmatch(gap + " ") for gap in gaps):
        return None
    return periods[row.index(at)].period


def _row(text: str, at: int, amounts: Sequence[FoundAmount]) -> range:
    """The amounts that are named one after the other with the amount `at`: "5%, 7% and 9%"."""
    first = last = at
    while first and _JOINED.fullmatch(text[amounts[first - 1].end : amounts[first].start]):
        first -= 1
    while last + 1 < len(amounts) and _JOINED.fullmatch(
        text[amounts[last].end : amounts[last + 1].start]
    ):
        last += 1
    return range(first, last + 1)


def _distance(text: str, at: int, amounts: Sequence[FoundAmount], period: FoundPeriod) -> float:
    """How far a period is from an amount, in characters, with what stands between them."""
    amount = amounts[at]
    row = _row(text, at, amounts)
    after = period.start >= amount.end
    low, high = (amount.end, period.start) if after else (period.end, amount.start)
    crossed = [
        number
        for number, one in enumerate(amounts)
        if low <= one.start and one.end <= high and number not in row
    ]
    clauses = len(_CLAUSE.findall(text[low:high]))
    opens = not text[: period.start].strip(" “(") and not _STARTS_FROM.match(period.period.text)
    if opens and not after:  # "In 2008, ..." holds for the whole sentence
        cost = min(high - low, 60) + 20.0 * len(crossed)
    else:
        cost = min(high - low, 140) + 60.0 * len(crossed) + 25.0 * clauses + (0 if after else 5)
    if is_beside(text, period):
        cost += _TOO_FAR
    elif (
        _STARTS_FROM.match(period.period.text) and " to " not in period.period.text and period.start
    ):
        cost += _TOO_FAR if high - low > 60 else 120 if high - low > 25 else 20
    return cost


def is_beside(text: str, period: FoundPeriod) -> bool:
    """Whether a period is not what is spoken of: "than in 2019", "2019 levels", "a 2025 report"."""
    before = text[max(0, period.start - 60) : period.start + _lead(period)]
    return bool(_COMPARED.search(before) or _LEVEL_AFTER.match(text, period.end))


def _lead(period: FoundPeriod) -> int:
    lead = re.match(r"(?:in|by|of|from|the|to|at|on|for)\s+", period.period.text, re.IGNORECASE)
    return lead.end() if lead else 0
