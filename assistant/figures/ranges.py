"""Numbers that belong together: ranges ("5 to 7 weeks") and lists that share a unit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.figures.numbers import Number
from assistant.figures.units import Unit

BETWEEN = re.compile(
    r"\bbetween\s+(?:(?:around|about|approximately|an\s+estimated)\s+)?(?:US)?[£$€]?\s?$",
    re.IGNORECASE,
)
_RANGE = re.compile(
    r"\s?[-–—‑]\s?[£$€]?|\s{1,9}(?:and|or|to)\s{1,9}(?:up\s{1,9}to\s{1,9}|around\s{1,9}|about\s{1,9})?(?:US)?[£$€]?"
)
_LISTED = re.compile(r"\s{0,9}(?:,|,?\s{1,9}(?:and|or|to|&))\s{0,9}|\s?/\s?")
_FROM = re.compile(
    r"\bfrom\s+(?:(?:around|about|approximately|just|only|nearly|almost|over|under|an?"
    r"|(?:less|more|fewer)\s+than)\s+)*(?:US)?[£$€]?\s?$",
    re.IGNORECASE,
)
_RANGING = re.compile(
    r"\b(?:rang(?:es?|ed|ing)|var(?:y|ies|ied|ying)|anything|anywhere|spann?(?:s|ing|ed)?|estimates?"
    r"|last(?:s|ed|ing)?|takes?|taking)\s+(?:\w+\s+){0,2}from\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit: `text[start:end]`; `high` is the end of a range.

    `currency`: its unit is a sign of money before it.
    """

    start: int
    end: int
    number: Number
    unit: Unit | None = None
    currency: bool = False
    high: float | None = None

    @property
    def own_unit(self) -> bool:
        """Whether its unit is its own, and not the noun that ends a list of numbers."""
        apart = self.unit is not None and self.unit.counted and self.end == self.number.end
        return self.unit is not None and not apart


def joined(text: str, quantities: Sequence[Quantity]) -> list[Quantity]:
    """The quantities with ranges made one, and a unit that stands once for several given to all."""
    result: list[Quantity] = []
    for quantity in reversed(quantities):
        if not result:
            result.append(quantity)
            continue
        following = result[-1]
        end = quantity.end if quantity.own_unit else quantity.number.end
        between = text[end : following.start]
        if following.high is None and _is_range(text, quantity, between, following):
            result[-1] = _range(quantity, following)
            continue
        if _LISTED.fullmatch(between) and _lacks_unit(quantity, following):
            quantity = _with_unit_of(quantity, following)
        result.append(quantity)
    result.reverse()
    return result


def _is_range(text: str, low: Quantity, between: str, high: Quantity) -> bool:
    if _RANGE.fullmatch(between) is None:
        return False
    units_differ = (
        low.unit is not None and high.unit is not None and low.unit.name != high.unit.name
    )
    if units_differ and low.own_unit or high.number.value <= 0:
        return False
    word = between.strip(" £$€US").split(" ")[0].lower()
    before = text[max(0, low.start - 45) : low.start]
    if word == "and":
        return BETWEEN.search(before) is not None
    if word == "or":
        spelled = not low.number.written and not high.number.written
        return spelled and not low.own_unit and high.number.value == low.number.value + 1
    if word == "to" and _FROM.search(before) and not _RANGING.search(before):
        return False  # "fell from 7% to 5%": two levels
    return high.number.value > _low_value(low, high) or BETWEEN.search(before) is not None


def _low_value(low: Quantity, high: Quantity) -> float:
    """The lower end of a range, in the scale that stands once, after the upper: "£10-11bn"."""
    shared = low.number.scale == 1 and high.number.scale > 1
    if shared and low.number.value < high.number.mantissa:
        return low.number.value * high.number.scale
    return low.number.value


def _range(low: Quantity, high: Quantity) -> Quantity:
    value = _low_value(low, high)
    unit = high.unit or low.unit
    if low.currency and low.unit is not None:
        unit = Unit(low.unit.name, high.end)
    number = replace(low.number, end=high.number.end, value=value, scale=high.number.scale)
    currency = low.currency or high.currency
    return Quantity(low.start, high.end, number, unit, currency, high.number.value)


def _lacks_unit(quantity: Quantity, following: Quantity) -> bool:
    return not quantity.own_unit and following.unit is not None and not following.currency


def _with_unit_of(quantity: Quantity, following: Quantity) -> Quantity:
    """A quantity with the unit, and the scale, that stand after the next: "5 and 7 million"."""
    assert following.unit is not None
    number = quantity.number
    scale = following.number.scale
    if number.scale == 1 and scale > 1 and number.value < 1000:
        number = replace(number, value=number.value * scale, scale=scale)
    unit = Unit(following.unit.name, number.end, following.unit.counted)
    return replace(quantity, end=number.end, number=number, unit=unit)
