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

from assistant.documents import Page
from assistant.errors import DocumentError
from assistant.ingest.draft import Draft, DraftBlock, Facts
from assistant.ingest.facts import checked_facts
from assistant.ingest.pdf_blocks import make_blocks
from assistant.ingest.pdf_chars import PageChars, no_chars, page_chars
from assistant.ingest.pdf_checked import mark_doubtful
from assistant.ingest.pdf_furniture import body_size, split_furniture, split_notes
from assistant.ingest.pdf_headings import OutlineEntry
from assistant.ingest.pdf_lines import Line, mark_coloured, page_runs
from assistant.ingest.pdf_order import reading_order
from assistant.ingest.pdf_readable import check_text
from assistant.pdfium import PDFIUM_LOCK, open_pdf
from assistant.settings import Limits

_PASSWORD = (
    "The file is password protected: save a copy without a password and put it in its place."
)
_DAMAGED = "The file is damaged and cannot be opened: get it again from where it was published."


def read_pdf(path: Path, limits: Limits) -> Draft:
    """Read a PDF file.

    Raises:
        DocumentError: it is protected, damaged, too large, or has no text to read.
    """
    about = _read_about(path)
    with PDFIUM_LOCK:
        chars = _read_pages(path, limits)
    check_text(chars)
    return _draft(chars, about)


class _About:
    """What the file says of itself; empty where pypdf cannot read it."""

    def __init__(self, reader: PdfReader | None) -> None:
        self.facts = _facts(reader) if reader else Facts()
        self.outline = _outline(reader) if reader else []
        self.labels = _labels(reader) if reader else []


def _read_about(path: Path) -> _About:
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # its warnings are for developers
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            reader = PdfReader(path)
            if reader.is_encrypted and not reader.decrypt(""):
                return _About(None)
            return _About(reader)
    except Exception:  # noqa: BLE001 - pypdf raises many kinds; PDFium may still read the file
        return _About(None)


def _read_pages(path: Path, limits: Limits) -> list[PageChars]:
    try:
        document = open_pdf(path)
    except pdfium.PdfiumError as error:
        raise _cannot_open(path, str(error)) from error
    try:
        if len(document) > limits.pages:
            raise DocumentError(
                "too-large",
                f"The file has {len(document):,} pages; at most {limits.pages:,} are read. "
                "Split it into parts.",
            )
        pages = [_read_page(document, number) for number in range(len(document))]
        if all(page is None for page in pages):
            raise DocumentError("damaged", _DAMAGED)
        return [no_chars() if page is None else page for page in pages]
    finally:
        document.close()


def _cannot_open(path: Path, error: str) -> DocumentError:
    """Why PDFium opens no file; what it says may still be of the file before."""
    if re.search("password|security", error, re.IGNORECASE) and b"/Encrypt" in path.read_bytes():
        return DocumentError("password", _PASSWORD)
    return DocumentError("damaged", _DAMAGED)


def _read_page(document: pdfium.PdfDocument, number: int) -> PageChars | None:
    """One page; None where it is damaged, so that the others can be read without it."""
    try:
        page = document[number]
    except pdfium.PdfiumError:
        return None
    try:
        return page_chars(page)
    except pdfium.PdfiumError:
        return None
    finally:
        page.close()


def _draft(chars: Sequence[PageChars], about: _About) -> Draft:
    runs = [page_runs(page, number) for number, page in enumerate(chars, start=1)]
    lines = [
        reading_order(page, width)
        for page, width in zip(
            mark_coloured(_without_specks(runs)), [page.width for page in chars], strict=True
        )
    ]
    bodies, printed = split_furniture(lines, [page.height for page in chars], about.labels)
    if not any(bodies):
        bodies = lines  # all pages are the same
    size = body_size(bodies)
    kept, notes = [], []
    for body in bodies:
        text, small_print = split_notes(body, size)
        kept.append(text)
        notes.append(small_print)
    blocks = make_blocks(kept, size, about.outline)
    blocks = mark_doubtful(blocks, [page.text for page in chars])
    note_blocks = make_blocks(notes, size, notes=True)
    return Draft(
        blocks=(*_without_empty(blocks), *_without_empty(note_blocks)),
        facts=checked_facts(about.facts, blocks),
        pages=_pages(chars, printed, about.labels),
    )


def _without_specks(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """The lines that can be seen: page makers hide the titles of sections in the tiniest type."""
    least = 0.25 * body_size(pages)
    return [[line for line in lines if line.size >= least] for lines in pages]


def _without_empty(blocks: Sequence[DraftBlock]) -> list[DraftBlock]:
    return [block for block in blocks if block.text.strip()]


def _pages(
    chars: Sequence[PageChars], printed: Sequence[str | None], labels: Sequence[str]
) -> tuple[Page, ...]:
    """The pages, each with the label that is printed on it, else the one the file gives it."""
    if len(labels) != len(chars) or sum(label is not None for label in printed) >= len(chars) / 3:
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
    created = re.match(r"D:(\d{4})(0\d|1[0-2])([0-2]\d|3[01])", str(info.get("/CreationDate")))
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


def _entries(reader: PdfReader, items: Sequence[Any], depth: int) -> Iterator[OutlineEntry]:
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
