from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NumberObject
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from assistant.errors import DocumentError
from assistant.settings import Limits
from tests.ingest.pdfs import BEDS, MONEY, STAFF, made, read, save, texts, write


def body(canvas: Canvas) -> None:
    write(canvas, write(canvas, 100, "Beds", font="Helvetica-Bold", size=16) + 20, BEDS)


def picture(canvas: Canvas) -> None:
    from PIL import Image

    canvas.drawImage(ImageReader(Image.new("RGB", (60, 80), "grey")), 0, 0, 595, 842)


def reason(path: Path, limits: Limits | None = None) -> tuple[str, str]:
    with pytest.raises(DocumentError) as caught:
        read(path, limits)
    return caught.value.reason, caught.value.detail


def test_a_password_is_asked_for(tmp_path: Path) -> None:
    path = save(tmp_path / "a.pdf", [body], encrypt=StandardEncryption("secret", strength=128))
    why, detail = reason(path)
    assert why == "password"
    assert "save a copy without a password" in detail


def test_a_file_that_opens_without_its_password_is_read(tmp_path: Path) -> None:
    locked = StandardEncryption("", ownerPassword="secret", canPrint=0, strength=128)
    assert BEDS in texts(read(save(tmp_path / "a.pdf", [body], encrypt=locked)))


def test_a_damaged_file_after_a_locked_one_is_damaged(tmp_path: Path) -> None:
    # PDFium goes on naming the error of the file before.
    locked = save(tmp_path / "a.pdf", [body], encrypt=StandardEncryption("secret", strength=128))
    broken = tmp_path / "b.pdf"
    broken.write_bytes(b"%PDF-1.4\n1 0 obj\n<</Type/Catalog>>\nendobj\ntrailer\n<</Root 1 0 R>>\n")
    assert [reason(locked)[0], reason(broken)[0]] == ["password", "damaged"]


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda data: data[:200], id="cut off"),
        pytest.param(lambda data: b"%PDF-1.3\nnothing\n%%EOF\n", id="only a header"),
        pytest.param(lambda data: data.replace(b"/Pages", b"/Rages"), id="no page tree"),
    ],
)
def test_damaged_files(tmp_path: Path, damage: object) -> None:
    path = save(tmp_path / "a.pdf", [body])
    assert callable(damage)
    path.write_bytes(damage(path.read_bytes()))
    why, detail = reason(path)
    assert why == "damaged"
    assert "get it again" in detail


def test_a_file_without_its_cross_references_is_read(tmp_path: Path) -> None:
    path = save(tmp_path / "a.pdf", [body])
    path.write_bytes(path.read_bytes().replace(b"startxref", b"startxxxx"))
    assert BEDS in texts(read(path))


def test_a_damaged_page_does_not_hide_the_others(tmp_path: Path) -> None:
    path = save(tmp_path / "a.pdf", [body, lambda c: write(c, 120, STAFF)])
    writer = PdfWriter(clone_from=PdfReader(path))
    kids = cast(ArrayObject, cast(DictionaryObject, writer.root_object["/Pages"])["/Kids"])
    kids[0] = NumberObject(3)
    writer.write(path)
    document = read(path)
    assert texts(document) == [STAFF]
    assert [page.number for page in document.pages] == [1, 2]
    found = document.page_at(0)
    assert found is not None and found.number == 2


def test_pictures_need_text_recognition(tmp_path: Path) -> None:
    why, detail = reason(save(tmp_path / "a.pdf", [picture, picture]))
    assert why == "needs-ocr"
    assert "install the text recognition program tesseract-ocr" in detail


def test_pictures_with_a_stamp_of_a_few_signs_need_text_recognition(tmp_path: Path) -> None:
    def stamped(canvas: Canvas) -> None:
        picture(canvas)
        canvas.drawString(72, 400, "3 May 24")

    assert reason(save(tmp_path / "a.pdf", [stamped]))[0] == "needs-ocr"


def test_a_text_page_does_not_hide_scanned_ones(tmp_path: Path) -> None:
    assert reason(save(tmp_path / "a.pdf", [body, picture, picture]))[0] == "needs-ocr"


def test_some_pictures_among_the_text_are_no_scan(tmp_path: Path) -> None:
    document = read(save(tmp_path / "a.pdf", [body, picture]))
    assert BEDS in texts(document)


def test_blank_pages_are_empty(tmp_path: Path) -> None:
    assert reason(save(tmp_path / "a.pdf", [lambda c: None])) == (
        "empty",
        "The pages are blank: put a file with text in its place.",
    )


@pytest.mark.parametrize(
    "signs",
    [
        pytest.param('"#+%-()/&*' * 8, id="signs for letters"),
        pytest.param('"7+%-', id="five signs"),
        pytest.param(" ".join(["Wkh wuxvw forvhg lwv zdugv dqg vwdii"] * 8), id="moved letters"),
    ],
)
def test_text_of_meaningless_signs_needs_text_recognition(tmp_path: Path, signs: str) -> None:
    why, detail = reason(save(tmp_path / "a.pdf", [lambda c: write(c, 200, signs)]))
    assert why == "needs-ocr"
    assert "meaningless signs" in detail


def test_a_page_of_figures_is_not_meaningless(tmp_path: Path) -> None:
    document = made(tmp_path, lambda c: write(c, 200, "2023 1,200.5 2024 1,300.6 " * 8))
    assert "1,300.6" in document.text


def test_too_many_pages(tmp_path: Path) -> None:
    path = save(tmp_path / "a.pdf", [body] * 3)
    assert reason(path, Limits(pages=2))[0] == "too-large"


def test_pages_that_are_all_the_same_are_read(tmp_path: Path) -> None:
    document = made(tmp_path, *[lambda c: write(c, 60, "Closed on Mondays and Fridays.")] * 4)
    assert document.text.count("Closed on Mondays") == 4


def test_facts_come_from_the_properties_where_they_are_to_be_believed(tmp_path: Path) -> None:
    def titled(canvas: Canvas) -> None:
        canvas.setTitle("The bed review")
        canvas.setAuthor("coopersk")
        write(canvas, 100, "The bed review", font="Helvetica-Bold", size=20)
        write(canvas, 140, "for England 27 July 2015")
        write(canvas, 200, MONEY)

    document = read(save(tmp_path / "x7.pdf", [titled]))
    assert document.title == "The bed review"
    assert document.authors == ()
    assert document.published == "2015-07-27"


@pytest.mark.parametrize("title", ["Microsoft Word - x.doc", "Committee Report 4.3", "untitled"])
def test_a_title_that_is_not_printed_is_not_believed(tmp_path: Path, title: str) -> None:
    def titled(canvas: Canvas) -> None:
        canvas.setTitle(title)
        write(canvas, 100, "A report to the Committee on beds", font="Helvetica-Bold", size=20)
        write(canvas, 200, BEDS)

    assert read(save(tmp_path / "a.pdf", [titled])).title == "A report to the Committee on beds"
