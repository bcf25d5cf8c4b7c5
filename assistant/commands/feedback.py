"""What `nhs-assistant feedback` prints for people, and how it reads a date."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time

from assistant.documents import written_date
from assistant.present import counted, filters_in_words, printable
from assistant.records.attention import UNANSWERED, Case, Group, grouped


def since_day(text: str) -> datetime | str:
    """The beginning of a day (`2026-08-06`) here; a sentence where it is none."""
    try:
        return datetime.combine(date.fromisoformat(text), time()).astimezone()
    except (ValueError, OverflowError):
        return f"“{text}” is not a date such as 2026-08-06."


def feedback_lines(cases: Sequence[Case]) -> list[str]:
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
    day = written_date(datetime.fromisoformat(latest.date).astimezone().date().isoformat())
    times = f", asked {len(group.cases):,} times" if len(group.cases) > 1 else ""
    lines = [f"  {printable(latest.question)}", f"    {day}{times}"]
    facts = [("problem", latest.problem or ""), ("filters", filters_in_words(latest.filters))]
    facts += [("comment", case.comment) for case in group.cases]
    facts += [("shown", passage.reference) for passage in latest.shown]
    facts.append(("index", latest.index_version))
    return lines + [f"    {name}: {printable(value)}" for name, value in facts if value]
