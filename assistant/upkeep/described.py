"""What a file that somebody brought says of itself, or why it cannot be read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from assistant.documents import Document
from assistant.errors import DocumentError, Reason
from assistant.ingest.draft import Facts
from assistant.ingest.formats import Format, sniff
from assistant.ingest.ocr import ocr_program
from assistant.ingest.read import ToRead, read_document
from assistant.settings import Limits

_OCR_SECONDS = 8.0
"""So long the words of a scan are looked for: enough for the first pages, which tell the title."""
_BY_SUFFIX: dict[str, Format] = {
    ".pdf": "pdf",
    ".docx": "docx",
    ".html": "html",
    ".htm": "html",
    ".md": "markdown",
}
_PAGE_SECONDS = 0.1
"""What a page may add to the time of a file: a long one is read in a minute or not at all."""


@dataclass(frozen=True, slots=True)
class Described:
    """What a file says of itself; `pages` is None for a format without pages.

    `recognised` counts the pages whose words were read from a picture. `facts` holds a title and
    a kind, and the others where the file tells. `later` where the file could not be read in the
    time that somebody waits for it: what it says of itself is not known before the next build.
    """

    format: Format
    facts: Facts
    pages: int | None
    words: int
    recognised: int = 0
    later: bool = False


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why a file cannot be read: a word, and a sentence for people."""

    reason: Reason
    detail: str


def describe(file: ToRead, limits: Limits) -> Described:
    """Read one file in this process, a worker's. Raises DocumentError as `read_document` does."""
    document = read_document(file, limits)
    return Described(
        format=sniff(file.file),
        facts=facts_of(document),
        pages=len(document.pages) or None,
        words=len(document.text.split()),
        recognised=sum(bool(getattr(page, "recognised", False)) for page in document.pages),
    )


def short(limits: Limits) -> Limits:
    """The limits for a file that somebody waits for, and others behind them."""
    return replace(
        limits,
        page_seconds=min(limits.page_seconds, _PAGE_SECONDS),
        ocr_page_seconds=min(limits.ocr_page_seconds, _OCR_SECONDS),
        ocr_seconds=min(limits.ocr_seconds, _OCR_SECONDS),
    )


def unread(file: ToRead, error: DocumentError, limits: Limits) -> Described | Unreadable:
    """What is said of a file that was not read: that it cannot be, or only that it takes longer.

    `limits` are those of the build, which reads it for longer.
    """
    scan = error.reason == "needs-ocr" and limits.ocr and ocr_program() is not None
    if not scan and error.reason != "timeout":
        return Unreadable(error.reason, error.detail)
    # Told by its name alone: only a worker, which is confined, opens what somebody brought.
    name = Path(file.path)
    kind: Format = "pdf" if scan else _BY_SUFFIX.get(name.suffix.lower(), "text")
    return Described(kind, Facts(title=name.stem, kind="document"), None, 0, later=True)


def facts_of(document: Document) -> Facts:
    """What is known of a document."""
    return Facts(
        document.title, document.kind, document.authors, document.publisher, document.published
    )
