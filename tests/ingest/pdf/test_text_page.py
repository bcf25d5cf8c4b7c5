from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
import pytest
from reportlab.pdfgen.canvas import Canvas

from assistant.ingest.pdf.text_page import TextPage
from tests.ingest.pdfs import HEIGHT, save


def two_looks(canvas: Canvas) -> None:
    canvas.setFont("Helvetica", 20)
    canvas.drawString(100, HEIGHT - 200, "Beds in Leeds")
    canvas.setFont("Times-BoldItalic", 9)
    canvas.setFillColorRGB(1, 0, 0)
    canvas.drawString(100, HEIGHT - 300, "and York")


@pytest.fixture
def textpage(tmp_path: Path) -> Iterator[object]:
    document = pdfium.PdfDocument(save(tmp_path / "a.pdf", [two_looks]))
    page = document[0]
    found = page.get_textpage()
    yield found.raw
    found.close()
    page.close()
    document.close()


def test_all_characters_at_once_are_what_each_is_by_itself(
    textpage: pdfium_c.FPDF_TEXTPAGE,
) -> None:
    text = TextPage(textpage)
    codes = text.codes()
    assert "".join(map(chr, codes.tolist())) == "Beds in Leeds\r\nand York"
    of = np.flatnonzero(codes > 32)
    together: tuple[Any, ...] = (
        text.cells(of)[0],
        text.inks(of),
        text.origins(of),
        text.angles(of),
    )
    for at, number in enumerate(of.tolist()):
        one = np.array([number])
        alone: tuple[Any, ...] = (
            text.cells(one)[0],
            text.inks(one),
            text.origins(one),
            text.angles(one),
        )
        assert all(np.array_equal(a[at], b[0]) for a, b in zip(together, alone, strict=True))
    x, y = text.origins(of[:1])[0]
    assert (x, y) == pytest.approx((100, HEIGHT - 200), abs=1)


def test_characters_of_one_text_have_its_look(textpage: pdfium_c.FPDF_TEXTPAGE) -> None:
    text = TextPage(textpage)
    first, last = np.array([0, 5, 8]), np.array([15, 19])
    assert text.looks(first).tolist() == [[20.0, 0, 0, 0]] * 3
    ((size, bold, slanted, colour), other) = text.looks(last)
    assert (size, bold, slanted) == (9.0, 1, 1)
    assert colour == 0xFF0000
    assert other.tolist() == [size, bold, slanted, colour]


def test_what_pdfium_adds_is_white_space(textpage: pdfium_c.FPDF_TEXTPAGE) -> None:
    """Nothing else tells it from what the file holds."""
    text = TextPage(textpage)
    added = [i for i in range(text.count) if pdfium_c.FPDFText_IsGenerated(textpage, i) == 1]
    assert added
    assert all(chr(text.codes()[i]).isspace() for i in added)


def test_nothing_is_asked_of_no_characters(textpage: pdfium_c.FPDF_TEXTPAGE) -> None:
    text, none = TextPage(textpage), np.zeros(0, np.intp)
    assert text.cells(none)[0].shape == text.inks(none).shape == text.looks(none).shape == (0, 4)
    assert text.origins(none).shape == (0, 2)
