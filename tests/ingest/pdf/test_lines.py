from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from assistant.ingest.pdf.chars import PageChars
from assistant.ingest.pdf.lines import Line, mark_coloured, page_runs
from tests.ingest.pdfs import BEDS, HEIGHT, LEFT, made, texts, write


def chars(text: str, size: float = 10.0) -> PageChars:
    """Characters of one line, each half as wide as it is high; a space in `text` is a gap."""
    words = text.replace(" ", "")
    at = np.array([i for i, c in enumerate(text) if c != " "], np.float32) * size / 2
    gap = np.array([i == 0 or text[i - 1] == " " for i, c in enumerate(text) if c != " "])
    count = len(words)
    box = np.stack([at, np.full(count, 90), at + size / 2, np.full(count, 102)], axis=1)
    no = np.zeros(count, np.bool_)
    return PageChars(
        width=600,
        height=800,
        text=words,
        box=box.astype(np.float32),
        ink=np.full((count, 2), (92, 100), np.float32),
        base=np.full(count, 100, np.float32),
        size=np.full(count, size, np.float32),
        bold=no,
        slanted=no,
        colour=np.zeros(count, np.int32),
        upright=~no,
        gap=gap,
        unmapped=0,
        pictures=False,
        drawn=True,
    )


@pytest.mark.parametrize(
    ("printed", "spelt"),
    [
        ("ﬁrst ﬂoor", "first floor"),
        ("eﬀect oﬃce baﬄe", "effect office baffle"),
        ("\uf0b7 beds", "• beds"),
        ("● beds", "● beds"),
    ],
    ids=["fi fl", "ff ffi ffl", "bullet of a symbol font", "a bullet that is a character"],
)
def test_ligatures_and_symbols_are_spelt_out(printed: str, spelt: str) -> None:
    (line,) = page_runs(chars(printed), 1)
    assert line.text == spelt
    assert len(line.box) == len(line.text)


def test_both_letters_of_a_ligature_stand_where_it_stands() -> None:
    (line,) = page_runs(chars("ﬁt"), 1)
    assert line.box[0].tolist() == line.box[1].tolist() != line.box[2].tolist()


def test_a_space_has_the_box_of_the_gap() -> None:
    (line,) = page_runs(chars("a b"), 1)
    assert line.text == "a b"
    assert line.box[1].tolist() == [5, 90, 10, 102]


def test_a_wide_gap_parts_a_line() -> None:
    assert [line.text for line in page_runs(chars("Beds     214"), 1)] == ["Beds", "214"]


def test_a_hyphen_within_a_word_is_known() -> None:
    lines = [page_runs(chars(text), 1)[0] for text in ("produc\u00ad", "produc-", "product")]
    assert [(line.text, line.hyphen) for line in lines] == [
        ("produc-", True),
        ("produc-", False),
        ("product", False),
    ]


def raised(canvas: Canvas, x: float, y: float, mark: str) -> float:
    canvas.setFont("Helvetica", 7)
    canvas.drawString(x, HEIGHT - y + 5, mark)
    return x + pdfmetrics.stringWidth(mark, "Helvetica", 7)


def with_mark(folder: Path, before: str, mark: str, after: str) -> tuple[str, list[str]]:
    def draw(canvas: Canvas) -> None:
        write(canvas, 100, BEDS)
        canvas.setFont("Helvetica", 11)
        canvas.drawString(LEFT, HEIGHT - 200, before)
        x = raised(canvas, LEFT + pdfmetrics.stringWidth(before, "Helvetica", 11), 200, mark)
        canvas.setFont("Helvetica", 11)
        canvas.drawString(x, HEIGHT - 200, after)

    document = made(folder, draw)
    return texts(document)[-1], [document.text[start:end] for start, end in document.marks]


@pytest.mark.parametrize(
    ("parts", "text", "marks"),
    [
        (("It cost £11bn", "2", " in all."), "It cost £11bn 2 in all.", ["2"]),
        (("It cost £11bn.", "12", " Beds"), "It cost £11bn. 12 Beds", ["12"]),
        (("It cost £11bn", "3", ", he said."), "It cost £11bn 3, he said.", ["3"]),
        (("A room of 20 m", "2", " each."), "A room of 20 m2 each.", []),
    ],
    ids=["a figure", "two figures", "before a comma", "a square metre"],
)
def test_a_raised_mark_stands_apart_and_is_known(
    tmp_path: Path, parts: tuple[str, str, str], text: str, marks: list[str]
) -> None:
    assert with_mark(tmp_path, *parts) == (text, marks)


def test_text_that_runs_upwards_is_left_out(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, 100, BEDS)
        canvas.rotate(90)
        canvas.drawString(100, -560, "Ward plan of the year")

    assert texts(made(tmp_path, draw)) == [BEDS]


def test_an_unusual_colour_is_marked() -> None:
    def line(text: str, colour: int) -> Line:
        found = page_runs(chars(text), 1)[0]
        return Line(1, found.text, found.box, (), 10, False, False, False, colour=colour)

    (lines,) = mark_coloured(
        [[line("black words of the text", 0), line("grey", 0x202020), line("blue", 0x0060C0)]]
    )
    assert [line.coloured for line in lines] == [False, False, True]
