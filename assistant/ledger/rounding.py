"""Whether two amounts of one thing agree but for rounding."""

from __future__ import annotations

from math import floor, log10

from assistant.figures.compare import same_value
from assistant.figures.figure import Amount


def agree(first: Amount, second: Amount) -> bool:
    """Whether two amounts of one thing are the same but for rounding and bounds.

    "More than 7 million" agrees with 7.1 million, 84.2% with 84%, about 50 with 52.
    """
    if same_value(first, second) or same_value(second, first):
        return True
    if first.unit != second.unit:
        return False
    a, b = (first.value, first.high), (second.value, second.high)
    if a[1] is not None or b[1] is not None:
        low, high = max(a[0], b[0]), min(a[1] or a[0], b[1] or b[0])
        return low <= high
    for one, other in ((first, second), (second, first)):
        if one.comparator in ("above", "at least") and other.value >= one.value:
            return True
        if one.comparator in ("below", "up to") and other.value <= one.value:
            return True
    about = "about" in (first.comparator, second.comparator)
    coarse = max(_grain(first.value), _grain(second.value))
    near = max(coarse / 2, 0.05 * abs(second.value) if about else 0.0)
    return abs(first.value - second.value) <= near * 1.0001


def _grain(value: float) -> float:
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
