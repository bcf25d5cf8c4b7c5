"""A question that asks for a figure is answered by one of its unit, and never by the contrary."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from assistant.answer.reading.reader import Reading
from assistant.answer.reading.wanted_figures import stating_figures, wanted_figure
from assistant.documents import Document
from assistant.figures.extract import figures_of
from assistant.figures.figure import Amount, Figure, InTable
from assistant.index.words import Vocabulary
from tests.answer.making import document, question, reading

SHARE = "12% of the porters carry a bag."
COUNT = "The porters carry 40 bags."
VAGUE = "Most of the porters carry a bag."
WORDS = Vocabulary({}, 1)
PAPER = document(("paragraph", SHARE), ("paragraph", COUNT), ("paragraph", VAGUE))


def within(one: Document, figures: Sequence[Figure] | None = None) -> object:
    found = figures_of(one) if figures is None else figures

    def figures_within(path: str, start: int, end: int) -> list[Figure]:
        assert path == one.path
        return [figure for figure in found if start <= figure.key[0] and figure.key[1] <= end]

    return figures_within


def stating(asked: str, *readings: Reading, worth: float = 4.0) -> list[str]:
    found = within(PAPER)
    kept = stating_figures(readings, question(asked), found, WORDS, worth=worth)  # type: ignore[arg-type]
    return [one.document.text[slice(*one.key)] if one.key else "" for one in kept]


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("What percentage of porters carry a bag?", "%"),
        ("Which proportion of wards is old?", "%"),
        ("What share of the budget goes to drugs?", "percentage points"),
        ("How much money was raised?", "£"),
        ("How much did the scheme cost?", "£"),
        ("How many weeks do people wait?", "weeks"),
        ("How far below the target is the trust?", "%"),
    ],
)
def test_what_a_question_wants(text: str, unit: str) -> None:
    wanted = wanted_figure(question(text))
    assert wanted is not None
    assert wanted.suits(figure(Amount(3, unit)))
    assert not wanted.suits(figure(Amount(3, "beds")))


@pytest.mark.parametrize(
    "text",
    ["What is a virtual ward?", "How far is the plan known?", "Why 3%?", "Who chose the plan?"],
)
def test_a_question_for_no_such_figure(text: str) -> None:
    assert wanted_figure(question(text)) is None


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("How far below the level of 2019 is activity?", "below", "above"),
        ("By how much did waiting fall?", "fall", "rise"),
        ("How much lower is productivity?", "below", "rise"),
        ("By how much has spending risen?", "rise", "fall"),
        ("How far above plan are costs?", "above", "below"),
    ],
)
def test_never_the_contrary(text: str, right: str, wrong: str) -> None:
    wanted = wanted_figure(question(text))
    assert wanted is not None
    assert wanted.suits(figure(Amount(3, "%", direction=right)))  # type: ignore[arg-type]
    assert wanted.suits(figure(Amount(3, "%")))
    assert not wanted.suits(figure(Amount(3, "%", direction=wrong)))  # type: ignore[arg-type]


def test_a_question_that_names_both_ways_wants_neither() -> None:
    wanted = wanted_figure(question("By how much did costs rise and waits fall?"))
    assert wanted is None or not wanted.opposite


def test_only_sentences_with_such_a_figure_answer() -> None:
    readings = (
        reading(PAPER, VAGUE, "Most", score=5),
        reading(PAPER, COUNT, "40 bags", score=4),
        reading(PAPER, SHARE, "porters", score=3),
    )
    assert stating("What percentage of porters carry a bag?", *readings) == ["12%"]
    assert stating("What do the porters carry?", *readings) == ["Most", "40 bags", "porters"]


@pytest.mark.parametrize("unit", ["beds", "people", "", "ratio"])
def test_how_many_wants_a_count(unit: str) -> None:
    wanted = wanted_figure(question("How many beds closed?"))
    assert wanted is not None
    assert wanted.suits(figure(Amount(3, unit)))
    assert not any(wanted.suits(figure(Amount(3, other))) for other in ("%", "£", "weeks"))


def test_a_count_may_be_told_without_a_figure() -> None:
    several = reading(PAPER, VAGUE, "Most", score=5)
    assert stating("How many porters carry a bag?", several) == ["Most"]
    counted = reading(PAPER, COUNT, "porters", score=3)
    assert stating("How many bags are carried?", several, counted) == ["40 bags"]


def test_in_a_row_the_headers_choose_the_cell() -> None:
    row = "North 12 34"
    one = document(("row", row))
    cells = [
        Figure(0, 11, (6, 8), Amount(12, ""), "", table=InTable(("North",), ("Beds closed",))),
        Figure(0, 11, (9, 11), Amount(34, ""), "", table=InTable(("North",), ("Beds opened",))),
    ]
    for asked, right in (("How many beds closed?", "12"), ("How many beds opened?", "34")):
        (kept,) = stating_figures(
            [reading(one, row, "34")],
            question(asked),
            within(one, cells),  # type: ignore[arg-type]
            WORDS,
            worth=4.0,
        )
        assert kept.key is not None
        assert one.text[slice(*kept.key)] == right


def test_a_figure_of_something_far_off_is_no_answer() -> None:
    readings = (reading(PAPER, VAGUE, "Most", score=5), reading(PAPER, SHARE, score=0))
    assert stating("What percentage of porters carry a bag?", *readings) == []


def test_the_row_of_what_is_asked_comes_before_one_that_reads_better() -> None:
    rows = ("Ebola 11,310", "Flu 750,000")
    one = document(*(("row", row) for row in rows))
    cells = [
        Figure(0, 12, (6, 12), Amount(11_310, ""), "", table=InTable(("Ebola",), ("Deaths",))),
        Figure(13, 24, (17, 24), Amount(750_000, ""), "", table=InTable(("Flu",), ("Deaths",))),
    ]
    kept = stating_figures(
        [reading(one, rows[0], score=4.0), reading(one, rows[1], score=3.5)],
        question("How many flu deaths?"),
        within(one, cells),  # type: ignore[arg-type]
        WORDS,
        worth=4.0,
    )
    assert [reading.document.text[slice(*reading.key)] for reading in kept if reading.key] == [
        "750,000",
        "11,310",
    ]


def test_the_figure_that_the_reader_chose_stays_the_key() -> None:
    both = "Of the cooks 5% are new, of the porters 7%."
    one = document(("paragraph", both))
    for key, right in (("cooks 5%", "5%"), ("porters 7%", "7%")):
        (kept,) = stating_figures(
            [reading(one, both, key)],
            question("What percentage is new?"),
            within(one),  # type: ignore[arg-type]
            WORDS,
            worth=4.0,
        )
        assert kept.key is not None
        assert one.text[slice(*kept.key)] == right


def figure(amount: Amount) -> Figure:
    return Figure(0, 10, (0, 3), amount, "")
