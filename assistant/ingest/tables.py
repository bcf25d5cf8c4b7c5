"""The tables of a document: the cells that its blocks hold, put together, each with its caption."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from assistant.documents import ANSWERING_ROLES, Block, Cell, Table
from assistant.ingest.draft import DraftBlock, Place

_CAPTION = re.compile(
    r"(?:table|figure|chart|box|exhibit|panel|annex table)\s+(?:[A-Z]{1,2}\.?)?\d", re.IGNORECASE
)
_MOST_CAPTION_WORDS = 60
_FEW_WORDS = 10
"""A line of so few words between a caption and its table says what the figures count."""


@dataclass(slots=True)
class _Open:
    """A table that is being put together: its cells, its first and its last block."""

    first: int
    last: int
    cells: dict[tuple[int, int], tuple[Place, int, int]] = field(default_factory=dict)
    caption: tuple[int, int] | None = None

    @property
    def columns(self) -> int:
        return max((place.column + place.columns for place, _, _ in self.cells.values()), default=0)

    @property
    def rows(self) -> int:
        return max((place.row + place.rows for place, _, _ in self.cells.values()), default=0)

    @property
    def header(self) -> int:
        """How many rows its header has."""
        body = [place.row for place, _, _ in self.cells.values() if not place.header]
        return min(body, default=self.rows)


def tables_of(blocks: Sequence[DraftBlock], spans: Sequence[Block]) -> tuple[Table, ...]:
    """The tables of a text in order; `spans` are where its blocks stand in it.

    Cells that cannot be quoted are left out. A table that goes on over a page without its header
    is one; with its header repeated it is another, under the same caption.
    """
    found = _collect(blocks, spans)
    captions = {
        block.caption: (span.start, span.end)
        for block, span in zip(blocks, spans, strict=True)
        if block.caption is not None
    }
    whole: list[_Open] = []
    before: tuple[int, ...] = ()
    for name, table in found.items():
        table.caption = captions.get(name) or _caption(table, blocks, spans)
        goes_on = (
            whole
            and table.first == whole[-1].last + 1
            and name[0] == before[0] + 1
            and blocks[table.first].page is not None
            and table.columns == whole[-1].columns
        )
        if goes_on and (not table.header or not whole[-1].header):
            _append(whole[-1], table)
        else:
            if goes_on:
                table.caption = whole[-1].caption
            whole.append(table)
        before = name
    return tuple(_closed(table) for table in whole if table.rows > 1 and table.columns > 1)


def _collect(blocks: Sequence[DraftBlock], spans: Sequence[Block]) -> dict[tuple[int, ...], _Open]:
    found: dict[tuple[int, ...], _Open] = {}
    for at, (block, span) in enumerate(zip(blocks, spans, strict=True)):
        for cell in block.cells if block.role in ANSWERING_ROLES else ():
            place = cell.place
            table = found.setdefault(place.table, _Open(at, at))
            table.last = at
            start, end = span.start + cell.start, span.start + cell.end
            _, first, last = table.cells.get((place.row, place.column), (place, start, end))
            table.cells[place.row, place.column] = (place, min(first, start), max(last, end))
    return found


def _append(table: _Open, more: _Open) -> None:
    """Put the rows of the next page under those of a table."""
    shift = table.rows
    headers = {place.column for place, _, _ in table.cells.values() if place.row >= table.header
               and place.header}  # fmt: skip
    for place, start, end in more.cells.values():
        moved = replace(place, row=place.row + shift, header=place.column in headers)
        table.cells[moved.row, moved.column] = (moved, start, end)
    table.last = more.last


def _caption(
    table: _Open, blocks: Sequence[DraftBlock], spans: Sequence[Block]
) -> tuple[int, int] | None:
    """The line above a table that names it, or the one below, or the heading right above."""
    above = table.first - 1
    if above >= 0 and _is_unit(blocks[above]) and above and _is_caption(blocks[above - 1]):
        above -= 1
    if above >= 0 and (_is_caption(blocks[above]) or blocks[above].role == "heading"):
        first = above
        if above and _is_caption(blocks[above - 1]) and not _is_caption(blocks[above]):
            first = above - 1  # "Table 1", and below it what the table shows
        return spans[first].start, spans[above].end
    below = table.last + 1
    follows = below + 1 < len(blocks) and bool(blocks[below + 1].cells)
    if below < len(blocks) and _is_caption(blocks[below]) and not follows:
        return spans[below].start, spans[below].end
    return None


def _is_caption(block: DraftBlock) -> bool:
    few = len(block.text.split()) <= _MOST_CAPTION_WORDS
    return not block.cells and few and _CAPTION.match(block.text) is not None


def _is_unit(block: DraftBlock) -> bool:
    short = len(block.text.split()) <= _FEW_WORDS
    return not block.cells and block.role == "paragraph" and short


def _closed(table: _Open) -> Table:
    cells = sorted(table.cells.values(), key=lambda cell: (cell[0].row, cell[0].column))
    return Table(
        tuple(
            Cell(start, end, place.row, place.column, place.header, place.rows, place.columns)
            for place, start, end in cells
        ),
        table.caption,
    )
