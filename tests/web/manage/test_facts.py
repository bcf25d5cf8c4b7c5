"""Dates as staff write them."""

from __future__ import annotations

import pytest

from assistant.dates import written_date
from assistant.web.manage.facts import iso_date


@pytest.mark.parametrize(
    ("typed", "iso"),
    [
        ("2024", "2024"),
        ("July 2024", "2024-07"),
        ("7/2024", "2024-07"),
        ("18 July 2024", "2024-07-18"),
        ("18/7/2024", "2024-07-18"),
        ("2024-07-18", "2024-07-18"),
        ("2024-07", "2024-07"),
        (" 1 January  2024 ", "2024-01-01"),
        ("31 December 2024", "2024-12-31"),
        ("someday", None),
        ("31 February 2024", None),
        ("", None),
        ("24", None),
    ],
)
def test_a_date_is_as_exact_as_it_is_written(typed: str, iso: str | None) -> None:
    assert iso_date(typed) == iso


@pytest.mark.parametrize("iso", ["2024", "2024-07", "2024-02", "2024-01-01", "2024-12-31"])
def test_what_is_shown_is_read_back(iso: str) -> None:
    assert iso_date(written_date(iso)) == iso
