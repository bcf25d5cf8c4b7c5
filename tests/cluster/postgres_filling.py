"""Documents put into a database without a build, and what its index says of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from assistant.documents import Document
from assistant.index.face import Store
from assistant.index.making import cut, with_vectors
from assistant.index.manifest import READER, Facts
from assistant.index.opened import Index
from assistant.index.postgres.store import PostgresStore
from assistant.index.reading import read_file
from assistant.index.rows import Made
from assistant.index.version import Draft
from assistant.index.words import words_of
from assistant.ingest.corpus import corpus_files
from assistant.ingest.read import ToRead
from assistant.settings import Settings
from tests.corpora import QUESTIONS
from tests.embedders import DIMENSIONS, HashedWords

EMBEDDER = HashedWords()
NOW = "2026-01-05T09:00:00+00:00"
FACTS = Facts(EMBEDDER.name, DIMENSIONS, READER, (80, 120), NOW)


def store_at(dsn: str, folder: Path) -> PostgresStore:
    """The store in a database; `folder` is the local one."""
    return PostgresStore(replace(Settings(index=folder), store=dsn))


def made_of(corpus: Path) -> list[Made]:
    """What the index keeps of each document of a folder."""
    settings = Settings()
    read = [
        read_file(ToRead(file.path, file.file, file.sha256(), file.entry.facts), settings.limits)
        for file in corpus_files(corpus)
    ]
    return with_vectors(
        [cut(one, settings.passage_words) for one in read], lambda keys: {}, EMBEDDER
    )


def put(draft: Draft, made: Made) -> None:
    """Put one document as a build does."""
    draft.put(made, "", NOW)


def fill(store: Store, made: Sequence[Made]) -> str:
    """Publish a version of just these documents; returns its name."""
    with store.locked():
        draft = store.begin(None, None)
        for one in made:
            put(draft, one)
        return draft.publish(FACTS).version


def said_by(index: Index, only: Sequence[str] | None = None) -> list[Any]:
    """What both searches find for all the questions, with the words that are found."""
    vectors = EMBEDDER.encode(QUESTIONS)
    return [said_of(index, number, vectors[number], only) for number in range(len(QUESTIONS))]


def said_of(index: Index, number: int, vector: Any, only: Sequence[str] | None = None) -> Any:  # noqa: ANN401
    """What both searches find for one question."""
    near = index.nearest(vector, 5, only)
    shared = index.sharing_words(words_of(QUESTIONS[number]), 5, only)
    places = [index.passage(identity) for identity, _ in (*near, *shared)]
    return (
        [round(cosine, 5) for _, cosine in near],
        [round(score, 3) for _, score in shared],
        [(one.document.path, one.start, one.end, one.text) for one in places],
    )


def texts_of(documents: Sequence[Document]) -> dict[str, str]:
    """The texts of documents by path."""
    return {one.path: one.text for one in documents}
