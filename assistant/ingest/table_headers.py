"""Which cells of a table name its rows and columns, told from their words and looks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

_AMOUNT = re.compile(
    r"[<>~≈≤≥±+−–-]?\s?[£$€]?\s?\(?[<>~+−–-]?[£$€]?\d[\d,.]*\)?\s?"
    r"(?:%|pp|bn|m|k|million|billion|thousand|per cent)?[*†‡]{0,2}(?:\s?\d{1,2})?",
    re.IGNORECASE,
)
_PERIOD = re.compile(
    r"(?:FY\s?)?(?:19|20)\d\d(?:\s?(?:[-/–]|to)\s?(?:(?:19|20)?\d\d))?", re.IGNORECASE
)
_NOTHING = frozenset({"", "-", "–", "—", "n/a", "na", "nil", ".", "..", "…"})
_LONG = 14
"""A heading has at most so many words."""
_MOST = 0.6
"""A column is of amounts, or of words, when more than this part of its cells are."""


@dataclass(frozen=True, slots=True)
class Cue:
    """A cell that is not empty, as far as its looks tell what it is; `shade` is any colour code."""

    row: int
    column: int
    rows: int
    columns: int
    text: str
    bold: bool = False
    shade: int | None = None


def header_size(cells: Sequence[Cue]) -> tuple[int, int]:
    """How many rows from the top, and how many columns from the left, are headers."""
    rows = _header_rows(cells)
    return rows, _header_columns([cell for cell in cells if cell.row >= rows])


def is_amount(text: str) -> bool:
    """Whether a cell holds a figure and nothing else, and no year."""
    text = " ".join(text.split())
    return _AMOUNT.fullmatch(text) is not None and _PERIOD.fullmatch(text) is None


def _header_rows(cells: Sequence[Cue]) -> int:
    numbers = sorted({cell.row for cell in cells})
    if len(numbers) < 2:
        return 0
    first = [cell for cell in cells if cell.row == numbers[0]]
    rest = _below_header(cells, numbers, first)
    if not _could_head(first) or not (_stands_out(first, rest) or _heads_amounts(first, rest)):
        return 0
    # A heading over two rows takes the row beside it along; so do rows of the same look below.
    height = max(cell.row + cell.rows for cell in first)
    height = height if any(cell.columns > 1 for cell in first) else numbers[0] + 1
    for number in numbers[1:]:
        row = [cell for cell in cells if cell.row == number]
        body = [cell for cell in cells if cell.row > number]
        if not body or number >= numbers[-1]:
            break
        if number >= height and not (
            _could_head(row) and _alike(row, first) and _stands_out(row, body)
        ):
            break
        height = max(height, number + 1)
    return min(height, numbers[-1])


def _below_header(cells: Sequence[Cue], numbers: Sequence[int], first: Sequence[Cue]) -> list[Cue]:
    """The cells below the rows that look like the first; all but the first where these are all."""
    for number in numbers[1:]:
        if not _alike([cell for cell in cells if cell.row == number], first):
            return [cell for cell in cells if cell.row >= number]
    return [cell for cell in cells if cell.row > numbers[0]]


def _could_head(row: Sequence[Cue]) -> bool:
    """Whether a row holds names: several, none long, none an amount."""
    return (
        (len(row) > 1 or row[0].columns > 1 or row[0].column > 0)
        and all(len(cell.text.split()) <= _LONG for cell in row)
        and not any(is_amount(cell.text) for cell in row)
    )


def _stands_out(row: Sequence[Cue], rest: Sequence[Cue]) -> bool:
    """Whether a row is bold, or has a colour, unlike most of what is below it."""
    below = [cell for cell in rest if cell.column > min(other.column for other in rest)] or rest
    if all(cell.bold for cell in row) and sum(cell.bold for cell in below) <= 0.4 * len(below):
        return True
    shades = {cell.shade for cell in row}
    usual = Counter(cell.shade for cell in rest)
    return None not in shades and all(usual[shade] <= 0.25 * len(rest) for shade in shades)


def _alike(row: Sequence[Cue], first: Sequence[Cue]) -> bool:
    return (all(cell.bold for cell in row), {cell.shade for cell in row}) == (
        all(cell.bold for cell in first),
        {cell.shade for cell in first},
    )


def _heads_amounts(row: Sequence[Cue], rest: Sequence[Cue]) -> bool:
    """Whether a row of words or years stands over a column that is of amounts."""
    for head in row:
        column = [cell.text for cell in rest if cell.column == head.column]
        filled = [text for text in column if text.strip().lower() not in _NOTHING]
        if filled and sum(is_amount(text) for text in filled) > _MOST * len(filled):
            return True
    return False


def _header_columns(body: Sequence[Cue]) -> int:
    columns = sorted({cell.column for cell in body})
    count = 0
    for column, following in zip(columns, columns[1:], strict=False):
        cells = [cell for cell in body if cell.column == column and cell.columns == 1]
        words = [cell for cell in cells if not is_amount(cell.text)]
        if not cells or len(words) <= _MOST * len(cells):
            break
        if any(len(cell.text.split()) > 2 * _LONG for cell in cells):
            break
        count = column + 1
        # Only a cell over several rows says that the next column, too, names the rows.
        if all(cell.rows == 1 for cell in cells) or following == columns[-1]:
            break
    return count
