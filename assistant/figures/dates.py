"""Words of time to ISO dates: a year, a financial year, a month, a day, and parts of them."""

from __future__ import annotations

import re
from calendar import monthrange

from assistant.figures.labels import MONTH, YEAR

_MONTH_NAMES = "jan feb mar apr may jun jul aug sep oct nov dec"
_MONTHS = {name: number for number, name in enumerate(_MONTH_NAMES.split(), start=1)}
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}
_QUARTERS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "final": 4, "last": 4}

DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_FINANCIAL = (
    r"(?:FY\s?)?(?:20\d\d\s?[/–-]\s?\d\d(?!\d)|(?:19|20)\d\d/(?:19|20)\d\d|19\d\d/\d\d(?!\d)"
    r"|(?<![\d/])(?:1\d/1\d|19/20|2\d/2\d|29/30|3\d/3\d)(?![\d/]))"
)
DATE = rf"(?:{_FINANCIAL}|(?:{DAY}\s+(?:of\s+)?)?{MONTH},?\s+{YEAR}|{YEAR}(?!\d))"
"""A financial year, a month or day of a year, or a year."""
_YEARS = re.compile(r"((?:19|20)\d\d)\s?([/–-])\s?(\d\d|\d{4})")
_SHORT_YEARS = re.compile(r"(\d\d)/(\d\d)")
_DATED = re.compile(rf"(?:({DAY})\s+(?:of\s+)?)?([A-Za-z]+)\.?,?\s+(\d{{4}})")

Dates = tuple[str, str]
"""The first and the last day, as in `Period`."""


def dates_of(words: str) -> Dates | None:
    """The first and last day of what `DATE` matches; None where there is no such day or year."""
    words = words.strip().removeprefix("FY").strip()
    if match := _YEARS.fullmatch(words):
        return _two_years(int(match[1]), int(match[3][-2:]), financial=match[2] == "/")
    if match := _SHORT_YEARS.fullmatch(words):
        return _two_years(2000 + int(match[1]), int(match[2]), financial=True)
    if re.fullmatch(YEAR, words):
        return f"{words}-01-01", f"{words}-12-31"
    match = _DATED.fullmatch(words)
    month = _MONTHS.get(match[2][:3].lower()) if match else None
    if match is None or month is None:
        return None
    year = int(match[3])
    if not match[1]:
        return months(year, month, 1)
    day = int(re.sub(r"\D", "", match[1]))
    if not 1 <= day <= monthrange(year, month)[1]:
        return None
    return (f"{year:04}-{month:02}-{day:02}",) * 2


def _two_years(first: int, second: int, *, financial: bool) -> Dates | None:
    """2023/24 from April to March; 2010-19 the calendar years."""
    if (first + 1) % 100 == second:
        return f"{first}-04-01", f"{first + 1}-03-31"
    last = first // 100 * 100 + second
    return None if financial or last <= first else (f"{first}-01-01", f"{last}-12-31")


def part_of(dates: Dates, part: str) -> Dates:
    """A quarter, half or season of a year; "early" and "the end of" leave the year as it is."""
    start, end = dates
    if start[5:] not in ("01-01", "04-01") or end[5:] not in ("12-31", "03-31"):
        return dates
    year, month, part = int(start[:4]), int(start[5:7]), " ".join(part.lower().split())
    if quarter := re.fullmatch(r"q(\d)|quarter (\d)", part):
        return months(year, month + 3 * int(quarter[1] or quarter[2]) - 3, 3)
    if part.endswith(" quarter"):
        return months(year, month + 3 * _QUARTERS[part.split()[0]] - 3, 3)
    if part in ("h1", "first half"):
        return months(year, month, 6)
    if part == "h2" or part.endswith(" half"):
        return months(year, month + 6, 6)
    return months(year, _SEASONS[part], 3) if part in _SEASONS else dates


def months(year: int, month: int, count: int) -> Dates:
    """`count` months, the first of them `month`, which may be before January or after December."""
    first = 12 * year + month - 1
    last = first + count - 1
    end_year, end_month = last // 12, last % 12 + 1
    return (
        f"{first // 12:04}-{first % 12 + 1:02}-01",
        f"{end_year:04}-{end_month:02}-{monthrange(end_year, end_month)[1]:02}",
    )


def months_to(dates: Dates, count: int) -> Dates:
    """The `count` months that end with the last day of `dates`."""
    year, month = int(dates[1][:4]), int(dates[1][5:7])
    return months(year, month - count + 1, count)[0], dates[1]
