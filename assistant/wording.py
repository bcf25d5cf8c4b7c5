"""What the pages, the exports and the command line say in the same words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import get_args

from assistant.answer.citation import Citation, SavedAnswer
from assistant.answer.filters import Filters
from assistant.dates import written_date
from assistant.documents import Answer, Kind

NO_ANSWER = (
    "I could not find an answer in these documents. Try words the document is likely to use, "
    "or check the list of documents."
)
FROM_A_SCAN = "Words recognised from a scan: check them on the page"


def basis_words(citation: Citation) -> str:
    """What stands behind a quote, in words: "Said by Ada Marsh, quoted in the report".

    Where its words were recognised from a scan, this is said too.
    """
    basis = _basis_words(citation)
    return f"{basis}. {FROM_A_SCAN}" if citation.recognised else basis


def _basis_words(citation: Citation) -> str:
    by, kind = _named(citation.according_to), citation.kind
    match citation.basis:
        case "official statistic":
            return f"Official statistic, according to {by}" if by else "Official statistic"
        case "finding":
            return f"Finding of {_A_KIND[kind]}" + (f", citing {by}" if by else "")
        case "quoted":
            return f"Said by {by or 'somebody'}, quoted in {_THE_KIND[kind]}"
        case "opinion":
            whose = " and ".join(citation.authors) if kind == "opinion piece" else ""
            said = f"Opinion of {whose}" if whose else f"Opinion, stated in {_THE_KIND[kind]}"
            return said + (f", citing {by}" if by else "")
        case "recommendation":
            # A response repeats what was recommended to the government before it answers.
            repeated = ", repeated in the response" if kind == "government response" else ""
            return (f"Recommendation of {by}" if by else "Recommendation") + repeated
        case "commitment":
            return "Commitment"
        case "requirement":
            return "Requirement"
        case "statement":
            return f"Stated in {_A_KIND[kind]}"


# "This report" would be the board paper that the words are taken into.
_THE_KIND: dict[Kind, str] = {kind: f"the {kind}" for kind in get_args(Kind)}
_A_KIND: dict[Kind, str] = {
    **{kind: f"a {kind}" for kind in get_args(Kind)},
    "guidance": "guidance",
    "opinion piece": "an opinion piece",
    "document": "the document",
}
_BEGINS_A_SENTENCE = re.compile(r"(?:The|Some|Many|Several|Most|Other|One|Two|All|Its|Their)\b")


def _named(name: str | None) -> str:
    """A name within a sentence: on one line, and with no capital that only began a sentence."""
    words = " ".join((name or "").split())
    return words[:1].lower() + words[1:] if _BEGINS_A_SENTENCE.match(words) else words


def unknown_words(answer: Answer | SavedAnswer) -> str:
    """Which words of the question no document has, as a sentence; "" where all are known."""
    quoted = [f"“{word}”" for word in answer.unknown_words]
    if not quoted:
        return ""
    listed = " or ".join([", ".join(quoted[:-1]), quoted[-1]] if len(quoted) > 1 else quoted)
    return f"No document has the word {listed}."


def counted(number: int, noun: str) -> str:
    """A number with its noun: "1 passage", "1,870 passages"."""
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def filters_in_words(filters: Filters, titles: Mapping[str, str] | None = None) -> str:
    """The filters of a question: "report or plan, published from 1 May 2024"; "" without any.

    `titles` says what documents are called, by path; the others go by their path.
    """
    titles = titles or {}
    parts = [
        " or ".join(titles.get(path, path) for path in sorted(filters.documents)),
        " or ".join(sorted(filters.kinds)),
        f"published by {' or '.join(sorted(filters.publishers))}" if filters.publishers else "",
        f"published from {written_date(filters.since)}" if filters.since else "",
        f"published to {written_date(filters.until)}" if filters.until else "",
        "findings and statistics only" if filters.findings_only else "",
    ]
    return ", ".join(part for part in parts if part)


def day(moment: datetime) -> str:
    """The day of a moment here, as people write it: 6 August 2018."""
    return written_date(moment.astimezone().date().isoformat())


def clock(moment: datetime) -> str:
    """The time of a moment here, as people write it: 1:05pm."""
    moment = moment.astimezone()
    return f"{moment.hour % 12 or 12}:{moment:%M}{'am' if moment.hour < 12 else 'pm'}"


def day_and_time(moment: datetime) -> str:
    """A moment here, as people write it: 6 August 2018 at 1:05pm."""
    return f"{day(moment)} at {clock(moment)}"
