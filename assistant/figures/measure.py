"""What a figure measures, in the words of its sentence without the figure itself."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import TypeVar

from assistant.figures.amounts import FoundAmount
from assistant.figures.figure import InTable
from assistant.figures.periods import FoundPeriod

_Found = TypeVar("_Found", FoundAmount, FoundPeriod)
_LONGEST = 30
"""Words of a measure at most: more of a sentence says more of other things."""
_ENOUGH = 4
"""A clause of fewer words is read with the one before it."""
_FAR = 1000
"""Characters in which the ends of a clause are looked for."""
_STEPS = 8
"""Clauses at most that are read with one of too few words."""
_ROW = 20
"""Amounts at most, before and behind, that are read as one row."""
_OUT = "\0"
"""Stands for an amount or a period that is taken out."""
_CLAUSE = re.compile(
    r"[;:]|\s[–—-]\s|[—–](?=\s)|,\s|[()]|\b(?:while|whilst|whereas|but|although|because)\b"
    r"|\band\s+(?=(?:the|a|an|its|their|they|it|there|we|has|have|is|are|was|were|that)\b)"
)
_COMPLEMENT = re.compile(
    r"(?:\s{1,9}(?:of|in|for|on|from|by|at|to|among|more|fewer|higher|lower|less)\b[^,;:.()\0]{0,300}?)?"
    r"(?=[,;:.()\0]|\s{1,9}(?:and|or|compared|but|while|who|which|that|is|are|was|were|has|have|had"
    r"|will|would|could|can|do|did|said|say|reported|report|agreed|waited|knew|felt)\b|\s{0,9}$)"
)
"""What an amount is of, behind it: "of nurses" in "45% of nurses were thinking"."""
_IN_ROW = re.compile(
    r"\s{0,9}(?:,|,?\s{1,9}(?:and|or|to))\s{0,9}(?:(?:by|an?|the|only|just)\s{1,9})*"
)
_FUNCTION_WORDS = (
    r"(?:of|by|to|at|from|than|between|about|around|with|an?|the|only|just|in|for|on|some|over)"
)
_GAP = re.compile(
    rf"(?:\b{_FUNCTION_WORDS}\s+)*{_OUT}(?:\s+(?:of|in|to)\s+(?={_OUT}))*(?:\s+of\b)?"
)
# Single characters and not runs of them: a run within a repetition takes time without end.
_LEADING = re.compile(
    r"^(?:[\s,;:.–—-]|(?:and|but|or|which|that|while|whereas|with|so|as|to|by|of|in|at|from|than|is"
    r"|are|was|were|has|have|had|the|an?|it|there|we|this|these|they|for|on|been|be|also|because"
    r"|although|whilst)\b\s*)+",
    re.IGNORECASE,
)
_TRAILING = re.compile(
    r"(?:[\s,;:.–—-]|\s(?:and|but|or|which|that|while|with|so|as|to|by|of|in|at|from|than|is|are"
    r"|was|were|has|have|had|the|an?|between|for|on|about|around|be|respectively|compared))+$",
    re.IGNORECASE,
)


def measure_of(
    text: str,
    found: FoundAmount,
    amounts: Sequence[FoundAmount],
    periods: Sequence[FoundPeriod],
) -> str:
    """What an amount of a sentence measures: the words of its clause, without amounts and periods.

    Of amounts in a row ("45% of nurses and 30% of doctors were thinking of leaving") each takes
    what is its own, and what stands before and behind the row.
    """
    blank = _blanked(text, found.start, amounts, periods)
    row = _row(blank, amounts, bisect_left(amounts, found.start, key=lambda one: one.start))
    start, behind = _before(blank, row[0].start), _complement_end(blank, row[-1])
    end = _after(blank, behind)
    own = blank[found.start : _complement_end(blank, found)]
    pieces = [blank[start : row[0].start], own, blank[behind:end].lstrip(" ,")]
    words = _words(" ".join(pieces))
    for _ in range(_STEPS):
        if len(words) >= _ENOUGH or start <= 0:
            break
        earlier = _before(blank, start)
        pieces.insert(0, blank[earlier:start].rstrip(" ,;:()–—-"))
        start, words = earlier, _words(" ".join(pieces))
    for _ in range(_STEPS):
        if len(words) >= _ENOUGH or end >= len(blank):
            break
        later = _after(blank, end + 1)
        if _OUT in blank[end:later]:
            break
        pieces.append(blank[end:later].strip(" ,;:()–—-"))
        end, words = later, _words(" ".join(pieces))
    if len(words) > _LONGEST:
        before, after = _words(" ".join(pieces[:-2])), _words(" ".join(pieces[-2:]))
        kept = after[: max(_LONGEST // 2, _LONGEST - len(before))]
        words = before[-(_LONGEST - len(kept)) :] + kept
    return _trimmed(" ".join(words))


def measure_in(table: InTable) -> str:
    """What a cell of a table measures: its row, column and caption."""
    return ", ".join(part for part in dict.fromkeys(table.words) if part)


def _blanked(
    text: str, at: int, amounts: Sequence[FoundAmount], periods: Sequence[FoundPeriod]
) -> str:
    """The text around `at` with each amount and period as one mark, at the same offsets."""
    low, high = max(0, at - 2 * _FAR), min(len(text), at + 2 * _FAR)
    out = [(one.start, one.noun or one.end) for one in _within(amounts, low, high)]
    out += [(one.start, one.end) for one in _within(periods, low, high)]
    signs = list(text[low:high])
    for start, end in out:
        signs[start - low : end - low] = _OUT + " " * (end - start - 1)
    return " " * low + "".join(signs)


def _within(found: Sequence[_Found], low: int, high: int) -> Sequence[_Found]:
    """Of what stands in order, what begins and ends between `low` and `high`."""
    first = bisect_left(found, low, key=lambda one: one.start)
    return found[first : bisect_right(found, high, key=lambda one: one.end)]


def _row(blank: str, amounts: Sequence[FoundAmount], at: int) -> Sequence[FoundAmount]:
    """The amounts that are joined to the amount `at` with no more than "and" between them."""
    first = last = at
    while (
        first > at - _ROW
        and first
        and _IN_ROW.fullmatch(
            blank[_complement_end(blank, amounts[first - 1]) : amounts[first].start]
        )
    ):
        first -= 1
    while (
        last < at + _ROW
        and last + 1 < len(amounts)
        and _IN_ROW.fullmatch(
            blank[_complement_end(blank, amounts[last]) : amounts[last + 1].start]
        )
    ):
        last += 1
    return amounts[first : last + 1]


def _complement_end(blank: str, found: FoundAmount) -> int:
    end = found.end
    match = _COMPLEMENT.match(blank, end)
    return match.end() if match else end


def _before(blank: str, at: int) -> int:
    """Where the clause begins that ends at `at`."""
    start = max(0, at - _FAR)
    words_end = start + len(blank[start:at].rstrip())
    for cut in _CLAUSE.finditer(blank, start, at):
        if cut.end() < words_end:
            start = cut.start() if cut[0][0].isalpha() else cut.end()
    return start


def _after(blank: str, at: int) -> int:
    """Where the clause ends that holds `at`."""
    end = min(len(blank), at + _FAR)
    cut = _CLAUSE.search(blank, at, end)
    return cut.start() if cut else end


def _words(blank: str) -> list[str]:
    return re.sub(r"[“”\"\[\]()•\0]", " ", _GAP.sub(" ", blank)).split()


def _trimmed(words: str) -> str:
    words = re.sub(r"\s+([,.;:])", r"\1", words)
    return _LEADING.sub("", _TRAILING.sub("", words)).strip(" ,.;:")
