"""What is kept of each answer: enough for every measure, and no words of a document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.documents import Quote
from assistant.evaluate.scoring import Outcome
from assistant.evaluate.verbatim import VerbatimCheck


@dataclass(frozen=True, slots=True)
class QuoteResult:
    """Where a quote stands, how many words it has, and whether they stand on that page."""

    document: str
    page: int | None
    start: int
    end: int
    words: int
    verbatim: bool


@dataclass(frozen=True, slots=True)
class Result:
    """How one question fared.

    `right` says of each quote whether it answers; `list_found` is None for all but lists;
    `question_sha256` tells whether two results are of the same gold question.
    """

    id: str
    type: str
    answerable: bool
    question_sha256: str
    answered: bool
    right: tuple[bool, ...]
    list_found: float | None
    confidence: float
    seconds: float
    quotes: tuple[QuoteResult, ...]


def results_of(outcomes: Sequence[Outcome], corpus: Path) -> list[Result]:
    """The results of outcomes, in order.

    `corpus` is where the files are: whether a quote stands on its page is asked of the file.
    """
    stands = VerbatimCheck(corpus)
    return [
        Result(
            id=outcome.gold.id,
            type=outcome.gold.type,
            answerable=outcome.gold.answerable,
            question_sha256=outcome.gold.sha256,
            answered=outcome.answer.answered,
            right=outcome.right,
            list_found=outcome.list_found,
            confidence=outcome.answer.confidence,
            seconds=outcome.answer.seconds,
            quotes=tuple(_quote_result(quote, stands) for quote in outcome.answer.quotes),
        )
        for outcome in outcomes
    ]


def _quote_result(quote: Quote, stands: VerbatimCheck) -> QuoteResult:
    return QuoteResult(
        document=quote.document.path,
        page=quote.page.number if quote.page else None,
        start=quote.start,
        end=quote.end,
        words=len(quote.text.split()),
        verbatim=stands(quote),
    )
