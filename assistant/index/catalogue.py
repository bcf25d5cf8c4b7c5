"""The source of truth in one SQLite file: documents, passages, figures and vectors."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from assistant.documents import Block, Cell, Document, Kind, Layout, Page, Passage, Table
from assistant.errors import DamagedIndex, Reason
from assistant.figures.figure import Figure
from assistant.index.embedder import Vectors
from assistant.index.figure_rows import COLUMNS, SCHEMA, figure_of, row_of

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

Embedded = tuple[Passage, str, bytes]
"""A passage or a statement with the key of the text that was embedded and its vector."""


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
        connection.executescript(_SCHEMA + SCHEMA)
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
        """The vector of each passage and statement, by the key of the text that was embedded."""
        return dict(
            self._rows("SELECT key, vector FROM passages UNION SELECT key, vector FROM statements")
        )

    def put(
        self,
        document: Document,
        entry: str,
        indexed: str,
        passages: Sequence[Embedded],
        statements: Sequence[Embedded] = (),
        figures: Sequence[Figure] = (),
        tried: str = "",
    ) -> None:
        """Add or replace a document with its passages, its figures and what states them.

        `tried` says with what its pages that stayed unread were tried: see `unread`.
        """
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
                _pack_structure(document, tried),
                _pack_layout(document.layout),
            ),
        )
        for table, rows in (("passages", passages), ("statements", statements)):
            self._connection.executemany(
                f"INSERT INTO {table} (path, start, end, key, vector) VALUES (?,?,?,?,?)",  # noqa: S608
                [(document.path, one.start, one.end, key, vector) for one, key, vector in rows],
            )
        self._connection.executemany(
            f"INSERT INTO figures (path, {COLUMNS}) VALUES ({','.join('?' * 17)})",  # noqa: S608
            [row_of(document.path, figure) for figure in figures],
        )

    def put_failure(self, failure: Failure, seen: Seen, *, keep: bool = False) -> None:
        """Record that a document could not be read.

        What was known of it before is dropped, or with `keep` stays beside the failure.
        """
        if keep:
            self._connection.execute("DELETE FROM failures WHERE path = ?", (failure.path,))
        else:
            self.drop(failure.path)
        self._connection.execute(
            "INSERT INTO failures VALUES (?,?,?,?,?)",
            (failure.path, seen.sha256, seen.entry, failure.reason, failure.detail),
        )

    def drop(self, path: str) -> None:
        """Forget a document."""
        for table in ("passages", "statements", "figures", "documents", "failures"):
            self._connection.execute(f"DELETE FROM {table} WHERE path = ?", (path,))  # noqa: S608

    def renumber(self) -> None:
        """Number passages and statements by document and place, in whatever order they were put.

        Ids break ties: so an index that was built in steps answers as one that was built at once.
        """
        for table in ("passages", "statements"):
            self._connection.execute(
                f"UPDATE {table} SET id = -number FROM (SELECT id AS old, "  # noqa: S608
                f"row_number() OVER (ORDER BY path, start, end) AS number FROM {table}) "
                "WHERE id = old"
            )
            self._connection.execute(f"UPDATE {table} SET id = -id")  # noqa: S608

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
            tables=tuple(
                Table(tuple(Cell(*cell) for cell in cells), tuple(caption) if caption else None)
                for caption, cells in parts["tables"]
            ),
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

    def unread(self) -> dict[str, str]:
        """The documents with scanned pages whose words nobody has recognised, by path.

        Each with what they were tried with, as `put` was told.
        """
        rows = self._rows(
            "SELECT DISTINCT documents.path, "
            "coalesce(json_extract(documents.structure, '$.tried'), '') "
            "FROM documents, json_each(documents.structure, '$.pages') AS page "
            "WHERE json_extract(page.value, '$[5]')"
        )
        return dict(rows)

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

    def statements(self) -> list[tuple[int, str, int, int]]:
        """Every sentence and row that states figures, as (id, document path, start, end), by id."""
        return self._rows("SELECT id, path, start, end FROM statements ORDER BY id")

    def figures(self, path: str, start: int = 0, end: int | None = None) -> list[Figure]:
        """The figures of a document, in order, or those whose words stand within `start:end`."""
        return [
            figure_of(row)
            for row in self._rows(
                # Both bounds are on `key_start`, which is indexed.
                f"SELECT {COLUMNS} FROM figures WHERE path = ? "  # noqa: S608
                "AND key_start BETWEEN ? AND ? AND key_end <= ? ORDER BY key_start, key_end",
                path,
                start,
                *(end if end is not None else 1 << 62,) * 2,
            )
        ]

    def figures_of_value(self, low: float, high: float) -> list[tuple[str, Figure]]:
        """The figures with a value from `low` to `high`, or a range that begins or ends there."""
        rows = self._rows(
            f"SELECT path, {COLUMNS} FROM figures WHERE value BETWEEN ? AND ? "  # noqa: S608
            "OR high BETWEEN ? AND ? ORDER BY path, key_start",
            *(low, high) * 2,
        )
        return [(row[0], figure_of(row[1:])) for row in rows]

    def units(self) -> dict[str, int]:
        """The units of all figures, with how many have each, the most frequent first."""
        return dict(
            self._rows("SELECT unit, count(*) FROM figures GROUP BY unit ORDER BY 2 DESC, unit")
        )

    def vectors(self, ids: Sequence[int] | None = None) -> tuple[list[int], Vectors]:
        """The ids and vectors of all passages, or of some; shape (passages, dimensions)."""
        return self._vectors("passages", ids)

    def statement_vectors(self, ids: Sequence[int] | None = None) -> tuple[list[int], Vectors]:
        """The ids and vectors of all statements, or of some; shape (statements, dimensions)."""
        return self._vectors("statements", ids)

    def _vectors(self, table: str, ids: Sequence[int] | None) -> tuple[list[int], Vectors]:
        where = "" if ids is None else f"WHERE id IN ({','.join(str(int(i)) for i in ids)})"
        rows = self._rows(f"SELECT id, vector FROM {table} {where} ORDER BY id")  # noqa: S608
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
                f"The index file {self._path} is damaged. Run `nhs-assistant build`."
            ) from error


def _pack_structure(document: Document, tried: str) -> str:
    return json.dumps(
        {
            "blocks": [list(asdict(block).values()) for block in document.blocks],
            "pages": [list(asdict(page).values()) for page in document.pages],
            "marks": document.marks,
            "tables": [
                [table.caption, [list(asdict(cell).values()) for cell in table.cells]]
                for table in document.tables
            ],
            "tried": tried,
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
