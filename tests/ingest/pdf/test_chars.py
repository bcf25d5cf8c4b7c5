from __future__ import annotations

from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
import pytest
from pypdf import PdfReader, PdfWriter
from reportlab.pdfgen.canvas import Canvas

from assistant.ingest.pdf import text_page
from assistant.ingest.pdf.chars import PageChars, no_chars, page_chars
from tests.ingest.pdfs import HEIGHT, Page, save


def chars(folder: Path, draw: Page, turn: int = 0, crop: tuple[float, ...] = ()) -> PageChars:
    path = save(folder / "a.pdf", [draw])
    writer = PdfWriter(clone_from=PdfReader(path))
    if turn:
        writer.pages[0].rotate(turn)
    if crop:
        writer.pages[0].cropbox.lower_left = crop[:2]
        writer.pages[0].cropbox.upper_right = crop[2:]
    writer.write(path)
    document = pdfium.PdfDocument(path)
    page = document[0]
    try:
        return page_chars(page)
    finally:
        page.close()
        document.close()


def word(canvas: Canvas) -> None:
    canvas.setFont("Helvetica", 20)
    canvas.drawString(100, HEIGHT - 200, "Beds")


def test_characters_whose_size_is_no_number_are_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks = np.array([[float("nan"), 0, 0, 0]])
    monkeypatch.setattr(text_page.TextPage, "looks", lambda self, of: looks.repeat(len(of), axis=0))
    assert chars(tmp_path, word).text == ""


def test_characters_stand_where_they_are_printed(tmp_path: Path) -> None:
    found = chars(tmp_path, word)
    assert found.text == "Beds"
    left, top, right, bottom = found.box[0]
    assert left == pytest.approx(100, abs=2)
    assert top < 200 - 14 < 200 <= bottom
    assert 110 < right < 118
    assert found.base == pytest.approx([200] * 4, abs=0.1)
    assert found.size == pytest.approx([20] * 4)


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_boxes_of_a_turned_page_lie_where_the_text_is_shown(tmp_path: Path, turn: int) -> None:
    found = chars(tmp_path, word, turn)
    width, height = (HEIGHT, 595.3) if turn != 180 else (595.3, HEIGHT)
    assert (found.width, found.height) == pytest.approx((width, height), abs=1)
    x, y = (found.box[0, :2] + found.box[0, 2:]) / 2
    # Where the middle of the first letter, at (107, 193) of the page, is after the turn.
    shown = {90: (HEIGHT - 193, 107), 180: (595.3 - 107, HEIGHT - 193), 270: (193, 595.3 - 107)}
    assert (x, y) == pytest.approx(shown[turn], abs=4)
    assert not found.upright.any()


def test_text_turned_with_its_page_is_upright(tmp_path: Path) -> None:
    def sideways(canvas: Canvas) -> None:
        canvas.rotate(90)
        canvas.drawString(100, -300, "Beds")

    assert chars(tmp_path, sideways, 90).upright.all()


def test_boxes_of_a_cropped_page_count_from_its_corner(tmp_path: Path) -> None:
    found = chars(tmp_path, word, crop=(50, 300, 500, 800))
    assert (found.width, found.height) == (450, 500)
    assert found.box[0, 0] == pytest.approx(50, abs=2)
    assert found.base[0] == pytest.approx(200 - (HEIGHT - 800), abs=0.5)


def test_what_stands_off_the_page_is_left_out(tmp_path: Path) -> None:
    def slug(canvas: Canvas) -> None:
        word(canvas)
        canvas.drawString(-300, 400, "Proof 3")

    assert chars(tmp_path, slug).text == "Beds"


def test_boxes_end_at_the_edge_of_the_page(tmp_path: Path) -> None:
    def at_the_edge(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 40)
        canvas.drawString(570, 400, "MM")

    found = chars(tmp_path, at_the_edge)
    assert found.text == "M"
    assert found.box.min() >= 0
    assert found.box[0, 2] <= found.width


def test_the_look_of_characters(tmp_path: Path) -> None:
    def looks(canvas: Canvas) -> None:
        for x, font in ((100, "Times-Bold"), (200, "Times-Italic"), (300, "Times-Roman")):
            canvas.setFont(font, 12)
            canvas.setFillColorRGB(x / 300, 0, 0)
            canvas.drawString(x, 400, "x")

    found = chars(tmp_path, looks)
    assert found.bold.tolist() == [True, False, False]
    assert found.slanted.tolist() == [False, True, False]
    assert found.colour.tolist() == [85 << 16, 170 << 16, 255 << 16]


def test_the_size_is_the_one_that_is_seen(tmp_path: Path) -> None:
    def scaled(canvas: Canvas) -> None:
        canvas.scale(3, 3)
        canvas.setFont("Helvetica", 4)
        canvas.drawString(30, 200, "x")

    assert chars(tmp_path, scaled).size == pytest.approx([12])


def test_spaces_are_gaps(tmp_path: Path) -> None:
    found = chars(tmp_path, lambda c: c.drawString(100, 400, "a bc"))
    assert found.text == "abc"
    assert found.gap.tolist() == [True, True, False]


def test_a_page_that_cannot_be_read_has_no_characters() -> None:
    page = no_chars()
    assert page.text == ""
    assert page.box.shape == (0, 4)
    assert page.ink.shape == (0, 2)
    assert page.bold.dtype == np.bool_
