"""PDF files: pypdf tells what the file says of itself, pypdfium2 what stands on its pages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pypdfium2 as pdfium

from assistant.documents import Page
from assistant.errors import DocumentError
from assistant.ingest.draft import Draft, DraftBlock
from assistant.ingest.facts.guess import checked_facts
from assistant.ingest.ocr import ocr_program
from assistant.ingest.page_progress import page_done
from assistant.ingest.pdf.about import About, read_about
from assistant.ingest.pdf.blocks import make_blocks
from assistant.ingest.pdf.chars import PageChars, no_chars, page_chars
from assistant.ingest.pdf.file_order import mark_doubtful
from assistant.ingest.pdf.furniture import body_size, split_furniture, split_notes
from assistant.ingest.pdf.lines import Line, mark_coloured, page_runs
from assistant.ingest.pdf.order import reading_order
from assistant.ingest.pdf.readable import needs_ocr, not_in_time, unreadable
from assistant.ingest.pdf.scans import Recognised, is_scan, recognise_pages
from assistant.pdfium import PDFIUM_LOCK, open_pdf
from assistant.settings import Limits

_PASSWORD = (
    "The file is password protected: save a copy without a password and put it in its place."
)
_NO_PAGES = "The file has no pages: put one with text in its place."
_DAMAGED = "The file is damaged and cannot be opened: get it again from where it was published."


def read_pdf(path: Path, limits: Limits) -> Draft:
    """Read a PDF file.

    Raises:
        DocumentError: it is protected, damaged, too large, or has no text to read.
    """
    about = read_about(path)
    with _opened(path, about) as document:
        chars = _read_pages(document, limits)
        why = unreadable(chars)
        program = ocr_program() if limits.ocr else None
        scans = [number for number, page in enumerate(chars) if why or is_scan(page)]
        doubtful = {}
        recognised = set()
        unread = {number + 1 for number in scans}
        if program is not None:
            # Recognising needs the lock only while it draws a page.
            for number, page in recognise_pages(document, scans, limits):
                if page != "failed":
                    unread.discard(number + 1)
                if (
                    isinstance(page, Recognised)
                    and len(page.chars.text) > len(chars[number].text) / 2
                ):
                    chars[number], doubtful[number + 1] = page.chars, page.doubtful
                    recognised.add(number + 1)
            why = unreadable(chars) if why is not None else None
    if why is not None and program is not None and unread:
        raise not_in_time(len(unread))
    if why is not None:
        raise needs_ocr(why, program=program, on=limits.ocr)
    draft = _draft(chars, about)
    pages = tuple(
        replace(page, recognised=page.number in recognised, unread=page.number in unread)
        for page in draft.pages
    )
    return replace(draft, pages=pages, doubtful=doubtful)


@contextmanager
def _opened(path: Path, about: About) -> Iterator[pdfium.PdfDocument]:
    with PDFIUM_LOCK:
        try:
            document = open_pdf(path)
        except pdfium.PdfiumError as error:
            raise _cannot_open(path, str(error), about) from error
    try:
        yield document
    finally:
        with PDFIUM_LOCK:
            document.close()


def _read_pages(document: pdfium.PdfDocument, limits: Limits) -> list[PageChars]:
    with PDFIUM_LOCK:
        if not len(document):
            raise DocumentError("empty", _NO_PAGES)
        if len(document) > limits.pages:
            raise DocumentError(
                "too-large",
                f"The file has {len(document):,} pages; at most {limits.pages:,} are read. "
                "Split it into parts.",
            )
        pages = list(_each_page(document, limits))
        if all(page is None for page in pages):
            raise DocumentError("damaged", _DAMAGED)
        return [no_chars() if page is None else page for page in pages]


def _each_page(document: pdfium.PdfDocument, limits: Limits) -> Iterator[PageChars | None]:
    pages, characters = len(document), 0
    for number in range(pages):
        page = _read_page(document, number)
        characters += len(page.text) if page is not None else 0
        if characters > limits.characters:
            raise DocumentError(
                "too-large",
                "The file holds more text than one document may have: split it into parts.",
            )
        yield page
        page_done(number + 1, pages)


def _cannot_open(path: Path, error: str, about: About) -> DocumentError:
    """Why PDFium opens no file; what it says may still be of the file before."""
    if re.search("password|security", error, re.IGNORECASE) and b"/Encrypt" in path.read_bytes():
        return DocumentError("password", _PASSWORD)
    if about.pages == 0:
        return DocumentError("empty", _NO_PAGES)
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


def _draft(chars: Sequence[PageChars], about: About) -> Draft:
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
