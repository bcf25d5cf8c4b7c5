from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from reportlab.pdfgen.canvas import Canvas

from assistant.documents import Document
from assistant.ingest.passages import split_passages
from tests.ingest.pdfs import BEDS, MONEY, STAFF, lines, made, text, texts, write

SAFE = "be done in all safety on them, and that they had been told in the spring, and"
FULL = "The trust told the review that the beds in its wards were used for as long as it could"


def test_wrapped_lines_are_one_paragraph_and_a_gap_begins_another(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        y = write(canvas, 100, BEDS)
        write(canvas, y + 8, STAFF)

    assert texts(made(tmp_path, draw)) == [BEDS, STAFF]


@pytest.mark.parametrize(
    ("elsewhere", "above", "below", "joined"),
    [
        ("The whole-system plan.", "make a whole-", "system plan", "make a whole-system plan"),
        ("More productivity.", "more produc-", "tivity in beds", "more productivity in beds"),
        ("", "more elec-", "tive care", "more elective care"),
        ("", "in the years 2008-", "11 it was", "in the years 2008-11 it was"),
        ("", "the non-NHS-", "England body", "the non-NHS-England body"),
    ],
    ids=["a compound seen elsewhere", "a word seen elsewhere", "unknown", "figures", "capital"],
)
def test_hyphens_at_line_ends(
    tmp_path: Path, elsewhere: str, above: str, below: str, joined: str
) -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, 100, f"{elsewhere} {BEDS}")
        lines(canvas, 200, FULL, f"{SAFE} {above}", f"{below} for the winter.")

    document = made(tmp_path, draw)
    assert f"{FULL} {SAFE} {joined} for the winter." in texts(document)


def test_a_sentence_over_a_page_is_one_and_cited_where_it_begins(tmp_path: Path) -> None:
    def first(canvas: Canvas) -> None:
        write(canvas, 100, BEDS)
        lines(canvas, 700, FULL)
        lines(canvas, 800, "1", x=290, size=9)

    def second(canvas: Canvas) -> None:
        y = lines(canvas, 100, "be done in safety, and that the winter would decide.")
        write(canvas, y + 20, STAFF)
        lines(canvas, 800, "2", x=290, size=9)

    document = made(tmp_path, first, second)
    sentence = f"{FULL} be done in safety, and that the winter would decide."
    assert texts(document) == [BEDS, sentence, STAFF]
    start = document.text.index(sentence)
    page = document.page_at(start, start + len(sentence))
    assert page is not None and page.number == 1
    assert document.layout is not None
    there = document.layout.page[document.text.index("be done in safety")]
    assert there == 2


def test_a_capital_word_that_did_not_fit_goes_on_with_the_sentence(tmp_path: Path) -> None:
    def first(canvas: Canvas) -> None:
        write(canvas, 100, f"{BEDS} {STAFF}")
        lines(
            canvas, 700, "All of this was set out in the two reports on safety of the National Risk"
        )

    def second(canvas: Canvas) -> None:
        lines(canvas, 100, "Assessments-and-Registers Office, which the board had read.")

    assert texts(made(tmp_path, first, second))[1].endswith(
        "Risk Assessments-and-Registers Office, which the board had read."
    )


def test_a_dash_that_begins_a_line_stays_in_its_sentence(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, 100, BEDS)
        lines(canvas, 200, FULL, "– as it told the board – and that the winter would decide.")

    assert (
        texts(
            made(
                tmp_path,
                draw,
            ),
            "item",
        )
        == []
    )


def test_bold_words_in_a_sentence_do_not_part_it(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, 100, f"{BEDS} {STAFF}")
        y = lines(
            canvas,
            200,
            "There is no award for what was spent in the wards, as was recommended by the "
            "Second Interim",
        )
        canvas.drawString(72, 842 - y, "Report in")
        canvas.setFont("Helvetica-Bold", 11)
        canvas.drawString(124, 842 - y, "recommendation seven of the first part.")

    assert texts(made(tmp_path, draw))[-1].endswith(
        "Second Interim Report in recommendation seven of the first part."
    )


def bullets(canvas: Canvas) -> None:
    write(canvas, 100, BEDS)
    y = lines(canvas, 200, "Each ward must:")
    for at, item in enumerate(("plan its rota a month ahead;", "train its nurses; and")):
        y = lines(canvas, y + 4, f"• {item}", x=72 + 0 * at)
    y = lines(canvas, y + 2, "– on the ward", x=100)
    lines(canvas, y + 4, "• report to the board.")


def test_a_list_is_items_with_their_bullets_and_depths(tmp_path: Path) -> None:
    document = made(tmp_path, bullets)
    items = [(b.level, text(document, b)) for b in document.blocks if b.role == "item"]
    assert items == [
        (0, "• plan its rota a month ahead;"),
        (0, "• train its nurses; and"),
        (1, "– on the ward"),
        (0, "• report to the board."),
    ]


def test_a_list_and_its_lead_in_are_one_passage(tmp_path: Path) -> None:
    passages = split_passages(made(tmp_path, bullets), (5, 12))
    (found,) = [passage.text for passage in passages if "Each ward must:" in passage.text]
    assert found.endswith("train its nurses; and\n– on the ward\n• report to the board.")


def test_items_in_a_second_column_are_no_deeper(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        for x, words in ((72, BEDS), (330, STAFF)):
            y = 120.0
            for sentence in (words, MONEY):
                y = write(canvas, y, f"• {sentence}", x=x, width=200) + 4

    levels = [block.level for block in made(tmp_path, draw).blocks if block.role == "item"]
    assert levels == [0, 0, 0, 0]


def contents(canvas: Canvas) -> None:
    write(canvas, 100, "Contents", font="Helvetica-Bold", size=18)
    for at, entry in enumerate(
        (
            "Foreword 3",
            "A first recommendation on the beds that the trusts",
            "have closed 5",
            "Wards 12",
        )
    ):
        lines(canvas, 150 + 25 * at, entry)


def test_the_contents_are_no_text_to_quote(tmp_path: Path) -> None:
    document = made(tmp_path, contents, lambda c: write(c, 100, BEDS))
    assert "Wards 12" in texts(document, "contents")
    assert texts(document, "paragraph") == [BEDS]
    assert [passage.text for passage in split_passages(document, (10, 50))] == [BEDS]


def test_the_words_in_a_drawing_are_no_text_to_quote(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, 100, BEDS)
        write(canvas, 180, "Figure 3: Who reports to whom", font="Helvetica-Bold", size=14)
        for at in range(9):
            lines(canvas, 230 + 37 * at, f"Board of ward {at}", x=80 + 43 * (at * 5 % 9))

    document = made(tmp_path, draw)
    assert texts(document, "paragraph") == [BEDS]
    assert [passage.text for passage in split_passages(document, (10, 50))] == [BEDS]


def test_the_contents_end_where_the_first_chapter_begins(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        contents(canvas)
        write(canvas, 300, "Foreword", font="Helvetica-Bold", size=14)
        write(canvas, 330, f"{BEDS} It was 2023")

    document = made(tmp_path, draw)
    assert texts(document, "contents")[-1] == "Wards 12"
    assert texts(document, "heading") == ["Contents", "Foreword"]


def assert_layout_holds(document: Document) -> None:
    assert document.layout is not None
    page, box = document.layout.page, document.layout.box
    for block in document.blocks:
        for at in range(block.start, block.end):
            if document.text[at] != " ":
                shown = document.pages[page[at] - 1]
                assert page[at] > 0
                assert 0 <= box[at, 0] <= box[at, 2] <= np.ceil(shown.width * 10)
                assert 0 <= box[at, 1] < box[at, 3] <= np.ceil(shown.height * 10)


def test_every_character_stands_on_a_page(tmp_path: Path) -> None:
    def busy(canvas: Canvas) -> None:
        bullets(canvas)
        lines(canvas, 400, "Ward", "Elm", "Ash")
        lines(canvas, 400, "Beds", "24", "30", x=300)
        write(canvas, 500, STAFF)
        lines(canvas, 770, "1 Smith, Beds, 2020.", size=7)
        lines(canvas, 810, "7", x=290, size=9)

    assert_layout_holds(made(tmp_path, busy, contents, busy))
