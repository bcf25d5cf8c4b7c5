"""The tables of a page: their cells by row and column, and which are none."""

from __future__ import annotations

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborNode

from assistant.ingest.html.nodes import text_of
from assistant.ingest.pieces import Piece
from assistant.ingest.rows import Written, row_pieces

_MOST_COLUMNS, _MOST_PLACES = 100, 200_000


def table_pieces(table: LexborNode, name: tuple[int, ...]) -> Iterator[Piece]:
    """The caption of a table as a paragraph, then its rows."""
    for caption in table.css("caption"):
        yield Piece("paragraph", text_of(caption), caption=name)
    yield from row_pieces(list(_cells(table)), name)


def _cells(table: LexborNode) -> Iterator[Written]:
    """The cells of a table, each at the first place that no cell above or before it takes."""
    taken: set[tuple[int, int]] = set()
    rows = table.css("tr")
    for number, row in enumerate(rows):
        column = 0
        for cell in row.iter():
            if cell.tag not in ("td", "th"):
                continue
            while (number, column) in taken:
                column += 1
            down = _span(cell, "rowspan", len(rows) - number) or len(rows) - number
            across = _span(cell, "colspan", _MOST_COLUMNS) or 1
            if len(taken) > _MOST_PLACES:
                down, across = 1, 1
            taken |= {(number + i, column + j) for i in range(down) for j in range(across)}
            words = " ".join(text_of(cell).split())
            yield Written(words, number, column, down, across, header=cell.tag == "th")
            column += across


def _span(cell: LexborNode, name: str, most: int) -> int:
    """Over how many rows or columns a cell goes; 0 is "all that are left" for rows."""
    value = (cell.attributes.get(name) or "1").strip()
    return min(int(value), most) if re.fullmatch(r"\d{1,4}", value) else 1


def is_frame(table: LexborNode) -> bool:
    """Whether a table only sets text out on the page: other blocks, or a single column."""
    if table.attributes.get("role") in ("presentation", "none"):
        return True
    if table.css_first("h1,h2,h3,h4,h5") is not None:
        return True
    if any(inner.mem_id != table.mem_id for inner in table.css("table")):
        return True
    return table.css_first("th") is None and all(
        sum(cell.tag == "td" for cell in row.iter()) < 2 for row in table.css("tr")
    )
