from __future__ import annotations

from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

from tests.ingest.pdfs import BEDS, MONEY, RIGHT, STAFF, lines, made, text, texts, write

COLUMN = 205


def test_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        y = write(canvas, 120, BEDS, width=COLUMN)
        write(canvas, y + 12, STAFF, width=COLUMN)
        write(canvas, 120, MONEY, x=RIGHT - COLUMN, width=COLUMN)

    assert texts(made(tmp_path, draw)) == [BEDS, STAFF, MONEY]


def test_a_line_over_both_columns_parts_what_is_above_and_below(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, 120, BEDS, width=COLUMN)
        write(canvas, 120, STAFF, x=RIGHT - COLUMN, width=COLUMN)
        write(canvas, 270, "What the wards were paid for", font="Helvetica-Bold", size=24)
        write(canvas, 320, MONEY, width=COLUMN)
        write(canvas, 320, BEDS, x=RIGHT - COLUMN, width=COLUMN)

    assert texts(made(tmp_path, draw)) == [
        BEDS,
        STAFF,
        "What the wards were paid for",
        MONEY,
        BEDS,
    ]


def test_a_sentence_goes_on_in_the_next_column(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        whole = f"{BEDS} {STAFF}"
        words = whole.split()
        y = write(canvas, 120, " ".join(words[:38]), width=COLUMN)
        assert y < 400
        write(canvas, 120, " ".join(words[38:]), x=RIGHT - COLUMN, width=COLUMN)

    assert texts(made(tmp_path, draw)) == [f"{BEDS} {STAFF}"]


def test_a_number_that_stands_apart_joins_its_paragraph(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        for at, words in enumerate((BEDS, STAFF)):
            lines(canvas, 120 + 100 * at, f"2.{at + 1}.", x=60)
            write(canvas, 120 + 100 * at, words, x=100)

    assert texts(made(tmp_path, draw)) == [f"2.1. {BEDS}", f"2.2. {STAFF}"]


def test_the_order_of_the_file_does_not_matter(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, 300, STAFF)
        write(canvas, 120, BEDS)

    document = made(tmp_path, draw)
    assert [text(document, block) for block in document.blocks] == [BEDS, STAFF]


def test_headings_under_two_columns_head_what_runs_over_both(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, 120, BEDS, width=COLUMN)
        write(canvas, 120, STAFF, x=RIGHT - COLUMN, width=COLUMN)
        write(canvas, 270, "4 Money", font="Helvetica-Bold", size=16)
        write(canvas, 296, "4.1 Savings", font="Helvetica-Bold", size=12)
        write(canvas, 320, MONEY)

    assert texts(made(tmp_path, draw)) == [BEDS, STAFF, "4 Money", "4.1 Savings", MONEY]


def test_a_heading_within_the_longer_column_stays_in_it(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, 120, BEDS, width=COLUMN)
        write(canvas, 120, STAFF, x=RIGHT - COLUMN, width=COLUMN)
        write(canvas, 270, "3.3 Money", font="Helvetica-Bold", size=12)
        y = write(canvas, 296, MONEY, width=COLUMN)
        write(canvas, y + 40, "What the wards were paid for", font="Helvetica-Bold", size=24)

    assert texts(made(tmp_path, draw))[:4] == [BEDS, "3.3 Money", MONEY, STAFF]
