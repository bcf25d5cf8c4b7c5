"""The order in which a page is read: markers with their text, columns one by one, tables by row."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np

from assistant.ingest.pdf.lines import Line
from assistant.ingest.pdf.tables import mark_table_rows

SIGN = r"[•▪●◦‣○■□➢➤✓·\u2043\u2219]"
LETTERED = r"\(?(?:[a-z]|[ivx]{1,4})[).]"
_LIST_ITEM = re.compile(rf"{SIGN}\s")
_LONG_CELL, _SHORT_ROW, _LONG_ROW = 100, 80, 150
"""Cells and rows with more words than these are read as paragraphs and lists, not as one row.

A list in a short row is read with what it stands beside: a term with its description.
"""
_FIRST_DRAWN_ROW = 100_000
"""Rows of drawn tables are numbered apart from those that are guessed."""
_MARKER_ONLY = re.compile(rf"^(?:{SIGN}|[-–—o]|{LETTERED}|\(?\d{{1,3}}(?:\.\d{{1,3}})*[.)]?)$")


def reading_order(runs: list[Line], width: float) -> list[Line]:
    """Sort the runs of a page; a bullet or number that stands apart joins the text in its row.

    A drawn table is read cell by cell, and stands where its place on the page is.
    """
    tables: dict[tuple[int, ...], list[Line]] = {}
    outside: list[Line] = []
    for line in runs:
        if line.cell is None:
            outside.append(line)
        else:
            tables.setdefault(line.cell.table, []).append(line)
    outside += [_stand_in(lines) for lines in tables.values()]
    rows = _merge_markers(_by_row(outside))
    numbers = itertools.count(_FIRST_DRAWN_ROW)
    ordered: list[Line] = []
    for line in _in_order([line for row in rows for line in row], width):
        if line.cell is not None and line.cell.drawn:
            ordered += _table_lines(tables[line.cell.table], numbers)
        else:
            ordered.append(line)
    return ordered


def _stand_in(lines: list[Line]) -> Line:
    """One line in place of a whole table while the page is put in order."""
    boxes = np.concatenate([line.box for line in lines])
    box = np.concatenate([boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)])
    return replace(lines[0], text="-", box=box[None], marks=(), edges=None)


def _table_lines(lines: list[Line], numbers: Iterator[int]) -> Iterator[Line]:
    """The lines of a drawn table row by row, and in each row cell by cell.

    Those of a row get its number, but where cells hold lists or long texts, these are read as such.
    """
    rows: dict[int, dict[int, list[Line]]] = {}
    for line in lines:
        if line.cell is not None:
            rows.setdefault(line.cell.row, {}).setdefault(line.cell.column, []).append(line)
    for _, cells in sorted(rows.items()):
        ordered = [
            [line for row in _merge_markers(_by_row(cell)) for line in row]
            for _, cell in sorted(cells.items())
        ]
        words = sum(map(_words, ordered))
        long = words > _LONG_ROW or (words > _SHORT_ROW and any(map(_is_text, ordered)))
        number = None if long else next(numbers)
        yield from (replace(line, row=number) for cell in ordered for line in cell)


def _is_text(cell: list[Line]) -> bool:
    items = sum(_LIST_ITEM.match(line.text) is not None for line in cell)
    return items > 1 or _words(cell) > _LONG_CELL


def _words(lines: list[Line]) -> int:
    return sum(len(line.text.split()) for line in lines)


def _in_order(lines: list[Line], width: float) -> list[Line]:
    """Sort lines from top to bottom, reading one column of prose before the next.

    Bands of lines that no line crosses in the middle are columns when both sides hold prose;
    side by side short texts are the cells of a table and stay in their row.
    """
    rows = _by_row(lines)
    gutter = _gutter(lines, width)
    if gutter is None:
        return mark_table_rows(rows)
    ordered: list[Line] = []
    band: list[Line] = []
    for row in rows:
        if any(line.left < gutter - 2 and line.right > gutter + 2 for line in row):
            band, headings = _headings_below(band, gutter)
            ordered += _columns(band, gutter, width)
            band = []
            ordered += headings + row
        else:
            band += row
    return ordered + _columns(band, gutter, width)


def _headings_below(band: list[Line], gutter: float) -> tuple[list[Line], list[Line]]:
    """A band of two columns, and the headings under both, which head what crosses the middle."""
    if not any(line.left >= gutter for line in band):
        return band, []
    size = np.median([line.size for line in band])
    bold = np.median([line.bold for line in band]) > 0.5
    below = max(line.bottom for line in band if line.left >= gutter)
    at = len(band)
    while at and (line := band[at - 1]).left < gutter and line.top >= below:
        if not (line.size > 1.02 * size or (line.bold and not bold)):
            break
        at -= 1
    return band[:at], band[at:]


def _columns(band: list[Line], gutter: float, width: float) -> list[Line]:
    left = [line for line in band if line.left < gutter]
    right = [line for line in band if line.left >= gutter]
    if not left or not right or not (_reads_down(left, width) and _reads_down(right, width)):
        return mark_table_rows(_by_row(band))
    return _in_order(left, width) + _in_order(right, width)


def _by_row(lines: list[Line]) -> list[list[Line]]:
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: (line.top + line.bottom, line.left)):
        middle = (line.top + line.bottom) / 2
        if rows and any(other.top < middle < other.bottom for other in rows[-1][:1]):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda line: line.left) for row in rows]


def _reads_down(lines: list[Line], width: float) -> bool:
    """Whether lines are to be read as a column: prose, or columns of prose in their turn."""
    if _is_prose(lines):
        return True
    gutter = _gutter(lines, width)
    if gutter is None:
        return False
    left = [line for line in lines if line.left < gutter]
    right = [line for line in lines if line.left >= gutter]
    return len(left) < len(lines) and _reads_down(left, width) and _reads_down(right, width)


def _is_prose(lines: list[Line]) -> bool:
    """Whether a column reads as running text: lines of several words that fill it."""
    if len(lines) < 3:
        return False
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    full = [line for line in lines if line.right - line.left > 0.6 * (right - left)]
    words = np.median([len(line.text.split()) for line in lines])
    return len(full) >= 0.5 * len(lines) and words >= 3


def _gutter(lines: list[Line], width: float) -> float | None:
    """The middle of the empty strip between two columns, if there is one."""
    if len(lines) < 6:
        return None
    edges = np.arange(0.1 * width, 0.9 * width, 2.0)
    left = np.array([line.left for line in lines])
    right = np.array([line.right for line in lines])
    crossing = ((left[:, None] < edges) & (right[:, None] > edges)).sum(axis=0)
    before = (right[:, None] <= edges).sum(axis=0)
    after = (left[:, None] >= edges).sum(axis=0)
    fits = (before >= 3) & (after >= 3) & (crossing <= 0.3 * (before + after))
    best: tuple[float, float] | None = None
    for run in np.split(
        np.flatnonzero(fits), np.flatnonzero(np.diff(np.flatnonzero(fits)) > 1) + 1
    ):
        if len(run) < 3:
            continue  # a strip of 6 points or less is a gap between words
        clean = run[crossing[run] == crossing[run].min()]
        balance = float(np.minimum(before, after)[clean].max() - 2 * crossing[clean].min())
        if best is None or balance > best[0]:
            best = (balance, float(edges[clean[len(clean) // 2]]))
    return best[1] if best else None


def _merge_markers(rows: Iterable[list[Line]]) -> Iterable[list[Line]]:
    """A bullet or number that stands apart belongs to the text in its row."""
    for row in rows:
        merged: list[Line] = []
        for line in row:
            if merged and _is_marker(merged[-1], line):
                merged[-1] = _joined(merged[-1], line)
            else:
                merged.append(line)
        yield merged


def _is_marker(marker: Line, line: Line) -> bool:
    near = line.left - marker.right < 6 * line.size
    return near and marker.cell == line.cell and _MARKER_ONLY.match(marker.text) is not None


def _joined(first: Line, second: Line) -> Line:
    """Two runs of one row as one line, a space between them."""
    end = first.box[-1]
    space = np.array([[end[2], end[1], max(end[2], second.left), end[3]]], np.float32)
    shift = len(first.text) + 1
    marks = tuple((start + shift, stop + shift) for start, stop in second.marks)
    return Line(
        page=first.page,
        text=f"{first.text} {second.text}",
        box=np.concatenate([first.box, space, second.box]),
        marks=first.marks + marks,
        size=second.size,
        bold=second.bold,
        slanted=second.slanted,
        colour=second.colour,
        opens=second.opens,
        closes=second.closes,
        hyphen=second.hyphen,
        cell=second.cell,
    )
