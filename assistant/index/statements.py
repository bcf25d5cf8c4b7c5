"""Statements: the sentences and table rows that state figures, found by meaning and by words."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

import numpy as np

from assistant.documents import Document, Passage
from assistant.figures.figure import Figure, InTable
from assistant.index.catalogue import Catalogue
from assistant.index.dense import DenseIndex, as_ids
from assistant.index.embedder import Vectors
from assistant.index.lexical import LexicalIndex

_FEW_WORDS = 4
"""A statement of fewer words, such as a number on a line of its own, does not say of what it is."""
_LABEL_WORDS = 15
_ROW_WORDS = 30
_DIGIT = re.compile(r"\d")

StatedFigure = tuple[str, Figure]
"""The path of a document and a figure of it."""


def statements_of(
    document: Document, figures: Sequence[Figure]
) -> list[tuple[Passage, list[Figure]]]:
    """The sentences and rows that state figures, in order of place, each with its figures."""
    found: dict[tuple[int, int], list[Figure]] = defaultdict(list)
    for figure in figures:
        found[figure.start, figure.end].append(figure)
    return [(Passage(document, *span), found[span]) for span in sorted(found)]


def statement_text(statement: Passage, figures: Sequence[Figure]) -> str:
    """A statement as it is embedded: a sentence after its heading, a row by its headers.

    Of a row's own words a few go with them: labels within its cells say what is measured. Its
    numbers say nothing of what it is about.
    """
    document = statement.document
    label = label_before(document, statement.start, statement.end)
    heading = ". ".join([*statement.section[-1:], *([label] if label else [])])
    tables = [figure.table for figure in figures if figure.table is not None]
    words = headers(tables) if tables else ""
    own = document.without_marks(statement.start, statement.end).split()
    if words:
        named = set(re.findall(r"[^\W_]+", words))
        labels = [
            word for word in own if word.strip(",.:;") not in named and not _DIGIT.search(word)
        ]
        words = ". ".join([words, *([" ".join(labels[:_ROW_WORDS])] if labels else [])])
    else:
        words = " ".join(own)
    return f"{heading}. {words}" if heading else words


def label_before(document: Document, start: int, end: int) -> str:
    """The short line before a statement of hardly any words, which says of what it is; else ""."""
    if len(document.without_marks(start, end).split()) >= _FEW_WORDS:
        return ""
    at = bisect_right(document.blocks, start, key=lambda block: block.start) - 1
    if at < 1:
        return ""
    before = document.blocks[at - 1]
    label = " ".join(document.without_marks(before.start, before.end).split())
    return label if len(label.split()) <= _LABEL_WORDS else ""


def headers(tables: Iterable[InTable]) -> str:
    """The caption and the headers of the rows and columns of some figures, each said once."""
    said: dict[str, None] = {}
    for table in tables:
        said |= dict.fromkeys((table.caption, *table.row, *table.column))
    return ". ".join(" ".join(one.split()) for one in said if one.strip())


class Statements:
    """The statements of one version of the index, with their figures."""

    def __init__(self, catalogue: Catalogue, dense: DenseIndex, lexical: LexicalIndex) -> None:
        self._catalogue = catalogue
        self._dense = dense
        self._lexical = lexical
        self._places = {row[0]: row[1:] for row in catalogue.statements()}
        self._ids = {place: identity for identity, place in self._places.items()}

    def __len__(self) -> int:
        return len(self._places)

    def place(self, identity: int) -> tuple[str, int, int]:
        """Where a statement stands: the path of its document, its start and its end."""
        return self._places[identity]

    def at(self, path: str, start: int, end: int) -> int | None:
        """The id of the statement at just this place, None where there is none."""
        return self._ids.get((path, start, end))

    def nearest(
        self, vector: Vectors, count: int, only: Collection[str] | None = None
    ) -> list[tuple[int, float]]:
        """Statements by the cosine with a vector, best first, as (id, cosine)."""
        chosen = None
        if only is not None:
            chosen = as_ids([i for i, place in self._places.items() if place[0] in only])
        return self._dense.search(vector, count, chosen)

    def sharing_words(
        self, words: Sequence[str], count: int, only: Collection[str] | None = None
    ) -> list[tuple[int, float]]:
        """Statements by the words they share with a text, best first, as (id, BM25)."""
        return self._lexical.search(words, count, only)

    def vectors(self, identities: Sequence[int]) -> dict[int, Vectors]:
        """The vectors of some statements."""
        ids, vectors = self._catalogue.statement_vectors(identities)
        return {identity: np.asarray(vector) for identity, vector in zip(ids, vectors, strict=True)}

    def figures(self, identity: int) -> list[Figure]:
        """The figures of one statement, in order."""
        path, start, end = self._places[identity]
        return [
            one for one in self.within(path, start, end) if (one.start, one.end) == (start, end)
        ]

    def within(self, path: str, start: int, end: int) -> list[Figure]:
        """The figures of a document whose words stand between two offsets, in order."""
        return self._catalogue.figures(path, start, end)

    def of_value(
        self, low: float, high: float, only: Collection[str] | None = None
    ) -> list[StatedFigure]:
        """The figures with a value from `low` to `high`, or a range that begins or ends there."""
        found = self._catalogue.figures_of_value(low, high)
        return [(path, figure) for path, figure in found if only is None or path in only]

    def units(self) -> dict[str, int]:
        """The units of all figures, with how many have each, the most frequent first."""
        return self._catalogue.units()
