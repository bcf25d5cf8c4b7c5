"""Cells side by side: each row of a table is read cell by cell, and wrapped cells stay whole."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace

from assistant.ingest.draft import Place
from assistant.ingest.pdf.lines import Line
from assistant.ingest.table_headers import Cue, header_size

_APART = 1.18
"""A step so much larger than the smallest one parts two rows of a table."""


def mark_table_rows(rows: Sequence[Sequence[Line]], first_row: int = 0) -> list[Line]:
    """Order the lines of visual rows; lines of one table row come cell by cell and share `row`.

    `rows` are lines side by side, from top to bottom; `first_row` numbers the first table row.
    """
    ordered: list[Line] = []
    band: list[Sequence[Line]] = []
    for row in rows:
        if any(line.cell is not None for line in row):  # a drawn table
            ordered += _read_band(band, first_row + len(ordered))
            ordered += row
            band = []
            continue
        if band and not _belongs(band, row):
            ordered += _read_band(band, first_row + len(ordered))
            band = []
        if band or len(row) > 1:
            band.append(row)
        else:
            ordered += row
    return ordered + _read_band(band, first_row + len(ordered))


def _belongs(band: Sequence[Sequence[Line]], row: Sequence[Line]) -> bool:
    """Whether a row goes on with a table: close by, and within its columns."""
    above = band[-1]
    step = row[0].top - above[0].top
    size = max(line.size for line in (*above, *row))
    if step > 4.5 * size or step < 0:
        return False
    columns = _columns(band)
    if len(row) > 1:
        return True
    line = row[0]
    inside = any(
        abs(line.left - left) < 8 and (right is None or line.right < right)
        for left, right in zip(columns, [*columns[1:], None], strict=True)
    )
    return inside and (line.left > columns[0] + 8 or step < 1.7 * size)


def _columns(band: Sequence[Sequence[Line]]) -> list[float]:
    lefts: list[float] = []
    for left in sorted(line.left for row in band if len(row) > 1 for line in row):
        if not lefts or left > lefts[-1] + 12:
            lefts.append(left)
    return lefts


def _read_band(band: Sequence[Sequence[Line]], first_row: int) -> list[Line]:
    if sum(len(row) > 1 for row in band) < 2:
        return [line for row in band for line in row]
    columns = _columns(band)
    ordered: list[Line] = []
    rows: list[list[Line]] = []
    for table_row in _table_rows(band, columns):
        lines = sorted(
            (line for row in table_row for line in row),
            key=lambda line: (_column_of(line, columns), line.top),
        )
        if len({_column_of(line, columns) for line in lines}) > 1:
            number = first_row + len(ordered)
            lines = [replace(line, row=number) for line in lines]
            rows.append(lines)
        ordered += lines
    places = _places(rows)
    return [replace(line, cell=places.get(id(line))) for line in ordered]


def _places(rows: Sequence[Sequence[Line]]) -> dict[int, Place]:
    """The cell of each line, by the line's identity; none where the columns cannot be told."""
    columns = _covered([line for row in rows for line in row])
    if len(rows) < 2 or len(columns) < 2:
        return {}
    at = [[_column_within(line, columns) for line in row] for row in rows]
    if any(list(row) != sorted(row) for row in at):
        return {}  # the lines of one cell would stand apart
    cells: dict[tuple[int, int], list[Line]] = {}
    for number, (row, in_columns) in enumerate(zip(rows, at, strict=True)):
        for line, column in zip(row, in_columns, strict=True):
            cells.setdefault((number, column), []).append(line)
    cues = [
        Cue(row, column, 1, 1, " ".join(line.text for line in cell), all(i.bold for i in cell))
        for (row, column), cell in cells.items()
    ]
    header_rows, header_columns = header_size(cues)
    first = rows[0][0]
    table = (first.page, round(first.left), round(first.top), len(rows))
    return {
        id(line): Place(table, row, column, header=row < header_rows or column < header_columns)
        for (row, column), cell in cells.items()
        for line in cell
    }


def _covered(lines: Sequence[Line]) -> list[tuple[float, float]]:
    """The stretches from left to right that lines of a table stand in: its columns."""
    columns: list[tuple[float, float]] = []
    for line in sorted(lines, key=lambda line: line.left):
        if columns and line.left < columns[-1][1]:
            columns[-1] = (columns[-1][0], max(columns[-1][1], line.right))
        else:
            columns.append((line.left, line.right))
    return columns


def _column_within(line: Line, columns: Sequence[tuple[float, float]]) -> int:
    return next(at for at, (left, right) in enumerate(columns) if left <= line.left <= right)


def _table_rows(
    band: Sequence[Sequence[Line]], columns: Sequence[float]
) -> list[list[Sequence[Line]]]:
    steps = [after[0].top - before[0].top for before, after in itertools.pairwise(band)]
    smallest = min(step for step in steps)
    parted = any(step > _APART * smallest for step in steps)
    table_rows: list[list[Sequence[Line]]] = [[band[0]]]
    for step, row in zip(steps, band[1:], strict=True):
        first = row[0]
        labelled = first.left < columns[0] + 12 and not first.text[:1].islower()
        if step > _APART * smallest if parted else labelled:
            table_rows.append([row])
        else:
            table_rows[-1].append(row)
    return table_rows


def _column_of(line: Line, columns: Sequence[float]) -> int:
    return max((at for at, left in enumerate(columns) if left <= line.left + 8), default=0)
