"""The command `audit`: the audit log as it is, as JSON or a table, and whether it stands."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from datetime import date

from assistant.audit.chain import Entry
from assistant.audit.log import AuditLog
from assistant.audit.reading import Check, check, entries
from assistant.commands.terminal import printable, show, show_csv, wrong
from assistant.settings import Settings
from assistant.spreadsheet import table_csv
from assistant.wording import counted

_COLUMNS = ("number", "time", "what", "who", "details", "hash")


def add_flags(command: argparse.ArgumentParser) -> None:
    """Add the flags of the command."""
    command.add_argument("--csv", action="store_true", help="print a table for a spreadsheet")
    command.add_argument("--since", metavar="DATE", type=_day, help="from this day on (UTC)")
    command.add_argument("--until", metavar="DATE", type=_day, help="up to this day (UTC)")
    command.add_argument(
        "--what", action="append", default=[], metavar="WHAT", help="only this, such as asked"
    )
    command.add_argument(
        "--check", action="store_true", help="say whether every entry stands as it was written"
    )
    command.add_argument(
        "--known", metavar="HASH", help="with --check: also that this entry is still there"
    )


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Print the log, or check it. Exit status 1 where it does not stand, 2 for wrong usage."""
    if options.json and options.csv:
        return wrong("Give --json or --csv, not both.")
    if options.known and not options.check:
        return wrong("Give --known together with --check.")
    folder = AuditLog(settings).folder
    if options.check:
        log = check(folder, known=options.known)
        show(options, _check_json(log), _check_lines(log))
        return 1 if log.broken else 0
    found = entries(folder, since=options.since, until=options.until, what=frozenset(options.what))
    if options.csv:
        show_csv(table_csv(_COLUMNS, _rows(found)))
    elif options.json:
        sys.stdout.write(json.dumps([_json(entry) for entry in found], ensure_ascii=False) + "\n")
    else:
        for line in _lines(found):  # as they are read: there may be very many
            sys.stdout.write(line + "\n")
    return 0


def _lines(found: Iterable[Entry]) -> Iterator[str]:
    none = True
    for entry in found:
        none = False
        facts = "; ".join(_facts(entry))
        yield printable(f"{entry.time} {entry.what} {entry.who or '-'} {facts}".rstrip())
    if none:
        yield "The audit log has no such entries."


def _facts(entry: Entry) -> Iterator[str]:
    for name, value in entry.details.items():
        if name in ("quotes", "related") and isinstance(value, list):
            if value:
                yield f"{name}: " + ", ".join(_place(each) for each in value)
        elif value is not None:
            yield f"{name}: {value}"


def _place(each: object) -> str:
    if not isinstance(each, dict):
        return str(each)
    page = f" page {each.get('page')}" if each.get("page") else ""
    return f"{each.get('document')}{page} [{each.get('start')}:{each.get('end')}]"


def _check_json(found: Check) -> dict[str, object]:
    return {
        "stands": not found.broken,
        "entries": found.entries,
        "first": found.first.time if found.first else None,
        "last": found.last.time if found.last else None,
        "hash": found.last.hash if found.last else None,
        "broken": list(found.broken),
        "cut_off": list(found.cut_off),
    }


def _check_lines(found: Check) -> list[str]:
    noun = "entries" if found.entries != 1 else "entry"
    if not found.entries and not found.broken:
        return ["The audit log has no entries."]
    lines = [f"{found.entries:,} {noun}."]
    if found.first and found.last:
        lines = [f"{found.entries:,} {noun}, from {found.first.time} to {found.last.time}."]
        lines.append(f"The last has the hash {found.last.hash}: note it elsewhere, for --known.")
    lines += found.cut_off
    if found.broken:
        broken = counted(len(found.broken), "problem")
        return [*lines, f"The audit log does not stand as it was written: {broken}.", *found.broken]
    return [*lines, "Every entry stands as it was written."]


def _json(entry: Entry) -> dict[str, object]:
    return {
        "number": entry.number,
        "time": entry.time,
        "what": entry.what,
        "who": entry.who,
        "details": entry.details,
        "before": entry.before,
        "hash": entry.hash,
    }


def _rows(found: Iterable[Entry]) -> Iterator[tuple[str, ...]]:
    for entry in found:
        details = json.dumps(entry.details, ensure_ascii=False)
        yield (
            str(entry.number), entry.time, entry.what, entry.who or "", details, entry.hash,
        )  # fmt: skip


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"“{text}” is not a date such as 2026-08-06.") from error
