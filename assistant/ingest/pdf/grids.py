"""Tables that are drawn: the cells that lines and colours make of a page, by row and column.

The lines and the edges of filled rectangles part the page into fields. Fields that neither a line
nor a change of colour parts are one area; areas that are rectangles and touch one another, in
several rows and columns, are the cells of a table.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assistant.ingest.pdf.rules import Box, Colour, Drawn

_SNAP = 3.0
"""Lines no further apart than this, in points, are one."""
_MOST_EDGES = 250
"""A page with more lines side by side is a drawing."""
_LEAST_WIDTH, _LEAST_HEIGHT = 8.0, 6.0
_SAME_COLOUR = 12
_OPEN_SIDES = 3
"""So many lines of one length, one below the other, are a table without lines at its sides."""
_COVERED = 0.85
"""The cells of a table cover at least this part of it: a corner may be empty."""
_PLAIN = 0.5
"""At least this part of the places of a table hold a cell of one row and one column."""

Numbers = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float32]
Rules = Sequence[tuple[Box, Colour]]


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
    fields = _fields(flat, upright, drawn.fills)
    if fields is None:
        return []
    areas = _areas(fields)
    grids = [_grid(group, fields) for group in _groups(_rectangles(areas, fields))]
    return sorted((grid for grid in grids if grid), key=lambda grid: (grid.box[1], grid.box[0]))


@dataclass(slots=True, eq=False)
class _Fields:
    """The page cut along every line: `x` and `y` are where; the outermost fields are its margin.

    `colour` (rows, columns) of each field; `right` and `below` whether something parts a field
    from the next one; `seam` whether it and the next one to the right were filled one by one.
    """

    x: list[float]
    y: list[float]
    colour: Numbers
    right: npt.NDArray[np.bool_]
    below: npt.NDArray[np.bool_]
    seam: npt.NDArray[np.bool_]


def _underlines(rule: Box, box: Floats, base: Floats) -> bool:
    """Whether a line stands right below words that are as long as it is."""
    below = rule[1] - base
    over = (below > -1) & (below < 0.3 * (box[:, 3] - box[:, 1]))
    over &= (box[:, 2] > rule[0]) & (box[:, 0] < rule[2])
    if not over.any():
        return False
    words = float(box[over, 2].max() - box[over, 0].min())
    return words > 0.8 * (rule[2] - rule[0])


def _fields(flat: Rules, upright: Rules, fills: Rules) -> _Fields | None:
    # Short lines cross letters; a table's reach over a cell.
    flat = [(box, colour) for box, colour in flat if box[2] - box[0] >= _LEAST_WIDTH]
    upright = [(box, colour) for box, colour in upright if box[3] - box[1] >= _LEAST_HEIGHT - 1]
    upright = [*upright, *_open_sides(flat)]
    x = _snapped([edge for box, _ in (*upright, *fills) for edge in (box[0], box[2])])
    y = _snapped([edge for box, _ in (*flat, *fills) for edge in (box[1], box[3])])
    if not 2 <= len(x) <= _MOST_EDGES or not 2 <= len(y) <= _MOST_EDGES:
        return None
    shape = len(y) + 1, len(x) + 1  # with the margin on all sides
    colours = np.full((*shape, 3), 255, np.int32)
    seam = np.zeros((shape[0], shape[1] - 1), np.bool_)
    for box, colour in fills:
        rows, columns = _covered(y, box[1], box[3]), _covered(x, box[0], box[2])
        colours[rows, columns] = colour
        seam[rows, columns] = False
        seam[rows, [columns.start - 1, columns.stop - 1]] = True
    right_walls = _differ(colours[:, :-1], colours[:, 1:])
    walls_below = _differ(colours[:-1], colours[1:])
    for box, colour in upright:
        at = _near(x, box[0])
        rows = _covered(y, box[1], box[3])
        seen = _differ(colours[rows, at], np.array(colour, np.int32))
        right_walls[rows, at] |= seen | _differ(colours[rows, at + 1], np.array(colour, np.int32))
    for box, colour in flat:
        at = _near(y, box[1])
        columns = _covered(x, box[0], box[2])
        seen = _differ(colours[at, columns], np.array(colour, np.int32))
        walls_below[at, columns] |= seen | _differ(
            colours[at + 1, columns], np.array(colour, np.int32)
        )
    packed = colours[..., 0] << 16 | colours[..., 1] << 8 | colours[..., 2]
    return _Fields(x, y, packed, right_walls, walls_below, seam)


def _open_sides(flat: Rules) -> list[tuple[Box, Colour]]:
    """The sides that lines of one length, one below the other, leave open."""
    alike: dict[tuple[int, int], list[tuple[Box, Colour]]] = {}
    for box, colour in flat:
        alike.setdefault((round(box[0] / _SNAP), round(box[2] / _SNAP)), []).append((box, colour))
    sides: list[tuple[Box, Colour]] = []
    for lines in alike.values():
        tops = _snapped([box[1] for box, _ in lines])
        if len(tops) >= _OPEN_SIDES:
            (left, _, right, _), colour = lines[0]
            sides += [((edge, tops[0], edge, tops[-1]), colour) for edge in (left, right)]
    return sides


def _snapped(edges: Sequence[float]) -> list[float]:
    """The edges in order, those close together as one."""
    groups: list[list[float]] = []
    for edge in sorted(edges):
        if groups and edge - groups[-1][0] <= _SNAP:
            groups[-1].append(edge)
        else:
            groups.append([edge])
    return [sum(group) / len(group) for group in groups]


def _near(edges: Sequence[float], at: float) -> int:
    return min(range(len(edges)), key=lambda i: abs(edges[i] - at))


def _covered(edges: Sequence[float], start: float, end: float) -> slice:
    """The fields that lie wholly between two places."""
    first = next((i for i, edge in enumerate(edges) if edge >= start - _SNAP), len(edges))
    last = next((i for i, edge in enumerate(edges) if edge > end + _SNAP), len(edges))
    return slice(first + 1, max(first + 1, last))


def _differ(one: Numbers, other: Numbers) -> npt.NDArray[np.bool_]:
    return np.asarray(np.abs(one - other).max(axis=-1) > _SAME_COLOUR)


@dataclass(frozen=True, slots=True)
class _Area:
    """Fields from `top` to before `bottom` and `left` to before `right`."""

    top: int
    left: int
    bottom: int
    right: int


def _areas(fields: _Fields) -> Numbers:
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


def _rectangles(area: Numbers, fields: _Fields) -> list[_Area]:
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
        if width >= _LEAST_WIDTH and fields.y[bottom - 1] - fields.y[top - 1] >= _LEAST_HEIGHT:
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


def _grid(areas: Sequence[_Area], fields: _Fields) -> Grid | None:
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


def _parts(area: _Area, lefts: Sequence[int], fields: _Fields) -> list[_Area]:
    """An area over several columns, cut where it was filled in parts that are as wide as these."""
    cuts = [
        left
        for left in lefts
        if area.left < left < area.right
        and bool(fields.seam[area.top : area.bottom, left - 1].all())
    ]
    edges = [area.left, *cuts, area.right]
    return [_Area(area.top, left, area.bottom, right) for left, right in itertools.pairwise(edges)]


def _box(area: _Area, fields: _Fields) -> Box:
    return (
        fields.x[area.left - 1],
        fields.y[area.top - 1],
        fields.x[area.right - 1],
        fields.y[area.bottom - 1],
    )
