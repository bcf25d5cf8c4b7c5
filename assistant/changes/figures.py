"""Which figures of a document have another value in its new file. Where that is unsure: none.

Two ways are sure enough. The same sentence or row, with nothing but its figures changed; or two
statements that each have one figure of the kind, strictly of the same measure and period.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from assistant.answer.citation import cite
from assistant.changes.changed import FigureChange, Told
from assistant.documents import Document, Quote
from assistant.figures.compare import same_value
from assistant.figures.figure import Amount, Figure, Period
from assistant.index.words import Vocabulary
from assistant.ledger.likeness import Measure, apart_around, comparable, likeness, same_kind
from assistant.ledger.rounding import agree

MOST = 200
"""So many are told in full; all are counted."""

_THE_SAME = 0.8
"""Measures share so much, of 1, of what their words tell."""
_LEAST_SHARED = 2
_LEAST_WORDS = 3
"""A row of fewer words than this may be of anything."""

Pair = tuple[Figure, Figure]


@dataclass(frozen=True, slots=True)
class Edition:
    """One file of a document, with its figures."""

    document: Document
    figures: Sequence[Figure]


def changed_figures(before: Edition, now: Edition, vocabulary: Vocabulary) -> list[FigureChange]:
    """The figures that have another value now, in the order of the new file."""
    old, new = _statements(before), _statements(now)
    pairs: list[Pair] = []
    alike = old.keys() & new.keys()
    for words in alike:
        if len(old[words]) == len(new[words]) == 1:
            pairs += _other_values(old[words][0], new[words][0])
    left = [
        [group[0] for words, groups in side.items() if words not in alike for group in groups
         if len(group) == 1]
        for side in (old, new)
    ]  # fmt: skip
    everything = [figure for groups in old.values() for group in groups for figure in group]
    pairs += _same_measures(before, now, left[0], left[1], vocabulary, everything)
    pairs.sort(key=lambda pair: pair[1].key)
    return [_change(before.document, now.document, *pair) for pair in pairs]


def _statements(edition: Edition) -> dict[str, list[list[Figure]]]:
    """The statements with their figures, by their words without the figures."""
    together: dict[tuple[int, int], list[Figure]] = defaultdict(list)
    for figure in edition.figures:
        together[figure.start, figure.end].append(figure)
    found: dict[str, list[list[Figure]]] = defaultdict(list)
    for (start, end), figures in together.items():
        figures.sort(key=lambda one: one.key)
        found[_without_figures(edition.document, start, end, figures)].append(figures)
    return found


def _without_figures(document: Document, start: int, end: int, figures: Iterable[Figure]) -> str:
    text = document.without_marks(start, end)
    for figure in reversed(list(figures)):
        first, last = figure.key[0] - start, figure.key[1] - start
        text = f"{text[:first]}\0{text[last:]}"
    plain = " ".join(text.split()).casefold()
    if len(plain.replace("\0", " ").split()) < _LEAST_WORDS:
        return f"{start} {plain}"  # like no other
    return plain


def _other_values(old: Sequence[Figure], new: Sequence[Figure]) -> Iterator[Pair]:
    """The figures of a statement that has changed in nothing else."""
    if len(old) != len(new):
        return
    for before, now in zip(old, new, strict=True):
        if (
            before.table == now.table
            and _time(before.period) == _time(now.period)
            and comparable(before, now)
            and not _same(before.amount, now.amount)
        ):
            yield before, now


def _same(before: Amount, now: Amount) -> bool:
    bounds = before.comparator == now.comparator and before.direction == now.direction
    return bounds and same_value(before, now) and same_value(now, before)


def _time(period: Period | None) -> tuple[str, str] | None:
    return (period.start, period.end) if period is not None else None


def _same_measures(
    before: Edition,
    now: Edition,
    old: Sequence[Figure],
    new: Sequence[Figure],
    vocabulary: Vocabulary,
    everything: Sequence[Figure],
) -> Iterator[Pair]:
    """Figures of statements in other words: each is the other's only counterpart."""
    there = _by_time(Measure(before.document, figure) for figure in old)
    here = _by_time(Measure(now.document, figure) for figure in new)
    # A figure that stands elsewhere in the old file already was not changed.
    known = _by_time(Measure(before.document, figure) for figure in everything)
    for time, measures in there.items():
        others = here.get(time, [])
        for one in measures:
            found = [other for other in others if _concludes(one, other, vocabulary)]
            if len(found) != 1:
                continue
            back = [each for each in measures if _concludes(each, found[0], vocabulary)]
            told_before = any(
                agree(each.figure.amount, found[0].figure.amount)
                and _concludes(each, found[0], vocabulary)
                for each in known[time]
            )
            if back == [one] and not told_before:
                yield one.figure, found[0].figure


_Time = tuple[str, str, str, str | None]


def _by_time(measures: Iterable[Measure]) -> dict[_Time, list[Measure]]:
    found: dict[_Time, list[Measure]] = defaultdict(list)
    for measure in measures:
        figure = measure.figure
        if figure.period is not None and figure.amount.unit:
            period, amount = figure.period, figure.amount
            found[period.start, period.end, amount.unit, amount.per].append(measure)
    return found


def _concludes(one: Measure, other: Measure, vocabulary: Vocabulary) -> bool:
    """Whether two figures are surely of the same measure."""
    return (
        (one.figure.table is None) == (other.figure.table is None)
        and len(one.stems & other.stems) >= _LEAST_SHARED
        and likeness(one, other, vocabulary) >= _THE_SAME
        and same_kind(one, other)
        and one.durations == other.durations
        and not apart_around(one, other)
    )


def _change(before: Document, now: Document, old: Figure, new: Figure) -> FigureChange:
    return FigureChange(
        document=now.path,
        title=now.title,
        measure=" ".join(new.measure.split()),
        unit=new.amount.unit,
        period=" ".join(new.period.text.split()) if new.period is not None else None,
        before=_told(before, old),
        now=_told(now, new),
    )


def _told(document: Document, figure: Figure) -> Told:
    key = (figure.key[0] - figure.start, figure.key[1] - figure.start)
    citation = cite(Quote(document, figure.start, figure.end, key))
    return Told(" ".join(document.text[slice(*figure.key)].split()), citation)
