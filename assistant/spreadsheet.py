"""Tables for spreadsheets: UTF-8 that Excel knows, every cell quoted, none taken for a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What a spreadsheet may take for the beginning of a formula; the last four are full-width."""


def table_csv(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table with a heading row; it begins with the mark (BOM) by which Excel knows UTF-8."""
    written = io.StringIO()
    # All quoted: a cell must not be cut in two where a spreadsheet splits at semicolons.
    writer = csv.writer(written, lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    writer.writerow(columns)
    for row in rows:
        writer.writerow(_safe(text) for text in row)
    return "\ufeff" + written.getvalue()


def _safe(text: str) -> str:
    if re.fullmatch(r"-?[0-9]+(?:\.[0-9]+)?", text):
        return text  # a negative number is no formula
    return f"'{text}" if _is_formula(text) else text


def _is_formula(text: str) -> bool:
    # Some programs take leading spaces away, and then find the formula.
    return text.startswith(_STARTS_FORMULA) or text.lstrip().startswith(_STARTS_FORMULA)


def is_guarded(cell: str) -> bool:
    """Whether a cell begins with an apostrophe only so that it is not taken for a formula."""
    return cell.startswith("'") and _is_formula(cell[1:])
