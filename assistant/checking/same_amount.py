"""Whether a draft's amount says what a source's does: no more, no less, and of one kind."""

from __future__ import annotations

from dataclasses import replace

from assistant.figures.compare import contradicts, same_unit, same_value
from assistant.figures.figure import Amount

_MEASURES = frozenset({"%", "percentage points", "£", "$", "€", "p", "ratio", "times", "people"})
_TIMES = frozenset({"seconds", "minutes", "hours", "days", "weeks", "months", "years"})
_LIMIT = frozenset({None, "up to"})
_SAME_NOUNS = {
    noun: group[0]
    for group in (
        ("deaths", "fatalities"),
        ("homes", "houses", "dwellings"),
        ("posts", "jobs", "roles"),
        ("people", "representatives", "delegates", "participants", "attendees", "officials"),
        ("organisations", "bodies"),
        ("mistakes", "errors"),
    )
    for noun in group
}


def _one_unit(own: Amount, other: Amount) -> tuple[Amount, Amount]:
    """Two amounts, where one has no unit that can be told with that of the other, if a noun."""
    own, other = plain(own), plain(other)
    if own.unit and other.unit or {own.unit, other.unit} & (_MEASURES | _TIMES):
        return own, other
    unit = own.unit or other.unit
    return replace(own, unit=unit), replace(other, unit=unit)


def plain(amount: Amount) -> Amount:
    """The amount with one noun for those that count the same."""
    noun = _SAME_NOUNS.get(amount.unit, amount.unit)
    return amount if noun == amount.unit else replace(amount, unit=noun)


def comparable_units(own: Amount, other: Amount) -> bool:
    """Whether two amounts are of one kind: per cent and one in five, deaths and fatalities."""
    return same_unit(*_one_unit(own, other))


def comparable(own: Amount, other: Amount) -> bool:
    """Whether one can be what the other should be: of one kind, or one number with two units."""
    if comparable_units(own, other):
        return True
    units = {own.unit, other.unit}
    return own.value == other.value and (units <= _MEASURES | _TIMES or is_telling(own.value))


def is_telling(value: float) -> bool:
    """Whether few figures have a number: it is neither small nor round."""
    digits = f"{value:.6g}".replace(".", "").strip("0")
    return len(digits) > 1 and not (value <= 20 and value == int(value))


def same_amount(own: Amount, other: Amount) -> bool:
    """Whether a draft's amount says no more and no less than a source's.

    The draft must bound it as the source does: "up to 5" is not 5, nor the other way round.
    """
    own, other = _one_unit(own, other)
    if not same_value(own, other) or contradicts(own, other):
        return False
    if own.per and other.per and own.per != other.per:
        return False
    bounds = {_bound(one) for one in (own, other)}
    if own.unit in _TIMES and bounds <= _LIMIT:
        return True  # "within 5 days", "in 5 days": both are a limit
    return len(bounds) == 1


def _bound(amount: Amount) -> str | None:
    """Which way an amount is bounded.

    "£11bn-plus", "at least" and "more than" paraphrase one another, as "under" and "up to" do; none
    of them is the amount itself.
    """
    if amount.comparator in ("above", "at least"):
        return "at least"
    if amount.comparator == "below" and amount.unit not in _TIMES:
        return "up to"
    return amount.comparator if amount.comparator != "about" else None
