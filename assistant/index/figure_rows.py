"""A figure as a row of the catalogue, and back."""

from __future__ import annotations

import json
from typing import Any

from assistant.figures.figure import Amount, Figure, InTable, Period

SCHEMA = """
CREATE TABLE figures (
    document INTEGER NOT NULL,
    start INTEGER NOT NULL, end INTEGER NOT NULL,
    key_start INTEGER NOT NULL, key_end INTEGER NOT NULL,
    value REAL NOT NULL, high REAL, unit TEXT NOT NULL, comparator TEXT, direction TEXT, per TEXT,
    measure TEXT NOT NULL, period TEXT, period_start TEXT, period_end TEXT,
    attribution TEXT, in_table TEXT
);
CREATE INDEX figures_of_document ON figures (document, key_start);
CREATE INDEX figures_of_value ON figures (value);
CREATE INDEX figures_of_high ON figures (high) WHERE high IS NOT NULL;
CREATE INDEX figures_of_unit ON figures (unit);
"""

COLUMNS = (
    "start, end, key_start, key_end, value, high, unit, comparator, direction, per, "
    "measure, period, period_start, period_end, attribution, in_table"
)


def row_of(document: object, figure: Figure) -> tuple[object, ...]:
    """A figure of a document, which comes first, in the order of the table's columns."""
    amount, period, table = figure.amount, figure.period, figure.table
    packed = [table.row, table.column, table.caption] if table is not None else None
    return (
        document,
        figure.start,
        figure.end,
        *figure.key,
        amount.value,
        amount.high,
        amount.unit,
        amount.comparator,
        amount.direction,
        amount.per,
        figure.measure,
        *((period.text, period.start, period.end) if period is not None else (None, None, None)),
        figure.attribution,
        json.dumps(packed, ensure_ascii=False) if packed is not None else None,
    )


def figure_of(row: tuple[Any, ...]) -> Figure:
    """The figure of a row of `COLUMNS`."""
    start, end, key_start, key_end, value, high, unit, comparator, direction, per = row[:10]
    measure, period, period_start, period_end, attribution, packed = row[10:]
    table = None
    if packed is not None:
        rows, columns, caption = json.loads(packed)
        table = InTable(tuple(rows), tuple(columns), caption)
    return Figure(
        start=start,
        end=end,
        key=(key_start, key_end),
        amount=Amount(value, unit, high, comparator, direction, per),
        measure=measure,
        period=Period(period, period_start, period_end) if period is not None else None,
        attribution=attribution,
        table=table,
    )
