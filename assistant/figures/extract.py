"""The figures of a document, sentence by sentence and cell by cell."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import replace

from assistant.attribution import attributions, own_voice
from assistant.documents import ANSWERING_ROLES, Block, Document
from assistant.figures.amounts import amounts_in
from assistant.figures.around import period_above, period_around, period_before
from assistant.figures.cells import CellFigure, figures_in_table
from assistant.figures.figure import Figure, Period
from assistant.figures.measure import measure_in, measure_of
from assistant.figures.periods import periods_in
from assistant.figures.when import periods_of
from assistant.ingest.sentences import sentence_spans

_WORDS = re.compile(r"[^\W\d_]")
_UNITS = re.compile(r"per\s?cent|million|billion|bn\b|[kmp]\b", re.IGNORECASE)
_POINTS_BACK = re.compile(
    r"(?:It|They|This|These)\s+(?:\w+\s+)?(?:has|have|is|are|was|were|rose|fell|grew|will|would|had)\b"
)
_SHORT = 8
"""Words of a label at most, and of a measure that says what it is only with the one before."""


def figures_of(
    document: Document, before_each: Callable[[], None] | None = None
) -> tuple[Figure, ...]:
    """Every figure that a document states where it can be quoted, in order of place.

    `before_each` is called before each block is read; what it raises ends the reading.
    """
    rows = _rows(document)
    tables = sorted((cell.start, cell.end) for table in document.tables for cell in table.cells)
    figures: list[Figure] = [
        _in_cell(document, rows, found)
        for table in document.tables
        for found in figures_in_table(document, table)
    ]
    starts = [start for start, _ in tables]
    for at, block in enumerate(document.blocks):
        if before_each is not None:
            before_each()
        if block.role in ANSWERING_ROLES and not _in_table(tables, starts, block):
            figures.extend(_in_block(document, at))
    return tuple(sorted(figures, key=lambda figure: figure.key))


def _in_table(tables: list[tuple[int, int]], starts: list[int], block: Block) -> bool:
    at = bisect_right(starts, block.end - 1) - 1
    return at >= 0 and tables[at][1] > block.start


def _rows(document: Document) -> dict[int, tuple[int, int]]:
    """For each cell of a table, by its start: the block that holds it."""
    blocks = document.blocks
    starts = [block.start for block in blocks]
    rows = {}
    for table in document.tables:
        for cell in table.cells:
            at = bisect_right(starts, cell.start) - 1
            if at >= 0 and blocks[at].end >= cell.end:
                rows[cell.start] = (blocks[at].start, blocks[at].end)
    return rows


def _in_cell(document: Document, rows: dict[int, tuple[int, int]], found: CellFigure) -> Figure:
    start, end = rows.get(found.cell.start, (found.cell.start, found.cell.end))
    measure = ", ".join(part for part in (found.measure, measure_in(found.table)) if part)
    key = found.start, found.end
    return Figure(start, end, key, found.amount, measure, found.period, None, found.table)


def _in_block(document: Document, at: int) -> Iterator[Figure]:
    block = document.blocks[at]
    if not _WORDS.search(_UNITS.sub("", document.text[block.start : block.end])):
        yield from _alone(document, at)
        return
    before = measured = ""
    for start, end in sentence_spans(document, block):
        text = document.without_marks(start, end)
        amounts = amounts_in(text)
        periods = periods_in(text) if amounts else []
        said_by = _said_by(document, text) if amounts else None
        own_periods = periods_of(text, amounts, periods)
        around = None
        if not all(own_periods):
            around = period_before(text, before) if not periods else None
            around = around or period_around(document, at, text)
        named = measured if _POINTS_BACK.match(text) else ""
        for number, found in enumerate(amounts):
            own = measure_of(text, found, amounts, periods)
            if number == 0 and named and len(own.split()) <= _SHORT:
                own = f"{named}, {own}" if own else named
            own = own or measured
            measured = own if number == 0 else measured
            period = own_periods[number] or around
            yield Figure(
                start,
                end,
                (start + found.start, start + found.end),
                found.amount,
                own,
                _until_published(period, document.published),
                said_by,
            )
        before = text


def _alone(document: Document, at: int) -> Iterator[Figure]:
    """The figures of a block without a word: cells of a table whose lines are lost.

    The short block before is what they measure, with the heading. A number without a unit may be
    of anything, the axis of a chart too, and is left out.
    """
    block = document.blocks[at]
    text = document.without_marks(block.start, block.end)
    if not at:
        return
    label = document.blocks[at - 1]
    words = " ".join(document.without_marks(label.start, label.end).split())
    named = label.role != "heading" and len(words.split()) <= _SHORT and not amounts_in(words)
    heading = document.section_at(block.start)[-1:]
    for found in amounts_in(text):
        if found.amount.unit:
            yield Figure(
                label.start if named else block.start,
                block.end,
                (block.start + found.start, block.start + found.end),
                found.amount,
                ", ".join([words, *heading] if named else heading),
                period_above(document, at) or period_around(document, at, text),
            )


def _until_published(period: Period | None, published: str | None) -> Period | None:
    """A period "since 2015/16" ends when the document was published, where that is known."""
    if period is None or published is None or not period.text.lower().startswith("since "):
        return period
    end = (published + "-12-31" if len(published) == 4 else published + "-28")[:10]
    return replace(period, end=end) if end > period.end else period


def _said_by(document: Document, text: str) -> str | None:
    """Who is named as saying a sentence, as printed."""
    own = own_voice(document.kind, document.publisher)
    return next((one.name for one in attributions(text, own) if one.name), None)
