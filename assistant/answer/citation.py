"""Quotes and answers by value: what is shown, kept, shared and exported.

A `Quote` is two offsets of a document that is at hand. A `Citation` stays readable when the index
has been built again or the document has gone, and holds all that is needed to check it then.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime

from assistant.answer.basis.standing import Basis, standing
from assistant.answer.filters import Filters
from assistant.documents import Answer, Kind, Quote

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Citation:
    """A quote with all that its reader needs to check it.

    `key` and `marks` (footnote marks) are spans of `text`; `document` is the path below the corpus;
    `start` and `end` count characters of the document's stored text; `sha256` is the file's;
    `reference` is one line to paste under the quote. `recognised`: its words were read from a
    picture of the page (OCR), and have to be checked on it.
    """

    text: str
    key: Span | None
    marks: tuple[Span, ...]
    document: str
    title: str
    kind: Kind
    authors: tuple[str, ...]
    publisher: str | None
    published: str | None
    page: int | None
    page_label: str | None
    section: tuple[str, ...]
    start: int
    end: int
    sha256: str
    reference: str
    score: float
    basis: Basis
    according_to: str | None
    recognised: bool = False


@dataclass(frozen=True, slots=True)
class SavedAnswer:
    """An answer by value.

    `built` and `asked` are ISO times in UTC: when the index was made, and when the answer had been
    found. `seconds` is the time that finding it took.
    """

    question: str
    understood: str | None
    unknown_words: tuple[str, ...]
    confidence: float
    quotes: tuple[Citation, ...]
    related: tuple[Citation, ...]
    index_version: str
    built: str
    asked: str
    seconds: float = 0.0
    filters: Filters = field(default_factory=Filters)

    @property
    def answered(self) -> bool:
        """Whether the documents answer the question."""
        return bool(self.quotes)

    @property
    def passages(self) -> tuple[Citation, ...]:
        """What can be looked up at its source: the quotes, else the near misses."""
        return self.quotes or self.related


def cite(quote: Quote) -> Citation:
    """A quote by value."""
    document, page = quote.document, quote.page
    stands = standing(document, quote.start, quote.end)
    return Citation(
        text=quote.text,
        key=quote.key,
        marks=tuple(
            (start - quote.start, end - quote.start)
            for start, end in document.marks
            if quote.start <= start and end <= quote.end
        ),
        document=document.path,
        title=document.title,
        kind=document.kind,
        authors=document.authors,
        publisher=document.publisher,
        published=document.published,
        page=page.number if page else None,
        page_label=page.label if page else None,
        section=quote.section,
        start=quote.start,
        end=quote.end,
        sha256=document.sha256,
        reference=quote.reference,
        score=round(quote.score, 4),
        basis=stands.basis,
        according_to=stands.according_to,
        recognised=quote.recognised,
    )


def save(answer: Answer, built: datetime, filters: Filters | None = None) -> SavedAnswer:
    """An answer by value; `built` is when the index that gave it was made."""
    return SavedAnswer(
        question=answer.question,
        understood=answer.understood,
        unknown_words=answer.unknown_words,
        confidence=answer.confidence,
        quotes=tuple(cite(quote) for quote in answer.quotes),
        related=tuple(cite(quote) for quote in answer.related),
        index_version=answer.index_version,
        built=built.astimezone(UTC).isoformat(timespec="seconds"),
        asked=datetime.now(UTC).isoformat(timespec="milliseconds"),
        seconds=answer.seconds,
        filters=filters or Filters(),
    )
