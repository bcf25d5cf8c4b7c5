from __future__ import annotations

import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.figures.extract import figures_of
from tests.figures.making import document, with_table


def test_a_figure_stands_in_its_sentence() -> None:
    made = document("Wards closed. Mill Trust said that 11% of its beds were empty in 2019.")
    (figure,) = figures_of(made)
    assert made.text[figure.start : figure.end].startswith("Mill Trust")
    assert made.text[figure.key[0] : figure.key[1]] == "11%"
    assert figure.period is not None and figure.period.text == "in 2019"
    assert figure.attribution == "Mill Trust"
    assert figure.measure == "Mill Trust said that its beds were empty"


def test_what_is_never_quoted_has_no_figures() -> None:
    made = document(("heading", "5% of beds"), ("note", "7% of beds"), ("contents", "9% of beds"))
    assert figures_of(made) == ()


def test_footnote_marks_are_not_read() -> None:
    made = document("Costs rose by 5% 12 beds closed")
    marked = replace(made, marks=((16, 19),))
    assert [figure.amount.unit for figure in figures_of(marked)] == ["%"]


def test_a_sentence_that_goes_on_has_the_period_and_subject_of_the_one_before() -> None:
    grown = "In 2023 the Mill grant was £4m. It has fallen by 26% in real terms. Others got 5%."
    first, second, third = figures_of(document(grown))
    assert second.period == first.period
    assert second.measure == "Mill grant, fallen in real terms"
    assert third.period is None


def test_a_list_has_the_period_of_its_lead_in() -> None:
    made = document("The plan wants by March 2026:", ("item", "• waits of 18 weeks"))
    (figure,) = figures_of(made)
    assert figure.period is not None and figure.period.end == "2026-03-31"


def test_a_section_has_the_period_of_its_heading() -> None:
    made = document(("heading", "Performance in 2023/24"), "Waits fell by 5%.")
    (figure,) = figures_of(made)
    assert figure.period is not None and figure.period.start == "2023-04-01"


def test_what_the_plan_of_one_year_asks_is_about_that_year() -> None:
    title = "2025/26 planning guidance"
    asked, told = figures_of(
        document("Trusts must save 4%. They saved 2% before.", kind="guidance", title=title)
    )
    assert asked.period is not None and asked.period.start == "2025-04-01"
    assert told.period is None


def test_a_period_since_ends_when_the_document_was_published() -> None:
    (figure,) = figures_of(document("It fell by 5% since 2015/16.", published="2025-07-23"))
    assert figure.period is not None
    assert (figure.period.start, figure.period.end) == ("2015-04-01", "2025-07-23")


def test_a_table_whose_lines_are_lost_is_read_with_the_label_before() -> None:
    made = document(
        ("heading", "Activity"), "H1 2024/25 compared to H1 2023/24", "Outpatients", "5.2%",
        "5,000", "10,000",
    )  # fmt: skip
    (figure,) = figures_of(made)
    assert made.text[figure.start : figure.end] == "Outpatients\n\n5.2%"
    assert figure.measure == "Outpatients, Activity"
    assert figure.period is not None and figure.period.end == "2024-09-30"


@given(
    st.lists(st.text(alphabet="abz 0123456789.,%£–-:()\n¾", min_size=1, max_size=60), min_size=1)
)
def test_any_document_is_read(texts: list[str]) -> None:
    made = document(*(text if text.strip() else "x" for text in texts))
    for figure in figures_of(made):
        assert figure.start <= figure.key[0] < figure.key[1] <= figure.end <= len(made.text)


SPACES = " " * 8000
BOUND = 5.0
"""Seconds of the processor: such texts take up to 0.6, and a pattern that runs away far more."""


@pytest.mark.parametrize(
    "text",
    [
        "5% in 2019, " * 320,
        "5% beds " * 700,
        f"It fell 5%{SPACES}more. ",
        f"It fell 5%{SPACES}7% in 2019{SPACES}and 2020.",
        f"5%{SPACES},{SPACES}7%{SPACES},{SPACES}x",
        f"It has 5 beds{SPACES}x",
        f"It cost £5{SPACES}m",
        f"half{SPACES}of beds",
    ],
    ids=["rows", "many", "fell", "and", "comma", "beds", "money", "half"],
)
def test_long_sentences_are_read_in_bounded_time(text: str) -> None:
    began = time.process_time()
    figures_of(document(text))
    assert time.process_time() - began < BOUND


def test_a_cell_full_of_spaces_is_read_in_bounded_time() -> None:
    began = time.process_time()
    figures_of(with_table(("Ward", "Beds"), ("North", f"5{SPACES}x{SPACES}")))
    assert time.process_time() - began < BOUND
