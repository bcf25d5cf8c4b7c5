"""A figure of a draft held against the figures that the sources state of the same measure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.answer.citation import cite
from assistant.checking.candidates import Candidate
from assistant.checking.conflicts import against, periods_differ, says_whole
from assistant.checking.finding import Finding, Verdict
from assistant.checking.same_amount import comparable, comparable_units, is_telling, same_amount
from assistant.checking.same_measure import excluded, likeness
from assistant.checking.same_part import is_anothers
from assistant.checking.statements import Statement, dates_as_printed
from assistant.documents import Quote
from assistant.figures.compare import written
from assistant.figures.figure import Figure
from assistant.index.words import Vocabulary

_MATCHES = 0.47
"""How surely a figure must measure the same for the draft's to be called a match."""
_DIFFERS = 0.6
"""For it to be called different, which says that the draft is wrong."""
_DIFFERS_ALONE, _ALONE = 0.46, 0.1
"""It may be less sure where no other figure comes so near, or where the number is the same."""
_NEARER = 0.1
"""Where another figure is so much surer to be the same measure, an equal one is chance."""
_SAME_NUMBER, _SAME_TELLING_NUMBER, _SAME_PERIOD = 0.03, 0.1, 0.05
"""How much surer: by an equal number, one that few figures have, and by a period both name."""
_CLOSE = 0.05
"""Figures that are so near to the best could as well be meant."""
_ALSO = 3
"""So many sources that say something else are looked at beside one that says the same."""


_PREPOSITION = re.compile(
    r"^(?:in|by|of|for|at|on|as at|during|until|since)\s+(?:the\s+)?", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Held:
    """A source's figure beside the draft's: how like, and what of it is not the same."""

    source: Statement
    figure: Figure
    like: float
    words: float
    """How like by the words alone: a number can be equal by chance."""
    same_amount: bool
    period: str | None
    against: str | None
    """Why it is not the same though the amount may be: another direction, another rate."""

    @property
    def same(self) -> bool:
        return self.same_amount and self.period is None and not self.against

    @property
    def tells(self) -> bool:
        """Whether it shows what is wrong: a source that gives no time says nothing of it."""
        return not self.same and not (self.same_amount and self.period == "")


class FigureChecker:
    """Checks the figures of a draft's statements."""

    def __init__(self, words: Vocabulary) -> None:
        self._words = words

    def check(self, drafted: Statement, figure: Figure, candidates: Sequence[Candidate]) -> Finding:
        """What the sources say of one figure of a draft."""
        held = sorted(self._held(drafted, figure, candidates), key=lambda one: -one.like)
        same = next((one for one in held if one.same and one.like >= _MATCHES), None)
        other = [one for one in held if one.tells]
        nearest = max((one.words for one in other), default=0.0)
        if same and nearest <= same.words + _NEARER:
            also = _also(same, [one for one in other if one.like >= _DIFFERS])
            return self._finding(drafted, figure, "matches", same, also)
        if other and _is_sure(other):
            best = _clearest(other, figure)
            why, expected = _difference(drafted, figure, best)
            return self._finding(drafted, figure, "differs", best, why, expected)
        return Finding(
            drafted.document.text[slice(*figure.key)],
            *figure.key,
            "figure",
            "not-found",
            why="No document states a figure of this measure that could be compared.",
        )

    def _held(
        self, drafted: Statement, figure: Figure, candidates: Sequence[Candidate]
    ) -> Iterator[_Held]:
        beside = [one for one in drafted.figures if one is not figure]
        for candidate in candidates:
            source = candidate.statement
            for other in source.figures:
                same = same_amount(figure.amount, other.amount)
                if not same and (
                    not comparable(figure.amount, other.amount)
                    or figure.amount.value in source.unread
                ):
                    continue
                if same and is_anothers(drafted, figure, source, other):
                    continue  # the number stands there, for something else
                if not same and any(_is_source(drafted, one, source, other) for one in beside):
                    continue  # of another figure of the sentence
                like = likeness(drafted, figure, source, other, candidate.cosine, self._words)
                if same and says_whole(drafted, figure, source, other):
                    yield _Held(source, other, 1.0, 1.0, True, None, None)
                    continue
                yield _Held(
                    source,
                    other,
                    like + _shared(drafted, figure, source, other),
                    like,
                    same,
                    periods_differ(drafted, figure, source, other),
                    against(drafted, figure, source, other),
                )

    def _finding(
        self,
        drafted: Statement,
        figure: Figure,
        verdict: Verdict,
        held: _Held,
        why: str,
        expected: str | None = None,
    ) -> Finding:
        source, other = held.source, held.figure
        key = (other.key[0] - source.start, other.key[1] - source.start)
        quote = Quote(source.document, source.start, source.end, key=key, score=held.like)
        return Finding(
            drafted.document.text[slice(*figure.key)],
            *figure.key,
            "figure",
            verdict,
            cite(quote),
            expected,
            why,
        )


def _shared(drafted: Statement, figure: Figure, source: Statement, other: Figure) -> float:
    """How much surer an equal number and a period that both name make it."""
    same = figure.amount.value == other.amount.value
    number = (_SAME_TELLING_NUMBER if is_telling(figure.amount.value) else _SAME_NUMBER) * same
    return number + (_SAME_PERIOD if drafted.dates & source.dates else 0.0)


def _is_sure(held: Sequence[_Held]) -> bool:
    """Whether the best of some figures is so surely of the draft's measure that the draft errs."""
    best = held[0]
    if best.like >= _DIFFERS:
        return True
    if best.like < _DIFFERS_ALONE:
        return False
    if any(one.same_amount and one.like >= _DIFFERS_ALONE for one in held):
        return True
    rivals = (
        one.like
        for one in held
        if one.source is not best.source and one.figure.amount != best.figure.amount
    )
    return best.like >= next(rivals, 0.0) + _ALONE


def _clearest(held: Sequence[_Held], figure: Figure) -> _Held:
    """Of the figures that are nearly as like as the best, the one with least that differs.

    Of several in its sentence that differ only in the amount, the nearest in value is meant.
    """
    near = [one for one in held if one.like >= held[0].like - _CLOSE]
    best = min(near, key=lambda one: (_differences(one), -one.like))
    if best.same_amount or not comparable_units(figure.amount, best.figure.amount):
        return best
    return min(
        (
            one
            for one in near
            if one.source is best.source
            and one.figure.amount.unit == best.figure.amount.unit
            and _differences(one) == _differences(best)
        ),
        key=lambda one: abs(one.figure.amount.value - figure.amount.value),
    )


def _differences(held: _Held) -> int:
    return 2 * (not held.same_amount) + (held.period is not None) + bool(held.against)


def _is_source(drafted: Statement, figure: Figure, source: Statement, other: Figure) -> bool:
    """Whether a figure of the source is what one of the draft's states."""
    return (
        same_amount(figure.amount, other.amount)
        and not is_anothers(drafted, figure, source, other)
        and not excluded(drafted, figure, source)
    )


def _difference(drafted: Statement, figure: Figure, held: _Held) -> tuple[str, str]:
    """Why the two differ, in a sentence, and what the source says instead."""
    own, other = figure.amount, held.figure.amount
    said = written(other)
    if held.same_amount and held.against:
        return held.against, _key(held)
    if held.same_amount:
        when = figure.period.text if figure.period else " and ".join(dates_as_printed(drafted.text))
        why = f"The source says this of another time: {_plain_time(held.period or '')}, the draft "
        return f"{why}{_plain_time(when)}.", f"{said} ({_plain_time(held.period or '')})"
    if own.value == other.value and not comparable_units(own, other):
        return f"The source says {said}: the unit is another.", said
    if written(own) == said:  # what differs is in the words: "up to", "at least"
        return f"The source says {_key(held)}, the draft {_words(drafted, figure)}.", _key(held)
    return f"The source says {said}, the draft {written(own)}.", said


def _plain_time(words: str) -> str:
    """A period without the preposition before it: "2023/24" of "in 2023/24"."""
    return _PREPOSITION.sub("", words)


def _words(statement: Statement, figure: Figure) -> str:
    return " ".join(statement.document.text[slice(*figure.key)].split())


def _key(held: _Held) -> str:
    return _words(held.source, held.figure)


def _also(best: _Held, other: Sequence[_Held]) -> str:
    """What is said of a match: that the source says the same, and whether others do not."""
    if best.period == "":
        return "The source states this figure."
    for one in other[:_ALSO]:
        if one.source.document.path != best.source.document.path and one.like >= best.like:
            return (
                "The source states this figure. Another source differs: "
                f"“{one.source.document.title}” says {written(one.figure.amount)}."
            )
    return "The source states this figure."
