from __future__ import annotations

import pytest

from assistant.figures.extract import figures_of
from assistant.figures.figure import InTable
from tests.figures.making import with_table


@pytest.mark.parametrize(
    ("header", "cell", "value", "unit"),
    [
        ("Cost (£m)", "1.5", 1.5e6, "£"),
        ("£ million", "(20)", -20e6, "£"),
        ("Share, %", "41", 41, "%"),
        ("Number of beds", "1,200", 1200, "beds"),
        ("Staff (000s)", "12", 12_000, "people"),
        ("Wait (days)", "31", 31, "days"),
        ("Deaths", "2m", 2e6, "deaths"),
        ("Change", "-0.7%", -0.7, "%"),
        ("Rate", ">90%", 90, "%"),
        ("Spent", "£7", 7, "£"),
    ],
)
def test_a_cell_has_the_unit_of_its_header(header: str, cell: str, value: float, unit: str) -> None:
    (figure,) = figures_of(with_table(("Trust", header), ("Mill", cell)))
    assert figure.amount.value == pytest.approx(value)
    assert figure.amount.unit == unit


def test_a_cell_knows_its_row_column_caption_and_period() -> None:
    made = with_table(
        ("Trust", "2022/23", "2023/24"), ("Mill", "40%", "50%"), caption="Occupied beds"
    )
    first, second = figures_of(made)
    assert second.table == InTable(("Mill",), ("2023/24",), "Occupied beds")
    assert second.measure == "Mill, 2023/24, Occupied beds"
    assert first.period is not None and first.period.start == "2022-04-01"
    assert second.period is not None and second.period.start == "2023-04-01"
    assert made.text[second.key[0] : second.key[1]] == "50%"
    assert made.text[second.start : second.end] == "Mill 40% 50%"


def test_numbers_that_name_are_no_figures() -> None:
    made = with_table(("Trust", "Page", "Year", "Ref"), ("Mill", "12", "2019", "7"))
    assert figures_of(made) == ()


def test_a_broken_number_is_no_figure() -> None:
    assert figures_of(with_table(("Trust", "Beds"), ("Mill", "1,00,000"))) == ()


def test_several_amounts_in_a_cell_are_read_by_their_labels() -> None:
    made = with_table(("Year", "Worst case"), ("2019", "Deaths: 200 Cases: 2,000 to 3,000"))
    deaths, cases = figures_of(made)
    assert (deaths.amount.value, deaths.amount.unit) == (200, "deaths")
    assert (cases.amount.value, cases.amount.high, cases.amount.unit) == (2000, 3000, "cases")
    assert cases.period is not None and cases.period.start == "2019-01-01"


def test_what_an_amount_in_a_cell_measures_ends_at_the_next_label() -> None:
    table = with_table(("", "Plan"), ("2016", "Admissions: 120 Closures: 3 wards, 40 beds"))
    measures = {one.amount.value: one.measure for one in figures_of(table)}
    assert "Admissions" in measures[120] and "Closures" not in measures[120]
    assert "Closures" in measures[3] and "Admissions" not in measures[3]
    assert "Closures" in measures[40]
