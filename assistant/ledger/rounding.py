"""Whether two amounts of one thing agree but for rounding."""

from __future__ import annotations

from assistant.figures.compare import grain, opposite, same_value
from assistant.figures.figure import Amount


def agree(first: Amount, second: Amount) -> bool:
    """Whether two amounts of one thing are the same but for rounding and bounds.

    "More than 7 million" agrees with 7.1 million, 84.2% with 84%, about 50 with 52; a rise of 5%
    does not agree with a fall of 5%.
    """
    if opposite(first, second):
        return False
    if same_value(first, second) or same_value(second, first):
        return True
    if first.unit != second.unit:
        return False
    if first.high is not None or second.high is not None:
        highs = [one.value if one.high is None else one.high for one in (first, second)]
        return max(first.value, second.value) <= min(highs)
    for one, other in ((first, second), (second, first)):
        if one.comparator in ("above", "at least") and other.value >= one.value:
            return True
        if one.comparator in ("below", "up to") and other.value <= one.value:
            return True
    about = "about" in (first.comparator, second.comparator)
    coarse = max(grain(first.value), grain(second.value))
    near = max(coarse / 2, 0.05 * abs(second.value) if about else 0.0)
    return abs(first.value - second.value) <= near * 1.0001
