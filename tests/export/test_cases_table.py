"""The file of questions that staff take away."""

from __future__ import annotations

import csv
import io
import json

import pytest

from assistant.answer.filters import Filters
from assistant.export.cases_table import COLUMNS, case_json, cases_csv
from assistant.records.attention import Case
from assistant.wording import filters_in_words
from tests.records.making import FILTERS, ODD, answer


def on(day: int) -> str:
    return f"2024-06-{day:02}T12:00:00+00:00"


def case(question: str) -> Case:
    return Case("no answer", on(1), question, Filters())


def read_back(text: str) -> list[dict[str, str]]:
    """The rows of the file as a spreadsheet reads them."""
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_it_reads_back() -> None:
    cases = [
        Case("not useful", on(2), ODD, FILTERS, answer(), None, False, 'Old, "quoted".\nTwo.'),
        Case("problem", on(1), "???", Filters(), problem="No words."),
    ]
    one, two = read_back(cases_csv(cases))
    assert one == {
        "what": "not useful",
        "date": on(2),
        "question": f"{ODD}",
        "comment": 'Old, "quoted".\nTwo.',
        "answered": "yes",
        "useful": "no",
        "quotes": "Example Trust, Plan 1, 18 July 2024, page 1\n"
        "Example Trust, Plan 2, 18 July 2024, page 2",
        "documents": "plans/1.pdf\nplans/2.pdf",
        "index version": "20240806-1",
        "understood": "How many nurses left in 2024?",
        "filters": filters_in_words(FILTERS),
    }
    assert two == dict.fromkeys(COLUMNS, "") | {
        "what": "problem", "date": on(1), "question": "'???".removeprefix("'"),
        "answered": "no",
    }  # fmt: skip


def test_without_cases_it_is_the_heading() -> None:
    heading = ",".join(f'"{column}"' for column in COLUMNS)
    assert cases_csv([]) == f"\ufeff{heading}\r\n"


def test_a_semicolon_does_not_cut_a_cell() -> None:
    assert '"a;=HYPERLINK(1)"' in cases_csv([case("a;=HYPERLINK(1)")])


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", " =", "\u00a0@"])
def test_no_cell_begins_as_a_formula(start: str) -> None:
    text = f'{start}HYPERLINK("http://example.org")'
    filters = Filters(documents=frozenset({text}))
    (row,) = read_back(cases_csv([Case("no answer", on(1), text, filters, comment=text)]))
    assert (row["question"], row["comment"]) == (f"'{text}", f"'{text}")
    assert row["filters"] == f"'{text}"


def test_a_formula_within_a_text_is_left() -> None:
    (row,) = read_back(cases_csv([case("Is 2=2, or 2 - 2?")]))
    assert row["question"] == "Is 2=2, or 2 - 2?"


def test_json_has_the_same() -> None:
    one = Case("useful", on(1), ODD, FILTERS, answer(), None, True, "Good.")
    value = json.loads(json.dumps(case_json(one)))
    assert list(value) == [column.replace(" ", "_") for column in COLUMNS]
    assert (value["question"], value["useful"], value["answered"]) == (ODD, True, True)
    assert value["documents"] == ["plans/1.pdf", "plans/2.pdf"]
