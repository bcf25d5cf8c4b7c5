"""What an index says, in a form in which two builds can be compared."""

from __future__ import annotations

from typing import Any

from assistant.answer.assistant import Assistant
from assistant.commands.ask import answer_json
from assistant.documents import Passage
from assistant.index.build import BuildReport
from assistant.index.embedder import Embedder
from assistant.index.stores import store_of
from assistant.index.texts import passage_text, statement_text, statements_of
from assistant.index.version import Catalogue
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
    return store_of(settings).catalogue()


def passages_of(settings: Settings) -> list[Passage]:
    """Every passage of the version in use."""
    catalogue = catalogue_of(settings)
    return [
        Passage(catalogue.document(listing.path), one.start, one.end)
        for listing in catalogue.listings()
        for one in catalogue.placed(listing.path, "passages")
    ]


def embedded_texts(settings: Settings) -> list[str]:
    """The texts whose vectors the version in use has, each once, in alphabetical order."""
    catalogue = catalogue_of(settings)
    texts = {passage_text(passage) for passage in passages_of(settings)}
    for one in catalogue.listings():
        stated = statements_of(catalogue.document(one.path), catalogue.figures(one.path))
        texts |= {statement_text(statement, figures) for statement, figures in stated}
    return sorted(texts)


def content_of(settings: Settings) -> dict[str, Any]:
    """All that answers are made from: passages and figures, ids and vectors, words, acronyms."""
    catalogue = catalogue_of(settings)
    paths = [listing.path for listing in catalogue.listings()]
    return {
        "passages": {path: catalogue.placed(path, "passages") for path in paths},
        "statements": {path: catalogue.placed(path, "statements") for path in paths},
        "figures": {path: catalogue.figures(path) for path in paths},
        "words": catalogue.vocabulary().counts,
        "acronyms": catalogue.acronyms(),
        "texts": {path: catalogue.document(path).text for path in paths},
        "failures": catalogue.failures(),
    }


def statuses(report: BuildReport) -> dict[str, str]:
    """What became of each document, by path."""
    return {document.path: document.status for document in report.documents}
