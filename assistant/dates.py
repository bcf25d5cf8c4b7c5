"""Dates as people write them."""

from __future__ import annotations

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def written_date(published: str) -> str:
    """An ISO date as people write it: `2018-08-06` is "6 August 2018", `2018-08` "August 2018"."""
    year, *rest = published.split("-")
    words = [year]
    if rest:
        words.insert(0, MONTHS[int(rest[0]) - 1])
    if len(rest) > 1:
        words.insert(0, str(int(rest[1])))
    return " ".join(words)
