"""The citations that people keep in chats and papers, without whose they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

import msgspec

from assistant.answer.citation import Citation
from assistant.records.database import Database

_AT_ONCE = 200

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Answer:
    quotes: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class _Turn:
    answer: _Answer | None = None


@dataclass(frozen=True, slots=True)
class _Item:
    citation: Citation


@dataclass(frozen=True, slots=True)
class _Paper:
    items: tuple[_Item, ...] = ()


def citations_kept(database: Database) -> Iterator[Citation]:
    """Every quote of every chat and paper, as often as it is kept. What cannot be read is left out.

    Raises:
        RecordsError: the records cannot be read.
    """
    for text in _values(database, "SELECT rowid, turn FROM turns WHERE rowid > ?"):
        turn = _read(text, _Turn)
        if turn is not None and turn.answer is not None:
            yield from turn.answer.quotes
    for text in _values(database, "SELECT rowid, paper FROM papers WHERE rowid > ?"):
        paper = _read(text, _Paper)
        if paper is not None:
            yield from (item.citation for item in paper.items)


def _values(database: Database, statement: str) -> Iterator[str]:
    """The values of a table, some at a time: years of chats need not fit into the memory."""
    last = -1
    while rows := database.rows(f"{statement} ORDER BY rowid LIMIT {_AT_ONCE}", last):
        yield from (text for _, text in rows)
        last = rows[-1][0]


def _read(text: str, kind: type[T]) -> T | None:
    try:
        return msgspec.json.decode(text, type=kind)
    except msgspec.MsgspecError:
        return None
