"""Whether two figures measure the same thing.

That is judged by the words around them: how much of what the one says the other says
too, rare words and those near the figure counting most, and how near the sentences are in meaning.
Words that exclude each other (inpatients and outpatients, England and Wales) speak against it.
"""

from __future__ import annotations

from collections.abc import Mapping

from assistant.checking.statements import Statement
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
