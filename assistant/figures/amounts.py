"""The amounts of a text: numbers with their unit, bound, direction and range."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.figures.comparators import comparator_after, comparator_before
from assistant.figures.directions import direction_of
from assistant.figures.figure import PERCENT, POINTS, POUNDS, RANK, RATIO, TIMES, Amount
from assistant.figures.labels import label_spans
from assistant.figures.numbers import Number, numbers_in
from assistant.figures.ranges import BETWEEN, Quantity, joined
from assistant.figures.rates import is_annual, rate_after
from assistant.figures.shares import shares_in
from assistant.figures.units import Unit, currency_before, labelled_before, unit_after
from assistant.folding import without_letters_that_only_match

_HAS_FIGURE = re.compile(
    r"\d|[½¼¾]|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|twenty|thirty"
    r"|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|billion|one|half|third"
    r"|quarter|fourth|fifth|sixth|tenth|doubl\w+|tripl\w+|trebl\w+|quadrupl\w+|twice|halv\w+"
    r"|\w+fold)\b",
    re.IGNORECASE,
)
_STATES = re.compile(
    r"(?:\b(?:number|figure|count|value)s?\s{1,9}(?:of|to|at|was|is|were)\s{1,9}"
    r"|\b(?:total(?:l?ing|s|led)?|scor(?:e|es|ed|ing)|averag(?:e|es|ed|ing)|number(?:ed|ing)"
    r"|reach(?:ed|es|ing)?|median|mean|index|rate|estimate|target|baseline"
    r"|trajectory|threshold|rating|increases?|rises?|reductions?|falls?|drops?|decreases?"
    r"|st(?:ood|ands))\s{1,9}(?:of\s{1,9}|to\s{1,9}|at\s{1,9}|was\s{1,9}|is\s{1,9}|were\s{1,9}|by\s{1,9}|out\s{1,9}of\s{1,9})?"
    r"|\b(?:increas|ris|rose|gr[eo]w|f[ae]ll|drop|reduc|declin|decreas|down|up|improv|chang|expand"
    r"|cut)\w*\s{1,9}(?:[\w’'-]+\s{1,9}){0,6}?(?:to|from|by)\s{1,9}"
    r"|\bfrom\s{1,9}\d[\d,.]*\s{1,9}(?:[\w,]+\s{1,9}){0,6}to\s{1,9})"
    r"(?:(?:just|only|around|about|over|nearly|almost|more\s{1,9}than|a|total|of)\s{1,9})*$",
    re.IGNORECASE,
)
"""Words before a number without a unit that tell that it measures something."""
_OF_WHICH = re.compile(
    r"\s{1,9}(?:of\s{1,9}(?:which|whom|them|these|those)\b|in\s{1,9}total\b|remain)", re.IGNORECASE
)
_MEASURING_ONE = re.compile(
    r"one(?:\s+(?:hour|minute|week|month|year|per\s?cent|percentage|million|billion|hundred"
    r"|thousand)s?\b|-(?:hour|minute|week|month|year)\b)",
    re.IGNORECASE,
)
_SOME_ONE = re.compile(r"\b(?:day|at|no|any|every|each|this|that|which|some)\s+$", re.IGNORECASE)
_BEGINS = re.compile(r"[.!?:;•“‘(\"–-]\s*$")
_NAME_BEFORE = re.compile(r"\b[A-Z][\w&’'-]*\s$")
_ADDED = re.compile(
    r"\s{0,9}(?:,|,?\s{0,9}and|or|to)\s{0,9}(?:by\s{1,9})?(?:(?:a|an|the)\s{1,9})?", re.IGNORECASE
)
_ADDED_BY = re.compile(r",?\s{0,9}and\s{1,9}(?:[\w’'-]+\s{1,9}){0,6}by\s{1,9}", re.IGNORECASE)
_EACH_OF_TWO = re.compile(r"\s{1,9}and\s{1,9}")
_RESPECTIVELY = re.compile(r",?\s+respectively\b")
_MINUS = re.compile(r"(?:^|(?<=[\s(]))[-−–]$")
_DASH = re.compile(r"\d\s[-−–]$|\w\s–$")
_NAMED = re.compile(r"\s{0,9}[A-Z(]")
_IN_BRACKETS = re.compile(r"\s{0,9}\(\s{0,9}(?:or\s{1,9})?")
_NOT_INHERITED = frozenset({"", PERCENT, POINTS, RATIO, RANK, TIMES, "p"})
_SCORED = re.compile(
    r"[;]|\b(?:scor\w+|index|rating|ranked|segment|scale|age|to\s+\d)\b", re.IGNORECASE
)
_NEAR = 90
_AND_AGAIN = re.compile(
    r"(?P<of>[^\d.;:()]*?),?\s(?:(?:and|or|but)\s)?"
    r"(?:compared\s(?:with|to)\s|against\s)?"
    r"(?:(?:about|around|approximately|nearly|almost|over|only|just|another|between|up\sto"
    r"|(?:more|less|fewer)\sthan|at\sleast|a\sfurther)\s)*"
)
"""What stands between two numbers that count the same."""
_PREPOSITIONS = re.compile(r"\b(?:from|in|at|for|on|among|with|by|of|to)\b", re.IGNORECASE)
_PREPOSITION = re.compile(rf"\s({_PREPOSITIONS.pattern})\s", re.IGNORECASE)
_YEAR = re.compile(r"(?:1[89]|20)\d\d")
_NUMBER_OF = re.compile(r"\bnumbers?\s+of\b", re.IGNORECASE)
_LENGTHS_OF_TIME = frozenset({"minutes", "hours", "days", "weeks", "months", "years"})


@dataclass(frozen=True, slots=True)
class FoundAmount:
    """An amount in a text: `text[start:end]` has it with its comparator and unit.

    `noun`: where in it the noun that is counted begins ("beds" of "1,200 beds"); None where the
    unit is none, or stands elsewhere.
    """

    start: int
    end: int
    amount: Amount
    noun: int | None = None


def amounts_in(text: str, *, in_table: bool = False) -> list[FoundAmount]:
    """The figures of a sentence, paragraph or draft, in order; they do not overlap.

    What has digits and is no figure is left out: dates, references, names, ages of a group. Of
    numbers without a unit, only those that the words around them make a figure of are kept; of a
    cell `in_table` all, as its headers say what they are.
    """
    text = without_letters_that_only_match(text)
    if not _HAS_FIGURE.search(text):
        return []
    labels = label_spans(text)
    taken = bytearray(len(text))
    _take(taken, labels)
    shares = [share for share in shares_in(text) if not any(taken[share.start : share.end])]
    _take(taken, [(share.start, share.end) for share in shares])
    numbers = [one for one in numbers_in(text) if not any(taken[one.start : one.end])]
    found = [
        _bounded(
            text,
            share.start,
            share.end,
            Amount(share.value, share.unit, None, None, share.direction),
        )
        for share in shares
    ]
    counted: Quantity | None = None
    for quantity in joined(text, [_read(text, number) for number in numbers]):
        again = counted is not None and _counts_again(text, counted, quantity)
        if in_table and quantity.number.written or again or _is_figure(text, quantity):
            found.append(_whole(text, quantity))
        counts = quantity.unit is not None and quantity.unit.counted
        counted = quantity if again or counts else None
    return _in_row(text, _apart(sorted(found, key=lambda one: one.start)))


def _take(taken: bytearray, spans: Sequence[tuple[int, int]]) -> None:
    for start, end in spans:
        taken[start:end] = b"\1" * (end - start)


def _read(text: str, number: Number) -> Quantity:
    """A number with its own unit."""
    money = currency_before(text, number.start)
    if money is not None:
        sign, start = money
        return _signed(text, Quantity(start, number.end, number, Unit(sign, number.end), True))
    unit = unit_after(text, number.end, number.value)
    if unit is None and number.written:
        unit = labelled_before(text, number.start, number.end)
    bound = comparator_after(text, number.end)
    if unit is None and bound is not None:  # "2 or more health conditions"
        after = unit_after(text, bound[1], max(number.value, 2.0))
        unit = Unit(after.name, number.end, after.counted) if after is not None else None
    return _signed(text, Quantity(number.start, unit.end if unit else number.end, number, unit))


def _signed(text: str, quantity: Quantity) -> Quantity:
    """A quantity with the minus sign before it: not the dash of a range or between clauses."""
    start, unit = quantity.start, quantity.unit
    measured = unit is not None and not unit.counted and quantity.number.written
    minus = measured and _MINUS.search(text, max(0, start - 2), start)
    if not minus or _DASH.search(text, max(0, start - 3), start):
        return quantity
    number = replace(quantity.number, value=-quantity.number.value)
    return replace(quantity, start=start - 1, number=number)


def _is_figure(text: str, quantity: Quantity) -> bool:
    """Whether a number states something: one without a unit mostly names or counts off."""
    number, unit = quantity.number, quantity.unit
    if unit is not None and (quantity.currency or unit.name in (PERCENT, POINTS, POUNDS)):
        return True
    before = text[max(0, number.start - 60) : number.start]
    words = text[number.start : number.end]
    if words.lower() == "one":
        measures = _MEASURING_ONE.match(text, number.start) is not None
        return measures and not _SOME_ONE.search(before)
    if not number.written:
        if words[0].isupper() and before.strip() and not _BEGINS.search(before):
            return False  # "Operation Seven": a name
        if number.value == 0:
            return unit is not None
    if unit is not None:
        return True
    if number.scale > 1 or "," in number.written:
        return True
    if number.written and _NAME_BEFORE.search(before):
        return False
    if _OF_WHICH.match(text, number.end):
        return True
    bounds = comparator_before(text, number.start, "") or comparator_after(text, number.end)
    if bounds is not None:
        return bool(number.written) and not _NAMED.match(text, number.end)
    return _STATES.search(before) is not None


def _counts_again(text: str, before: Quantity, quantity: Quantity) -> bool:
    """Whether a number counts what the one before it does: "9 beds in Leeds and 3 in York".

    Both are followed by the same preposition; a year counts nothing.
    """
    if quantity.unit is not None or not quantity.number.written:
        return False
    between = text[before.end : quantity.start]
    if len(between) > _NEAR or _SCORED.search(between) or _YEAR.fullmatch(quantity.number.written):
        return False
    said, after = _AND_AGAIN.fullmatch(between), _PREPOSITION.match(text, quantity.end)
    if said is None or after is None:
        return False
    return after[1].lower() in (word.lower() for word in _PREPOSITIONS.findall(said["of"]))


def _whole(text: str, quantity: Quantity) -> FoundAmount:
    unit = quantity.unit
    amount = Amount(quantity.number.value, unit.name if unit else "", high=quantity.high)
    counted = unit is not None and unit.counted and quantity.end > quantity.number.end
    if not unit and (number_of := _last_number_of(text, quantity.start)):
        amount = replace(amount, unit=number_of)
    found = _bounded(text, quantity.start, quantity.end, amount)
    return replace(found, noun=quantity.number.end) if counted else found


def _last_number_of(text: str, start: int) -> str | None:
    """What is counted by "the number of nurses rose to 350"."""
    named = list(_NUMBER_OF.finditer(text, max(0, start - 150), start))
    if not named or "." in text[named[-1].end() : start]:
        return None
    unit = unit_after(text[:start], named[-1].end(), 2.0)
    return unit.name if unit is not None and unit.counted else None


def _bounded(text: str, start: int, end: int, amount: Amount) -> FoundAmount:
    """An amount with what bounds it, which way it goes and what it is for each of."""
    if amount.unit == RANK:
        return FoundAmount(start, end, amount)
    comparator = amount.comparator
    before, after = comparator_before(text, start, amount.unit), comparator_after(text, end)
    if after is not None:
        comparator, end = after
        if before is not None and before[0] == "about":
            start = before[1]
    elif before is not None:
        comparator, start = before
    between = BETWEEN.search(text, max(0, start - 40), start) if amount.high is not None else None
    start = between.start() if between else start
    direction = amount.direction or direction_of(text, start, end, amount.unit)
    rate = rate_after(text, end)
    per = None
    if rate is not None:
        per, end = rate
    elif is_annual(text, end) and amount.unit in (PERCENT, POINTS, POUNDS):
        per = "year"
    amount = replace(amount, comparator=comparator, direction=direction, per=per)
    return FoundAmount(start, end, amount)


def _apart(found: Sequence[FoundAmount]) -> list[FoundAmount]:
    """Amounts that do not overlap: of two that do, the first."""
    result: list[FoundAmount] = []
    for one in found:
        if not result or one.start >= result[-1].end:
            result.append(one)
    return result


def _in_row(text: str, found: list[FoundAmount]) -> list[FoundAmount]:
    """The amounts with what is said once for several: "by 6% and 9%", "about 10% and 35%"."""
    for at in range(1, len(found)):
        before, one = found[at - 1], found[at]
        between = text[before.end : one.start]
        said = _shared(before.amount, one.amount, between)
        if said is not one.amount:
            found[at] = replace(one, amount=said)
        if found[at].amount.comparator is None and before.amount.comparator == "about":
            one = found[at]
            if _EACH_OF_TWO.fullmatch(between) and _RESPECTIVELY.match(text, one.end):
                found[at] = replace(one, amount=replace(one.amount, comparator="about"))
        unit = _unit_from_before(text, found, at)
        if unit:
            found[at] = replace(found[at], amount=replace(found[at].amount, unit=unit))
    return found


def _unit_from_before(text: str, found: Sequence[FoundAmount], at: int) -> str | None:
    """What a number without a unit counts: "2 million people in Leeds and 5,000 in York"."""
    one, before = found[at], found[at - 1]
    if one.amount.unit or before.amount.unit in _NOT_INHERITED or before.amount.unit[:1] in "£$€":
        return None
    between = text[before.end : one.start]
    return None if _SCORED.search(between) or len(between) > _NEAR else before.amount.unit


def _shared(before: Amount, one: Amount, between: str) -> Amount:
    same = before.unit == one.unit or one.unit == ""
    if same and _ADDED.fullmatch(between):
        if one.direction is None and "to" not in between.split():
            one = replace(one, direction=before.direction)
    elif before.unit == one.unit and one.direction is None and _ADDED_BY.fullmatch(between):
        one = replace(one, direction=before.direction)
    if one.comparator is None and one.unit in _LENGTHS_OF_TIME and before.unit in _LENGTHS_OF_TIME:
        bracketed = _IN_BRACKETS.fullmatch(between)
        timetable = between.strip() in (",", "and", ", and") and before.per and one.per
        if bracketed or timetable:
            one = replace(one, comparator=before.comparator)
    return one
