"""Answers by value for tests, with something in every field."""

from __future__ import annotations

from assistant.answer.citation import Citation, SavedAnswer
from assistant.answer.filters import Filters
from assistant.records.chats import Turn
from assistant.records.feedback import Feedback

ODD = "*not* <b>bold</b> & -- :smile: “é” \x00\x07\x1b[31m\u202e\ufeff 😀\n\r\n\ttwo lines"
FILTERS = Filters(
    kinds=frozenset({"report", "plan"}),
    publishers=frozenset({"Example Trust"}),
    documents=frozenset({"plans/a.pdf"}),
    since="2024-01-01",
    until="2024-12-31",
    findings_only=True,
)


def citation(number: int = 1, text: str = ODD) -> Citation:
    """A quote by value from page `number` of document `number`."""
    return Citation(
        text=text,
        key=(0, 5),
        marks=((2, 3), (4, 5)),
        document=f"plans/{number}.pdf",
        title=f"Plan {number}",
        kind="report",
        authors=("A. Writer", "B. Writer"),
        publisher="Example Trust",
        published="2024-07-18",
        page=number,
        page_label="ii",
        section=("2 Workforce", "2.1 Nurses"),
        start=10,
        end=10 + len(text),
        sha256="ab" * 32,
        reference=f"Example Trust, Plan {number}, 18 July 2024, page {number}",
        score=1.25,
        basis="finding",
        according_to="NHS England",
    )


def answer(
    question: str = "How many nurses left?", *, quotes: int = 2, related: int = 0
) -> SavedAnswer:
    """An answer with so many quotes or near misses."""
    return SavedAnswer(
        question=question,
        understood="How many nurses left in 2024?",
        unknown_words=("zeppelin",),
        confidence=0.5,
        quotes=tuple(citation(number) for number in range(1, quotes + 1)),
        related=tuple(citation(number) for number in range(1, related + 1)),
        index_version="20240806-1",
        built="2024-08-06T13:05:00+00:00",
        asked="2024-08-07T13:05:00+00:00",
        filters=FILTERS,
    )


def answered(question: str = "How many nurses left?", **more: str) -> Turn:
    """A turn with two quotes."""
    return Turn(question, answer(question), filters=FILTERS, **more)  # type: ignore[arg-type]


def unanswered(question: str = "Who won the cup?", **more: str) -> Turn:
    """A turn with two near misses."""
    return Turn(question, answer(question, quotes=0, related=2), **more)  # type: ignore[arg-type]


def feedback_on(turn: Turn, *, useful: bool = False, comment: str = "", **more: str) -> Feedback:
    """What somebody says of a turn."""
    return Feedback(turn.id, useful, turn.question, turn.answer, comment, turn.filters, **more)
