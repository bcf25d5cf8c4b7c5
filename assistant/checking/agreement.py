"""Whether two figures measure the same thing, and whether they say the same of it.

What they measure is judged by the words around them: how much of what the one says the other says
too, rare words and those near the figure counting most, and how near the sentences are in meaning.
Words that exclude each other (inpatients and outpatients, England and Wales) speak against it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from assistant.checking.statements import Statement, dates_as_printed, dates_in
from assistant.figures.figure import Figure
from assistant.index.words import Vocabulary, stem

_SAID_AROUND = 0.6
"""What the sentence before, a heading or the document's names say counts so much."""
_OWN, _OTHER, _MEANING = 0.45, 0.2, 0.35
"""Weights: the draft's words found in the source, the source's in the draft, the cosine."""
_UNLIKE, _ALIKE = 0.25, 0.85
"""Cosines that say nothing and everything."""
_EXCLUDED = 0.2
"""What it costs where the two have words that exclude each other."""

_FEW_DATES = 3
_EXCLUSIVE = tuple(
    tuple(frozenset(stem(word) for word in side.split()) for side in group.split("|"))
    for group in (
        "inpatient inpatients|outpatient outpatients",
        "elective|emergency urgent",
        "adult adults|child children paediatric young",
        "men male males man boys|women female females woman girls",
        "england english|wales welsh|scotland scottish|ireland irish",
        "nurse nurses nursing midwives|doctor doctors consultants medical|gp gps",
        "capital|revenue",
        "public|private",
        "urban|rural",
        "mean average|median",
        "minimum least|maximum most",
        "first|second|third|fourth",
        "primary|secondary|tertiary",
        "acute|community|ambulance|mental",
        "cost costs spending spend|saving savings|income",
        "input inputs|output outputs|outcome outcomes",
        "admission admissions|discharge discharges|referral referrals|attendance attendances",
        "death deaths died|survived survivors survival",
        "accepted accept|rejected reject",
        "day days|week weeks|month months",
    )
)
UP = re.compile(
    r"\b(?:ris(?:e[sn]?|ing)|rose|increas\w+|gr[eo]w\w*|growth|higher|up|gain\w*|improv\w+|better|climb\w*"
    r"|expan\w+|above|exceed\w*)\b",
    re.IGNORECASE,
)
DOWN = re.compile(
    r"\b(?:fall(?:s|en|ing)?|fell|decreas\w+|declin\w+|drop\w*|reduc\w+|lower\w*|fewer|down|cut\w*"
    r"|below|loss|shrank|shrunk|wors\w+)\b",
    re.IGNORECASE,
)


def likeness(
    drafted: Statement,
    figure: Figure,
    source: Statement,
    other: Figure,
    cosine: float,
    words: Vocabulary,
) -> float:
    """How surely two figures measure the same thing, from 0 to 1."""
    about, of_other = drafted.about(figure), source.about(other)
    own = _said(about, source, words)
    theirs = _said(of_other, drafted, words)
    meaning = min(1.0, max(0.0, (cosine - _UNLIKE) / (_ALIKE - _UNLIKE)))
    score = _OWN * own + _OTHER * theirs + _MEANING * meaning
    return max(0.0, score - _EXCLUDED * len(excluded(drafted, figure, source)))


def _said(about: Mapping[str, float], by: Statement, words: Vocabulary) -> float:
    total = said = 0.0
    for stemmed, near in about.items():
        weight = near * (words.rarity(stemmed) + 0.05)
        total += weight
        if stemmed in by.stems:
            said += weight
        elif stemmed in by.around:
            said += weight * _SAID_AROUND
    return said / total if total else 0.0


def excluded(drafted: Statement, figure: Figure, source: Statement) -> list[frozenset[str]]:
    """What the source speaks of, as stems, that what the draft says of a figure excludes.

    Of a sentence with both sides of a pair, the one nearer to the figure counts.
    """
    about = drafted.about(figure)
    found = []
    for group in _EXCLUSIVE:
        sides = [side for side in group if not side.isdisjoint(about)]
        theirs = [side for side in group if not side.isdisjoint(source.stems)]
        if sides and theirs:
            nearest = max(sides, key=lambda side: max(about.get(one, 0.0) for one in side))
            if nearest not in theirs:
                found.append(theirs[0] & source.stems)
    return found


def opposite(drafted: Statement, figure: Figure, source: Statement, other: Figure) -> bool:
    """Whether the words beside the figures say that one is a rise and the other a fall."""
    own, theirs = drafted.beside(figure), source.beside(other)
    up, down = bool(UP.search(own)), bool(DOWN.search(own))
    their_up, their_down = bool(UP.search(theirs)), bool(DOWN.search(theirs))
    return (up and not down and their_down and not their_up) or (
        down and not up and their_up and not their_down
    )


def periods_differ(
    drafted: Statement, figure: Figure, source: Statement, other: Figure
) -> str | None:
    """What the source says of the time where that is not what the draft says; None: no conflict.

    "" stands for a source that does not say.
    """
    own = _own_dates(drafted, figure)
    if not own:
        return None
    stated = source.dates | (dates_in(other.period.text) if other.period else frozenset())
    if other.table is not None:
        headers = " ".join((*other.table.row, *other.table.column, other.table.caption))
        stated |= dates_in(headers)
    period = figure.period
    if period and other.period and _written(period.text, drafted) and own <= stated:
        apart = period.end < other.period.start or other.period.end < period.start
        return other.period.text if apart and _written(other.period.text, source) else None
    if own <= stated:
        return None
    if stated:
        return other.period.text if other.period else " and ".join(dates_as_printed(source.text))
    document = source.document
    wide = " ".join(
        (
            document.text[max(0, source.start - 600) : source.end + 300],
            *document.section_at(source.start),
            *document.names,
        )
    )
    known = dates_in(wide) | {(document.published or "")[:4]}
    return None if own <= known else ""


def _own_dates(drafted: Statement, figure: Figure) -> frozenset[str]:
    """The dates that the draft gives for a figure: of many in a sentence, those of its period."""
    if figure.period and _written(figure.period.text, drafted):
        return dates_in(figure.period.text)
    return drafted.dates if len(drafted.dates) <= _FEW_DATES else frozenset()


def _written(text: str, statement: Statement) -> bool:
    return " ".join(text.split()) in statement.text
