"""PDF files: pypdf tells what the file says of itself, pypdfium2 what stands on its pages."""

from __future__ import annotations

import logging
import re
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
from pypdf import PdfReader
from pypdf.errors import DependencyError, FileNotDecryptedError

from assistant.documents import Page
from assistant.errors import DocumentError
from assistant.ingest.draft import Draft, DraftBlock, Facts
from assistant.ingest.pdf_blocks import make_blocks
from assistant.ingest.pdf_chars import PageChars, page_chars
from assistant.ingest.pdf_furniture import body_size, split_furniture, split_notes
from assistant.ingest.pdf_headings import OutlineEntry
from assistant.ingest.pdf_lines import page_runs
from assistant.ingest.pdf_order import reading_order
from assistant.pdfium import PDFIUM_LOCK
from assistant.settings import Limits

_PASSWORD = "The file is password protected. Save a copy without a password and put it in its place."
_DAMAGED = "The file is damaged and cannot be opened. Get it again from where it was published."
_SCANNED = (
    "The pages are pictures without text, as a scanner makes them. Run text recognition (OCR) "
    "on the file and put the result in its place."
)
_GARBLED = 0.3
"""With more unreadable characters than this part, the text layer is of no use."""


def read_pdf(path: Path, limits: Limits) -> Draft:
    """Read a PDF file.

    Raises:
        DocumentError: it is protected, damaged, too large, or has no text to read.
    """
    about = _read_about(path)
    with PDFIUM_LOCK:
        chars = _read_pages(path, limits)
    if sum(len(page.text) for page in chars) < 20 * _GARBLED:
        raise DocumentError("needs-ocr", _SCANNED)
    readable = sum(len(page.text) for page in chars)
    if sum(page.unmapped for page in chars) > _GARBLED * readable:
        raise DocumentError("needs-ocr", _SCANNED)
    return _draft(chars, about)


class _About:
    """What the file says of itself; empty where pypdf cannot read it."""

    def __init__(self, reader: PdfReader | None) -> None:
        self.facts = _facts(reader) if reader else Facts()
        self.outline = _outline(reader) if reader else []
        self.labels = _labels(reader) if reader else []


def _read_about(path: Path) -> _About:
    logging.getLogger("pypdf").setLevel(
        logging.CRITICAL
    )  # its warnings are for developers
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            reader = PdfReader(path)
            if reader.is_encrypted and not reader.decrypt(""):
                raise DocumentError("password", _PASSWORD)
            return _About(reader)
    except FileNotDecryptedError as error:
        raise DocumentError("password", _PASSWORD) from error
    except DocumentError:
        raise
    except DependencyError:
        return _About(None)
    except Exception:  # noqa: BLE001 - pypdf raises many kinds; PDFium may still read the file
        return _About(None)


def _read_pages(path: Path, limits: Limits) -> list[PageChars]:
    try:
        document = pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise DocumentError("password", _PASSWORD) from error
        raise DocumentError("damaged", _DAMAGED) from error
    try:
        if len(document) > limits.pages:
            raise DocumentError(
                "too-large",
                f"The file has {len(document):,} pages; at most {limits.pages:,} are read. "
                "Split it into parts.",
            )
        if not len(document):
            raise DocumentError("damaged", _DAMAGED)
        return list(_each_page(document))
    finally:
        document.close()


def _each_page(document: pdfium.PdfDocument) -> Iterator[PageChars]:
    for number in range(len(document)):
        try:
            page = document[number]
        except pdfium.PdfiumError as error:
            raise DocumentError("damaged", _DAMAGED) from error
        try:
            yield page_chars(page)
        finally:
            page.close()


def _draft(chars: Sequence[PageChars], about: _About) -> Draft:
    lines = [
        reading_order(page_runs(page, number), page.width)
        for number, page in enumerate(chars, start=1)
    ]
    bodies, printed = split_furniture(lines, [page.height for page in chars])
    size = body_size(bodies)
    kept, notes = [], []
    for body in bodies:
        text, small_print = split_notes(body, size)
        kept.append(text)
        notes.append(small_print)
    blocks = make_blocks(kept, size, about.outline)
    note_blocks = make_blocks(notes, size, notes=True)
    if not blocks and not note_blocks:
        raise DocumentError("needs-ocr", _SCANNED)
    return Draft(
        blocks=(*_without_empty(blocks), *_without_empty(note_blocks)),
        facts=about.facts,
        pages=_pages(chars, printed, about.labels),
    )


def _without_empty(blocks: Sequence[DraftBlock]) -> list[DraftBlock]:
    return [block for block in blocks if block.text.strip()]


def _pages(
    chars: Sequence[PageChars], printed: Sequence[str | None], labels: Sequence[str]
) -> tuple[Page, ...]:
    """The pages, each with the label that is printed on it, else the one the file gives it."""
    if (
        len(labels) != len(chars)
        or sum(label is not None for label in printed) >= len(chars) / 3
    ):
        labels = [""] * len(chars)
    return tuple(
        Page(
            number,
            printed[number - 1] or labels[number - 1] or None,
            page.width,
            page.height,
        )
        for number, page in enumerate(chars, start=1)
    )


def _facts(reader: PdfReader) -> Facts:
    info: Any = reader.metadata or {}
    title = " ".join(str(info.get("/Title") or "").split())
    author = " ".join(str(info.get("/Author") or "").split())
    created = re.match(
        r"D:(\d{4})(0\d|1[0-2])([0-2]\d|3[01])", str(info.get("/CreationDate"))
    )
    return Facts(
        title=title or None,
        authors=(author,) if author else (),
        published="-".join(created.groups()) if created else None,
    )


def _outline(reader: PdfReader) -> list[OutlineEntry]:
    try:
        return list(_entries(reader, reader.outline, 1))
    except Exception:  # noqa: BLE001 - a broken outline costs section names, not the document
        return []


def _entries(
    reader: PdfReader, items: Sequence[Any], depth: int
) -> Iterator[OutlineEntry]:
    for item in items:
        if isinstance(item, list):
            yield from _entries(reader, item, depth + 1)
            continue
        number = reader.get_destination_page_number(item)
        if number is not None and number >= 0 and item.title:
            yield OutlineEntry(" ".join(str(item.title).split()), number + 1, depth)


def _labels(reader: PdfReader) -> list[str]:
    try:
        if "/PageLabels" not in reader.root_object:
            return []
        return list(reader.page_labels)
    except Exception:  # noqa: BLE001 - page labels are a courtesy
        return []
