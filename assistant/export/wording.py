"""What every form of a paper says and in which order: plain text, no mark-up."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby

from assistant.answer.citation import Citation, Span
from assistant.export.receipts import Source
from assistant.records.papers import Paper, PaperItem
from assistant.wording import day, day_and_time

PROMISE = (
    "Every quote is word for word from the document named in its note, and nothing in this paper "
    "was written by the computer."
)
BOLD = "Bold was added to show the words that answer the question."
EMPTY = "There are no quotes in this paper yet."
COMMENT = "Comment by the author of this paper"

_BIDI = re.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Piece:
    """Some of the words of a quote: key words or not, a footnote mark or not."""

    text: str
    key: bool
    mark: bool


def pieces(citation: Citation) -> list[Piece]:
    """The words of a quote, cut where they begin or end to be key words or a footnote mark."""
    text, key = citation.text, citation.key
    keys = (_trimmed(text, key),) if key else ()
    cuts = {0, len(text)}
    for span in (*keys, *citation.marks):
        cuts.update(cut for cut in span if 0 < cut < len(text))
    ordered = sorted(cuts)
    return [
        Piece(
            text[start:end],
            any(a <= start and end <= b for a, b in keys),
            any(a <= start and end <= b for a, b in citation.marks),
        )
        for start, end in zip(ordered, ordered[1:], strict=False)
    ]


def _trimmed(text: str, span: Span) -> Span:
    """A span without the white space at its ends."""
    words = text[slice(*span)]
    start = span[0] + len(words) - len(words.lstrip())
    return (start, start + len(words.strip()))


def by_question(paper: Paper) -> Iterator[tuple[str, list[tuple[int, PaperItem]]]]:
    """The questions, each with the quotes that follow it and their numbers (from 1)."""
    numbered = enumerate(paper.items, start=1)
    for question, items in groupby(numbered, key=lambda each: each[1].question):
        yield " ".join(question.split()), list(items)


def opening(exported: datetime) -> Sequence[str]:
    """The sentences under the title."""
    return (f"Exported on {day(exported)}.", f"{PROMISE} {BOLD}")


def note(item: PaperItem) -> tuple[str, str]:
    """What stands in the note of a quote: the reference, and how to check it."""
    source = Source(item.index_version, item.built)
    return (f"{_reference(item.citation)}.", found_at(item.citation, source))


def found_at(citation: Citation, source: Source | None) -> str:
    """How a quote is checked: the file with its hash, the characters, the index."""
    file = f"File: {apart(citation.document)}, characters {citation.start:,} to {citation.end:,}. "
    index = ""
    if source is not None:
        built = datetime.fromisoformat(source.built)
        index = f"Index of {day_and_time(built)}, version {source.index_version}. "
    return f"{file}{index}SHA-256 of the file: {citation.sha256}."


def _reference(citation: Citation) -> str:
    """The reference with all headings: its own line has one of them or none."""
    reference, section = citation.reference, citation.section
    if not section:
        return apart(reference)
    reference = reference.removesuffix(f"section “{section[-1]}”").removesuffix(", ")
    headings = f"section “{apart(' > '.join(section))}”"
    return f"{apart(reference)}, {headings}" if reference else headings


def apart(text: str) -> str:
    """Text whose marks for writing from right to left end with it (Unicode's isolates)."""
    return f"\u2068{text}\u2069" if _BIDI.search(text) else text


def this_moment() -> datetime:
    """Now."""
    return datetime.now(UTC)
