"""What sets two figures of one amount apart: a direction, a denial, a rate, another subject."""

from __future__ import annotations

import re
from datetime import date

from assistant.checking.agreement import DOWN, UP, excluded, opposite
from assistant.checking.roles import rate
from assistant.checking.statements import Statement, stems_of
from assistant.figures.compare import written
from assistant.figures.figure import Amount, Figure

_NOT = re.compile(
    r"\b(?:not|no(?![.’'])|never|without|neither|nor|none|cannot|fail(?:s|ed|ing)? to)\b|n[’']t\b",
    re.IGNORECASE,
)
_WANTING = re.compile(
    r"\b(?:lack\w*|unable|insufficien\w*|short(?:age\w*)? of|miss(?:ed|es|ing)|unmet"
    r"|refus\w+|absen\w+|non)\b",
    re.IGNORECASE,
)
"""Words that may say the same as "not": "they lacked" is "they did not have"."""
_NOT_DENYING = re.compile(
    r"\b(?:no|not) (?:more|less|fewer|later|earlier|longer|lower|higher|only|just)\b", re.IGNORECASE
)
"""What bounds a figure or adds to it, and denies nothing."""
_CHANGES = frozenset({"%", "percentage points", "£", "$", "€", "times"})
"""What both levels and changes are counted in: "5%" and "a fall of 5%" are not the same."""
_RATED = frozenset({"£", "$", "€", "people"})
"""Units in which a total and what it is each year could be mistaken for one another."""


def against(drafted: Statement, figure: Figure, source: Statement, other: Figure) -> str | None:
    """Why two figures are not the same though their amounts are, in a sentence; None: they may."""
    for stems in excluded(drafted, figure, source):
        said = [word for word in source.text.split() if stems & stems_of(word)]
        what = f": “{said[0].strip('.,;:()')}”" if said else ""
        return f"The source says this of something else{what}."
    if opposite(drafted, figure, source, other):
        return "The source says it went the other way."
    if _only_one_changes(drafted, figure, source, other):
        if other.amount.direction:
            return f"The source says {written(other.amount)}, the draft does not say which way."
        return f"The draft says {written(figure.amount)}, the source does not say which way."
    denials = [_denial(drafted, figure), _denial(source, other)]
    if denials in ([True, False], [False, True]):
        who, whom = ("draft", "source") if denials[0] else ("source", "draft")
        return f"The {who} has “not”, “no” or the like here, the {whom} has not."
    own, theirs = rate(drafted, figure), rate(source, other)
    if own and theirs and own != theirs:
        return f"The source says this for each {theirs}, the draft for each {own}."
    own = own or figure.amount.per
    rated = theirs or other.amount.per or (own == "year" and _is_of_a_year(other))
    if own and not rated and figure.amount.unit in _RATED:
        return f"The draft says this for each {own}, the source does not."
    return None


def _is_of_a_year(figure: Figure) -> bool:
    """Whether a figure is about one year, so that it is what there was "a year"."""
    if figure.period is None:
        return False
    start, end = (date.fromisoformat(day) for day in (figure.period.start, figure.period.end))
    return 360 <= (end - start).days <= 370


def says_whole(drafted: Statement, figure: Figure, source: Statement, other: Figure) -> bool:
    """Whether the draft's words stand there and nothing beside denies or turns them."""
    beyond = source.beyond(drafted)
    if beyond is None or _denies(beyond):
        return False
    return not opposite(drafted, figure, source, other) and not _only_one_changes(
        drafted, figure, source, other
    )


def _only_one_changes(drafted: Statement, figure: Figure, source: Statement, other: Figure) -> bool:
    """Whether one figure is a rise, a fall or a gap, and the other a level as far as is said."""
    ways = [_way(figure.amount), _way(other.amount)]
    if figure.amount.unit not in _CHANGES or ways.count(None) != 1:
        return False
    plain = source.beside(other) if ways[0] else drafted.beside(figure)
    is_up = bool({"rise", "above"} & set(ways))
    same, counter = (UP, DOWN) if is_up else (DOWN, UP)
    return same.search(plain) is None or counter.search(plain) is not None


def _way(amount: Amount) -> str | None:
    return "fall" if amount.direction is None and amount.value < 0 else amount.direction


def _denial(statement: Statement, figure: Figure) -> bool | None:
    """Whether the clause of a figure says that something is not so; None: that could be meant."""
    if figure.table is not None:
        return False
    clause = statement.clause(figure)
    return _denies(clause) or (None if _WANTING.search(clause) else False)


def _denies(text: str) -> bool:
    """Whether some words say that something is not so; "no more than" does not."""
    return _NOT.search(_NOT_DENYING.sub(" ", text)) is not None
