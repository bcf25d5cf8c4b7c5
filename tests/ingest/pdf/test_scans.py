"""Scanned pages: a picture of known words is read back by tesseract, where it is installed."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont
from pypdf import PdfWriter

from assistant.answer.citation import cite
from assistant.documents import Block, Document, Layout, Page, Quote
from assistant.errors import DocumentError
from assistant.evaluate.verbatim import VerbatimCheck
from assistant.ingest import ocr
from assistant.ingest.draft import Facts
from assistant.ingest.quotable import without_doubtful_sentences
from assistant.ingest.read import ToRead, read_document
from assistant.settings import Limits
from assistant.wording import FROM_A_SCAN, basis_words
from tests.ingest.pdfs import BEDS, save, write

LINES = (
    "Bed occupancy in winter",
    "Trusts reported that 96 per cent of beds were full in January.",
    "Every trust shall publish its plan by 1 March 2026.",
    "Patients waited longer than in any winter before.",
)

needs_tesseract = pytest.mark.skipif(
    shutil.which("tesseract") is None and "CI" not in os.environ,
    reason="tesseract is not installed",
)


@pytest.fixture
def recognising(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.ingest.pdf.read.ocr_program", lambda: "tesseract")


def scan(path: Path) -> Path:
    page = Image.new("L", (1240, 1754), 255)
    draw = ImageDraw.Draw(page)
    for number, line in enumerate(LINES):
        draw.text((150, 200 + 60 * number), line, font=ImageFont.load_default(30), fill=0)
    page.save(path, "PDF", resolution=150)
    return path


def read(path: Path, limits: Limits | None = None) -> Document:
    return read_document(ToRead(path.name, path, "0" * 64, Facts()), limits or Limits())


@needs_tesseract
def test_a_scan_is_read_and_says_so(tmp_path: Path, recognising: None) -> None:
    document = read(scan(tmp_path / "scan.pdf"))
    start = document.text.index("Every trust shall")
    quote = Quote(document, start, start + len(LINES[2]))
    assert quote.text == LINES[2]
    assert [page.recognised for page in document.pages] == [True]
    assert quote.reference.endswith(", page 1, words recognised from a scan")
    assert cite(quote).recognised
    assert basis_words(cite(quote)).endswith(f". {FROM_A_SCAN}")
    assert VerbatimCheck(tmp_path)(quote)
    assert document.layout is not None
    left, top, right, bottom = document.layout.box[start].tolist()
    # 150 dots an inch: the line begins at 72 points from the left, 154 from the top.
    assert abs(left - 720) < 30
    assert 1450 < top < 1600
    assert 0 < bottom - top < 250


@pytest.mark.parametrize(
    ("limits", "mend"),
    [(Limits(), "install the text recognition program"), (Limits(ocr=False), "ASSISTANT_OCR=no")],
)
def test_a_scan_that_is_not_read_says_how_it_could_be(
    tmp_path: Path, limits: Limits, mend: str
) -> None:
    with pytest.raises(DocumentError) as caught:
        read(scan(tmp_path / "scan.pdf"), limits)
    assert caught.value.reason == "needs-ocr"
    assert mend in str(caught.value)


def test_a_sentence_with_a_doubtful_word_is_not_quoted() -> None:
    text = "Beds are full. Wards are shut."
    box = np.array([[10 * at, 0, 10 * at + 10, 10] for at in range(len(text))], np.int16)
    document = Document(
        *("a.pdf", "", "A", "document", text, (Block(0, len(text), "paragraph"),)),
        pages=(Page(1, None, 100, 100, True),),
        layout=Layout(np.ones(len(text), np.int16), box),
    )
    doubtful = {1: np.array([[15.0, 0.0, 18.0, 1.0]], np.float32)}
    blocks = without_doubtful_sentences(document, doubtful).blocks
    assert [(block.role, text[block.start : block.end]) for block in blocks] == [
        ("paragraph", "Beds are full."),
        ("contents", "Wards are shut."),
    ]
    assert without_doubtful_sentences(document, {}) is document


def test_what_tesseract_says_becomes_words() -> None:
    table = (
        "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\t"
        'text\n4\t1\t1\t1\t1\t0\t9\t9\t9\t9\t-1\t\n5\t1\t1\t1\t2\t1\t10\t20\t30\t8\t91.5\t"Beds\n'
    )
    (word,) = ocr._words(table)
    assert word == ocr.Word('"Beds', 10, 20, 40, 28, 91.5, (1, 1, 2))


def half_scanned(path: Path, scans: int = 1) -> Path:
    """Pages with text, and as many scanned ones."""
    pages = PdfWriter(clone_from=save(path, [lambda c: write(c, 100, BEDS)] * scans))
    for _ in range(scans):
        pages.append(scan(path.with_name("scan.pdf")))
    pages.write(path)
    return path


@pytest.mark.parametrize(("words", "unread"), [(None, True), ([], False)])
def test_a_page_that_took_too_long_is_told_from_one_without_words(
    tmp_path: Path,
    recognising: None,
    monkeypatch: pytest.MonkeyPatch,
    words: list[ocr.Word] | None,
    unread: bool,
) -> None:
    found = words, 1.0
    monkeypatch.setattr("assistant.ingest.pdf.scans.recognise_or_fail", lambda *_: found)
    document = read(half_scanned(tmp_path / "a.pdf"))
    assert [page.unread for page in document.pages] == [False, unread]
    with pytest.raises(DocumentError) as caught:
        read(scan(tmp_path / "b.pdf"))
    assert (caught.value.reason, caught.value.again) == (
        ("timeout", True) if unread else ("needs-ocr", False)
    )


def test_pages_for_which_no_time_is_left_stay_unread(
    tmp_path: Path, recognising: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.ingest.pdf.scans.recognise_or_fail", lambda *_: ([], 1.0))
    document = read(half_scanned(tmp_path / "a.pdf", 5), Limits(ocr_seconds=0.5))
    assert [page.unread for page in document.pages] == [False] * 7 + [True] * 3


@pytest.mark.parametrize("command", ["sleep 60", "exit 1"])
def test_a_tesseract_that_hangs_or_fails_gives_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    program = tmp_path / "tesseract"
    program.write_text(f"#!/bin/sh\nexec 1>&-\n{command.replace('sleep', 'exec sleep')}\n")
    program.chmod(0o700)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    words, _ = ocr.recognise_or_fail(Image.new("L", (9, 9)), 200, 0.1)
    assert words is None
