"""The source of truth: documents, their text and layout, passages and vectors, in one SQLite file."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from assistant.documents import Block, Document, Kind, Layout, Page, Passage
from assistant.errors import DamagedIndex, Reason
from assistant.index.embedder import Vectors

_SCHEMA = """
CREATE TABLE documents (
    path TEXT PRIMARY KEY, sha256 TEXT NOT NULL, entry TEXT NOT NULL, indexed TEXT NOT NULL,
    title TEXT NOT NULL, kind TEXT NOT NULL, authors TEXT NOT NULL, publisher TEXT,
    published TEXT, text TEXT NOT NULL, structure TEXT NOT NULL, layout BLOB
);
CREATE TABLE passages (
    id INTEGER PRIMARY KEY, path TEXT NOT NULL REFERENCES documents ON DELETE CASCADE,
    start INTEGER NOT NULL, end INTEGER NOT NULL, key TEXT NOT NULL, vector BLOB NOT NULL
);
CREATE INDEX passages_of_document ON passages (path);
CREATE TABLE failures (
    path TEXT PRIMARY KEY, sha256 TEXT NOT NULL, entry TEXT NOT NULL,
    reason TEXT NOT NULL, detail TEXT NOT NULL
);
CREATE TABLE words (word TEXT PRIMARY KEY, passages INTEGER NOT NULL);
CREATE TABLE acronyms (short TEXT PRIMARY KEY, long TEXT NOT NULL);
"""


@dataclass(frozen=True, slots=True)
class Listing:
    """What is shown of a document in a list; `indexed` is an ISO time in UTC."""

    path: str
    sha256: str
    title: str
    kind: Kind
    authors: tuple[str, ...]
    publisher: str | None
    published: str | None
    pages: int | None
    passages: int
    indexed: str


@dataclass(frozen=True, slots=True)
class Failure:
    """A document that could not be read, and why."""

    path: str
    reason: Reason
    detail: str


@dataclass(frozen=True, slots=True)
class Seen:
    """What a document was when it was last read: by it the next build knows what has changed."""

    sha256: str
    entry: str


class Catalogue:
    """Reads and writes one catalogue. Open it with `create` or `load`."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self._path = path

    @classmethod
    def create(cls, path: Path) -> Catalogue:
        """A new, empty catalogue."""
        connection = sqlite3.connect(path)
        connection.executescript(_SCHEMA)
        return cls(connection, path)

    @classmethod
    def load(cls, path: Path, *, write: bool = False) -> Catalogue:
        """Open a catalogue; without `write` nothing of it can be changed.

        Raises:
            DamagedIndex: the file is not a catalogue.
        """
        mode = "rw" if write else "ro"
        # Threads of the web server share the connection: they only read, and SQLite serialises.
        connection = sqlite3.connect(
            f"{path.resolve().as_uri()}?mode={mode}", uri=True, check_same_thread=False
        )
        connection.execute("PRAGMA foreign_keys = ON")
        catalogue = cls(connection, path)
        with catalogue._translated():
            connection.execute("SELECT count(*) FROM documents, failures LIMIT 1").fetchone()
        return catalogue

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    @contextmanager
    def changing(self) -> Iterator[None]:
        """One transaction: all changes within it take effect, or none."""
        with self._connection:
            yield

    def seen(self) -> dict[str, Seen]:
        """The documents that were read, by path."""
        rows = self._rows("SELECT path, sha256, entry FROM documents")
        return {path: Seen(sha256, entry) for path, sha256, entry in rows}

    def seen_failures(self) -> dict[str, Seen]:
        """The documents that could not be read, by path."""
        rows = self._rows("SELECT path, sha256, entry FROM failures")
        return {path: Seen(sha256, entry) for path, sha256, entry in rows}

    def vectors_by_key(self) -> Mapping[str, bytes]:
        """The vector of each passage, by the key of the text that was embedded."""
        return dict(self._rows("SELECT key, vector FROM passages"))

    def put(
        self,
        document: Document,
        entry: str,
        indexed: str,
        passages: Sequence[tuple[Passage, str, bytes]],
    ) -> None:
        """Add or replace a document with its passages, each with its key and vector."""
        self.drop(document.path)
        self._connection.execute(
            "INSERT INTO documents VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
            (
                document.path,
                document.sha256,
                entry,
                indexed,
                document.title,
                document.kind,
                json.dumps(document.authors, ensure_ascii=False),
                document.publisher,
                document.published,
                document.text,
                _pack_structure(document),
                _pack_layout(document.layout),
            ),
        )
        self._connection.executemany(
            "INSERT INTO passages (path, start, end, key, vector) VALUES (?,?,?,?,?)",
            [
                (document.path, passage.start, passage.end, key, vector)
                for passage, key, vector in passages
            ],
        )

    def put_failure(self, failure: Failure, seen: Seen) -> None:
        """Record that a document could not be read; what was known of it before is dropped."""
        self.drop(failure.path)
        self._connection.execute(
            "INSERT INTO failures VALUES (?,?,?,?,?)",
            (failure.path, seen.sha256, seen.entry, failure.reason, failure.detail),
        )

    def drop(self, path: str) -> None:
        """Forget a document."""
        for table in ("passages", "documents", "failures"):
            self._connection.execute(f"DELETE FROM {table} WHERE path = ?", (path,))  # noqa: S608

    def renumber(self) -> None:
        """Number the passages by document and place, whatever order they were put in.

        Ids break ties: so an index that was built in steps answers as one that was built at once.
        """
        self._connection.execute(
            "UPDATE passages SET id = -number FROM (SELECT id AS old, "
            "row_number() OVER (ORDER BY path, start) AS number FROM passages) WHERE id = old"
        )
        self._connection.execute("UPDATE passages SET id = -id")

    def document(self, path: str) -> Document:
        """One document with its text and layout.

        Raises:
            KeyError: there is none at this path.
        """
        rows = self._rows(
            "SELECT sha256, title, kind, authors, publisher, published, text, structure, layout "
            "FROM documents WHERE path = ?",
            path,
        )
        if not rows:
            raise KeyError(path)
        sha256, title, kind, authors, publisher, published, text, structure, layout = rows[0]
        parts = json.loads(structure)
        return Document(
            path=path,
            sha256=sha256,
            title=title,
            kind=kind,
            text=text,
            blocks=tuple(Block(*block) for block in parts["blocks"]),
            authors=tuple(json.loads(authors)),
            publisher=publisher,
            published=published,
            pages=tuple(Page(*page) for page in parts["pages"]),
            marks=tuple((start, end) for start, end in parts["marks"]),
            layout=_unpack_layout(layout, len(text)),
        )

    def listings(self) -> list[Listing]:
        """Every document that was read, by path."""
        rows = self._rows(
            "SELECT path, sha256, title, kind, authors, publisher, published, indexed, "
            "json_array_length(structure, '$.pages'), "
            "(SELECT count(*) FROM passages WHERE passages.path = documents.path) "
            "FROM documents ORDER BY path"
        )
        return [
            Listing(
                path=path,
                sha256=sha256,
                title=title,
                kind=kind,
                authors=tuple(json.loads(authors)),
                publisher=publisher,
                published=published,
                pages=pages or None,
                passages=passages,
                indexed=indexed,
            )
            for path, sha256, title, kind, authors, publisher, published, indexed, pages, passages
            in rows
        ]  # fmt: skip

    def failures(self) -> list[Failure]:
        """Every document that could not be read, by path."""
        rows = self._rows("SELECT path, reason, detail FROM failures ORDER BY path")
        return [Failure(path, reason, detail) for path, reason, detail in rows]

    def questions(self) -> list[tuple[str, str]]:
        """The questions that people wrote for documents in catalogue.toml, as (path, question)."""
        rows = self._rows("SELECT path, entry FROM documents WHERE entry != '' ORDER BY path")
        return [
            (path, question)
            for path, entry in rows
            for question in json.loads(entry).get("questions", [])
        ]

    def put_words(self, counts: Mapping[str, int], acronyms: Mapping[str, str]) -> None:
        """Replace the words of the corpus, with the passages that have each, and its acronyms."""
        self._connection.execute("DELETE FROM words")
        self._connection.execute("DELETE FROM acronyms")
        self._connection.executemany("INSERT INTO words VALUES (?,?)", counts.items())
        self._connection.executemany("INSERT INTO acronyms VALUES (?,?)", acronyms.items())

    def words(self) -> dict[str, int]:
        """Every word of the corpus, with how many passages have it."""
        return dict(self._rows("SELECT word, passages FROM words"))

    def acronyms(self) -> dict[str, str]:
        """What the acronyms that the documents define stand for."""
        return dict(self._rows("SELECT short, long FROM acronyms"))

    def passages(self) -> list[tuple[int, str, int, int]]:
        """Every passage as (id, document path, start, end), by id."""
        return self._rows("SELECT id, path, start, end FROM passages ORDER BY id")

    def vectors(self, ids: Sequence[int] | None = None) -> tuple[list[int], Vectors]:
        """The ids and vectors of all passages, or of some; shape (passages, dimensions)."""
        where = "" if ids is None else f"WHERE id IN ({','.join(str(int(i)) for i in ids)})"
        rows = self._rows(f"SELECT id, vector FROM passages {where} ORDER BY id")  # noqa: S608
        found = [row[0] for row in rows]
        if not rows:
            return found, np.zeros((0, 0), np.float32)
        return found, np.frombuffer(b"".join(row[1] for row in rows), np.float32).reshape(
            len(rows), -1
        )

    def _rows(self, statement: str, *values: object) -> list[tuple]:  # type: ignore[type-arg]
        with self._translated():
            return self._connection.execute(statement, values).fetchall()

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.DatabaseError as error:
            raise DamagedIndex(
                f"The index file {self._path} is damaged. Run `nhs-assistant build --full`."
            ) from error


def _pack_structure(document: Document) -> str:
    return json.dumps(
        {
            "blocks": [list(asdict(block).values()) for block in document.blocks],
            "pages": [list(asdict(page).values()) for page in document.pages],
            "marks": document.marks,
        },
        ensure_ascii=False,
    )


def _pack_layout(layout: Layout | None) -> bytes | None:
    if layout is None:
        return None
    return zlib.compress(layout.page.tobytes() + layout.box.tobytes(), 1)


def _unpack_layout(packed: bytes | None, length: int) -> Layout | None:
    if packed is None:
        return None
    numbers = np.frombuffer(zlib.decompress(packed), np.int16)
    return Layout(numbers[:length], numbers[length:].reshape(length, 4))
