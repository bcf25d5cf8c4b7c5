"""The command `figures`: looks up the figures that the documents state."""

from __future__ import annotations

import argparse
import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from assistant.answer.filters import check_dates
from assistant.commands.filters import add_document_filters, documents_chosen
from assistant.commands.opening import check_before_opening, open_ledger
from assistant.commands.terminal import WIDTH, harmless, say, show, writable
from assistant.export.figures_table import NO_PERIOD, figures_csv, figures_word, one_line, printed
from assistant.export.receipts import Source
from assistant.ledger.entry import Entry
from assistant.ledger.ledger import Ledger, newest_first
from assistant.settings import Settings
from assistant.wording import basis_words

NOTHING = (
    "No figure was found. Try words that the documents are likely to use for what is measured, or "
    "fewer restrictions."
)
_MOST = 200


def add_flags(command: argparse.ArgumentParser) -> None:
    """Add what is looked up and the flags."""
    command.add_argument(
        "text",
        type=writable,
        metavar="TEXT",
        help="what the figure measures, or a figure: 'who says 11%%?'",
    )
    only = add_document_filters(command, "Of which documents, which time and which unit.")
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


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Look figures up, write the files that were asked for and print what was found."""
    ledger, entries = _look_up(options, settings)
    _write_files(options, entries, ledger)
    found = [(entry, ledger.newer(entry.citation)) for entry in entries]
    if options.json and not found:
        say(NOTHING)
    values = [_figure_json(*each, ledger.version) for each in found]
    show(options, values, _figures_lines(found) or [NOTHING])
    return 0


def _look_up(options: argparse.Namespace, settings: Settings) -> tuple[Ledger, list[Entry]]:
    """The ledger and the figures that were asked for, in their order."""
    filters = documents_chosen(options)
    check_before_opening(filters, settings)
    check_dates(**{"--from": options.since, "--to": options.until})
    ledger = open_ledger(settings)
    found = ledger.look_up(
        options.text,
        filters=filters,
        unit=options.unit,
        since=options.since,
        until=options.until,
        count=options.count,
    )
    return ledger, newest_first(found) if options.by_period else found


def _write_files(options: argparse.Namespace, entries: Sequence[Entry], ledger: Ledger) -> None:
    if options.csv is not None:
        options.csv.write_bytes(figures_csv(entries, ledger.version).encode())
    if options.word is not None:
        source = Source(ledger.version, ledger.built)
        options.word.write_bytes(figures_word(entries, options.text, source=source))


def _figure_json(entry: Entry, newer: Sequence[Entry], index_version: str) -> dict[str, Any]:
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


def _figures_lines(found: Sequence[tuple[Entry, Sequence[Entry]]]) -> list[str]:
    """Figures with the newer ones of the same measure, as a person reads them on a terminal."""
    lines: list[str] = []
    for number, (entry, newer) in enumerate(found, start=1):
        citation = entry.citation
        period = one_line(entry.period.text) if entry.period else NO_PERIOD
        measure = textwrap.shorten(one_line(entry.measure), WIDTH, placeholder=" …")
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
