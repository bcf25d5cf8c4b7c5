"""The command `figures`: its flags, its JSON and what it prints for people."""

from __future__ import annotations

import argparse
import sys
import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.commands.filters import check_before_opening
from assistant.errors import FilterError

if TYPE_CHECKING:
    from assistant.answer.filters import Filters
    from assistant.ledger.entry import Entry
    from assistant.ledger.ledger import Ledger
    from assistant.settings import Settings

NOTHING = (
    "No figure was found. Try words that the documents are likely to use for what is measured, or "
    "fewer restrictions."
)
_MOST = 200
_WIDTH = 88


def add_figures_flags(command: argparse.ArgumentParser) -> None:
    """Give `figures` its argument and its flags."""
    command.add_argument(
        "text", help="what the figure measures, or a figure: 'who says 11%%?'", metavar="TEXT"
    )
    only = command.add_argument_group(
        "filters", "Which figures are looked up. The first three may be given several times."
    )
    for name, metavar, what in (
        ("kind", "KIND", "in documents of this kind, as `nhs-assistant status` names it"),
        ("publisher", "NAME", "in what this body published"),
        ("document", "PATH", "in this document, by its path below the corpus"),
    ):
        only.add_argument(
            f"--{name}", dest=f"{name}s", action="append", default=[], metavar=metavar, help=what
        )
    for name, dest, what in (("from", "since", "or later"), ("to", "until", "or before")):
        only.add_argument(
            f"--{name}",
            dest=dest,
            metavar="DATE",
            help=f"about this time {what}: a day, month or year, as 2024-07-18",
        )
    only.add_argument("--unit", help="of this unit, such as %% or £", metavar="UNIT")
    command.add_argument(
        "--count", type=_count, default=20, metavar="N", help="at most so many figures (20)"
    )
    command.add_argument(
        "--by-period", action="store_true", help="the newest period first, not the best match"
    )
    into = command.add_mutually_exclusive_group()
    into.add_argument("--csv", type=Path, metavar="FILE", help="write a table for a spreadsheet")
    into.add_argument("--word", type=Path, metavar="FILE", help="write a Word file")


def _count(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or not 1 <= int(text) <= _MOST:
        raise argparse.ArgumentTypeError(f"“{text}” is not a number from 1 to {_MOST}")
    return int(text)


def look_up(options: argparse.Namespace, settings: Settings) -> tuple[Ledger, list[Entry]]:
    """The ledger and the figures that were asked for, in their order.

    Raises:
        AssistantError: they cannot be looked up; the sentence says why.
    """
    from assistant.answer.filters import is_date
    from assistant.index.stores import store_of

    filters = _filters(options)
    check_before_opening(filters, settings)
    for name, day in (("--from", options.since), ("--to", options.until)):
        if day is not None and not is_date(day):
            raise FilterError(
                f"The date “{day}” for {name} is not a day, a month or a year, such as "
                "2024-07-18, 2024-07 or 2024."
            )
    store_of(settings).manifest()  # says at once what is wrong, before the model is loaded
    from assistant.ledger.ledger import Ledger, newest_first

    ledger = Ledger.open(settings)
    if ledger.index.instead is not None:
        sys.stderr.write(ledger.index.instead + "\n")
    found = ledger.look_up(
        options.text,
        filters=filters,
        unit=options.unit,
        since=options.since,
        until=options.until,
        count=options.count,
    )
    return ledger, newest_first(found) if options.by_period else found


def _filters(options: argparse.Namespace) -> Filters:
    from assistant.answer.filters import Filters

    return Filters(
        kinds=frozenset(options.kinds),
        publishers=frozenset(options.publishers),
        documents=frozenset(options.documents),
    )


def write_files(options: argparse.Namespace, entries: Sequence[Entry], ledger: Ledger) -> None:
    """Write the files that the flags name. Raises OSError where one cannot be written."""
    from assistant.export.figures_table import figures_csv, figures_word
    from assistant.export.receipts import Source

    if options.csv is not None:
        options.csv.write_bytes(figures_csv(entries, ledger.version).encode())
    if options.word is not None:
        source = Source(ledger.version, ledger.built)
        options.word.write_bytes(figures_word(entries, options.text, source=source))


def figure_json(entry: Entry, newer: Sequence[Entry], index_version: str) -> dict[str, Any]:
    """A figure as `docs/contract.md` has it; `newer` are newer figures of the same measure."""
    citation, table = entry.citation, entry.table
    return {
        **_amount_json(entry),
        "measure": entry.measure,
        **_period_json(entry),
        "attribution": entry.attribution,
        "text": citation.text,
        "key": list(citation.key) if citation.key else None,
        "document": citation.document,
        "title": citation.title,
        "kind": citation.kind,
        "publisher": citation.publisher,
        "published": citation.published,
        "basis": citation.basis,
        "page": citation.page,
        "page_label": citation.page_label,
        "section": " > ".join(citation.section),
        "row": list(table.row) if table else None,
        "column": list(table.column) if table else None,
        "caption": table.caption if table else None,
        "start": citation.start,
        "end": citation.end,
        "sha256": citation.sha256,
        "reference": citation.reference,
        "index_version": index_version,
        "score": entry.score,
        "newer": [
            {
                **_amount_json(one),
                **_period_json(one),
                "text": one.citation.text,
                "key": list(one.citation.key) if one.citation.key else None,
                "document": one.citation.document,
                "page": one.citation.page,
                "start": one.citation.start,
                "end": one.citation.end,
                "sha256": one.citation.sha256,
                "reference": one.citation.reference,
            }
            for one in newer
        ],
    }


def _amount_json(entry: Entry) -> dict[str, Any]:
    amount = entry.amount
    return {
        "value": amount.value,
        "high": amount.high,
        "unit": amount.unit,
        "comparator": amount.comparator,
        "direction": amount.direction,
        "per": amount.per,
    }


def _period_json(entry: Entry) -> dict[str, Any]:
    period = entry.period
    return {
        "period": period.text if period else None,
        "period_start": period.start if period else None,
        "period_end": period.end if period else None,
    }


def figures_lines(found: Sequence[tuple[Entry, Sequence[Entry]]]) -> list[str]:
    """Figures with the newer ones of the same measure, as a person reads them on a terminal."""
    from assistant.export.figures_table import NO_PERIOD, one_line, printed
    from assistant.present import basis_words, harmless

    lines: list[str] = []
    for number, (entry, newer) in enumerate(found, start=1):
        citation = entry.citation
        period = one_line(entry.period.text) if entry.period else NO_PERIOD
        measure = textwrap.shorten(one_line(entry.measure), _WIDTH, placeholder=" …")
        lines += ["", f"{number}. {printed(entry)}: {measure} ({period})"] if measure else [
            "", f"{number}. {printed(entry)} ({period})"
        ]  # fmt: skip
        if entry.table is not None:
            parts = (entry.table.caption, *entry.table.row, *entry.table.column)
            lines.append(f"   Table: {', '.join(one_line(part) for part in parts if part.strip())}")
        # A quote keeps its own lines: only the terminal may break them.
        lines += [f"   “{citation.text}”", f"   {basis_words(citation)}"]
        lines += [f"   {citation.reference}", f"   {citation.document}"]
        for one in newer:
            when = one_line(one.period.text) if one.period else NO_PERIOD
            lines.append(f"   Newer: {printed(one)} ({when}), {one.citation.reference}")
    return [harmless(line) for line in lines[1:]]
