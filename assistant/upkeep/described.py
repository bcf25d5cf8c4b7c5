"""What a file that somebody brought says of itself, or why it cannot be read."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.documents import Document
from assistant.errors import Reason
from assistant.ingest.draft import Facts
from assistant.ingest.formats import Format, sniff
from assistant.ingest.read import ToRead, read_document
from assistant.settings import Limits


@dataclass(frozen=True, slots=True)
class Described:
    """What a file says of itself; `pages` is None for a format without pages.

    `recognised` counts the pages whose words were read from a picture. `facts` holds a title and
    a kind, and the others where the file tells.
    """

    format: Format
    facts: Facts
    pages: int | None
    words: int
    recognised: int = 0


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


def facts_of(document: Document) -> Facts:
    """What is known of a document."""
    return Facts(
        document.title, document.kind, document.authors, document.publisher, document.published
    )
