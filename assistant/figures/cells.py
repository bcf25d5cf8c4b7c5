"""The figures in the cells of a table, with units and scales from its headers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.documents import Cell, Document, Table
from assistant.figures.amounts import FoundAmount, amounts_in
from assistant.figures.figure import PERCENT, POINTS, Amount, Comparator, InTable, Period
from assistant.figures.measure import measure_of
from assistant.figures.numbers import numbers_in
from assistant.figures.periods import periods_in
from assistant.figures.units import unit_after
from assistant.figures.when import periods_of

_BARE = re.compile(
    r"\s{0,9}(?P<key>(?:(?P<bound>[~≈<>≤≥])\s{0,9})?(?P<bracket>\()?(?P<minus>[-–−])?\s{0,9}(?P<money>[£$€])?\s{0,9}"
    r"(?P<minus2>[-–−])?(?P<digits>\d[\d,.]*)\s{0,9}(?P<scale>million|billion|thousand|bn|m|k)?\s{0,9}"
    r"(?P<percent>%|per\s?cent|pp|p)?\s{0,9}\)?)\s{0,9}[*†‡a-d]?\s{0,9}"
)
"""A cell that holds a number and nothing else."""
_BOUNDS: dict[str | None, Comparator] = {
    "~": "about", "≈": "about", "c.": "about", "<": "below", ">": "above", "≤": "up to",
    "≥": "at least",
}  # fmt: skip
_SCALE = re.compile(
    r"[£$€]\s*(?P<money>million|billion|thousand|bn|mn?|k|0{3})s?\b"
    r"|\(\s*(?:in\s+)?[’']?(?P<bracketed>million|billion|thousand|0{3})s?\s*\)|[’'](?P<quoted>0{3})s?\b"
    r"|\bin\s+(?P<plain>thousand|million|billion)s\b",
    re.IGNORECASE,
)
_BY = {"million": 1e6, "billion": 1e9, "thousand": 1e3, "bn": 1e9, "m": 1e6, "mn": 1e6, "k": 1e3,
       "000": 1e3}  # fmt: skip
_MONEY = re.compile(r"[£$€]")
_PERCENT = re.compile(r"%|\bper\s?cent(?:age)?\b|\bproportion\b", re.IGNORECASE)
_TIME = re.compile(
    r"(?:\(|\bin\s+)(?P<unit>minutes|hours|days|weeks|months|years)\b", re.IGNORECASE
)
_COUNTED = re.compile(
    r"\b(?:number|no\.|count|total)\s+of\s+(?P<noun>(?:[a-z’'-]+\s+){0,4}?[a-z-]+)", re.IGNORECASE
)
_NAMING = re.compile(
    r"\b(?:dates?|years?|ref(?:erence)?|pages?|no\.?$|number(?:ing)?$|id|code|chapter|paragraph"
    r"|section|recommendation|annex|table|figure|phone|telephone)\b",
    re.IGNORECASE,
)
"""Headers of columns whose numbers name or date what stands beside them."""
_LABEL = re.compile(r"(?<![^\s(])[A-Z][^\W\d]*(?: [^\W\d]+){0,4}:(?=\s)")
"""A label within a cell that holds several amounts."""
_YEAR = re.compile(r"(?:19|20)\d\d")
_LONGEST_NOUN = 5


@dataclass(frozen=True, slots=True)
class CellFigure:
    """An amount in a cell; `start` and `end` are offsets in the document's text.

    `measure`: what the words of the cell itself say that it measures, "" where it has none.
    """

    start: int
    end: int
    amount: Amount
    cell: Cell
    table: InTable
    period: Period | None
    measure: str = ""


def figures_in_table(document: Document, table: Table) -> Iterator[CellFigure]:
    """The figures of a table, cell by cell; numbers in header cells are none."""
    caption = _words(document, *table.caption) if table.caption else ""
    for cell in table.cells:
        if cell.header:
            continue
        rows = table.row_headers(cell) or _first_of_row(document, table, cell)
        where = InTable(
            tuple(_words(document, one.start, one.end) for one in rows),
            tuple(_words(document, one.start, one.end) for one in table.column_headers(cell)),
            caption,
        )
        yield from _in_cell(document, cell, where)


def _first_of_row(document: Document, table: Table, cell: Cell) -> tuple[Cell, ...]:
    """The words that begin a row where no cell is marked as its header."""
    first = min(
        (one for one in table.cells if one.row <= cell.row < one.row + one.rows),
        key=lambda one: one.column,
    )
    named = first.column < cell.column and any(
        sign.isalpha() for sign in document.text[first.start : first.end]
    )
    return (first,) if named else ()


def _words(document: Document, start: int, end: int) -> str:
    return " ".join(document.without_marks(start, end).split())


def _in_cell(document: Document, cell: Cell, where: InTable) -> Iterator[CellFigure]:
    text = document.without_marks(cell.start, cell.end)
    headers = (*reversed(where.column), *reversed(where.row), where.caption)
    if bare := _BARE.fullmatch(text):
        amount = _bare_amount(bare, where, headers)
        if amount is not None:
            start, end = bare.span("key")
            period = _period(headers)
            yield CellFigure(cell.start + start, cell.start + end, amount, cell, where, period)
        return
    short = len(text.split()) <= _LONGEST_NOUN
    amounts, periods = amounts_in(text, in_table=short), periods_in(text)
    own_periods = periods_of(text, amounts, periods)
    for at, found in enumerate(amounts):
        if not found.amount.unit:
            unit, _ = _unit(headers)
            found = replace(found, amount=replace(found.amount, unit=unit))
        yield CellFigure(
            cell.start + found.start,
            cell.start + found.end,
            found.amount,
            cell,
            where,
            own_periods[at] or _period(headers),
            measure_of(_labelled(text, found), amounts[at], amounts, periods),
        )


def _labelled(text: str, found: FoundAmount) -> str:
    """A cell's text with all but the words of an amount's own label blanked out.

    In "Admissions: 120 Deaths: 3" what is said of the 120 ends where the next label begins.
    """
    labels = [match.start() for match in _LABEL.finditer(text)]
    start = max((at for at in labels if at <= found.start), default=0)
    end = min((at for at in labels if at > found.start), default=len(text))
    return " " * start + text[start:end] + " " * (len(text) - end)


def _bare_amount(bare: re.Match[str], where: InTable, headers: Sequence[str]) -> Amount | None:
    """The amount of a cell that holds a number alone, with the unit of its headers."""
    digits = bare["digits"].rstrip(".,")
    numbers = numbers_in(digits)
    if len(numbers) != 1 or numbers[0].end != len(digits):
        return None
    own = bare["percent"] or bare["money"] or bare["scale"]
    if not own and _names(digits, where):
        return None
    unit, by = _own_unit(bare, headers)
    value = numbers[0].value * (_BY[bare["scale"]] if bare["scale"] else by)
    in_brackets = bare["bracket"] and not bare["percent"]  # as accounts write what is negative
    value = -value if bare["minus"] or bare["minus2"] or in_brackets else value
    return Amount(value, unit, comparator=_BOUNDS.get(bare["bound"]))


def _names(digits: str, where: InTable) -> bool:
    """Whether a number in a cell names or dates what stands beside it."""
    column = where.column[-1] if where.column else ""
    if _YEAR.fullmatch(digits) and not _MONEY.search(column) and not _COUNTED.search(column):
        return True
    return _NAMING.search(column) is not None and _COUNTED.search(column) is None


def _own_unit(bare: re.Match[str], headers: Sequence[str]) -> tuple[str, float]:
    """The unit that the cell itself has, else that of its headers, and the scale."""
    if bare["percent"]:
        return {"pp": POINTS, "p": "p"}.get(bare["percent"], PERCENT), 1.0
    unit, by = _unit(headers)
    return (bare["money"], by if unit == bare["money"] else 1.0) if bare["money"] else (unit, by)


def _unit(headers: Sequence[str]) -> tuple[str, float]:
    """The unit and the scale that the nearest header tells: "Cost (£m)" is £ and a million."""
    for header in headers:
        by = _scale(header)
        if sign := _MONEY.search(header):
            return sign[0], by
        if _PERCENT.search(header):
            return PERCENT, 1.0
        if time := _TIME.search(header):
            return time["unit"].lower(), by
        if noun := _noun(header):
            return noun, by
    return "", 1.0


def _scale(header: str) -> float:
    match = _SCALE.search(header)
    return _BY[match[match.lastgroup].lower()] if match and match.lastgroup else 1.0


def _noun(header: str) -> str | None:
    """What a header counts: "Number of beds" counts beds, "Patients" patients."""
    named = _COUNTED.search(header)
    words = re.sub(r"\(.*?\)", "", named["noun"] if named else header).strip()
    if not words or len(words.split()) > _LONGEST_NOUN:
        return None
    unit = unit_after("2 " + words[0].lower() + words[1:], 1, 2.0)
    return unit.name if unit is not None and unit.counted else None


def _period(headers: Sequence[str]) -> Period | None:
    """The period of the nearest header that names exactly one."""
    found = (periods_in(header) for header in headers)
    return next((each[0].period for each in found if len(each) == 1), None)
