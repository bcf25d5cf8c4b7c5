"""The rows of a table as the text formats write it: one piece a row, its cells marked within it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.ingest.characters import CELL, UNCELL, clean, without_signs
from assistant.ingest.draft import Place
from assistant.ingest.pieces import Piece
from assistant.ingest.table_headers import Cue, header_size

_BETWEEN = " | "


@dataclass(frozen=True, slots=True)
class Written:
    """A cell as the file writes it: its text with signs, its place, its looks.

    `header` says whether the file itself calls it a header.
    """

    text: str
    row: int
    column: int
    rows: int = 1
    columns: int = 1
    bold: bool = False
    shade: int | None = None
    header: bool = False


def row_pieces(cells: Sequence[Written], table: tuple[int, ...]) -> list[Piece]:
    """A piece for each row that holds words; `table` names the table within the document."""
    cells = [cell for cell in cells if without_signs(cell.text).strip()]
    headers = _headers(cells)
    rows: dict[int, list[Written]] = {}
    for cell in sorted(cells, key=lambda cell: (cell.row, cell.column)):
        rows.setdefault(cell.row, []).append(cell)
    return [
        Piece(
            "row",
            _BETWEEN.join(f"{CELL}{_inside(cell.text)}{UNCELL}" for cell in row),
            places=tuple(
                Place(
                    *(table, cell.row, cell.column, cell.rows, cell.columns),
                    header=(cell.row, cell.column) in headers,
                    drawn=True,
                )
                for cell in row
            ),
        )
        for row in rows.values()
    ]


def _inside(text: str) -> str:
    """The words of a cell on one line, a table within it as words."""
    return " ".join(text.replace(CELL, "").replace(UNCELL, "").split())


def _headers(cells: Sequence[Written]) -> set[tuple[int, int]]:
    """The headers: those that the file names, and where it names none, what looks like them."""
    named = {(cell.row, cell.column) for cell in cells if cell.header}
    if not named or len(named) == len(cells):
        rows, columns = header_size([_cue(cell) for cell in cells])
        return {
            (cell.row, cell.column) for cell in cells if cell.row < rows or cell.column < columns
        }
    last = max(row for row, _ in named)
    above = [cell for cell in cells if (cell.row, cell.column) in named]
    body = [cell for cell in cells if cell.row > last]
    if all(cell.row + cell.rows <= last + 1 for cell in above) and body:
        # It names those of the columns only.
        _, columns = header_size([_cue(cell) for cell in (*above, *body)])
        named |= {(cell.row, cell.column) for cell in body if cell.column < columns}
    return named


def _cue(cell: Written) -> Cue:
    words = clean(without_signs(cell.text))
    return Cue(cell.row, cell.column, cell.rows, cell.columns, words, cell.bold, cell.shade)
