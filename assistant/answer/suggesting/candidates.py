"""What may be suggested: questions about sections, people's own, and what acronyms stand for.

Each says where its answer must stand, so that `suggestions.py` can ask it and see.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from assistant.answer.suggesting.heading_questions import (
    bare,
    own_question,
    recommends,
    sensible,
    topic,
)
from assistant.documents import Answer, Document
from assistant.folding import folded
from assistant.index.opened import Index

_SURE = 0.3
"""How likely right the answer must be. More than `answer_from`: nobody has asked for it yet."""
_LEAST_SECTION = 250
"""A section of fewer characters has little to say."""
_RECOMMENDS = re.compile(r"\b(?:we|inquiry|committee|commission|review) recommends?\b", re.I)
# All other words for what sort of document it is would be searched for as well, and mislead.
_SPOKEN = {"report": "the report", "document": "the document"}
_KNOWN = ("NHS", "UK", "EU", "AI", "IT", "MP", "GP", "COVID", "USA", "CEO")
"""What people on a board need no document to spell out."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question that may be shown, and where its answer must stand.

    `matter` is what it asks about; `path` and `span` are the document and the characters of it
    where the first quote must begin (anywhere where None); `says` words that must be in it.
    """

    question: str
    matter: str
    path: str | None = None
    span: tuple[int, int] | None = None
    says: str | None = None

    def is_answered_by(self, answer: Answer) -> bool:
        """Whether an answer is the expected one, and sure enough for the question to be offered."""
        if not answer.answered or answer.understood is not None or answer.confidence < _SURE:
            return False
        quote = answer.quotes[0]
        if self.path is not None and quote.document.path != self.path:
            return False
        if self.span is not None and not self.span[0] <= quote.start < self.span[1]:
            return False
        return self.says is None or folded(self.says) in folded(quote.text)


def about_section(document: Document, at: int, *, quoted: bool = False) -> Candidate | None:
    """The question that the heading of `document.sections[at]` asks, or one about what it names.

    `quoted`: people have just read a quote of this document, so "the report" is this one.
    """
    if not is_worth_asking(document, at):
        return None
    heading, span = heading_of(document, at), extent(document, at)
    own = own_question(heading)
    if own is not None:
        return Candidate(own, own, document.path, span)
    about = topic(heading, document)
    if about is None:
        return None
    speaker = _SPOKEN.get(document.kind) if quoted else None
    asks, says = f"What is said about {about}?", None
    if speaker is not None:
        asks = f"What does {speaker} say about {about}?"
        numbered = recommends(heading)
        if numbered or _RECOMMENDS.search(document.text, *span):
            asks = f"What does {speaker} recommend about {about}?"
            says = None if numbered else "recommend"
    question = sensible(asks)
    return Candidate(question, about, document.path, span, says) if question else None


def matter_of(document: Document, at: int) -> str | None:
    """What a section is about, as its heading says; None where no question can be made of it."""
    if not is_worth_asking(document, at):
        return None
    heading = heading_of(document, at)
    return own_question(heading) or bare(heading, document)


def is_worth_asking(document: Document, at: int) -> bool:
    """Whether a section is large enough, and its heading no other's and not the document's name."""
    section = document.sections[at]
    start, end = extent(document, at)
    if not section.path or end - start < _LEAST_SECTION:
        return False
    heading = section.path[-1].casefold()
    same = sum(bool(one.path) and one.path[-1].casefold() == heading for one in document.sections)
    return same == 1 and heading not in {
        name.casefold() for name in (*document.names, document.kind)
    }


def heading_of(document: Document, at: int) -> str:
    """A section's heading without footnote marks."""
    start = document.sections[at].start
    block = bisect_right(document.blocks, start, key=lambda block: block.start) - 1
    return " ".join(document.without_marks(start, document.blocks[block].end).split())


def extent(document: Document, at: int) -> tuple[int, int]:
    """From a section's heading to the end of the last section below it."""
    section = document.sections[at]
    end = section.end
    for below in document.sections[at + 1 :]:
        if below.level <= section.level:
            break
        end = below.end
    return section.start, end


def sections_above(document: Document, offset: int) -> Iterator[int]:
    """The section that an offset is in and those above it, as indices of `document.sections`."""
    at = bisect_right(document.sections, offset, key=lambda section: section.start) - 1
    level = None
    while at >= 0:
        if level is None or document.sections[at].level < level:
            level = document.sections[at].level
            yield at
        at -= 1


def written_questions(index: Index) -> list[Candidate]:
    """The questions that people wrote in catalogue.toml."""
    return [Candidate(question, question, path) for path, question in index.written_questions]


def acronym_questions(index: Index, shorts: Iterable[str], said: str = "") -> Iterator[Candidate]:
    """What short forms stand for, where `said` does not say it and not everybody knows."""
    for short in dict.fromkeys(shorts):
        long = index.acronyms.get(short)
        if long is not None and short not in _KNOWN and folded(long) not in folded(said):
            question = f"What does {short} stand for?"
            yield Candidate(question, f"{short} stands for", says=long)
