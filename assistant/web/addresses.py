"""What stands in an address of the app: the filters, and which answer is shared."""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping, Sequence
from datetime import date
from urllib.parse import urlencode

from assistant.answer.filters import Filters
from assistant.web.page_links import first_page

_SEVERAL = {"kinds": "kind", "publishers": "publisher", "documents": "document"}
FILTERS = (*_SEVERAL.values(), "since", "until", "findings")
"""The parameters of an address that are filters."""
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2100, 12, 31)
"""What can be chosen as a date."""


def filters_in(parameters: Mapping[str, Sequence[str]]) -> Filters:
    """The filters of an address; a date that is none is left out."""
    several = {
        name: frozenset(value for value in parameters.get(parameter, ()) if value)
        for name, parameter in _SEVERAL.items()
    }
    since, until, findings = (list(parameters.get(name, ()))[-1:] for name in FILTERS[3:])
    return Filters(
        kinds=several["kinds"],
        publishers=several["publishers"],
        documents=several["documents"],
        since=_day(since, last=False),
        until=_day(until, last=True),
        findings_only=findings == ["only"],
    )


def parameters_of(filters: Filters) -> dict[str, list[str]]:
    """The parameters of an address with these filters; none for what does not restrict."""
    parameters = {parameter: sorted(getattr(filters, name)) for name, parameter in _SEVERAL.items()}
    parameters["since"] = [filters.since] if filters.since else []
    parameters["until"] = [filters.until] if filters.until else []
    parameters["findings"] = ["only"] if filters.findings_only else []
    return {name: values for name, values in parameters.items() if values}


def answer_address(turn: str, filters: Filters) -> str:
    """The address of one question with its answer."""
    return f"{first_page()}?" + urlencode({"answer": turn, **parameters_of(filters)}, doseq=True)


def typed_day(text: str, *, last: bool) -> str | None:
    """A date as people type it: 2024, 7/2024, 1/7/2024, July 2024 or 1 July 2024; ISO as well.

    A year or a month is its first day, or with `last` its last. None for anything else.
    """
    parts = re.split(r"[\s/.-]+", text.strip().casefold())
    if not re.fullmatch(r"\d{4}", parts[0]):
        parts.reverse()
    if len(parts) > 1 and parts[1][:3] in _MONTHS:
        parts[1] = str(_MONTHS.index(parts[1][:3]) + 1)
    if not re.fullmatch(r"\d{4}(?:-\d{1,2}){0,2}", "-".join(parts)):
        return None
    return _day(["-".join(part.zfill(2) for part in parts)], last=last)


_MONTHS = [name.casefold() for name in calendar.month_abbr if name]


def _day(values: Sequence[str], *, last: bool) -> str | None:
    """A day, month or year as a whole date: the first or last day of it, if it can be chosen."""
    match = re.fullmatch(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", values[0]) if values else None
    if match is None:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        month = month or (12 if last else 1)
        day = day or (calendar.monthrange(year or 0, month)[1] if last else 1)
        whole = date(year or 0, month, day)
        return whole.isoformat() if FIRST_DAY <= whole <= LAST_DAY else None
    except (ValueError, calendar.IllegalMonthError):
        return None
