"""Which cell of a drawn table each character of a PDF page stands in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from assistant.ingest.draft import Place
from assistant.ingest.pdf.arrays import Indices
from assistant.ingest.pdf.chars import PageChars
from assistant.ingest.pdf.grids import Grid, GridCell
from assistant.ingest.table_headers import Cue, header_size

_WIDE_GAP = 1.2
"""A gap of so many times the size of the letters, or more, parts columns."""
_TORN = 0.03
"""Where lines cross more of the words than this part, they are those of a drawing."""
_LAYOUT = 120
"""Cells with more words than this, on average, are columns of text in a frame."""
_FEW_LINES = 4
"""Rows that no line parts into cells are those of a table when they have no more lines."""


def cells_of(chars: PageChars, page: int) -> tuple[list[Place], Indices]:
    """The cells of a page's tables, and for each character the number of its cell, else -1."""
    places: list[Place] = []
    cell = np.full(len(chars.text), -1, np.intp)
    for grid in chars.grids:
        table = _with_columns(grid, chars)
        numbers = None if table is None else _numbers(table, chars)
        if table is None or numbers is None:
            continue
        within = numbers >= 0
        cell[within] = numbers[within] + len(places)
        name = (page, round(table.box[0]), round(table.box[1]))
        places += _places(table, name, numbers, chars)
    return places, cell


def _with_columns(grid: Grid, chars: PageChars) -> Grid | None:
    """The table with the columns that its words stand in, where no line parts them."""
    if grid.columns == 1:
        return _columns_by_words(grid, chars)
    cells = [part for cell in grid.cells for part in _split(cell, grid, chars)]
    return replace(grid, cells=tuple(cells))


def _split(cell: GridCell, grid: Grid, chars: PageChars) -> list[GridCell]:
    """A cell over several columns, cut where no words cross from one to the next."""
    if cell.columns == 1:
        return [cell]
    lefts = sorted({(other.column, other.box[0]) for other in grid.cells if other.columns == 1})
    borders = [
        (column, left)
        for column, left in lefts
        if cell.column < column < cell.column + cell.columns
    ]
    inside = _within(cell.box, chars)
    runs = _runs(inside, chars, 0.5)
    cuts = [
        (column, left)
        for column, left in borders
        if not any(a < left - 1 and b > left + 1 for a, b, _ in runs)
        and any(b <= left + 1 for _, b, _ in runs)
        and any(a >= left - 1 for a, _, _ in runs)
    ]
    # Names that stand side by side; one name in the middle would cross, or leave one side empty.
    starts = [(cell.column, cell.box[0]), *cuts]
    ends = [*cuts, (cell.column + cell.columns, cell.box[2])]
    return [
        replace(
            cell,
            box=(left, cell.box[1], right, cell.box[3]),
            column=column,
            columns=until - column,
        )
        for (column, left), (until, right) in zip(starts, ends, strict=True)
    ]


def _columns_by_words(grid: Grid, chars: PageChars) -> Grid | None:
    """Rows with nothing but lines between them, cut into the columns that their words keep."""
    bands = [_runs(_within(cell.box, chars), chars, _WIDE_GAP) for cell in grid.cells]
    parted = [band for band in bands if len({round(left / 8) for left, _, _ in band}) > 1]
    lines = [len({round(base / 3) for _, _, base in band}) for band in bands if band]
    if len(parted) < max(2, 0.6 * len(lines)) or np.median(lines or [0]) > _FEW_LINES:
        return None
    columns = _columns([run for band in parted for run in band])
    if len(columns) < 2:
        return None
    borders = [(a[1] + b[0]) / 2 for a, b in zip(columns, columns[1:], strict=False)]
    edges = [grid.box[0], *borders, grid.box[2]]
    cells = []
    for cell, band in zip(grid.cells, bands, strict=True):
        crossed = any(a < x - 1 and b > x + 1 for a, b, _ in band for x in borders)
        if crossed:
            cells.append(replace(cell, columns=len(columns)))
            continue
        for column, (left, right) in enumerate(zip(edges, edges[1:], strict=False)):
            box = (left, cell.box[1], right, cell.box[3])
            cells.append(replace(cell, box=box, column=column))
    return replace(grid, columns=len(columns), cells=tuple(cells))


def _columns(runs: Sequence[tuple[float, float, float]]) -> list[tuple[float, float]]:
    """What runs of words cover, from left to right; a run over a whole column more is left out."""
    columns: list[tuple[float, float]] = []
    for left, right, _ in sorted(runs):
        if columns and left < columns[-1][1] + 2:
            columns[-1] = (columns[-1][0], max(columns[-1][1], right))
        else:
            columns.append((left, right))
    return columns


def _within(box: tuple[float, float, float, float], chars: PageChars) -> Indices:
    middle = (chars.box[:, :2] + chars.box[:, 2:]) / 2
    inside = np.all((middle >= box[:2]) & (middle < box[2:]), axis=1)
    return np.flatnonzero(inside & chars.upright)


def _runs(indices: Indices, chars: PageChars, gap: float) -> list[tuple[float, float, float]]:
    """Characters side by side as (left, right, base line), parted at gaps of so many sizes."""
    runs: list[tuple[float, float, float]] = []
    order = indices[np.lexsort((chars.box[indices, 0], np.round(chars.base[indices] / 3)))]
    for i in order.tolist():
        left, right, base = float(chars.box[i, 0]), float(chars.box[i, 2]), float(chars.base[i])
        size = max(float(chars.size[i]), 1.0)
        if runs and abs(runs[-1][2] - base) < 0.4 * size and left < runs[-1][1] + gap * size:
            runs[-1] = (runs[-1][0], max(runs[-1][1], right), base)
        else:
            runs.append((left, right, base))
    return runs


def _numbers(grid: Grid, chars: PageChars) -> Indices | None:
    """The number of the cell of each character; None where these are not a table's."""
    numbers = np.full(len(chars.text), -1, np.intp)
    for number, cell in enumerate(grid.cells):
        numbers[_within(cell.box, chars)] = number
    filled = [grid.cells[number] for number in np.unique(numbers[numbers >= 0]).tolist()]
    if len(filled) < 3 or len({cell.column for cell in filled}) < 2:
        return None
    if len({cell.row for cell in filled}) < 2:
        return None
    inside = np.flatnonzero(numbers >= 0)
    words = 1 + int(chars.gap[inside].sum())
    after = inside[1:][np.diff(inside) == 1]
    level = np.abs(chars.base[after] - chars.base[after - 1]) < 2
    torn = (numbers[after] != numbers[after - 1]) & ~chars.gap[after] & level
    torn &= chars.box[after, 0] - chars.box[after - 1, 2] < 0.1 * chars.size[after]
    if int(torn.sum()) > _TORN * words or words > _LAYOUT * len(filled):
        return None
    return numbers


def _places(grid: Grid, table: tuple[int, ...], numbers: Indices, chars: PageChars) -> list[Place]:
    cues = []
    for number, cell in enumerate(grid.cells):
        inside = np.flatnonzero(numbers == number)
        if not len(inside):
            continue
        text = "".join(
            f" {chars.text[i]}" if chars.gap[i] else chars.text[i] for i in inside.tolist()
        )
        red, green, blue = cell.colour
        cues.append(
            Cue(
                cell.row,
                cell.column,
                cell.rows,
                cell.columns,
                text.strip(),
                bool(chars.bold[inside].mean() > 0.6),
                None if min(cell.colour) > 245 else red << 16 | green << 8 | blue,
            )
        )
    rows, columns = header_size(cues)
    return [
        Place(
            table,
            cell.row,
            cell.column,
            cell.rows,
            cell.columns,
            header=cell.row < rows or cell.column < columns,
            drawn=True,
        )
        for cell in grid.cells
    ]
