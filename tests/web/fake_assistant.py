"""An `Assistant` for tests: fixed documents, and for each question the answer that it knows.

It keeps to the interface of the real one, word for word, and needs no model and no index.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from assistant.answer.assistant import Assistant
from assistant.answer.citation import SavedAnswer
from assistant.answer.filters import Filters
from assistant.answer.reading.passage_reader import Model
from assistant.documents import Answer, Document, Quote
from assistant.errors import QuestionError
from assistant.index.embedder import Embedder
from assistant.index.rows import Failure, Listing
from assistant.settings import Settings
from tests.embedders import HashedWords
from tests.web.fake_corpus import (
    NASTY,
    RATE,
    RATE_WITH_MARK,
    listed_document,
    paged_document,
    unpaged_document,
)

RATE_QUESTION = "What is the *nursing* vacancy -- rate :smile:?"
FOLLOW_UP = "And what does the trust expect?"
NASTY_QUESTION = "What did the board agree?"
LINES_QUESTION = "What comes in several lines?"
NO_ANSWER_QUESTION = "Who won the cup?"
NOTHING_QUESTION = "Is there anything at all?"
UNKNOWN_QUESTION = "What is the <b>zeppelin</b> *tariff*?"
SUGGESTING_QUESTION = "What could I ask next?"
SUGGESTED = (NASTY_QUESTION, "What is :smile: *about* -- <b>this</b>?")
SLOW_QUESTION = "What takes its time?"
REFUSED_QUESTION = "???"
BROKEN_QUESTION = "What makes it break?"
REFUSAL = "The question has no words: ask about *something* in <words>."
BUILT = datetime(2018, 8, 6, 13, 5).astimezone()
Where = Settings | Path | str | None
"""What an assistant is opened by; the app gives settings."""


class FakeAssistant(Assistant):
    """The assistant over three documents, one of them without pages."""

    with_documents = True

    def __init__(self, corpus: Path) -> None:
        self.version = "1"
        self.embedder = HashedWords()
        self.built = BUILT
        self.paged = paged_document(corpus, "plans/workforce_plan_*2024*.pdf")
        self.unpaged = unpaged_document(corpus, "notes_:smile:.md")
        others = [
            listed_document(f"reports/{number}.html", f"Report {number}", "report")
            for number in range(1, 4)
        ]
        every = [self.paged, self.unpaged, *others] if self.with_documents else []
        self.documents = tuple(_listing(document) for document in every)
        self.failures = (
            Failure("scans/old_*minutes*.pdf", "needs-ocr", "Its 12 pages are pictures <of> text."),
            Failure("locked.pdf", "password", "It opens only with a password."),
        )
        self.examples = self.find_examples()
        self.asked: list[tuple[str, tuple[str, ...]]] = []
        self.filters: list[Filters] = []

    def find_examples(self) -> tuple[str, ...]:
        """Questions of each kind."""
        return (RATE_QUESTION, NASTY_QUESTION, NO_ANSWER_QUESTION)

    @classmethod
    def open(
        cls, settings: Where = None, embedder: Embedder | None = None, model: Model | None = None
    ) -> FakeAssistant:
        """Write the documents to the corpus folder and know them."""
        assert isinstance(settings, Settings)
        return cls(settings.corpus)

    def ask(
        self,
        question: str,
        history: Sequence[str] = (),
        filters: Filters | None = None,
        *,
        as_typed: bool = False,
    ) -> Answer:
        """The answer that this question has here; a question it does not know has none."""
        history = () if as_typed else history
        self.asked.append((question, tuple(history)))
        self.filters.append(filters or Filters())
        if filters is not None and not self.admits(filters):
            question = NOTHING_QUESTION
        if question == SLOW_QUESTION:
            time.sleep(2)
        if question == REFUSED_QUESTION:
            raise QuestionError(REFUSAL)
        if question == BROKEN_QUESTION:
            raise RuntimeError("secret internal detail")
        quotes: tuple[Quote, ...] = ()
        related: tuple[Quote, ...] = ()
        if question == RATE_QUESTION:
            quotes = (quoted(self.paged, RATE, "8.4%"), quoted(self.unpaged, NASTY))
        elif question == NASTY_QUESTION:
            quotes = (quoted(self.paged, NASTY, "<b>not</b> three"),)
        elif question == LINES_QUESTION:
            at = self.unpaged.text.index(NASTY)
            quotes = (Quote(self.unpaged, at, len(self.unpaged.text)),)
        elif question == FOLLOW_UP and history:
            quotes = (quoted(self.paged, RATE_WITH_MARK, "below 7.5%"),)
        elif question != NOTHING_QUESTION:
            related = (quoted(self.paged, RATE), quoted(self.unpaged, NASTY))
        understood = f"{FOLLOW_UP} ({history[-1]})" if question == FOLLOW_UP and history else None
        unknown = ("<b>zeppelin</b>", "*tariff*") if question == UNKNOWN_QUESTION else ()
        return Answer(question, quotes, related, 0.9, self.version, 0.01, understood, unknown)

    def next_questions(
        self,
        answer: SavedAnswer,
        asked: Sequence[str] = (),
        wanted: Callable[[], bool] = lambda: True,
    ) -> tuple[str, ...]:
        """What goes on from one question; after the others nothing is suggested."""
        return SUGGESTED if answer.question == SUGGESTING_QUESTION else ()

    def document(self, path: str) -> Document:
        """The document at a path."""
        return {self.paged.path: self.paged, self.unpaged.path: self.unpaged}[path]


class RememberedAssistant(FakeAssistant):
    """Remembers the assistants that were opened, so that tests see what they were asked."""

    opened: list[FakeAssistant] = []

    @classmethod
    def open(
        cls, settings: Where = None, embedder: Embedder | None = None, model: Model | None = None
    ) -> FakeAssistant:
        """Open one and remember it."""
        cls.opened.append(super().open(settings))
        return cls.opened[-1]


def quoted(document: Document, words: str, key: str | None = None) -> Quote:
    """The quote of these words, with the key among them."""
    start = document.text.index(words)
    at = words.index(key) if key else 0
    span = (at, at + len(key)) if key else None
    return Quote(document, start, start + len(words), span, 1.0)


def _listing(document: Document) -> Listing:
    return Listing(
        path=document.path,
        sha256=document.sha256,
        title=document.title,
        kind=document.kind,
        authors=document.authors,
        publisher=document.publisher,
        published=document.published,
        pages=len(document.pages) or None,
        passages=1234,
        indexed=BUILT.isoformat(),
    )
