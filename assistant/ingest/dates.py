"""Dates as documents print them."""

from __future__ import annotations

import re

from assistant.dates import MONTHS

_NAMES = [month.lower() for month in MONTHS]
MONTH = f"(?P<month>{'|'.join(_NAMES)})"
DATE = re.compile(
    rf"(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?)?{MONTH},? (?P<year>(?:19|20)\d\d)(?!\d|/)",
    re.IGNORECASE,
)
_ALONE = re.compile(
    r"(?:(?:date |last )?(?:published|updated|issued)(?: on)?:? )?(?:\w+day,? )?"
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)? )?{MONTH}(?: \d{{1,2}},?)?,? \d{{4}}"
)


def is_dated(text: str) -> bool:
    """Whether a line is a date and little else: "01 July 2024", "Date published: 3 May, 2024"."""
    return _ALONE.fullmatch(text.strip().lower()) is not None


def iso_date(text: str) -> str | None:
    """The first date of a text as `2024-07-18` or `2024-07`."""
    match = DATE.search(text)
    if match is None:
        return None
    month = _NAMES.index(match["month"].lower()) + 1
    day = int(match["day"] or 0)
    return f"{match['year']}-{month:02d}" + (f"-{day:02d}" if 1 <= day <= 31 else "")
