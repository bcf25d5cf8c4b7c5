"""The order in which a page is read: markers with their text, columns one by one, tables by row."""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np

from assistant.ingest.pdf_lines import Line
from assistant.ingest.pdf_tables import mark_table_rows

SIGN = r"[•▪●◦‣○■□➢➤✓·\u2043\u2219]"
LETTERED = r"\(?(?:[a-z]|[ivx]{1,4})[).]"
_MARKER_ONLY = re.compile(rf"^(?:{SIGN}|[-–—o]|{LETTERED}|\(?\d{{1,3}}(?:\.\d{{1,3}})*[.)]?)$")


def reading_order(runs: list[Line], width: float) -> list[Line]:
    """Sort the runs of a page; a bullet or number that stands apart joins the text in its row."""
    rows = _merge_markers(_by_row(runs))
    return _in_order([line for row in rows for line in row], width)


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
            if merged and _MARKER_ONLY.match(merged[-1].text) and _is_near(merged[-1], line):
                merged[-1] = join_lines(merged[-1], line)
            else:
                merged.append(line)
        yield merged


def _is_near(marker: Line, line: Line) -> bool:
    return line.left - marker.right < 6 * line.size


def join_lines(first: Line, second: Line) -> Line:
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
    )
