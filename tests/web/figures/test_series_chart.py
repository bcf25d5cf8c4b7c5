"""The chart of one measure: what it has, and what is said of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from assistant.figures.figure import Amount, Period
from assistant.ledger.entry import Entry
from assistant.web.figures.series_chart import alternative, can_be_drawn, lettered, series_chart
from tests.web.fake_corpus import NASTY, RATE, paged_document, unpaged_document
from tests.web.fake_ledger import entry

YEARS = {
    "2021/22": Period("2021/22", "2021-04-01", "2022-03-31"),
    "2023": Period("the year 2023", "2023-01-01", "2023-12-31"),
    "Mar 2024": Period("March 2024", "2024-03-01", "2024-03-31"),
}


@pytest.fixture
def entries(tmp_path: Path) -> list[Entry]:
    plan, notes = paged_document(tmp_path, "plan.pdf"), unpaged_document(tmp_path, "notes.md")
    return [
        entry(plan, RATE, "8.4%", Amount(8.4e9, "£"), "money", YEARS["Mar 2024"]),
        entry(notes, NASTY, "$5m to $10m", Amount(5e9, "£", high=1e10), "money", YEARS["2021/22"]),
        entry(plan, RATE, "9.0%", Amount(9e9, "£"), "money", YEARS["2023"]),
        entry(plan, RATE, "9.0%", Amount(1e9, "£"), "money", None),
    ]


def drawn(entries: list[Entry]) -> dict[str, Any]:
    chart: dict[str, Any] = series_chart(entries, lettered(entries)).to_dict()
    return chart


def values(entries: list[Entry]) -> list[dict[str, Any]]:
    (points,) = drawn(entries)["datasets"].values()
    return list(points)


def test_points_stand_in_the_order_of_time_with_short_periods(entries: list[Entry]) -> None:
    assert [each["period"] for each in values(entries)] == ["2021/22", "2023", "Mar 2024"]
    assert [(each["value"], each["high"]) for each in values(entries)] == [
        (5, 10),
        (9, 9),
        (8.4, 8.4),
    ]


def test_documents_are_told_apart_by_shape_and_letter(entries: list[Entry]) -> None:
    points = drawn(entries)["layer"][1]["encoding"]
    assert points["shape"]["field"] == points["color"]["field"] == "document"
    assert len(set(points["shape"]["scale"]["range"])) == 2
    assert {each["document"] for each in values(entries)} == {"A", "B"}


def test_nothing_leads_to_another_host(entries: list[Entry]) -> None:
    assert drawn(entries)["usermeta"]["embedOptions"]["actions"] is False


def test_what_is_said_of_it_tells_how_much_there_is(entries: list[Entry]) -> None:
    assert alternative(entries).startswith("Chart of 3 figures, from 2021/22 to March 2024.")


def test_only_several_periods_of_one_unit_make_a_chart(entries: list[Entry]) -> None:
    first, second, third, undated = entries
    assert can_be_drawn(entries)
    assert not can_be_drawn([first, first])
    assert not can_be_drawn([first, undated])
    other = Entry(Amount(1, "beds"), "", second.period, None, None, second.citation)
    assert not can_be_drawn([first, third, other])


def test_every_document_has_a_letter_of_its_own(tmp_path: Path) -> None:
    many = [
        entry(paged_document(tmp_path, f"{n}.pdf"), RATE, "8.4%", Amount(1, "%"), "", None)
        for n in range(30)
    ]
    assert len(set(lettered(many).values())) == 30
