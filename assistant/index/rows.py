"""The rows that every store keeps, as values."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.documents import Kind, Passage
from assistant.errors import Reason

Embedded = tuple[Passage, str, bytes]
"""A passage or a statement with the key of the text that was embedded and its vector (float32)."""


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
