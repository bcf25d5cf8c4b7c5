"""Figures as a spreadsheet and as a Word file: nothing lost, nothing taken for a formula."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import docx
import pytest

from assistant.export.figures_table import COLUMNS, figures_csv, figures_word, plain_number
from assistant.figures.figure import Amount, InTable, Period
from assistant.ledger.entry import Entry
from tests.export.making import CONTROL, EXPORTED, citation

PERIOD = Period("2023/24", "2023-04-01", "2024-03-31")


def entry(text: str = "Vacancies were 8.4% in 2023/24.", key: tuple[int, int] = (15, 19)) -> Entry:
    return Entry(
        Amount(8.4, "%"), "vacancies", PERIOD, "NHS England",
        InTable(("Nurses",), ("All", "2023/24"), "Table 1"),
        replace(citation(text), key=key, marks=()),
    )  # fmt: skip


def rows(*entries: Entry) -> list[dict[str, str]]:
    written = figures_csv(entries)
    assert written.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(written.removeprefix("\ufeff"), newline="")))


def test_a_row_has_all_that_is_known() -> None:
    (row,) = rows(entry())
    assert tuple(row) == COLUMNS
    assert (row["figure"], row["value"], row["to"], row["unit"]) == ("8.4%", "8.4", "", "%")
    assert (row["period"], row["period from"], row["period to"]) == (
        "2023/24", "2023-04-01", "2024-03-31",
    )  # fmt: skip
    assert (row["table row"], row["table column"]) == ("Nurses", "All; 2023/24")
    assert row["sentence"] == "Vacancies were 8.4% in 2023/24."
    assert row["according to"] == "NHS England"


def test_what_is_not_known_is_empty() -> None:
    (row,) = rows(replace(entry(), period=None, attribution=None, table=None))
    assert {row[name] for name in COLUMNS[8:15]} == {""}


def test_no_cell_is_a_formula_and_a_negative_number_stays_one() -> None:
    risky = entry('=HYPERLINK("x") 8.4%', (16, 20))
    (row,) = rows(replace(risky, amount=Amount(-1.5, "%"), measure="+cmd"))
    assert row["sentence"].startswith("'=")
    assert row["measure"] == "'+cmd"
    assert row["value"] == "-1.5"


@pytest.mark.parametrize(
    ("value", "written"), [(11.0, "11"), (1.9, "1.9"), (1.2e9, "1200000000"), (None, "")]
)
def test_numbers_are_plain(value: float | None, written: str) -> None:
    assert plain_number(value) == written


def test_the_word_file_has_a_table_and_each_sentence_with_a_note() -> None:
    data = figures_word([entry(), entry(f"A {CONTROL} 5% b.", (2, 5))], "vacancies", EXPORTED)
    document = docx.Document(io.BytesIO(data))
    assert document.paragraphs[0].text == "Figures: vacancies"
    (table,) = document.tables
    assert [cell.text for cell in table.rows[1].cells][:3] == ["8.4%", "vacancies", "2023/24"]
    quotes = [one for one in document.paragraphs if one.style and one.style.name == "Quote"]
    assert quotes[0].text == "Vacancies were 8.4% in 2023/24."
    assert [run.text for run in quotes[0].runs if run.bold] == ["8.4%"]
    assert quotes[0].runs[-1].style.name == "footnote reference"


def test_a_word_file_without_figures_says_so() -> None:
    document = docx.Document(io.BytesIO(figures_word([], "zeppelins", EXPORTED)))
    assert document.paragraphs[-1].text == "No figure was found."
    assert document.tables == []
