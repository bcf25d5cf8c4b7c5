"""A question becomes an `Answer`: understand, search, read, quote."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path

from assistant.answer.basis.standing import is_finding
from assistant.answer.citation import Citation, SavedAnswer
from assistant.answer.filters import Filters
from assistant.answer.locate import locate
from assistant.answer.quotes import make_quotes, near_misses
from assistant.answer.reading.passage_reader import Model, PassageReader
from assistant.answer.reading.reader import Reader
from assistant.answer.reading.wanted_figures import stating_figures
from assistant.answer.remembering import Remembering
from assistant.answer.search import Found, search
from assistant.answer.suggesting.suggestions import next_questions, starting_questions
from assistant.answer.understanding.question import Question, understand
from assistant.documents import Answer, Document, Quote
from assistant.index.embedder import Embedder, SentenceEmbedder, Vectors
from assistant.index.opened import Index
from assistant.index.rows import Failure, Listing
from assistant.index.stores import store_of
from assistant.index.words import Vocabulary
from assistant.reader.texts import Text
from assistant.settings import Settings

_WORTH = 4.0
"""A second or third quote may score so much less than the best."""
_EXAMPLES = 4
"""So many questions are offered to start with."""
_REMEMBERED = 500
"""The answers to so many questions are remembered, as long as this version is in use."""


@dataclass(frozen=True, slots=True)
class _Place:
    """A quote by place: five hundred answers would else keep all their documents in memory."""

    path: str
    start: int
    end: int
    key: tuple[int, int] | None
    score: float


@dataclass(frozen=True, slots=True)
class _Found:
    """What was found for a question, whoever asks it."""

    quotes: tuple[_Place, ...]
    related: tuple[_Place, ...]
    confidence: float


class Assistant:
    """Answers questions over one version of the index. Safe to use from several threads."""

    model: Model | None = None
    """What reads the passages: the assistant of the next version can have it too."""
    instead: str | None = None
    """A sentence that says why this is not the current version, where it is not."""

    def __init__(
        self,
        index: Index,
        embedder: Embedder,
        settings: Settings,
        reader: Reader,
    ) -> None:
        self.index = index
        self.embedder = embedder
        self.settings = settings
        self._reader = reader
        self.vocabulary: Vocabulary = index.vocabulary
        self.version: str = index.manifest.version
        self.built: datetime = datetime.fromisoformat(index.manifest.built)
        self.documents: tuple[Listing, ...] = tuple(index.listings)
        self.failures: tuple[Failure, ...] = tuple(index.failures)
        # Many people ask what the page offers them, and it was asked before it was offered.
        self._answers = Remembering[tuple[Question, Filters | None], _Found](_REMEMBERED)

    @classmethod
    def open(
        cls,
        settings: Settings | Path | str | None = None,
        embedder: Embedder | None = None,
        model: Model | None = None,
    ) -> Assistant:
        """Open the current version of an index and load the models (takes seconds).

        `settings` may be the folder of an index; without any, they are those of the environment.
        `embedder` and `model` are those of the settings where none are given.

        Raises:
            IndexProblem: there is no index, or it cannot be used as it is.
            ModelError: a model is missing or not the one expected.
            SettingsError: a variable of the environment is not of its form.
        """
        if settings is None:
            settings = Settings.from_environment()
        elif not isinstance(settings, Settings):
            settings = Settings(index=Path(settings))
        embedder = embedder or SentenceEmbedder(settings.model, settings.precision)
        index = store_of(settings).open(embedder.name)
        if model is None:
            from assistant.reader.model import TrainedReader  # imports torch, which takes seconds

            model = TrainedReader.open(settings.reader, settings.precision)
        assistant = cls(index, embedder, settings, PassageReader(model, index.vocabulary))
        assistant.model, assistant.instead = model, index.instead
        # The first call of each sets it up: no person should wait for that.
        embedder.encode(["warm up"])
        model.score([("warm up", Text("", "warm up"))])
        return assistant

    def ask(
        self,
        question: str,
        history: Sequence[str] = (),
        filters: Filters | None = None,
        *,
        as_typed: bool = False,
    ) -> Answer:
        """Answer one question; `history` holds the earlier questions of the conversation.

        `as_typed`: take it word for word, with no spelling mended and without the history. Filters
        that no document meets leave nothing to answer from: `admits` tells which they leave.

        Raises:
            QuestionError: the question is empty, too long or has no words.
        """
        started = time.monotonic()
        asked = self.understand(question, history, as_typed=as_typed)
        found = self._answers.of((asked, filters), lambda: self._find(asked, filters))
        if not all(self.index.can_read(one.path) for one in (*found.quotes, *found.related)):
            found = self._find(asked, filters)  # a document was damaged since it was remembered
        return Answer(
            question=question,
            quotes=tuple(map(self._quote, found.quotes)),
            related=tuple(map(self._quote, found.related)),
            confidence=found.confidence,
            index_version=self.version,
            seconds=round(time.monotonic() - started, 3),
            understood=asked.understood,
            unknown_words=asked.unknown,
        )

    def _find(self, question: Question, filters: Filters | None) -> _Found:
        """Search, read and quote."""
        vector = self.embedder.encode([question.search])[0]
        found = self.search(question, vector, filters)
        admits = is_finding if filters is not None and filters.findings_only else None
        readings = self._reader.read(question, found, admits)
        answered = readings.answerable >= self.settings.answer_from
        quotes: tuple[Quote, ...] = ()
        if answered:
            best = stating_figures(
                readings.best, question, self.index.figures, self.vocabulary, worth=_WORTH
            )
            quotes = make_quotes(best, question, self.settings.quotes, worth=_WORTH, admits=admits)
        related = () if quotes else near_misses(readings.best, self.settings.quotes)
        return _Found(
            tuple(map(_place, quotes)), tuple(map(_place, related)), round(readings.answerable, 3)
        )

    def _quote(self, place: _Place) -> Quote:
        return Quote(self.document(place.path), place.start, place.end, place.key, place.score)

    @cached_property
    def examples(self) -> tuple[str, ...] | None:
        """Questions to start with, each of which this index answers (takes seconds, once).

        None where somebody has said so, because they are still being looked for.
        """
        return self.find_examples()

    def find_examples(self) -> tuple[str, ...]:
        """Find questions to start with, whatever `examples` says meanwhile."""
        return starting_questions(self, self.index, _EXAMPLES)

    def next_questions(
        self,
        answer: SavedAnswer,
        asked: Sequence[str] = (),
        wanted: Callable[[], bool] = lambda: True,
    ) -> tuple[str, ...]:
        """Questions to ask after an answer, each of which this index answers (takes seconds).

        `asked` are the questions of the conversation so far; before each try `wanted` says whether
        to go on.
        """
        only = answer.filters.select(self.documents)
        return next_questions(
            self, self.index, self.embedder, answer, asked, only=only, wanted=wanted
        )

    def understand(
        self, question: str, history: Sequence[str] = (), *, as_typed: bool = False
    ) -> Question:
        """The question as it is searched. Raises QuestionError as `ask` does."""
        return understand(
            question,
            history,
            self.index.vocabulary,
            self.index.acronyms,
            self.settings.limits.question_characters,
            as_typed=as_typed,
        )

    def search(
        self, question: Question, vector: Vectors, filters: Filters | None = None
    ) -> list[Found]:
        """The passages that are read for a question, best first; `vector` is its own."""
        return search(
            self.index,
            question,
            vector,
            candidates=self.settings.candidates,
            most=self.settings.read,
            only=(filters or Filters()).select(self.documents),
        )

    def locate(self, citation: Citation) -> Quote:
        """The quote of a citation in the documents as they are now: same words, maybe moved.

        Raises:
            CitationError: its document is gone, or no longer has these words just once.
        """
        return locate(citation, self.documents, self.document)

    def admits(self, filters: Filters) -> list[Listing]:
        """The documents that a question with these filters is asked of."""
        chosen = filters.select(self.documents)
        return [one for one in self.documents if chosen is None or one.path in chosen]

    def document(self, path: str) -> Document:
        """The document at a path below the corpus. Raises KeyError where there is none."""
        return self.index.document(path)


def _place(quote: Quote) -> _Place:
    return _Place(quote.document.path, quote.start, quote.end, quote.key, quote.score)
