"""Filters as part of an address."""

from __future__ import annotations

from urllib.parse import parse_qs

import pytest

from assistant.answer.filters import Filters
from assistant.web.addresses import answer_address, filters_in, parameters_of, typed_day

EVERYTHING = Filters(
    kinds=frozenset({"report", "board paper"}),
    publishers=frozenset({"A & B, <c>"}),
    documents=frozenset({"2024/plan & more.pdf"}),
    since="2024-02-01",
    until="2024-02-29",
    findings_only=True,
)


@pytest.mark.parametrize("filters", [Filters(), EVERYTHING, Filters(since="2024-01-01")])
def test_filters_come_back_from_their_parameters(filters: Filters) -> None:
    assert filters_in(parameters_of(filters)) == filters


def test_what_does_not_restrict_is_not_in_the_address() -> None:
    assert parameters_of(Filters()) == {}
    assert parameters_of(Filters(kinds=frozenset({"report"}))) == {"kind": ["report"]}


@pytest.mark.parametrize(
    ("written", "since", "until"),
    [
        ("2024", "2024-01-01", "2024-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2023-02-28", "2023-02-28", "2023-02-28"),
        ("2023-02-30", None, None),
        ("2023-13", None, None),
        ("0000", None, None),
        ("1850", None, None),
        ("2500-01-01", None, None),
        ("yesterday", None, None),
        ("", None, None),
    ],
)
def test_a_day_a_month_or_a_year_is_a_date_and_anything_else_is_none(
    written: str, since: str | None, until: str | None
) -> None:
    filters = filters_in({"since": [written], "until": [written]})
    assert (filters.since, filters.until) == (since, until)


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("2024", "2024-01-01", "2024-12-31"),
        (" 2/2024 ", "2024-02-01", "2024-02-29"),
        ("02-2024", "2024-02-01", "2024-02-29"),
        ("1/7/2024", "2024-07-01", "2024-07-01"),
        ("01.07.2024", "2024-07-01", "2024-07-01"),
        ("2024-7-1", "2024-07-01", "2024-07-01"),
        ("July 2024", "2024-07-01", "2024-07-31"),
        ("1 jul 2024", "2024-07-01", "2024-07-01"),
        ("31/2/2024", None, None),
        ("7/24", None, None),
        ("1st of July", None, None),
        ("1/2/3/2024", None, None),
        ("", None, None),
    ],
)
def test_dates_as_people_type_them(typed: str, first: str | None, last: str | None) -> None:
    assert (typed_day(typed, last=False), typed_day(typed, last=True)) == (first, last)


def test_the_address_of_an_answer_carries_its_filters() -> None:
    parameters = parse_qs(answer_address("abc", EVERYTHING).removeprefix("/?"))
    assert parameters.pop("answer") == ["abc"]
    assert filters_in(parameters) == EVERYTHING
