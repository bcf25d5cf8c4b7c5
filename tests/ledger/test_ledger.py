"""Figures are looked up by what they measure and by what they are."""

from __future__ import annotations

import pytest

from assistant.answer.filters import Filters
from assistant.errors import FilterError, QuestionError
from assistant.ledger.ledger import Ledger, newest_first
from tests.ledger.making import LATER, NEW, OLD, OPINION, printed


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("vacancy rate of ward porters", "5.1%"),
        ("how long is the wait for a hearing aid", "60 days"),
        ("beds empty in the southern wards", "198 beds"),
        ("nurses vacancy 2022/23", "8.4%"),
        ("nurses vacancy in 2023/24", "7.2%"),
        ("vacancy rate of portters", "5.1%"),
        ("laundry vans", "11%"),
    ],
    ids=lambda text: text,
)
def test_the_right_figure_comes_first(ledger: Ledger, text: str, right: str) -> None:
    found = ledger.look_up(text)
    assert right in printed(found[0])
    assert [entry.score for entry in found] == sorted(
        (entry.score for entry in found), reverse=True
    )


def test_a_cell_is_found_by_its_row_and_column(ledger: Ledger) -> None:
    first = ledger.look_up("cost of hot breakfast in 2023/24")[0]
    assert (first.amount.value, first.amount.unit) == (355_000, "£")
    assert first.table is not None
    assert "Hot breakfast" in first.table.row
    assert first.citation.text.startswith("Hot breakfast")


def test_an_entry_says_where_it_stands(ledger: Ledger) -> None:
    (entry,) = ledger.look_up("laundry vans")
    assert entry.citation.document == NEW
    assert entry.citation.section == ("Staff",)
    assert entry.citation.text.startswith("The number of laundry vans fell by 11%")
    assert (entry.amount.value, entry.amount.unit, entry.amount.direction) == (11, "%", "fall")
    assert entry.period is not None
    assert (entry.period.start, entry.period.end) == ("2023-04-01", "2024-03-31")


def test_nothing_is_found_where_nothing_suits(ledger: Ledger) -> None:
    assert ledger.look_up("the tariff of the zeppelin") == []
    assert ledger.look_up("who says 77.7%?") == []


@pytest.mark.parametrize("text", ["who says 11%?", "eleven per cent", "11 per cent"])
def test_a_figure_is_found_however_it_is_written(ledger: Ledger, text: str) -> None:
    found = {(entry.citation.document, printed(entry)) for entry in ledger.look_up(text)}
    assert {path for path, _ in found} == {NEW, OPINION}
    assert len(found) == 2


def test_one_in_five_is_20_per_cent(ledger: Ledger) -> None:
    for text in ("who says one in five?", "20%"):
        assert {entry.citation.document for entry in ledger.look_up(text)} == {NEW, OPINION}


def test_the_other_words_put_equal_figures_in_order(ledger: Ledger) -> None:
    assert ledger.look_up("11% kitchens")[0].citation.document == OPINION
    assert ledger.look_up("11% fewer laundry vans")[0].citation.document == NEW


def test_without_its_amount_a_text_finds_what_it_is_about(ledger: Ledger) -> None:
    text = "The vacancy rate for ward porters was 99%."
    assert ledger.look_up(text) == []
    assert printed(ledger.look_up(text, by_amount=False)[0]) == "5.1%"


def test_filters_of_documents(ledger: Ledger) -> None:
    def found(filters: Filters) -> set[str]:
        return {entry.citation.document for entry in ledger.look_up("ward", filters=filters)}

    assert found(Filters(publishers=frozenset({"Office for Wards"}))) == {LATER}
    assert found(Filters(documents=frozenset({OLD}))) == {OLD}
    assert found(Filters(kinds=frozenset({"opinion piece"}))) <= {OPINION}
    assert OPINION not in found(Filters(findings_only=True))


def test_filters_of_figures(ledger: Ledger) -> None:
    assert {entry.amount.unit for entry in ledger.look_up("ward", unit="£")} == {"£"}
    assert {entry.amount.unit for entry in ledger.look_up("nurses", unit="per cent")} == {"%"}
    late = ledger.look_up("vacancy rate nurses", since="2023-04", until="2024-03")
    assert [printed(entry) for entry in late] == ["7.2%"]
    early = ledger.look_up("vacancy rate nurses", until="2022")
    assert [printed(entry) for entry in early] == ["8.4%", "5.1%"]
    assert len(ledger.look_up("ward", count=2)) == 2


def test_an_unknown_unit_is_told_with_what_there_is(ledger: Ledger) -> None:
    with pytest.raises(FilterError, match=r"No figure has the unit “furlongs”. There is: .*“%”"):
        ledger.look_up("ward", unit="furlongs")


@pytest.mark.parametrize(
    ("since", "until"), [("soon", None), (None, "2024-13")], ids=["no date", "no month"]
)
def test_a_date_that_is_none(ledger: Ledger, since: str | None, until: str | None) -> None:
    with pytest.raises(FilterError, match="is not a day, a month or a year"):
        ledger.look_up("ward", since=since, until=until)


def test_what_cannot_be_looked_up(ledger: Ledger) -> None:
    with pytest.raises(QuestionError, match="Type what the figure measures"):
        ledger.look_up(" \n ")
    with pytest.raises(QuestionError, match="characters"):
        ledger.look_up("ward " * 1000)


def test_the_newest_period_first(ledger: Ledger) -> None:
    entries = newest_first(ledger.look_up("vacancy rate of nurses") + ledger.look_up("kitchens"))
    ends = [entry.period.end if entry.period else "" for entry in entries]
    assert ends == sorted(ends, reverse=True)
    assert ends[-1] == ""


def test_the_figures_within_a_citation(ledger: Ledger) -> None:
    entry = ledger.look_up("laundry vans")[0]
    assert [printed(one) for one in ledger.at(entry.citation)] == ["11%"]


def test_units_come_with_the_most_frequent_first(ledger: Ledger) -> None:
    units = ledger.units()
    assert set(units[:2]) == {"%", "£"}
    assert "" not in units
