"""Files as drafts: their words, and a sentence for each that cannot be read."""

from __future__ import annotations

import zipfile
from io import BytesIO

import docx
import pytest
from docx.document import Document as WordDocument

from assistant.checking import draft_file
from assistant.checking.draft_document import as_document
from assistant.checking.draft_file import MOST_CHARACTERS, read_draft
from assistant.errors import DocumentError
from assistant.export.checked import checked_word
from assistant.figures.extract import figures_of


def saved(document: WordDocument) -> bytes:
    file = BytesIO()
    document.save(file)
    return file.getvalue()


@pytest.fixture
def paper() -> bytes:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Paper for the board of 5 trusts"
    document.add_heading("Beds", 1)
    noted = document.add_paragraph("The trust closed 214 beds.")
    noted.add_run("3").font.superscript = True
    document.add_paragraph("Corridors were used as wards.", style="Quote")
    table = document.add_table(2, 2)
    for cell, text in zip(
        (cell for row in table.rows for cell in row.cells),
        ("Ward", "Beds", "North", "45"),
        strict=True,
    ):
        cell.text = text
    return saved(document)


def test_a_word_file_with_header_quote_table_and_note(paper: bytes) -> None:
    assert read_draft("paper.docx", paper) == (
        "Paper for the board of 5 trusts\n\nBeds\n\nThe trust closed 214 beds.\n\n"
        "> Corridors were used as wards.\nWard | Beds\nNorth | 45"
    )


def test_footnotes_of_word_are_read() -> None:
    text = read_draft("checked.docx", checked_word("The trust closed 214 beds.", ()))
    assert "The trust closed 214 beds." in text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_in_any_encoding(encoding: str) -> None:
    text = "The trust’s café cost £1.2m.\nIt is “free”."
    assert read_draft("draft.txt", text.replace("\n", "\r\n").encode(encoding)) == text


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("draft.docx", b"", "empty"),
        ("draft.txt", b" \n ", "empty"),
        ("draft.docx", b"PK\x03\x04 and no more", "damaged"),
        ("draft.docx", b"Words, but no Word file.", "damaged"),
        ("draft.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "password"),
        ("draft.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "unsupported"),
        ("draft.pdf", b"%PDF-1.7", "unsupported"),
        ("draft.txt", bytes(range(256)), "unsupported"),
        ("draft.txt", b"a" * (MOST_CHARACTERS + 1), "too-large"),
    ],
)
def test_what_cannot_be_read(name: str, content: bytes, reason: str) -> None:
    with pytest.raises(DocumentError) as caught:
        read_draft(f"/somewhere/{name}", content)
    assert caught.value.reason == reason
    assert caught.value.detail.startswith((name, "The draft"))
    assert "/somewhere" not in caught.value.detail and caught.value.detail.endswith(".")


def test_a_damaged_word_file(paper: bytes) -> None:
    with pytest.raises(DocumentError) as caught:
        read_draft("paper.docx", paper[: len(paper) // 2])
    assert caught.value.reason == "damaged"


def test_a_word_file_that_unpacks_to_more_than_the_memory(
    paper: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(draft_file, "_UNPACKED_BYTES", 100_000)
    file = BytesIO(paper)
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/media/image1.png", bytes(200_000))
    with pytest.raises(DocumentError) as caught:
        read_draft("paper.docx", file.getvalue())
    assert caught.value.reason == "too-large"


def test_contents_addresses_and_rules_of_tables_hold_no_figures() -> None:
    draft = (
        "Introduction ........................ 14\n\n"
        "See https://example.org/45-beds or write to 24beds@example.org.\n\n"
        "| Ward | Beds |\n|---|---|\n| North | many |\n"
    )
    document = as_document(draft)
    assert len(document.text) == len(draft)
    assert figures_of(document) == ()


def test_lines_that_a_text_file_broke_are_one_sentence() -> None:
    draft = "The trust that has most wards of all in the county\nclosed 214 beds in the spring.\n"
    (figure,) = figures_of(as_document(draft))
    assert draft[figure.start : figure.end] == draft.strip()


def test_cells_stay_in_their_columns() -> None:
    document = docx.Document()
    table = document.add_table(3, 3)
    words = ("", "2023", "2024", "Beds", "100", "200", "Wards", "", "30")
    for cell, text in zip((c for row in table.rows for c in row.cells), words, strict=True):
        cell.text = text
    draft = read_draft("paper.docx", saved(document))
    assert draft == "|  | 2023 | 2024 |\nBeds | 100 | 200\nWards |  | 30"
    assert headers(draft) == {"100": ("2023",), "200": ("2024",), "30": ("2024",)}


@pytest.mark.parametrize(
    "draft",
    [
        "| | 2023 | 2024 |\n|---|---|---|\n| Beds | 100 | 200 |",
        " | 2023 | 2024\nBeds | 100 | 200",
        "Ward | 2023 | 2024 |\nBeds | 100 | 200 |",
    ],
)
def test_a_pasted_table_keeps_its_columns(draft: str) -> None:
    assert headers(draft) == {"100": ("2023",), "200": ("2024",)}


def headers(draft: str) -> dict[str, tuple[str, ...]]:
    """The headers of the columns of each figure in the tables of a draft."""
    document = as_document(draft)
    (table,) = document.tables
    named = {
        cell.column: document.text[cell.start : cell.end] for cell in table.cells if not cell.row
    }
    return {
        document.text[cell.start : cell.end]: (named[cell.column],)
        for cell in table.cells
        if cell.row and cell.column
    }


def test_a_word_file_with_a_part_too_large_to_parse(
    paper: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(draft_file, "_XML_BYTES", 1_000)
    with pytest.raises(DocumentError) as caught:
        read_draft("paper.docx", paper)
    assert caught.value.reason == "too-large" and "paper.docx" in caught.value.detail
