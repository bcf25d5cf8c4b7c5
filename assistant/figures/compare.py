"""Whether two amounts say the same, and how an amount is written for people."""

from __future__ import annotations

from fractions import Fraction
from math import floor, log10

from assistant.figures.figure import PERCENT, POINTS, POUNDS, RANK, RATIO, TIMES, Amount

_EXACT = {
    "%": ("share", 0.01), RATIO: ("share", 1.0),
    "p": (POUNDS, 0.01), POUNDS: (POUNDS, 1.0),
    "seconds": ("time", 1 / 60), "minutes": ("time", 1.0), "hours": ("time", 60.0),
    "days": ("time", 1440.0), "weeks": ("time", 10080.0), "fortnights": ("time", 20160.0),
    "months": ("months", 1.0), "years": ("months", 12.0), "decades": ("months", 120.0),
}  # fmt: skip
"""Units that turn into one another without rounding: the kind, and how much of it one is."""
_UP, _DOWN = frozenset({"rise", "above"}), frozenset({"fall", "below"})
_MORE, _LESS = frozenset({"above", "at least"}), frozenset({"below", "up to"})
_ABOUT = 0.025
"""How far from the source an amount may lie that says "about"."""
_ROUNDED = 0.1
"""And how far where the source rounds to just what it says: 5.4% is about 5%, 1.4% not about 1%."""


def same_unit(a: Amount, b: Amount) -> bool:
    """Whether two amounts can be held against each other: 20% and one in five, weeks and days."""
    return _kind(a.unit) == _kind(b.unit)


def same_value(a: Amount, b: Amount) -> bool:
    """Whether amount `a`, of a draft, has the value of `b`, of a source.

    Notation does not matter (11%, eleven per cent; £1.2bn, £1,200 million; one in three, 33%).
    A rounded value is the same only where `a` itself says "about": by a fortieth, or where the
    source rounds to its digits.
    """
    if not same_unit(a, b) or (a.high is None) != (b.high is None):
        return False
    pairs = [(a.value, b.value)]
    if a.high is not None and b.high is not None:
        pairs.append((a.high, b.high))
    return all(_same(x, a, y, b) for x, y in pairs)


def contradicts(a: Amount, b: Amount) -> bool:
    """Whether one says more where the other says less: a rise and a fall, "over" and "under"."""
    bounds = {a.comparator, b.comparator}
    return opposite(a, b) or bool(bounds & _MORE and bounds & _LESS)


def opposite(a: Amount, b: Amount) -> bool:
    """Whether one goes up, or lies above, where the other goes down or lies below."""
    directions = {_way(a), _way(b)}
    return bool(directions & _UP and directions & _DOWN)


def _way(amount: Amount) -> str | None:
    falls = amount.value < 0 and (amount.high is None or amount.high <= 0)
    return "fall" if amount.direction is None and falls else amount.direction


def _kind(unit: str) -> str:
    return _EXACT[unit][0] if unit in _EXACT else unit


def _size(value: float, amount: Amount) -> float:
    """A value without its sign, in the base of its unit."""
    return abs(value) * (_EXACT[amount.unit][1] if amount.unit in _EXACT else 1.0)


def _same(x: float, a: Amount, y: float, b: Amount) -> bool:
    if _minus(x, a, y, b) or _minus(y, b, x, a):
        return False
    first, second = _size(x, a), _size(y, b)
    about = a.comparator == "about"
    apart = abs(first - second) / max(abs(second), 1e-9)
    if apart <= (_ABOUT if about else 1e-6):
        return True
    if about and a.unit == b.unit and apart <= _ROUNDED and _rounds_to(abs(x), abs(y)):
        return True
    if {a.unit, b.unit} == {PERCENT, RATIO}:  # a third is written 33%, or 33.3%
        ratio, percent = (x, y) if a.unit == RATIO else (y, x)
        return any(round(100 * ratio, places) == percent for places in (0, 1))
    return False


def _rounds_to(told: float, exact: float) -> bool:
    """Whether an exact value rounds to the digits in which another is told."""
    step = grain(told)
    return abs(floor(exact / step + 0.5) * step - told) < step / 1000


def grain(value: float) -> float:
    """The step in which a number is told: 0.1 of 84.2, 1 of 84, 100 million of £1.2 billion."""
    if value == 0:
        return 1.0
    digits = f"{abs(value):.10g}"
    if "." in digits and "e" not in digits:
        return float(10.0 ** -len(digits.split(".")[1]))
    whole = int(abs(value))
    if whole < 1000:
        return 1.0  # 90 may be 90 exactly
    zeros = len(str(whole)) - len(str(whole).rstrip("0"))
    return float(10.0 ** min(zeros, floor(log10(whole)) - 1))


def _minus(x: float, a: Amount, y: float, b: Amount) -> bool:
    """Whether one is below nought and the other is not: -5% is a fall of 5%, but not 5%."""
    return x < 0 and a.direction is None and y > 0 and b.direction not in _DOWN


def written(amount: Amount) -> str:
    """An amount as people read it: "£1.2 billion", "more than 11%", "5 to 7 weeks"."""
    value = _written(amount.value, amount.unit, amount)
    if amount.high is not None:
        value = f"{_plain(amount.value, amount)} to {_written(amount.high, amount.unit, amount)}"
    if amount.direction in ("rise", "fall") and amount.unit != RANK:
        bound = f"{_BOUND[amount.comparator]} " if amount.comparator else ""
        value = f"a {amount.direction} of {bound}{value}"
    elif amount.comparator:
        value = f"{_BOUND[amount.comparator]} {value}"
    if amount.per:
        value += f" {_each(amount.per)}"
    return f"{value} {amount.direction}" if amount.direction in ("above", "below") else value


_BOUND = {"about": "about", "above": "more than", "at least": "at least", "below": "less than",
          "up to": "up to"}  # fmt: skip


def _each(per: str) -> str:
    return f"a {per}" if per in ("year", "month", "week", "day", "night") else f"per {per}"


def _plain(value: float, amount: Amount) -> str:
    sign = amount.unit if amount.unit in ("£", "$", "€") else ""
    return f"{'-' if value < 0 else ''}{sign}{_number(abs(value))}"


def _written(value: float, unit: str, amount: Amount) -> str:
    number = _plain(value, amount)
    if unit in ("£", "$", "€"):
        return number
    if unit in (PERCENT, "p"):
        return f"{value:,.10f}".rstrip("0").rstrip(".") + unit
    if unit == RATIO:
        return _share(value)
    if unit == RANK:
        return f"ranked {_nth(int(value))}"
    if unit == TIMES:
        return f"{number} times"
    if value == 1 and unit.endswith("s") and unit != POINTS:
        return f"{number} {unit.removesuffix('s')}"
    return f"{number} {unit}".strip()


def _number(value: float) -> str:
    """A number with commas, or as millions and billions where that leaves out nothing."""
    for size, word in ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")):
        if value >= size and round(value / size, 3) * size == value:
            return f"{value / size:,.10g} {word}"
    if value == int(value):
        return f"{int(value):,}"
    return f"{value:,.10f}".rstrip("0").rstrip(".")


def _share(value: float) -> str:
    """A part of one as people say it: "1 in 5", "2 in 3"; else in per cent."""
    part = Fraction(value).limit_denominator(100)
    if 0 < part < 1 and abs(float(part) - value) < 1e-9:
        return f"{part.numerator} in {part.denominator}"
    return f"{_number(value)} to 1"


def _nth(rank: int) -> str:
    ending = "th" if 10 <= rank % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(rank % 10, "th")
    return f"{rank}{ending}"
