"""From characters to lines in reading order: footnote marks set off, columns read one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from assistant.ingest.draft import Place
from assistant.ingest.lines import SPELT
from assistant.ingest.pdf_cells import cells_of
from assistant.ingest.pdf_chars import Floats, PageChars

_MARK_SIGNS = frozenset("0123456789*†‡")
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
    `right` and `bottom` its edges.
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
    left: float = field(init=False)
    top: float = field(init=False)
    right: float = field(init=False)
    bottom: float = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "left", float(self.box[0, 0]))
        object.__setattr__(self, "right", float(self.box[-1, 2]))
        top, bottom = np.median(self.box[:, [1, 3]], axis=0).tolist()
        object.__setattr__(self, "top", top)
        object.__setattr__(self, "bottom", bottom)


def page_runs(chars: PageChars, page: int) -> list[Line]:
    """The lines of one page in the order of the file, split at wide gaps and where cells meet.

    Text that does not run from left to right is left out.
    """
    places, cell = cells_of(chars, page)
    return [
        replace(
            _line(chars, indices, page),
            cell=places[cell[indices[0]]] if cell[indices[0]] >= 0 else None,
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


def _rows(chars: PageChars, cell: npt.NDArray[np.intp]) -> list[npt.NDArray[np.intp]]:
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


def _join_rows_of_one_line(
    chars: PageChars, rows: list[npt.NDArray[np.intp]], cell: npt.NDArray[np.intp]
) -> list[npt.NDArray[np.intp]]:
    """Files may write one line in several pieces; follow the base line and the gap."""
    joined: list[npt.NDArray[np.intp]] = []
    for row in rows:
        if joined:
            last, first = joined[-1][-1], row[0]
            size = chars.box[last, 3] - chars.box[last, 1]
            level = (
                abs(np.median(chars.base[joined[-1]]) - np.median(chars.base[row])) < 0.25 * size
            )
            step = chars.box[first, 0] - chars.box[last, 2]
            if level and cell[last] == cell[first] and -0.3 * size < step < _WIDE_GAP * size:
                joined[-1] = np.concatenate([joined[-1], row])
                continue
        joined.append(row)
    return joined


def _split_at_wide_gaps(chars: PageChars, row: npt.NDArray[np.intp]) -> list[npt.NDArray[np.intp]]:
    size = float(np.median(chars.box[row, 3] - chars.box[row, 1]))
    gaps = chars.box[row[1:], 0] - chars.box[row[:-1], 2]
    return np.split(row, np.flatnonzero(gaps > _WIDE_GAP * size) + 1)


def _line(chars: PageChars, indices: npt.NDArray[np.intp], page: int) -> Line:
    sizes = chars.size[indices]
    size = float(np.median(sizes))
    base = float(np.median(chars.base[indices]))
    text: list[str] = []
    boxes: list[Floats] = []
    marks: list[tuple[int, int]] = []
    in_mark = False
    for position, i in enumerate(indices):
        character = chars.text[i].translate(SPELT)
        # The ink shows a raised figure even where the font draws it small in a full-size cell.
        raised = chars.ink[i, 1] < base - 0.18 * size and sizes[position] <= 1.02 * size
        is_mark = bool(raised and character in _MARK_SIGNS and position > 0)
        if is_mark and not character.isdigit() and sizes[position] > 0.85 * size:
            is_mark = False  # an ordinary asterisk is printed high up too
        if is_mark and not in_mark and _is_exponent(text):
            is_mark = False
        starts_word = position > 0 and (chars.gap[i] or is_mark != in_mark)
        if starts_word and text[-1] != " " and not (in_mark and character in ",.;:)”’]"):
            text.append(" ")
            boxes.append(_between(boxes[-1], chars.box[i]))
        if is_mark:
            if in_mark and marks and marks[-1][1] == len(text):
                marks[-1] = (marks[-1][0], len(text) + 1)
            else:
                marks.append((len(text), len(text) + 1))
        in_mark = is_mark
        for letter in character:
            text.append(letter)
            boxes.append(chars.box[i])
    hyphen = text[-1] == "\u00ad"
    if hyphen:
        text[-1] = "-"
    return Line(
        page=page,
        text="".join(text).replace("\u00ad", "-"),
        box=np.array(boxes, np.float32),
        marks=tuple(marks),
        size=size,
        bold=bool(np.mean(chars.bold[indices]) > 0.6),
        slanted=bool(np.mean(chars.slanted[indices]) > 0.6),
        colour=int(np.median(chars.colour[indices])),
        opens=(bool(chars.bold[indices[0]]), bool(chars.slanted[indices[0]])),
        closes=(bool(chars.bold[indices[-1]]), bool(chars.slanted[indices[-1]])),
        hyphen=hyphen,
    )


def _is_exponent(text: list[str]) -> bool:
    """Whether a raised figure here is a power: "m2", "kg/m2", "10 4"."""
    word = "".join(text).rsplit(" ", 1)[-1]
    return word in {"m", "cm", "km", "mm", "kg/m", "10"}


def _between(before: Floats, after: Floats) -> Floats:
    left = float(before[2])
    return np.array([left, before[1], max(left, float(after[0])), before[3]], np.float32)
