"""The command `feedback`: which questions need attention."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import date, datetime, time

from assistant.commands.terminal import printable, show, show_csv, wrong
from assistant.export.cases_table import case_json, cases_csv
from assistant.records.attention import UNANSWERED, Case, Group, cases_of, grouped
from assistant.records.database import Database
from assistant.records.feedback import FeedbackBook
from assistant.settings import Settings
from assistant.wording import counted, day, filters_in_words


def add_flags(command: argparse.ArgumentParser) -> None:
    """Add the flags of the command."""
    command.add_argument("--csv", action="store_true", help="print a table for a spreadsheet")
    command.add_argument(
        "--since", metavar="DATE", help="only from this day on, such as 2026-08-06"
    )


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Print the questions that need attention."""
    if options.json and options.csv:
        return wrong("Give --json or --csv, not both.")
    try:
        since = _beginning_of(options.since) if options.since is not None else None
    except (ValueError, OverflowError):
        return wrong(f"“{options.since}” is not a date such as 2026-08-06.")
    cases = cases_of(FeedbackBook(Database(settings.records)), since)
    if options.csv:
        show_csv(cases_csv(cases))
    else:
        show(options, [case_json(case) for case in cases], _lines(cases))
    return 0


def _beginning_of(day: str) -> datetime:
    """The beginning of a day (`2026-08-06`) here; ValueError or OverflowError where it is none."""
    return datetime.combine(date.fromisoformat(day), time()).astimezone()


def _lines(cases: Sequence[Case]) -> list[str]:
    """The questions that need attention, those asked again together."""
    unanswered = [case for case in cases if case.what in UNANSWERED]
    unhelpful = [case for case in cases if case.what == "not useful"]
    useful = sum(case.what == "useful" for case in cases)
    lines = [
        f"{counted(len(unanswered), 'question')} found no answer. "
        f"{counted(len(unhelpful), 'answer')} found not useful, {useful:,} found useful."
    ]
    for heading, chosen in (("Found no answer", unanswered), ("Found not useful", unhelpful)):
        if chosen:
            lines += ["", heading]
            for group in grouped(chosen):
                lines += _group(group)
    return lines


def _group(group: Group) -> list[str]:
    latest = group.cases[0]
    asked = day(datetime.fromisoformat(latest.date))
    times = f", asked {len(group.cases):,} times" if len(group.cases) > 1 else ""
    lines = [f"  {printable(latest.question)}", f"    {asked}{times}"]
    facts = [("problem", latest.problem or ""), ("filters", filters_in_words(latest.filters))]
    facts += [("comment", case.comment) for case in group.cases]
    facts += [("shown", passage.reference) for passage in latest.shown]
    facts.append(("index", latest.index_version))
    return lines + [f"    {name}: {printable(value)}" for name, value in facts if value]
