"""The command `changes`: what the latest build changed, or an earlier one."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec

from assistant.answer.citation import SavedAnswer
from assistant.changes.changed import (
    Changes,
    CitationChange,
    DocumentChange,
    FigureChange,
    StandingChange,
)
from assistant.changes.kept import report_of
from assistant.changes.report import all_reports, latest
from assistant.commands.terminal import indented, printable, shortened, show
from assistant.errors import ChangesError
from assistant.settings import Settings
from assistant.wording import counted, day_and_time

_NONE = (
    "There is no report of what a build changed yet. The next `nhs-assistant build` that changes "
    "something makes one."
)
_WHAT = {"added": "Added", "updated": "Updated", "removed": "Removed", "failed": "Cannot be read"}


def add_flags(command: argparse.ArgumentParser) -> None:
    """Add the flags that say which report is wanted."""
    which = command.add_mutually_exclusive_group()
    which.add_argument("--version", metavar="V", help="what this version changed; else the latest")
    which.add_argument("--all", action="store_true", help="every report, the newest first")


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Print the report, or the reports."""
    reports = _chosen(options, settings)
    values: list[Any] = [msgspec.to_builtins(one) for one in reports]
    show(options, values if options.all else values[0], _reports_lines(reports))
    return 0


def _chosen(options: argparse.Namespace, settings: Settings) -> list[Changes]:
    """The reports that the flags ask for.

    Raises:
        ChangesError: there is none.
    """
    if options.version is not None:
        found = report_of(settings.index, options.version)
        if found is None:
            there = ", ".join(one.version for one in all_reports(settings)[:5])
            raise ChangesError(
                f"There is no report of version {printable(options.version)[:40]}. "
                + (f"The latest are of: {there}." if there else _NONE)
            )
        return [found]
    reports = all_reports(settings) if options.all else [one for one in [latest(settings)] if one]
    if not reports and not options.all:
        raise ChangesError(_NONE)
    return reports


def _reports_lines(reports: Sequence[Changes]) -> list[str]:
    """Reports in sentences, the newest first."""
    lines: list[str] = []
    for changes in reports:
        lines += ["", *_lines(changes)] if lines else _lines(changes)
    return lines or [_NONE]


def _lines(changes: Changes) -> list[str]:
    built = day_and_time(datetime.fromisoformat(changes.built))
    since = f", compared with version {changes.before}" if changes.before else ""
    lines = [f"Version {changes.version}, built {built}{since}"]
    if not changes.documents:
        lines += ["", "No document was added, updated or removed."]
    else:
        lines += ["", counted(len(changes.documents), "document") + " changed"]
        for document in changes.documents:
            lines += _document(document)
    if changes.citations:
        lines += ["", _of_citations(changes)]
        for number, citation in enumerate(changes.citations, start=1):
            lines += _citation(number, citation)
        left = changes.moved + changes.broken - len(changes.citations)
        lines += [f"  and {left:,} more"] if left else []
    elif changes.checked:
        lines += ["", f"All {counted(changes.checked, 'saved citation')} stand as they did."]
    if changes.standing:
        of = counted(changes.asked, "standing question")
        lines += ["", f"{len(changes.standing):,} of {of} answered differently"]
        for number, question in enumerate(changes.standing, start=1):
            lines += _standing(number, question)
    elif changes.asked:
        lines += ["", f"{counted(changes.asked, 'standing question')} asked: none is answered "
                  "differently."]  # fmt: skip
    if changes.figures:
        lines += ["", f"{counted(changes.figures_changed, 'figure')} changed"]
        for number, figure in enumerate(changes.figures, start=1):
            lines += _figure(number, figure)
        left = changes.figures_changed - len(changes.figures)
        lines += [f"  and {left:,} more"] if left else []
    return lines + [line for problem in changes.problems for line in ("", problem)]


def _document(change: DocumentChange) -> list[str]:
    lines = [f"  {_WHAT[change.what]}: {printable(change.title)} ({printable(change.path)})"]
    return lines + (_filled(change.why) if change.why else [])


def _of_citations(changes: Changes) -> str:
    return (
        f"Of {counted(changes.checked, 'saved citation')}, {changes.moved:,} moved and "
        f"{changes.broken:,} no longer {'stands' if changes.broken == 1 else 'stand'}"
    )


def _citation(number: int, change: CitationChange) -> list[str]:
    places = counted(change.places, "place")
    lines = [f"  {number}. “{_short(change.citation.text)}”"]
    lines.append(f"     {printable(change.citation.reference)}; kept in {places}")
    lines += _filled(change.verdict.why)
    if change.verdict.state == "changed" and change.verdict.where is not None:
        lines += _filled(f"Similar words, not the same: “{_short(change.verdict.where.text)}”")
    return lines


def _standing(number: int, change: StandingChange) -> list[str]:
    lines = [f"  {number}. {printable(change.question)}"]
    return lines + _answer("Before", change.before) + _answer("Now", change.now)


def _answer(when: str, answer: SavedAnswer | None) -> list[str]:
    if answer is None:
        return [f"     {when}: not known"]
    if not answer.quotes:
        return [f"     {when}: no answer was found"]
    lines = [f"     {when}:"]
    for quote in answer.quotes:
        lines += _filled(f"“{_short(quote.text)}”")
        lines.append(f"       {printable(quote.reference)}")
    return lines


def _figure(number: int, change: FigureChange) -> list[str]:
    period = f" ({printable(change.period)})" if change.period else ""
    return [
        f"  {number}. {_short(change.measure)}{period}: {printable(change.before.value)} before, "
        f"{printable(change.now.value)} now",
        f"     Before: {printable(change.before.citation.reference)}",
        f"     Now: {printable(change.now.citation.reference)}",
    ]


def _filled(sentence: str) -> list[str]:
    return indented(sentence, 5)


def _short(text: str) -> str:
    return shortened(text, 300)
