"""The rows and cells of a table in a Word document: where each cell stands, and how it looks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from docx.oxml.ns import qn

from assistant.ingest.rows import Written
from assistant.ingest.word.styles import Node, all_bold, is_on


class Placed(NamedTuple):
    """A cell, its first row and column, and over how many it goes; `header`: its row is one."""

    cell: Node
    row: int
    column: int
    rows: int
    columns: int
    header: bool


def rows_of(table: Node) -> list[Node]:
    """The rows of a table; a table within a cell is read with the cell."""
    return [row for row in table.iter(qn("w:tr")) if next(row.iterancestors(qn("w:tbl"))) is table]


def cells_of(row: Node) -> Iterator[Node]:
    """The cells of a row, without those of a table within one."""
    for cell in row.iter(qn("w:tc")):
        if next(cell.iterancestors(qn("w:tr"))) is row:
            yield cell


def placed_cells(rows: Sequence[Node]) -> Iterator[Placed]:
    """The cells of a table, those that are merged as one."""
    grown: dict[int, Node] = {}
    spans: dict[Node, list[int]] = {}
    for number, row in enumerate(rows):
        column = _skipped(row)
        for cell in cells_of(row):
            columns, merged = _spanned(cell)
            if merged == "continue" and column in grown:
                spans[grown[column]][2] = number + 1
            else:
                spans[cell] = [number, column, number + 1, columns]
                grown[column] = cell
            column += columns
    for cell, (first, column, last, columns) in spans.items():
        yield Placed(cell, first, column, last - first, columns, _repeats(rows[first]))


def written_cell(placed: Placed, words: str) -> Written:
    """A cell with its words and its looks."""
    return Written(
        words,
        *placed[1:5],
        bold=all_bold(placed.cell),
        shade=_shade(placed.cell),
        header=placed.header,
    )


def _spanned(cell: Node) -> tuple[int, str]:
    """Over how many columns a cell of a table goes, and "continue" where it goes on from above."""
    span = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
    merged = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
    columns = _count(span)
    return max(columns, 1), "" if merged is None else merged.get(qn("w:val"), "continue")


def _skipped(row: Node) -> int:
    """How many columns a row leaves out before its first cell."""
    return _count(row.find(f"{qn('w:trPr')}/{qn('w:gridBefore')}"))


def _repeats(row: Node) -> bool:
    """Whether Word repeats a row at the top of each page: then it is a header."""
    return is_on(row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}"))


def _shade(cell: Node) -> int | None:
    """The colour of a cell; None where it has none of its own."""
    shading = cell.find(f"{qn('w:tcPr')}/{qn('w:shd')}")
    colour = "" if shading is None else shading.get(qn("w:fill"), "")
    return int(colour, 16) if re.fullmatch(r"[0-9A-Fa-f]{6}", colour) else None


def _count(node: Node | None) -> int:
    value = "0" if node is None else node.get(qn("w:val"), "0")
    return min(int(value), 1000) if value.isdecimal() else 0
