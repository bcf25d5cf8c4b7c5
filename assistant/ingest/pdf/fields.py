"""The fields that a page is cut into along the lines and the edges of colours that it draws."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assistant.ingest.pdf.arrays import Flags, Integers
from assistant.ingest.pdf.drawn import Box, Colour

_SNAP = 3.0
"""Lines no further apart than this, in points, are one."""
_MOST_EDGES = 250
"""A page with more lines side by side is a drawing."""
LEAST_WIDTH, LEAST_HEIGHT = 8.0, 6.0
"""Of a cell, in points."""
_SAME_COLOUR = 12
_OPEN_SIDES = 3
"""So many lines of one length, one below the other, are a table without lines at its sides."""

Rules = Sequence[tuple[Box, Colour]]


@dataclass(slots=True, eq=False)
class Fields:
    """The page cut along every line: `x` and `y` are where; the outermost fields are its margin.

    `colour` (rows, columns) of each field; `right` and `below` whether something parts a field
    from the next one; `seam` whether it and the next one to the right were filled one by one.
    """

    x: list[float]
    y: list[float]
    colour: Integers
    right: Flags
    below: Flags
    seam: Flags


def fields_of(flat: Rules, upright: Rules, fills: Rules) -> Fields | None:
    """The fields of a page with these lines and filled rectangles, each with its colour.

    None where too few of them part anything, or so many that the page is a drawing.
    """
    # Short lines cross letters; a table's reach over a cell.
    flat = [(box, colour) for box, colour in flat if box[2] - box[0] >= LEAST_WIDTH]
    upright = [(box, colour) for box, colour in upright if box[3] - box[1] >= LEAST_HEIGHT - 1]
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
    return Fields(x, y, packed, right_walls, walls_below, seam)


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


def _differ(one: Integers, other: Integers) -> Flags:
    return np.asarray(np.abs(one - other).max(axis=-1) > _SAME_COLOUR)
