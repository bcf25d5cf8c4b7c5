from __future__ import annotations

import os
import time
import zlib
from pathlib import Path

import pytest

from assistant.documents import Document
from assistant.errors import DocumentError
from assistant.ingest.draft import Facts
from assistant.ingest.read import ToRead, in_workers, read_document
from assistant.settings import Limits
from tests.ingest.pdfs import BEDS, save, write


def to_read(path: Path, facts: Facts | None = None) -> ToRead:
    return ToRead(path.name, path, "0" * 64, facts or Facts())


def text_file(folder: Path, name: str = "a.txt", text: str = f"The bed review\n\n{BEDS}\n") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def outcome(result: Document | DocumentError) -> str:
    return result.reason if isinstance(result, DocumentError) else result.title


def test_results_come_in_the_order_of_the_files_whatever_becomes_of_them(tmp_path: Path) -> None:
    pdf = save(tmp_path / "b.pdf", [lambda c: write(c, 100, BEDS)])
    files = [
        to_read(text_file(tmp_path)),
        to_read(text_file(tmp_path, "empty.txt", "")),
        to_read(pdf, Facts(title="Catalogued")),
        to_read(tmp_path / "gone.txt"),
        to_read(text_file(tmp_path, "last.md", f"# Last\n\n{BEDS}")),
    ]
    found = list(in_workers(read_document, files, Limits(), workers=2))
    assert [outcome(one) for one in found] == [
        *("The bed review", "empty", "Catalogued", "damaged", "Last")
    ]
    assert isinstance(found[2], Document)
    assert found[2].text == BEDS


def test_no_files_start_no_workers() -> None:
    assert list(in_workers(read_document, [], Limits())) == []


class Endless(type(Path())):  # type: ignore[misc]
    """A file that keeps its reader busy for ever."""

    def stat(self, *, follow_symlinks: bool = True) -> os.stat_result:
        (self.parent / "began").touch()
        while True:
            time.sleep(1)


class Deadly(type(Path())):  # type: ignore[misc]
    """A file that ends the process of its reader, as a fault in a C library would."""

    def stat(self, *, follow_symlinks: bool = True) -> os.stat_result:
        (self.parent / "began").touch()
        os._exit(3)


def test_a_reader_that_hangs_is_stopped_and_the_next_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "a").touch()
    files = [
        ToRead("slow.pdf", Endless(tmp_path / "a"), "0", Facts()),
        to_read(text_file(tmp_path)),
    ]
    slow, read = in_workers(read_document, files, Limits(seconds=3), workers=1)
    assert (tmp_path / "began").exists()
    assert isinstance(slow, DocumentError)
    assert slow.reason == "timeout"
    assert slow.detail.startswith("Reading slow.pdf took too long and was stopped.")
    assert outcome(read) == "The bed review"


def test_a_reader_that_dies_is_damage_and_the_next_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "a").touch()
    files = [ToRead("bad.pdf", Deadly(tmp_path / "a"), "0", Facts()), to_read(text_file(tmp_path))]
    dead, read = in_workers(read_document, files, Limits(), workers=1)
    assert (tmp_path / "began").exists()
    assert outcome(dead) == "damaged"
    assert "bad.pdf could not be read" in str(dead)
    assert outcome(read) == "The bed review"


def test_memory_is_limited(tmp_path: Path) -> None:
    path = save(tmp_path / "bomb.pdf", [lambda c: write(c, 100, BEDS)])
    bomb = zlib.compress(b" " * 300_000_000, 9)
    data = path.read_bytes()
    at = data.index(b"stream\n")
    start = data.rindex(b"<<", 0, at)
    keys = b"<</Length %d/Filter/FlateDecode>>\n" % len(bomb)
    path.write_bytes(
        data[:start] + keys + b"stream\n" + bomb + b"\n" + data[data.index(b"endstream") :]
    )
    limits = Limits(memory_bytes=1_000_000_000, seconds=60)
    (found,) = in_workers(read_document, [to_read(path)], limits, workers=1)
    assert outcome(found) in {"damaged", "empty", "needs-ocr"}


def test_a_file_that_is_too_large_is_not_opened(tmp_path: Path) -> None:
    with pytest.raises(DocumentError) as caught:
        read_document(to_read(text_file(tmp_path)), Limits(file_bytes=50))
    assert caught.value.reason == "too-large"
    assert "Split it into parts" in caught.value.detail


INTERNAL = ("assistant", "pypdf", "pdfium", "python", "traceback", "exception", "worker", "none")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", b""),
        ("a.pdf", b"%PDF-1.4\nnothing"),
        ("a.pdf", b"beds"),
        ("a.docx", b"PK\x03\x04beds"),
        ("a.docx", b"beds"),
        ("a.xlsx", b"PK\x03\x04beds"),
        ("a.png", b"\x89PNG\r\n\x1a\n"),
        ("a.txt", b"\0\1\2\3"),
    ],
    ids=["empty", "cut pdf", "no pdf", "cut docx", "no docx", "sheet", "picture", "binary"],
)
def test_every_failure_says_what_and_how_to_mend_it(
    tmp_path: Path, name: str, content: bytes
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(DocumentError) as caught:
        read_document(to_read(path), Limits())
    detail = caught.value.detail
    assert detail.endswith(".")
    assert 5 <= len(detail.split()) <= 40
    assert any(mend in detail for mend in ("again", "Save", "save", "Put", "put", "copy"))
    assert not [word for word in INTERNAL if word in detail.lower().replace(str(tmp_path), "")]
