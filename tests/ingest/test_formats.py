from __future__ import annotations

import zipfile
from pathlib import Path

import docx
import pytest

from assistant.errors import DocumentError
from assistant.ingest.formats import SUFFIXES, read_draft, sniff
from assistant.settings import Limits

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)


def zipped(path: Path, *names: str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name in names:
            archive.writestr(name, "<x/>")
    return path


def written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("name", "data", "wanted"),
    [
        pytest.param("a.pdf", b"%PDF-1.7\n", "pdf", id="pdf"),
        pytest.param("a.pdf", b"\n" * 900 + b"%PDF-1.4\n", "pdf", id="pdf after junk"),
        pytest.param("a.txt", b"%PDF-1.7\n", "pdf", id="pdf under another name"),
        pytest.param("a.html", b"<p>words", "html", id="html by name"),
        pytest.param("a.txt", b"\n<!DOCTYPE html><p>words", "html", id="html by content"),
        pytest.param("a.htm", "<html>".encode("utf-16"), "html", id="html in utf-16"),
        pytest.param("a.md", b"# Title", "markdown", id="markdown"),
        pytest.param("a.MARKDOWN", b"Title", "markdown", id="capital ending"),
        pytest.param("a.txt", b"# Title", "text", id="text"),
        pytest.param("a.txt", "caf\u00e9".encode("latin-1"), "text", id="latin-1"),
    ],
)
def test_content_tells_the_format_then_the_name(
    tmp_path: Path, name: str, data: bytes, wanted: str
) -> None:
    assert sniff(written(tmp_path / name, data)) == wanted


def test_a_word_document_is_known_under_any_name(tmp_path: Path) -> None:
    path = tmp_path / "paper.txt"
    docx.Document().save(str(path))
    assert sniff(path) == "docx"


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        pytest.param("a.txt", b"", "empty", id="no bytes"),
        pytest.param("a.pdf", b"", "damaged", id="pdf of no bytes"),
        pytest.param("a.pdf", b"hello", "damaged", id="pdf that is none"),
        pytest.param("a.docx", b"hello", "damaged", id="docx that is none"),
        pytest.param("a.docx", b"PK\x03\x04 cut off", "damaged", id="docx cut off"),
        pytest.param("a.docx", OLE, "password", id="docx under a password"),
        pytest.param(
            "a.bin", OLE + "EncryptedPackage".encode("utf-16-le"), "password", id="encrypted office"
        ),
        pytest.param("a.doc", OLE, "unsupported", id="old word"),
        pytest.param("a.png", b"\x89PNG\r\n\x1a\n" + bytes(50), "unsupported", id="picture"),
        pytest.param("a.txt", b"\x89PNG\r\n\x1a\n" + bytes(50), "unsupported", id="picture as txt"),
        pytest.param("a.md", b"\x00\x01\x02" * 50, "unsupported", id="binary as md"),
        pytest.param("a.csv", b"a,b\n1,2\n", "unsupported", id="csv"),
    ],
)
def test_what_cannot_be_read_says_why(tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    with pytest.raises(DocumentError) as caught:
        sniff(written(tmp_path / name, data))
    assert caught.value.reason == reason
    assert name in caught.value.detail
    assert caught.value.detail.endswith(".")


@pytest.mark.parametrize(
    ("name", "members", "reason", "what"),
    [
        ("a.xlsx", ("xl/workbook.xml",), "unsupported", "spreadsheet"),
        ("a.pptx", ("ppt/presentation.xml",), "unsupported", "presentation"),
        ("a.zip", ("a.txt",), "unsupported", "archive"),
        ("a.docx", ("a.txt",), "damaged", "Word"),
    ],
)
def test_other_archives(
    tmp_path: Path, name: str, members: tuple[str, ...], reason: str, what: str
) -> None:
    with pytest.raises(DocumentError, match=what) as caught:
        sniff(zipped(tmp_path / name, *members))
    assert caught.value.reason == reason


def test_the_endings_that_are_looked_for() -> None:
    assert {".pdf", ".docx", ".html", ".htm", ".md", ".markdown", ".txt"} == SUFFIXES


@pytest.mark.parametrize(
    ("name", "source", "role"),
    [
        ("a.txt", "Beds are full.", "paragraph"),
        ("a.md", "# Beds", "heading"),
        ("a.html", "<html><ul><li>Beds</ul>", "item"),
    ],
)
def test_each_format_has_its_reader(tmp_path: Path, name: str, source: str, role: str) -> None:
    draft = read_draft(written(tmp_path / name, source.encode()), Limits())
    assert [block.role for block in draft.blocks] == [role]


def test_a_word_document_goes_to_its_reader(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Beds are full.")
    document.save(str(tmp_path / "a.docx"))
    assert read_draft(tmp_path / "a.docx", Limits()).blocks[0].text == "Beds are full."


@pytest.mark.parametrize(
    ("limits", "holds"),
    [
        pytest.param(Limits(characters=20), True, id="as many characters"),
        pytest.param(Limits(characters=19), False, id="a character too many"),
        pytest.param(Limits(blocks=2), True, id="as many blocks"),
        pytest.param(Limits(blocks=1), False, id="a block too many"),
        pytest.param(Limits(characters=5), False, id="a file too large to be read"),
    ],
)
def test_a_document_has_an_end(tmp_path: Path, limits: Limits, holds: bool) -> None:
    path = written(tmp_path / "a.md", b"# Wards\n\nBeds were full.")
    if holds:
        assert sum(len(block.text) for block in read_draft(path, limits).blocks) == 20
        return
    with pytest.raises(DocumentError, match="more text than one document") as caught:
        read_draft(path, limits)
    assert caught.value.reason == "too-large"


def test_a_missing_file_is_damaged(tmp_path: Path) -> None:
    with pytest.raises(DocumentError) as caught:
        sniff(tmp_path / "gone.txt")
    assert caught.value.reason == "damaged"
