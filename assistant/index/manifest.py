"""What a version of the index says of itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

FORMAT = 3
"""Raised when a version in a store is no longer understood by the code that reads it."""

READER = 13
"""Raised when the readers or the cutting into passages change: all documents are then read anew."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a build tells of the version that it publishes."""

    model: str
    dimensions: int
    reader: int
    passage_words: Sequence[int]
    built: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a version is made of. `built` is an ISO time in UTC, `model` the embedder's name.

    Of a version in a folder `numbered` says whether documents are numbered by path or in the order
    they came, and `checksums` are those of its files, by name.
    """

    version: str
    built: str
    model: str
    dimensions: int
    reader: int
    documents: int
    passages: int
    statements: int = 0
    passage_words: Sequence[int] = ()
    format: int = FORMAT
    numbered: Literal["path", "order"] = "path"
    checksums: dict[str, str] = field(default_factory=dict)
