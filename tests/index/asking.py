"""What an index says, in a form in which two builds can be compared."""

from __future__ import annotations

from typing import Any

from assistant.answer.assistant import Assistant
from assistant.documents import Passage
from assistant.index.build import search_text
from assistant.index.catalogue import Catalogue
from assistant.index.embedder import Embedder
from assistant.index.statements import statement_text, statements_of
from assistant.index.versions import open_version
from assistant.present import answer_json
from assistant.settings import Settings
from tests.corpora import QUESTIONS
from tests.embedders import HashedWords


def answers(settings: Settings, embedder: Embedder | None = None) -> list[dict[str, Any]]:
    """The answers to all the questions, without what differs from run to run."""
    assistant = Assistant.open(settings, embedder or HashedWords())
    rows = [answer_json(assistant.ask(question)) for question in QUESTIONS]
    return [
        {name: value for name, value in row.items() if name not in {"index_version", "seconds"}}
        for row in rows
    ]


def catalogue_of(settings: Settings) -> Catalogue:
    """The catalogue of the version in use."""
    files, _ = open_version(settings.index)
    return Catalogue.load(files.catalogue)


def passages_of(settings: Settings) -> list[Passage]:
    """Every passage of the version in use."""
    catalogue = catalogue_of(settings)
    return [
        Passage(catalogue.document(path), start, end)
        for _, path, start, end in catalogue.passages()
    ]


def embedded_texts(settings: Settings) -> list[str]:
    """The texts whose vectors the version in use has, each once, in alphabetical order."""
    catalogue = catalogue_of(settings)
    texts = {search_text(passage) for passage in passages_of(settings)}
    for one in catalogue.listings():
        stated = statements_of(catalogue.document(one.path), catalogue.figures(one.path))
        texts |= {statement_text(statement, figures) for statement, figures in stated}
    return sorted(texts)


def content_of(settings: Settings) -> dict[str, Any]:
    """All that answers are made from: passages and figures, ids and vectors, words, acronyms."""
    catalogue = catalogue_of(settings)
    ids, vectors = catalogue.vectors()
    stated, of_statements = catalogue.statement_vectors()
    return {
        "passages": catalogue.passages(),
        "vectors": [(identity, row.tobytes()) for identity, row in zip(ids, vectors, strict=True)],
        "statements": catalogue.statements(),
        "statement vectors": [
            (identity, row.tobytes()) for identity, row in zip(stated, of_statements, strict=True)
        ],
        "figures": {one.path: catalogue.figures(one.path) for one in catalogue.listings()},
        "words": catalogue.words(),
        "acronyms": catalogue.acronyms(),
        "texts": {one.path: catalogue.document(one.path).text for one in catalogue.listings()},
        "failures": catalogue.failures(),
    }
