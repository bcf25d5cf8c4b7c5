"""What is looked up, to and from an address."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

import pytest

from assistant.answer.filters import Filters
from assistant.web.figures.lookup import Lookup, typed_period

EVERYTHING = Lookup("a & b=c #1 “é”", "%", "board paper", "2023/24", "7/2024", "period")


@pytest.mark.parametrize("lookup", [Lookup(), Lookup("backlog"), EVERYTHING])
def test_an_address_brings_back_what_was_looked_up(lookup: Lookup) -> None:
    address = urlsplit(lookup.address())
    assert address.path == "/figures"
    assert Lookup.of_address(dict(parse_qsl(address.query))) == lookup


def test_what_an_address_has_besides_is_left_out() -> None:
    assert Lookup.of_address({"q": " rate ", "x": "1", "text": "no"}) == Lookup("rate")
    assert len(Lookup.of_address({"q": "x" * 5_000}).text) == 1_000


@pytest.mark.parametrize(
    ("kind", "filters"),
    [("", None), ("no kind", None), ("report", Filters(kinds=frozenset({"report"})))],
)
def test_only_a_kind_that_there_is_filters(kind: str, filters: Filters | None) -> None:
    assert Lookup("x", kind=kind).filters == filters


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("2024", "2024-01-01", "2024-12-31"),
        (" 2023/24 ", "2023-04-01", "2024-03-31"),
        ("2010/11", "2010-04-01", "2011-03-31"),
        ("March 2025", "2025-03-01", "2025-03-31"),
        ("7/2024", "2024-07-01", "2024-07-31"),
        ("1/7/2024", "2024-07-01", "2024-07-01"),
        ("", None, None),
        ("soon", None, None),
        ("in 2024 or so", None, None),
    ],
)
def test_periods_are_read_as_people_type_them(
    typed: str, first: str | None, last: str | None
) -> None:
    assert typed_period(typed, last=False) == first
    assert typed_period(typed, last=True) == last
