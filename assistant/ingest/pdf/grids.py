"""Tables that are drawn: the cells that lines and colours make of a page, by row and column.

Fields (`fields.py`) that neither a line nor a change of colour parts are one area; areas that are
rectangles and touch one another, in several rows and columns, are the cells of a table.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assistant.ingest.pdf.arrays import Floats, Integers
from assistant.ingest.pdf.drawn import Box, Colour, Drawn
from assistant.ingest.pdf.fields import LEAST_HEIGHT, LEAST_WIDTH, Fields, fields_of

_COVERED = 0.85
"""The cells of a table cover at least this part of it: a corner may be empty."""
_PLAIN = 0.5
"""At least this part of the places of a table hold a cell of one row and one column."""


@dataclass(frozen=True, slots=True)
class GridCell:
    """A field of a drawn table: left, top, right, bottom in points as shown, and its colour."""

    box: Box
    row: int
    column: int
    rows: int
    columns: int
    colour: Colour


@dataclass(frozen=True, slots=True)
class Grid:
    """A drawn table; a grid of one column is bands of rows whose columns no line tells."""

    box: Box
    rows: int
    columns: int
    cells: tuple[GridCell, ...]


def find_grids(drawn: Drawn, box: Floats, base: Floats) -> list[Grid]:
    """The tables that a page draws, from top to bottom.

    `box` (n, 4) and `base` (n,) are the places and base lines of its characters: a line right
    below words underlines them.
    """
    flat = [rule for rule in drawn.rules if rule[0][1] == rule[0][3]]
    flat = [rule for rule in flat if not _underlines(rule[0], box, base)]
    upright = [rule for rule in drawn.rules if rule[0][1] != rule[0][3]]
    fields = fields_of(flat, upright, drawn.fills)
    if fields is None:
        return []
    areas = _areas(fields)
    grids = [_grid(group, fields) for group in _groups(_rectangles(areas, fields))]
    return sorted((grid for grid in grids if grid), key=lambda grid: (grid.box[1], grid.box[0]))


def _underlines(rule: Box, box: Floats, base: Floats) -> bool:
    """Whether a line stands right below words that are as long as it is."""
    below = rule[1] - base
    over = (below > -1) & (below < 0.3 * (box[:, 3] - box[:, 1]))
    over &= (box[:, 2] > rule[0]) & (box[:, 0] < rule[2])
    if not over.any():
        return False
    words = float(box[over, 2].max() - box[over, 0].min())
    return words > 0.8 * (rule[2] - rule[0])


@dataclass(frozen=True, slots=True)
class _Area:
    """Fields from `top` to before `bottom` and `left` to before `right`."""

    top: int
    left: int
    bottom: int
    right: int


def _areas(fields: Fields) -> Integers:
    """The number of the area of each field; the margin is in area 0."""
    rows, columns = fields.colour.shape
    area = np.full((rows, columns), -1, np.int32)
    right, below = fields.right.tolist(), fields.below.tolist()
    count = 0
    for start in itertools.product(range(rows), range(columns)):
        if area[start] >= 0:
            continue
        area[start] = count
        waiting = [start]
        while waiting:
            row, column = waiting.pop()
            beside = []
            if column + 1 < columns and not right[row][column]:
                beside.append((row, column + 1))
            if column and not right[row][column - 1]:
                beside.append((row, column - 1))
            if row + 1 < rows and not below[row][column]:
                beside.append((row + 1, column))
            if row and not below[row - 1][column]:
                beside.append((row - 1, column))
            for place in beside:
                if area[place] < 0:
                    area[place] = count
                    waiting.append(place)
        count += 1
    return area


def _rectangles(area: Integers, fields: Fields) -> list[_Area]:
    """The areas that could be cells: rectangles of some size, and not the margin."""
    count = int(area.max()) + 1
    row, column = np.indices(area.shape)
    first = np.full((2, count), max(area.shape))
    last = np.zeros((2, count), np.int64)
    for i, place in enumerate((row, column)):
        np.minimum.at(first[i], area, place)
        np.maximum.at(last[i], area, place + 1)
    sizes = np.bincount(area.ravel(), minlength=count)
    found = []
    for number, (top, left, bottom, right) in enumerate(np.vstack([first, last]).T.tolist()):
        if number == area[0, 0] or sizes[number] != (bottom - top) * (right - left):
            continue
        width = fields.x[right - 1] - fields.x[left - 1]
        if width >= LEAST_WIDTH and fields.y[bottom - 1] - fields.y[top - 1] >= LEAST_HEIGHT:
            found.append(_Area(top, left, bottom, right))
    return found


def _groups(areas: Sequence[_Area]) -> list[list[_Area]]:
    """Areas that touch, directly or by others between them."""
    owner: dict[tuple[int, int], int] = {}
    for number, area in enumerate(areas):
        for place in itertools.product(range(area.top, area.bottom), range(area.left, area.right)):
            owner[place] = number
    group = list(range(len(areas)))

    def first(number: int) -> int:
        while group[number] != number:
            group[number] = group[group[number]]
            number = group[number]
        return number

    for (row, column), number in owner.items():
        for beside in ((row, column + 1), (row + 1, column)):
            if beside in owner:
                group[first(owner[beside])] = first(number)
    together: dict[int, list[_Area]] = {}
    for number, area in enumerate(areas):
        together.setdefault(first(number), []).append(area)
    return list(together.values())


def _grid(areas: Sequence[_Area], fields: Fields) -> Grid | None:
    """The table that areas are the cells of; None where they are boxes of a drawing."""
    tops = sorted({area.top for area in areas})
    lefts = sorted({area.left for area in areas})
    if len(tops) < 2:
        return None
    bottom, right = max(area.bottom for area in areas), max(area.right for area in areas)

    def size(area: _Area) -> float:
        return (fields.x[area.right - 1] - fields.x[area.left - 1]) * (
            fields.y[area.bottom - 1] - fields.y[area.top - 1]
        )

    whole = _Area(tops[0], lefts[0], bottom, right)
    if sum(size(area) for area in areas) < _COVERED * size(whole):
        return None
    cells = []
    parts = [part for area in areas for part in _parts(area, lefts, fields)]
    for area in sorted(parts, key=lambda area: (area.top, area.left)):
        row, column = tops.index(area.top), lefts.index(area.left)
        packed = int(fields.colour[area.top, area.left])
        cells.append(
            GridCell(
                _box(area, fields),
                row,
                column,
                sum(area.top <= top < area.bottom for top in tops),
                sum(area.left <= left < area.right for left in lefts),
                (packed >> 16, packed >> 8 & 255, packed & 255),
            )
        )
    plain = sum(cell.rows == cell.columns == 1 for cell in cells)
    if plain < _PLAIN * len(tops) * len(lefts):
        return None
    return Grid(_box(whole, fields), len(tops), len(lefts), tuple(cells))


def _parts(area: _Area, lefts: Sequence[int], fields: Fields) -> list[_Area]:
    """An area over several columns, cut where it was filled in parts that are as wide as these."""
    cuts = [
        left
        for left in lefts
        if area.left < left < area.right
        and bool(fields.seam[area.top : area.bottom, left - 1].all())
    ]
    edges = [area.left, *cuts, area.right]
    return [_Area(area.top, left, area.bottom, right) for left, right in itertools.pairwise(edges)]


def _box(area: _Area, fields: Fields) -> Box:
    return (
        fields.x[area.left - 1],
        fields.y[area.top - 1],
        fields.x[area.right - 1],
        fields.y[area.bottom - 1],
    )
