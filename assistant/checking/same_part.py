"""Which of several figures of one sentence a figure of the draft stands for.

"45% of nurses and 30% of doctors" has the figures of "30% of nurses", and does not say it. The few
words on each side of a figure, small ones as "from" and "to" too, tell its part in the sentence;
where the source says "respectively", the order of what it lists does.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from assistant.answer.understanding.stop_words import STOP_WORDS
from assistant.checking.statements import WORD, Statement
from assistant.figures.compare import same_unit
from assistant.figures.figure import Figure
from assistant.index.words import stem

_REACH = 6
"""So many words on each side tell the part of a figure, those beside it most."""
_FADES = 0.4
"""Each further word of a side counts so much of the one before it."""
_SMALL = 0.35
"""What the first small word counts, beside the first that carries meaning."""
_SURER = 0.12
"""Another figure's part must be so much more alike for it to be the one that is meant."""
_LISTED = re.compile(r"((?:[\w’'-]+(?: [\w’'-]+)?, )*[\w’'-]+(?: [\w’'-]+)?,? and [\w’'-]+)")


def is_anothers(drafted: Statement, figure: Figure, source: Statement, other: Figure) -> bool:
    """Whether a figure of the source has another part in its sentence than the draft's in its own.

    That is so where a figure beside it, of the same kind and another value, has the part.
    """
    rivals = [
        one
        for one in source.figures
        if one is not other
        and same_unit(one.amount, other.amount)
        and one.amount.value != other.amount.value
    ]
    if not rivals:
        return False
    placed = _by_order(drafted, figure, source, [*rivals, other])
    if placed is not None:
        return placed is not other
    timed = _by_time(figure, other, rivals)
    if timed is not None:
        return not timed
    part = _part(drafted, figure)
    own = _alike(part, _part(source, other))
    return any(_alike(part, _part(source, rival)) > own + _SURER for rival in rivals)


def _by_time(figure: Figure, other: Figure, rivals: list[Figure]) -> bool | None:
    """Whether this figure alone, and no rival, is of the draft's time; None: time does not tell."""
    time = figure.period
    if time is None or other.period is None:
        return None
    fits = [
        one.period is not None and one.period.start <= time.end and time.start <= one.period.end
        for one in (other, *rivals)
    ]
    return fits[0] if sum(fits) == 1 and all(one.period for one in rivals) else None


def _part(statement: Statement, figure: Figure) -> tuple[Mapping[str, float], Mapping[str, float]]:
    """The words before and after a figure, with what each counts."""
    before, after = statement.sides(figure)
    return _counted(WORD.findall(before)[::-1]), _counted(WORD.findall(after))


def _counted(words: list[str]) -> Mapping[str, float]:
    counted: dict[str, float] = {}
    carrying, small = 1.0, _SMALL
    for word in words[:_REACH]:
        is_small = word.lower() in STOP_WORDS
        counted.setdefault(stem(word.lower()), small if is_small else carrying)
        if is_small:
            small *= _FADES
        else:
            carrying *= _FADES
    return counted


def _alike(
    own: tuple[Mapping[str, float], Mapping[str, float]],
    other: tuple[Mapping[str, float], Mapping[str, float]],
) -> float:
    total = sum(weight**2 for side in own for weight in side.values())
    shared = sum(
        weight * theirs.get(word, 0.0)
        for mine, theirs in zip(own, other, strict=True)
        for word, weight in mine.items()
    )
    return shared / total if total else 0.0


def _by_order(
    drafted: Statement, figure: Figure, source: Statement, figures: list[Figure]
) -> Figure | None:
    """The figure that "respectively" gives to the one thing listed that the draft names."""
    if "respectively" not in source.text or figure.table is not None:
        return None
    ordered = sorted(figures, key=lambda one: one.key)
    before = source.document.text[source.start : ordered[0].key[0]]
    own = {stem(word.lower()) for word in WORD.findall(drafted.text)}
    for match in reversed(list(_LISTED.finditer(before))):
        items = re.split(r", and |, | and ", match[1])
        if len(items) != len(ordered):
            continue
        named = [stem(item.split()[-1].lower()) in own for item in items]
        if sum(named) == 1:
            return ordered[named.index(True)]
    return None
