"""Questions to start with: shown only when the present index answers them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from typing import Protocol

from assistant.documents import Answer
from assistant.index.store import Index

_TRIES = 24
"""So many candidates are asked at most: each takes a moment, and people wait for the page."""


class Asks(Protocol):
    """What can be asked a question."""

    def ask(self, question: str) -> Answer:
        """Answer one question."""


def starting_questions(assistant: Asks, index: Index, count: int) -> tuple[str, ...]:
    """Up to `count` questions over different documents, each answered from its own document.

    First those that people wrote in catalogue.toml, then what the documents ask in their own
    headings and the acronyms that they define.
    """
    chosen: list[str] = []
    for tried, (path, question) in enumerate(_candidates(index)):
        if len(chosen) == count or tried == _TRIES:
            break
        answer = assistant.ask(question)
        if answer.answered and (path is None or answer.quotes[0].document.path == path):
            chosen.append(question)
    return tuple(chosen)


def _candidates(index: Index) -> Iterator[tuple[str | None, str]]:
    by_document: dict[str, list[str]] = {}
    for path, question in index.written_questions:
        by_document.setdefault(path, []).append(question)
    # One of each document before a second of any.
    for row in zip_longest(*by_document.values()):
        for path, question in zip(by_document, row, strict=True):
            if question is not None:
                yield path, question
    for listing in index.listings:
        document = index.document(listing.path)
        headings = [section.path[-1] for section in document.sections if section.path]
        asked = [heading for heading in headings if heading.endswith("?")]
        for question in asked[:2]:
            if 4 <= len(question.split()) <= 16:
                yield listing.path, question
    for short in sorted(index.acronyms, key=lambda short: -index.vocabulary.count(short))[:8]:
        yield None, f"What does {short} stand for?"
