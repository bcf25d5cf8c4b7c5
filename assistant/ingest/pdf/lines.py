"""From characters to lines in reading order: footnote marks set off, columns read one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from assistant.ingest.draft import Place
from assistant.ingest.pdf.arrays import Floats, Indices
from assistant.ingest.pdf.cells import cells_of
from assistant.ingest.pdf.chars import PageChars
from assistant.ingest.pdf.spaced import Spaced, medians

_WIDE_GAP = 1.6
"""A gap within a line of so many times its height parts a label, a cell or a column."""


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """A run of text on one base line of one page.

    `text` has single spaces; `box` (characters, 4) in points as shown, a space having the box of
    the gap; `marks` the spans of footnote marks; `size` the usual size of its font; `hyphen`
    whether it ends inside a word; `opens` and `closes` whether its first and its last character
    are bold and slanted; `coloured` whether its colour is not that of most of the text; `row` the
    number of the table row that it is part of; `cell` the cell that it stands in; `left`, `top`,
    `right` and `bottom` its edges, which `edges` has where they are known.
    """

    page: int
    text: str
    box: Floats
    marks: tuple[tuple[int, int], ...]
    size: float
    bold: bool
    slanted: bool
    hyphen: bool
    colour: int = 0
    opens: tuple[bool, bool] = (False, False)
    closes: tuple[bool, bool] = (False, False)
    row: int | None = None
    coloured: bool = False
    cell: Place | None = None
    edges: tuple[float, float, float, float] | None = None
    left: float = field(init=False)
    top: float = field(init=False)
    right: float = field(init=False)
    bottom: float = field(init=False)

    def __post_init__(self) -> None:
        edges = self.edges or _edges(self.box)
        for name, edge in zip(("edges", *_EDGES), (edges, *edges), strict=True):
            object.__setattr__(self, name, edge)


_EDGES = ("left", "top", "right", "bottom")


def _edges(box: Floats) -> tuple[float, float, float, float]:
    top, bottom = medians(box[:, 1::2]).tolist()
    return float(box[0, 0]), top, float(box[-1, 2]), bottom


def page_runs(chars: PageChars, page: int) -> list[Line]:
    """The lines of one page in the order of the file, split at wide gaps and where cells meet.

    Text that does not run from left to right is left out.
    """
    places, cell = cells_of(chars, page)
    spaced = Spaced(chars)
    return [
        _line(
            spaced,
            indices,
            page,
            places[cell[indices[0]]] if cell[indices[0]] >= 0 else None,
        )
        for row in _rows(chars, cell)
        for indices in _split_at_wide_gaps(chars, row)
    ]


def mark_coloured(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """The lines, each knowing whether its colour is not that of most of the text."""
    weight: Counter[int] = Counter()
    for lines in pages:
        for line in lines:
            weight[line.colour] += len(line.text)
    usual = max(weight, key=lambda colour: weight[colour], default=0)
    return [
        [replace(line, coloured=True) if _differ(line.colour, usual) else line for line in lines]
        for lines in pages
    ]


def _differ(one: int, other: int) -> bool:
    """Whether two colours look different; blacks and dark greys do not."""
    return any(abs((one >> shift & 255) - (other >> shift & 255)) > 70 for shift in (16, 8, 0))


def _rows(chars: PageChars, cell: Indices) -> list[Indices]:
    """Characters of one base line and one cell, from left to right, in the order of the file."""
    index = np.flatnonzero(chars.upright)
    if not len(index):
        return []
    height = np.maximum(chars.box[index, 3] - chars.box[index, 1], 1.0)
    base, left, right = chars.base[index], chars.box[index, 0], chars.box[index, 2]
    fall = np.abs(np.diff(base)) > 0.6 * np.maximum(height[1:], height[:-1])
    # A bullet may be of a far larger size than the words; unlike a mark it stands to the left.
    small_fall = np.diff(base) > 0.6 * np.minimum(height[1:], height[:-1])
    fall |= small_fall & (left[1:] < left[:-1])
    back = left[1:] < right[:-1] - 1.5 * np.maximum(height[1:], height[:-1])
    # A raised mark moves the base line a little; a new line moves it more, or starts further left.
    crosses = np.diff(cell[index]) != 0
    rows = np.split(index, np.flatnonzero(fall | back | crosses) + 1)
    return _join_rows_of_one_line(chars, rows, cell)


def _join_rows_of_one_line(chars: PageChars, rows: list[Indices], cell: Indices) -> list[Indices]:
    """Files may write one line in several pieces; follow the base line and the gap."""
    joined: list[Indices] = []
    for row in rows:
        if joined:
            last, first = joined[-1][-1], row[0]
            size = chars.box[last, 3] - chars.box[last, 1]
            step = chars.box[first, 0] - chars.box[last, 2]
            beside = cell[last] == cell[first] and -0.3 * size < step < _WIDE_GAP * size
            if beside and _are_level(chars.base[joined[-1]], chars.base[row], size):
                joined[-1] = np.concatenate([joined[-1], row])
                continue
        joined.append(row)
    return joined


def _are_level(one: Floats, other: Floats, size: np.float32) -> bool:
    return bool(abs(medians(one) - medians(other)) < 0.25 * size)


def _split_at_wide_gaps(chars: PageChars, row: Indices) -> list[Indices]:
    box = chars.box[row]
    size = float(medians(box[:, 3] - box[:, 1]))
    wide = np.flatnonzero(box[1:, 0] - box[:-1, 2] > _WIDE_GAP * size)
    return np.split(row, wide + 1) if len(wide) else [row]


def _line(spaced: Spaced, indices: Indices, page: int, cell: Place | None = None) -> Line:
    chars = spaced.chars
    first, last = int(indices[0]), int(indices[-1])
    whole = last - first == len(indices) - 1
    at = slice(first, last + 1) if whole else indices  # a slice takes less time
    sizes = chars.size[at]
    size = float(medians(sizes))
    raised = spaced.sign[at]
    if raised.any():
        base = float(medians(chars.base[at]))
        # The ink shows a raised figure even where the font draws it small in a full-size cell.
        raised = raised & (chars.ink[at, 1] < base - 0.18 * size) & (sizes <= 1.02 * size)
        raised[0] = False
    if whole and not raised.any():
        text, box, marks = spaced.slice_of(first, last)
    else:
        text, box, marks = spaced.with_marks(indices, raised, sizes <= 0.85 * size)
    hyphen = text[-1] == "\u00ad"
    bold, slanted = chars.bold[at], chars.slanted[at]
    return Line(
        page=page,
        text=text.replace("\u00ad", "-"),
        box=box,
        marks=marks,
        size=size,
        bold=bool(np.count_nonzero(bold) / len(bold) > 0.6),
        slanted=bool(np.count_nonzero(slanted) / len(slanted) > 0.6),
        colour=int(medians(chars.colour[at])),
        opens=(bool(bold[0]), bool(slanted[0])),
        closes=(bool(bold[-1]), bool(slanted[-1])),
        hyphen=hyphen,
        cell=cell,
    )
