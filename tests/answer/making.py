"""Questions, documents and readings made by hand."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answer.reading.reader import Admits, Reading, Readings
from assistant.answer.search import Found
from assistant.answer.understanding.question import Question
from assistant.answer.understanding.wanted import Wanted
from assistant.documents import Block, Document, Kind, Role
from assistant.index.rows import Listing
from assistant.index.words import stem, words_of


def question(text: str, wanted: Wanted = "anything") -> Question:
    """A question of which the words and the kind of answer matter."""
    words = tuple(words_of(text))
    return Question(text, None, text, words, tuple(stem(word) for word in words), wanted)


def document(*blocks: tuple[Role, str], path: str = "a.md") -> Document:
    """A document of these blocks."""
    text, spans = "", []
    for role, words in blocks:
        text += "\n" if text else ""
        spans.append(Block(len(text), len(text) + len(words), role, 1))
        text += words
    return Document(path, "ab" * 32, "A document", "report", text, tuple(spans))


def reading(
    one: Document, sentence: str, key: str | None = None, *, score: float = 1.0, rank: int = 0
) -> Reading:
    """The reading of these words, with the key among them."""
    start = one.text.index(sentence)
    span = None
    if key is not None:
        at = start + sentence.index(key)
        span = (at, at + len(key))
    return Reading(one, start, start + len(sentence), span, score, rank)


def listed(path: str, kind: Kind, publisher: str | None, published: str | None) -> Listing:
    """A document in a list, of which what filters look at matters."""
    return Listing(path, "ab" * 32, path, kind, (), publisher, published, None, 1, "2024-01-01")


class FixedReader:
    """Gives what it was told to give, and keeps what it was given to read."""

    def __init__(self, readings: Readings) -> None:
        self.readings = readings
        self.asked: list[tuple[Question, Sequence[Found]]] = []

    def read(
        self, question: Question, found: Sequence[Found], admits: Admits | None = None
    ) -> Readings:
        self.asked.append((question, found))
        return self.readings
