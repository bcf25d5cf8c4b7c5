"""Quotes, answers, gold questions and results, made in a line."""

from __future__ import annotations

from typing import Any

from assistant.documents import Answer, Document, Quote
from assistant.evaluate.gold import Gold
from assistant.evaluate.results import QuoteResult, Result
from tests.corpora import CLOSED


def quoted(document: Document, text: str, until: str | None = None) -> Quote:
    start = document.text.index(text)
    end = document.text.index(until, start) + len(until) if until else start + len(text)
    return Quote(document, start, end)


def answer(*quotes: Quote, seconds: float = 0.1) -> Answer:
    return Answer("?", quotes, (), 0.9 if quotes else 0.1, "1", seconds)


def gold(*answers: dict[str, Any], answerable: bool = True, type_: str = "number") -> Gold:
    return Gold("q", type_, "?", None, answerable, answers)


def wanted(
    quote: str, span: str, page: int | None = 1, document: str = "bed-review"
) -> dict[str, Any]:
    return {"document": document, "page": page, "quote": quote, "span": span}


BEDS = wanted(CLOSED, "214 beds")


def result(
    identity: str = "q1",
    *right: bool,
    type_: str = "number",
    answerable: bool = True,
    list_found: float | None = None,
    confidence: float = 0.8,
    seconds: float = 0.1,
    words: int = 20,
    verbatim: bool = True,
    sha256: str = "0",
) -> Result:
    """A result with a quote for each of `right`; a refusal where there is none."""
    quotes = tuple(QuoteResult("a.pdf", 1, 0, 90, words, verbatim) for _ in right)
    return Result(
        identity, type_, answerable, sha256, bool(right), right, list_found, confidence, seconds,
        quotes,
    )  # fmt: skip
