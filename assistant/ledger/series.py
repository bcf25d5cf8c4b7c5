"""Figures of one measure side by side: over time, where they disagree, and which are newer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.figures.figure import Figure, Period
from assistant.index.opened import Index
from assistant.index.words import words_of
from assistant.ledger.entry import Entry
from assistant.ledger.likeness import (
    Measure,
    apart_around,
    comparable,
    likeness,
    same_kind,
    shared,
)
from assistant.ledger.rounding import agree

_CANDIDATES = 60
_ALIKE = 0.6
"""Figures of one series share so much, of 1, of what the words of their measures tell."""
_THE_SAME = 0.8
"""So much where something is concluded from it: that sources disagree, or that one is newer."""
_LEAST_SHARED = 2
"""Measures have so many words in common at least: "staff" and "staff" are not yet the same."""
_MISTAKABLE = 0.5
_OTHER_LENGTH = 1.2

Place = tuple[str, Figure]
"""The path of a document and a figure of it."""


@dataclass(frozen=True, slots=True)
class Series:
    """Figures that measure the same, by the period they are about; those without one come last.

    `disagreements` are groups of figures of the same measure and period that differ by more than
    rounding.
    """

    entries: tuple[Entry, ...]
    disagreements: tuple[tuple[Entry, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Like:
    """A figure that may measure the same as another, and how alike they are, from 0 to 1."""

    path: str
    measure: Measure
    alike: float

    @property
    def figure(self) -> Figure:
        """The figure."""
        return self.measure.figure


def figures_like(index: Index, path: str, figure: Figure) -> list[Like]:
    """The figures that measure what a figure does, itself left out, most alike first."""
    statements = index.statements
    own = Measure(index.document(path), figure)
    identity = statements.at(path, figure.start, figure.end)
    if len(own.stems) < _LEAST_SHARED or identity is None or _mistakable(index, path, own):
        return []
    vector = statements.vectors([identity])[identity]
    near = [found for found, _ in statements.nearest(vector, _CANDIDATES)]
    words = [word for word in words_of(own.text) if not word.isdigit()]
    near += [found for found, _ in statements.sharing_words(words, _CANDIDATES)]
    found: list[Like] = []
    for other in dict.fromkeys(near):
        there, _, _ = statements.place(other)
        for one in statements.figures(other):
            if (there, one.key) == (path, figure.key):
                continue
            if there == path and _beside(one, figure):
                continue
            measure = Measure(index.document(there), one)
            alike = likeness(own, measure, index.vocabulary)
            if alike >= _ALIKE and len(own.stems & measure.stems) >= _LEAST_SHARED:
                found.append(Like(there, measure, alike))
    found = [one for one in found if not _mistakable(index, one.path, one.measure)]
    return sorted(found, key=lambda one: (-one.alike, one.path, one.figure.key))


def _mistakable(index: Index, path: str, measure: Measure) -> bool:
    """Whether a figure beside it in its statement has nearly the words of its measure.

    In "83% of men compared to 70% of women" rules cannot tell which words go with which figure.
    """
    figure = measure.figure
    if figure.table is not None:
        return False
    document = index.document(path)
    return any(
        one.key != figure.key
        and _beside(one, figure)
        and comparable(one, figure)
        and shared(measure, Measure(document, one), index.vocabulary) >= _MISTAKABLE
        for one in index.figures(path, figure.start, figure.end)
    )


def _beside(one: Figure, other: Figure) -> bool:
    """Whether two figures of one statement are of different things: only their periods may differ.

    "£210 million of capital and £350 million of revenue" has one clause for two measures.
    """
    if (one.start, one.end) != (other.start, other.end):
        return False
    if one.period is None or other.period is None:
        return True
    return one.period.start <= other.period.end and other.period.start <= one.period.end


def lined_up(index: Index, path: str, figure: Figure) -> list[Place]:
    """The figures of a series with the one that it is made for, by period."""
    own = Measure(index.document(path), figure)
    like = [
        (one.path, one.figure)
        for one in figures_like(index, path, figure)
        if not (one.measure.kinds.supposed or own.kinds.supposed)
    ]
    return sorted([(path, figure), *like], key=_by_period)


def _by_period(place: Place) -> tuple[bool, str, str, str, int]:
    path, figure = place
    period = figure.period
    if period is None:
        return True, "", "", path, figure.key[0]
    return False, period.start, period.end, path, figure.key[0]


def disagreeing(index: Index, places: Sequence[Place]) -> list[list[int]]:
    """The numbers of places of one series that say different things of the same, in groups."""
    groups: list[list[int]] = []
    for at, (path, figure) in enumerate(places):
        if figure.period is None:
            continue
        own = Measure(index.document(path), figure)
        for group in groups:
            other_path, other = places[group[0]]
            theirs = Measure(index.document(other_path), other)
            if _concludes(index, own, theirs) and _same_time(figure.period, other.period):
                group.append(at)
                break
        else:
            groups.append([at])
    return [group for group in groups if _differ([places[at][1] for at in group])]


def newer_figures(index: Index, path: str, figure: Figure, within: tuple[int, int]) -> list[Place]:
    """Figures of strictly the same measure that are newer than one within a quote.

    They are about a later period of the same length, or about the same period in a document
    published later, which says something else. None where the quote has such a figure itself.
    """
    if figure.period is None or not figure.amount.unit:
        return []
    own = Measure(index.document(path), figure)
    published = index.document(path).published or ""
    found: list[Like] = []
    for one in figures_like(index, path, figure):
        period = one.figure.period
        if period is None or not _concludes(index, own, one.measure):
            continue
        later = _later(period, figure.period)
        if one.path == path and within[0] <= one.figure.start and one.figure.end <= within[1]:
            if later:
                return []
            continue
        revised = (
            _same_time(period, figure.period)
            and (index.document(one.path).published or "") > published != ""
            and not agree(figure.amount, one.figure.amount)
        )
        if later or revised:
            found.append(one)
    if not found:
        return []
    newest = max(one.figure.period.end for one in found if one.figure.period is not None)
    best = [one for one in found if one.figure.period and one.figure.period.end == newest]
    if _differ([one.figure for one in best]):
        return []  # they disagree among themselves: which of them is the same measure is unsure
    return [(one.path, one.figure) for one in best[:1]]


def _concludes(index: Index, first: Measure, second: Measure) -> bool:
    """Whether two figures are so surely of the same measure that something follows from it."""
    return (
        likeness(first, second, index.vocabulary) >= _THE_SAME
        and same_kind(first, second)
        and first.durations == second.durations
        and not apart_around(first, second)
    )


def _later(period: Period, than: Period) -> bool:
    longer, shorter = sorted((_days(period), _days(than)), reverse=True)
    same_length = longer <= _OTHER_LENGTH * shorter
    return same_length and period.start > than.start and period.end > than.end


def _same_time(period: Period | None, other: Period | None) -> bool:
    if period is None or other is None:
        return False
    return (period.start, period.end) == (other.start, other.end)


def _days(period: Period) -> int:
    return (date.fromisoformat(period.end) - date.fromisoformat(period.start)).days + 1


def _differ(figures: Iterable[Figure]) -> bool:
    amounts = [figure.amount for figure in figures]
    return any(not agree(a, b) for at, a in enumerate(amounts) for b in amounts[:at])
