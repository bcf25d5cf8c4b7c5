"""Documents and citations of them, made by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from assistant.answer.citation import Citation, cite
from assistant.documents import Document, Quote
from assistant.index.rows import Listing
from tests.answer.making import document

CLOSED = "The trust closed 214 beds in 2023."
REST = "Nurses told the review of their rotas."


def report(*sentences: str, path: str = "a.md", sha256: str = "ab" * 32) -> Document:
    """A document of one paragraph for each text."""
    made = document(*(("paragraph", sentence) for sentence in sentences), path=path)
    return replace(made, sha256=sha256)


def cited(made: Document, words: str = CLOSED) -> Citation:
    """These words of a document as a citation; its first two words are the key."""
    start = made.text.index(words)
    return cite(Quote(made, start, start + len(words), (0, 9)))


def held(*documents: Document) -> tuple[list[Listing], Callable[[str], Document]]:
    """The documents of today, as `verify` takes them."""
    listings = [
        Listing(one.path, one.sha256, one.title, one.kind, (), None, None, None, 1, "")
        for one in documents
    ]
    return listings, {one.path: one for one in documents}.__getitem__
