"""The rows that every store keeps, as values.

An id packs the number of a document and the number of a passage (or statement) within it:
`number << PLACES | place`. So what belongs to a document is one range of ids, and a table can be
spread by document. Numbers of documents differ from version to version unless a store says more.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from assistant.documents import Document, Kind, Passage
from assistant.errors import Reason
from assistant.figures.figure import Figure

PLACES = 20
"""So many bits of an id are the number within the document."""

Kept = Literal["passages", "statements"]
Embedded = tuple[Passage, str, bytes]
"""A passage or a statement with the key of the text that was embedded and its vector (float32)."""


def pack(number: int, place: int) -> int:
    """The id of passage or statement `place` (from 0) of document `number` (from 1)."""
    return number << PLACES | place


def unpack(identity: int) -> tuple[int, int]:
    """The number of the document and the place within it."""
    return identity >> PLACES, identity & ((1 << PLACES) - 1)


@dataclass(frozen=True, slots=True)
class Counts:
    """How much a version holds."""

    documents: int
    passages: int
    statements: int


@dataclass(frozen=True, slots=True, eq=False)
class ReadFile:
    """A document with its figures, in order of place."""

    document: Document
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Made:
    """What the index keeps of one document, by place. One without passages cannot be quoted."""

    document: Document
    passages: tuple[Embedded, ...]
    statements: tuple[Embedded, ...] = ()
    figures: tuple[Figure, ...] = ()


@dataclass(frozen=True, slots=True)
class Placed:
    """A passage or a statement of a document as it is kept; `vector` is float32, little endian."""

    id: int
    start: int
    end: int
    key: str
    vector: bytes


@dataclass(frozen=True, slots=True)
class Listing:
    """What is shown of a document in a list; `indexed` is an ISO time in UTC."""

    path: str
    sha256: str
    title: str
    kind: Kind
    authors: tuple[str, ...]
    publisher: str | None
    published: str | None
    pages: int | None
    passages: int
    indexed: str


@dataclass(frozen=True, slots=True)
class Failure:
    """A document that could not be read, and why."""

    path: str
    reason: Reason
    detail: str


@dataclass(frozen=True, slots=True)
class Seen:
    """What a document was when it was last read: by it the next build knows what has changed."""

    sha256: str
    entry: str


LISTED = "path, sha256, title, kind, authors, publisher, published, pages, passages, indexed"
"""The columns of a document that `listing_of` takes; authors are a list in JSON."""


def listing_of(row: tuple[Any, ...]) -> Listing:
    """The listing of a row of `LISTED`."""
    path, sha256, title, kind, authors, publisher, published, pages, passages, indexed = row
    return Listing(
        *(path, sha256, title, kind, tuple(json.loads(authors)), publisher, published),
        *(pages or None, passages, indexed),
    )


def questions_in(entries: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """The questions of documents' entries (see `Seen`), given as (path, entry)."""
    return [
        (path, question)
        for path, entry in entries
        for question in json.loads(entry).get("questions", [])
    ]
