"""`nhs-assistant audit`: the audit log as it is, as JSON or a table, and whether it stands."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.audit.chain import Entry
    from assistant.audit.reading import Check
    from assistant.settings import Settings

_COLUMNS = ("number", "time", "what", "who", "details", "hash")


def add_audit_flags(command: argparse.ArgumentParser) -> None:
    """The flags of the command."""
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


def run_audit(options: argparse.Namespace, settings: Settings) -> int:
    """Print the log, or check it. Exit status 1 where it does not stand, 2 for wrong usage."""
    from assistant.audit.log import AuditLog
    from assistant.audit.reading import check, entries
    from assistant.spreadsheet import table_csv

    if options.json and options.csv:
        sys.stderr.write("Give --json or --csv, not both.\n")
        return 2
    if options.known and not options.check:
        sys.stderr.write("Give --known together with --check.\n")
        return 2
    folder = AuditLog(settings).folder
    if options.check:
        return _checked(check(folder, known=options.known), as_json=options.json)
    found = entries(folder, since=options.since, until=options.until, what=frozenset(options.what))
    if options.csv:
        # As bytes: its line ends are those of spreadsheets, on every system.
        sys.stdout.flush()
        sys.stdout.buffer.write(table_csv(_COLUMNS, _rows(found)).encode())
    elif options.json:
        sys.stdout.write(json.dumps([_json(entry) for entry in found], ensure_ascii=False) + "\n")
    else:
        for line in audit_lines(found):
            sys.stdout.write(line + "\n")
    return 0


def audit_lines(found: Iterable[Entry]) -> Iterator[str]:
    """The entries for people: a line each."""
    from assistant.present import printable

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


def _checked(found: Check, *, as_json: bool) -> int:
    last = found.last
    if as_json:
        value = {
            "stands": not found.broken,
            "entries": found.entries,
            "first": found.first.time if found.first else None,
            "last": last.time if last else None,
            "hash": last.hash if last else None,
            "broken": list(found.broken),
            "cut_off": list(found.cut_off),
        }
        sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")
    else:
        sys.stdout.write("\n".join(_check_lines(found)) + "\n")
    return 1 if found.broken else 0


def _check_lines(found: Check) -> list[str]:
    from assistant.present import counted

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
