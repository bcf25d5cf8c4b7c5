"""Each file becomes what the index keeps of it: it is read, cut into passages, and embedded."""

from __future__ import annotations

import contextlib
import hashlib
import logging
from collections.abc import Callable, Collection, Generator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, cast

import numpy as np

from assistant.documents import Document, Passage
from assistant.errors import DocumentError
from assistant.figures.figure import Figure
from assistant.index.embedder import Embedder
from assistant.index.rows import PLACES, Made, ReadFile
from assistant.index.texts import passage_text, statement_text, statements_of
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.ingest.read import ToRead

_LOG = logging.getLogger(__name__)

TOGETHER = 1_000
"""So many new texts are embedded at once: of like length they go together, and faster."""

Known = Callable[[Collection[str]], Mapping[str, bytes]]
"""Finds the vectors that are known already, by the key of the text: see `Draft.known_vectors`."""
OnPage = Callable[[str, int, int], None]
"""Called with the path of a file, the page that is read, and how many it has."""
Results = Generator[tuple[str, Made | DocumentError]]
"""The path of each file, and what became of it."""


class Make(Protocol):
    """Makes of each file what is kept of it, or says why not: once for each file, in any order.

    What is made follows from the file and the settings alone, so a file may be made twice where
    one that made it died: only one of the two is handed over.
    """

    def __call__(
        self,
        files: Sequence[ToRead],
        settings: Settings,
        embedder: Embedder,
        known: Known,
        on_page: OnPage,
    ) -> Results:
        """Pairs of the path of a file and what became of it."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Cut:
    """A document in passages and statements, with the texts that are embedded and their keys."""

    document: Document
    figures: tuple[Figure, ...]
    passages: tuple[Passage, ...]
    statements: tuple[Passage, ...]
    texts: tuple[str, ...]
    keys: tuple[str, ...]


def make_here(
    files: Sequence[ToRead],
    settings: Settings,
    embedder: Embedder,
    known: Known,
    on_page: OnPage,
) -> Results:
    """Read in processes of this machine and embed in this one, in the order of the files.

    While some documents are embedded the next ones are read.
    """
    # The readers are not needed when nothing has changed.
    from assistant.index.reading import read_file
    from assistant.ingest.read import in_workers

    results = in_workers(read_file, files, settings.limits, progress=on_page)
    with contextlib.closing(cast("Generator[ReadFile | DocumentError]", results)):
        waiting: list[tuple[str, Cut | DocumentError]] = []
        texts = 0
        for file, result in zip(files, results, strict=True):
            one = cut_unless_it_fails(result, settings.passage_words)
            texts += len(one.texts) if isinstance(one, Cut) else 0
            waiting.append((file.path, one))
            if texts >= TOGETHER or not texts:
                yield from _all_made(waiting, known, embedder)
                waiting, texts = [], 0
        yield from _all_made(waiting, known, embedder)


def _all_made(
    waiting: Sequence[tuple[str, Cut | DocumentError]], known: Known, embedder: Embedder
) -> Results:
    made = iter(with_vectors([one for _, one in waiting if isinstance(one, Cut)], known, embedder))
    for path, one in waiting:
        yield path, next(made) if isinstance(one, Cut) else one


def cut_unless_it_fails(
    read: ReadFile | DocumentError, passage_words: tuple[int, int]
) -> Cut | DocumentError:
    """What `cut` returns or raises; of a file that could not be read, why not."""
    if isinstance(read, DocumentError):
        return read
    try:
        return cut(read, passage_words)
    except DocumentError as error:
        return error


def cut(read: ReadFile, passage_words: tuple[int, int]) -> Cut:
    """Cut a document into passages, and list what of it is embedded. Loads no model.

    Raises:
        DocumentError: it has more passages or statements than ids have room for (`too-large`).
    """
    from assistant.ingest.passages import split_passages

    try:
        passages = split_passages(read.document, passage_words)
    except ValueError:
        # A fault of ours rather than the document's; still, it must not cost the others.
        _LOG.exception("%s could not be cut into passages", read.document.path)
        passages = []
    # What cannot be quoted cannot be asked for its figures.
    stated = statements_of(read.document, read.figures) if passages else []
    if max(len(passages), len(stated)) > 1 << PLACES:
        raise DocumentError(
            "too-large",
            f"{read.document.path} has more than {1 << PLACES:,} passages. Split it into several "
            "files.",
        )
    texts = [passage_text(passage) for passage in passages]
    texts += [statement_text(statement, figures) for statement, figures in stated]
    keys = [hashlib.sha256(text.encode()).hexdigest() for text in texts]
    return Cut(
        read.document,
        tuple(read.figures),
        tuple(passages),
        tuple(statement for statement, _ in stated),
        tuple(texts),
        tuple(keys),
    )


def with_vectors(documents: Sequence[Cut], known: Known, embedder: Embedder) -> list[Made]:
    """Give each passage and statement its vector.

    Only texts that no vector is known for are embedded, each once and all together: texts of like
    length go fast together.
    """
    vectors = dict(known({key for one in documents for key in one.keys}))
    new = {
        key: text
        for one in documents
        for key, text in zip(one.keys, one.texts, strict=True)
        if key not in vectors
    }
    if new:
        encoded = embedder.encode(list(new.values()))
        for key, vector in zip(new, encoded, strict=True):
            vectors[key] = np.ascontiguousarray(vector, np.float32).tobytes()
    return [_made(one, vectors) for one in documents]


def _made(one: Cut, vectors: Mapping[str, bytes]) -> Made:
    places = (*one.passages, *one.statements)
    rows = tuple((place, key, vectors[key]) for place, key in zip(places, one.keys, strict=True))
    count = len(one.passages)
    return Made(one.document, rows[:count], rows[count:], one.figures)
