"""What sets two figures of one amount apart: direction, denial, rate, another subject or time.

The draft's figure and statement come first, the source's after them.
"""

from __future__ import annotations

import re
from datetime import date

from assistant.checking.same_measure import excluded
from assistant.checking.statements import Statement, dates_as_printed, dates_in, stems_of
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
_UP = re.compile(
    r"\b(?:ris(?:e[sn]?|ing)|rose|increas\w+|gr[eo]w\w*|growth|higher|up|gain\w*|improv\w+|better|climb\w*"
    r"|expan\w+|above|exceed\w*)\b",
    re.IGNORECASE,
)
_DOWN = re.compile(
    r"\b(?:fall(?:s|en|ing)?|fell|decreas\w+|declin\w+|drop\w*|reduc\w+|lower\w*|fewer|down|cut\w*"
    r"|below|loss|shrank|shrunk|wors\w+)\b",
    re.IGNORECASE,
)
_RATE = re.compile(
    r"\b(?:(?:every|each|per|an?)\s+(?P<per>hour|day|night|week|month|quarter|year)\b"
    r"|(?P<ly>hourly|daily|nightly|weekly|monthly|quarterly|yearly|annual(?:ly)?)"
    r"(?! (?:reports?|accounts|surveys?|reviews?|plans?|meetings?|conference)\b))",
    re.IGNORECASE,
)
_RATES = {"daily": "day", "annual": "year", "annually": "year"}
_FEW_DATES = 3


def against(drafted: Statement, figure: Figure, source: Statement, other: Figure) -> str | None:
    """Why two figures are not the same though their amounts are, in a sentence; None: they may."""
    for stems in excluded(drafted, figure, source):
        said = [word for word in source.text.split() if stems & stems_of(word)]
        what = f": “{said[0].strip('.,;:()')}”" if said else ""
        return f"The source says this of something else{what}."
    if _opposite(drafted, figure, source, other):
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
    return not _opposite(drafted, figure, source, other) and not _only_one_changes(
        drafted, figure, source, other
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


def rate(statement: Statement, figure: Figure) -> str | None:
    """For each what a figure is said to be: "day", "week", "year"; None where it is not said."""
    before, after = statement.sides(figure)
    found = [*_RATE.finditer(before[-40:]), *_RATE.finditer(after[:90])]
    if figure.amount.per in ("hour", "day", "night", "week", "month", "quarter", "year"):
        return figure.amount.per
    names = {
        _RATES.get(name, name.removesuffix("ly"))
        for match in found
        if (name := (match["per"] or match["ly"]).lower())
    }
    return names.pop() if len(names) == 1 else None


def _own_dates(drafted: Statement, figure: Figure) -> frozenset[str]:
    """The dates that the draft gives for a figure: of many in a sentence, those of its period."""
    if figure.period and _written(figure.period.text, drafted):
        return dates_in(figure.period.text)
    return drafted.dates if len(drafted.dates) <= _FEW_DATES else frozenset()


def _written(text: str, statement: Statement) -> bool:
    return " ".join(text.split()) in statement.text


def _opposite(drafted: Statement, figure: Figure, source: Statement, other: Figure) -> bool:
    """Whether the words beside the figures say that one is a rise and the other a fall."""
    own, theirs = drafted.beside(figure), source.beside(other)
    up, down = bool(_UP.search(own)), bool(_DOWN.search(own))
    their_up, their_down = bool(_UP.search(theirs)), bool(_DOWN.search(theirs))
    return (up and not down and their_down and not their_up) or (
        down and not up and their_up and not their_down
    )


def _only_one_changes(drafted: Statement, figure: Figure, source: Statement, other: Figure) -> bool:
    """Whether one figure is a rise, a fall or a gap, and the other a level as far as is said."""
    ways = [_way(figure.amount), _way(other.amount)]
    if figure.amount.unit not in _CHANGES or ways.count(None) != 1:
        return False
    plain = source.beside(other) if ways[0] else drafted.beside(figure)
    is_up = bool({"rise", "above"} & set(ways))
    same, counter = (_UP, _DOWN) if is_up else (_DOWN, _UP)
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
