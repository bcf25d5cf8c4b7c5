"""Questions that ask for a figure: what unit and which way, and the sentences that state such.

The reader judges words; that "what percentage" wants a percentage, and that "how far below" is not
answered by a figure above, follows from the figures that the index has read in each sentence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.answer.reading.reader import Reading
from assistant.answer.understanding.question import Question
from assistant.figures.figure import PERCENT, POINTS, POUNDS, RANK, RATIO, TIMES, Direction, Figure
from assistant.index.word_families import families_of, family
from assistant.index.words import Vocabulary

FiguresWithin = Callable[[str, int, int], Sequence[Figure]]
"""The figures of the document at a path whose words stand between two offsets."""

_TIME = frozenset({"minutes", "hours", "days", "weeks", "fortnights", "months", "years", "decades"})
_SHARES = frozenset({PERCENT, POINTS, RATIO})
_MONEY = frozenset({POUNDS, "$", "€", "p"})
_NO_COUNTS = frozenset({PERCENT, POINTS, RANK}) | _MONEY | _TIME
_UP: frozenset[Direction] = frozenset({"rise", "above"})
_DOWN: frozenset[Direction] = frozenset({"fall", "below"})

_UNITS: tuple[tuple[frozenset[str], re.Pattern[str]], ...] = (
    (
        _SHARES,
        re.compile(
            r"\b(?:what|which) (?:\w+ )?(?:percentage|per ?cent|proportion|share|fraction)\b"
            r"|\b(?:percentage|proportion) of\b",
            re.IGNORECASE,
        ),
    ),
    (
        _MONEY,
        re.compile(
            r"\bhow much (?:money|funding|cash|did .* (?:cost|spend|pay|save)|(?:does|will|would) "
            r".* (?:cost|pay|raise|save)|(?:is|was|were|are|will be|has been|had been) (?:\w+ )?"
            r"(?:paid|spent|saved))\b",
            re.IGNORECASE,
        ),
    ),
    (_TIME, re.compile(r"\bhow many (?:minutes|hours|days|weeks|months|years)\b", re.IGNORECASE)),
)
_COUNT = re.compile(
    r"\bhow many\b|\b(?:what|which) (?:\w+ ){0,2}(?:number|figure|total|toll)\b|\bnumber of\b",
    re.IGNORECASE,
)
_FAR_DOWN = re.compile(
    r"\b(?:how (?:far|much)|by how much|what percentage)\b[^?]*\b(?:below|behind|lower|less|fewer"
    r"|short|down|f[ae]ll(?:en)?|drop(?:ped)?|declined?|decreased?|reduced?|shrunk?|shrank|cut)\b",
    re.IGNORECASE,
)
_FAR_UP = re.compile(
    r"\b(?:how (?:far|much)|by how much|what percentage)\b[^?]*\b(?:above|ahead|higher|up|rise[ns]?"
    r"|rose|gr[eo]wn?|increased?|climb(?:ed)?|exceed(?:s|ed)?)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class WantedFigure:
    """What a question wants a figure to be; what is empty does not restrict it.

    `not_units` are those that a count has not; `opposite` are the directions that would say the
    contrary. `needed`: nothing else is an answer.
    """

    units: frozenset[str] = frozenset()
    not_units: frozenset[str] = frozenset()
    opposite: frozenset[Direction] = frozenset()
    needed: bool = True

    def suits(self, figure: Figure) -> bool:
        """Whether a figure is of the unit that is asked for and says not the contrary."""
        amount = figure.amount
        return (
            (not self.units or amount.unit in self.units)
            and amount.unit not in self.not_units
            and amount.direction not in self.opposite
        )


def wanted_figure(question: Question) -> WantedFigure | None:
    """What figure a question asks for in so many words; None where it asks for none."""
    text = question.understood or question.text
    units = next((units for units, pattern in _UNITS if pattern.search(text)), frozenset[str]())
    down, up = _FAR_DOWN.search(text), _FAR_UP.search(text)
    opposite: frozenset[Direction] = frozenset()
    if (down is None) != (up is None):
        opposite = _UP if down else _DOWN
        units = units or _SHARES | _MONEY | _TIME | {TIMES}
    if units:
        return WantedFigure(units=units, opposite=opposite)
    if _COUNT.search(text):
        # "Several" and "no other" are answers too, and no figures.
        return WantedFigure(not_units=_NO_COUNTS, needed=False)
    return None


_ABOUT = 3.0
"""What it is worth that all that a question names stands with a figure, in the reader's score."""


def stating_figures(
    readings: Sequence[Reading],
    question: Question,
    figures: FiguresWithin,
    vocabulary: Vocabulary,
    *,
    worth: float,
) -> tuple[Reading, ...]:
    """The readings that state a figure as it is asked for, best first, their keys on it.

    The reader does not see the headers of tables, and one number looks like another to it: so how
    much of the question stands with the figure counts too. A figure that scores more than `worth`
    below the best is one of something else. Where none is left of a needed one, there is no
    answer. All stay, as they came, where the question asks for no figure.
    """
    wanted = wanted_figure(question)
    if wanted is None or not readings:
        return tuple(readings)
    least = readings[0].score - worth
    weights = {family(one): vocabulary.weight(one) for one in question.stems}
    suiting = []
    for reading in readings:
        stated = figures(reading.document.path, reading.start, reading.end)
        right = [figure for figure in stated if wanted.suits(figure)]
        if right and reading.score >= least:
            figure = _meant(reading, right, question)
            score = reading.score + _ABOUT * _about(reading, figure, weights)
            suiting.append(replace(reading, key=figure.key, score=score))
    suiting.sort(key=lambda each: -each.score)
    return tuple(suiting) if suiting or wanted.needed else tuple(readings)


def _meant(reading: Reading, figures: Sequence[Figure], question: Question) -> Figure:
    """The figure that the reader's words touch, else the one whose measure is asked for most.

    In the row of a table it is the cell by its headers: the reader does not see the columns.
    """
    key, asked = reading.key, {family(one) for one in question.stems}

    def suits(figure: Figure) -> tuple[bool, int, bool]:
        touched = key is not None and figure.key[0] < key[1] and key[0] < figure.key[1]
        return touched and figure.table is None, len(asked & measured_families(figure)), touched

    return max(figures, key=suits)


def measured_families(figure: Figure) -> frozenset[str]:
    """The words of what a figure measures, its headers among them, by the stem of their family."""
    headers = figure.table.words if figure.table is not None else ()
    return families_of(" ".join((figure.measure, *headers)))


def _about(reading: Reading, figure: Figure, weights: Mapping[str, float]) -> float:
    """The part of what a question names that stands with a figure, from 0 to 1."""
    document = reading.document
    text = document.without_marks(reading.start, reading.end)
    headings = " ".join((*document.names, *document.section_at(reading.start)))
    said = measured_families(figure) | families_of(text) | families_of(headings)
    total = sum(weights.values())
    return sum(weight for one, weight in weights.items() if one in said) / total if total else 0.0
