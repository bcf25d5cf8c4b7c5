"""The small rows of a version in one SQLite file: documents, places, figures, words.

What is heavy, the texts and the vectors, is in the documents' records beside it (`record.py`).
Rows name a document by `id`, which is never given again; what is searched names it by `number`.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Self

from assistant.documents import Document
from assistant.errors import DamagedIndex
from assistant.figures.figure import Figure
from assistant.index.embedder import Vectors
from assistant.index.figure_rows import COLUMNS, SCHEMA, figure_of
from assistant.index.folder.record import Record
from assistant.index.manifest import Manifest
from assistant.index.rows import (
    LISTED,
    PLACES,
    Counts,
    Failure,
    Kept,
    Listing,
    Placed,
    Seen,
    listing_of,
    questions_in,
)
from assistant.index.words import Vocabulary, most_frequent

_SCHEMA = """
CREATE TABLE documents (
    id INTEGER PRIMARY KEY AUTOINCREMENT, number INTEGER NOT NULL, path TEXT NOT NULL UNIQUE,
    record TEXT NOT NULL, sha256 TEXT NOT NULL, entry TEXT NOT NULL, indexed TEXT NOT NULL,
    title TEXT NOT NULL, kind TEXT NOT NULL, authors TEXT NOT NULL, publisher TEXT,
    published TEXT, pages INTEGER NOT NULL, passages INTEGER NOT NULL,
    statements INTEGER NOT NULL, unread TEXT
);
CREATE TABLE passages (id INTEGER PRIMARY KEY, start INTEGER NOT NULL, end INTEGER NOT NULL);
CREATE TABLE statements (id INTEGER PRIMARY KEY, start INTEGER NOT NULL, end INTEGER NOT NULL);
CREATE TABLE keys (key INTEGER PRIMARY KEY, document INTEGER NOT NULL);
CREATE TABLE failures (
    path TEXT PRIMARY KEY, sha256 TEXT NOT NULL, entry TEXT NOT NULL,
    reason TEXT NOT NULL, detail TEXT NOT NULL
);
CREATE TABLE words (word TEXT PRIMARY KEY, stem TEXT NOT NULL, passages INTEGER NOT NULL)
    WITHOUT ROWID;
CREATE TABLE meanings (
    short TEXT NOT NULL, long TEXT NOT NULL, times INTEGER NOT NULL, PRIMARY KEY (short, long)
) WITHOUT ROWID;
"""
_AT_ONCE = 500
"""SQLite takes so many values in one statement on every system."""


class Catalogue:
    """Reads one catalogue. Open it with `load`; a draft (`draft.py`) changes it."""

    def __init__(self, connection: sqlite3.Connection, path: Path, held: object = None) -> None:
        self._connection = connection
        self._path = path
        self._held = held
        self._vectors_of = lru_cache(maxsize=4)(self._read_vectors)

    @classmethod
    def create(cls, path: Path) -> Self:
        """A new, empty catalogue, with a folder for its records."""
        connection = sqlite3.connect(path)
        connection.executescript(_SCHEMA + SCHEMA)
        path.with_name("documents").mkdir()
        return cls(connection, path)

    @classmethod
    def load(cls, path: Path, *, held: object = None) -> Self:
        """Open a catalogue: nothing of it can be changed.

        `held` is let go of with it.

        Raises:
            DamagedIndex: the file is not a catalogue.
        """
        # Threads of the web server share the connection: they only read, and SQLite serialises.
        connection = sqlite3.connect(
            f"{path.resolve().as_uri()}?mode=ro", uri=True, check_same_thread=False
        )
        catalogue = cls(connection, path, held)
        with catalogue._translated():
            connection.execute("SELECT count(*) FROM documents, failures LIMIT 1").fetchone()
        return catalogue

    @property
    def records(self) -> Path:
        """The folder of the documents' records."""
        return self._path.with_name("documents")

    def close(self) -> None:
        """Close the file."""
        self._connection.close()
        self._held = None

    def counts(self) -> Counts:
        """How much there is."""
        rows = self._rows(
            "SELECT count(*), coalesce(sum(passages), 0), coalesce(sum(statements), 0) "
            "FROM documents"
        )
        return Counts(*rows[0])

    def seen(self) -> dict[str, Seen]:
        """What was seen of the documents that were read, by path."""
        rows = self._rows("SELECT path, sha256, entry FROM documents")
        return {path: Seen(sha256, entry) for path, sha256, entry in rows}

    def seen_failures(self) -> dict[str, Seen]:
        """What was seen of the documents that could not be read, by path."""
        rows = self._rows("SELECT path, sha256, entry FROM failures")
        return {path: Seen(sha256, entry) for path, sha256, entry in rows}

    def document(self, path: str) -> Document:
        """One document with its text and layout.

        Raises:
            KeyError: there is none at this path.
            DamagedIndex: it is not what was written.
        """
        rows = self._rows(
            "SELECT record, sha256, title, kind, authors, publisher, published "
            "FROM documents WHERE path = ?",
            path,
        )
        if not rows:
            raise KeyError(path)
        record, sha256, title, kind, authors, publisher, published = rows[0]
        return self.record(record).document(
            path=path,
            sha256=sha256,
            title=title,
            kind=kind,
            authors=tuple(json.loads(authors)),
            publisher=publisher,
            published=published,
        )

    def record(self, name: str) -> Record:
        """A record by its name. Raises DamagedIndex where it is not what was written."""
        return Record(self.records / name, self._held)

    def record_names(self) -> dict[str, str]:
        """The name of each document's record, by path."""
        return dict(self._rows("SELECT path, record FROM documents"))

    def listings(self) -> list[Listing]:
        """Every document that was read, by path."""
        rows = self._rows(f"SELECT {LISTED} FROM documents ORDER BY path")  # noqa: S608
        return [listing_of(row) for row in rows]

    def unread(self) -> dict[str, str]:
        """The documents with scanned pages whose words nobody has recognised, by path.

        Each with what they were tried with, as `put` was told.
        """
        return dict(self._rows("SELECT path, unread FROM documents WHERE unread IS NOT NULL"))

    def failures(self) -> list[Failure]:
        """Every document that could not be read, by path."""
        rows = self._rows("SELECT path, reason, detail FROM failures ORDER BY path")
        return [Failure(path, reason, detail) for path, reason, detail in rows]

    def questions(self) -> list[tuple[str, str]]:
        """The questions that people wrote for documents in catalogue.toml, as (path, question)."""
        rows = self._rows("SELECT path, entry FROM documents WHERE entry != '' ORDER BY path")
        return questions_in(rows)

    def words(self) -> dict[str, int]:
        """Every word of the corpus, with how many passages have it."""
        return dict(self._rows("SELECT word, passages FROM words"))

    def vocabulary(self) -> Vocabulary:
        """The words of all passages, with how many passages have each."""
        stems = dict(self._rows("SELECT stem, max(passages) FROM words GROUP BY stem"))
        return Vocabulary(self.words(), self.counts().passages, stems)

    def acronyms(self) -> dict[str, str]:
        """What the acronyms that the documents define stand for: what most of them say."""
        rows = self._rows("SELECT short, long, times FROM meanings")
        return most_frequent({(short, long): times for short, long, times in rows})

    def numbered(self) -> list[tuple[int, str, int]]:
        """Each document as (number, path, id), by number."""
        return self._rows("SELECT number, path, id FROM documents ORDER BY number")

    def counts_by_number(self, what: Kept) -> dict[int, int]:
        """How many passages or statements each document has, by its number, in order."""
        return dict(self._rows(f"SELECT number, {what} FROM documents ORDER BY number"))  # noqa: S608

    def spans(self, path: str, what: Kept) -> list[tuple[int, int, int]]:
        """The passages or statements of a document as (id, start, end), by place."""
        rows = self._rows("SELECT number, id FROM documents WHERE path = ?", path)
        if not rows:
            return []
        number, document = rows[0]
        low = document << PLACES
        return self._rows(
            f"SELECT ? + id, start, end FROM {what} WHERE id BETWEEN ? AND ? ORDER BY id",  # noqa: S608
            (number - document) << PLACES, low, low + (1 << PLACES) - 1,
        )  # fmt: skip

    def place(self, what: Kept, document: int, place: int) -> tuple[int, int] | None:
        """Where a passage or statement stands, by its document's id and its place there."""
        rows = self._rows(
            f"SELECT start, end FROM {what} WHERE id = ?",  # noqa: S608
            document << PLACES | place,
        )
        return rows[0] if rows else None

    def place_at(self, what: Kept, document: int, start: int, end: int) -> int | None:
        """The place of a passage or statement in its document, by where it stands."""
        low = document << PLACES
        rows = self._rows(
            f"SELECT id FROM {what} WHERE id BETWEEN ? AND ? AND start = ? AND end = ?",  # noqa: S608
            low, low + (1 << PLACES) - 1, start, end,
        )  # fmt: skip
        return rows[0][0] - low if rows else None

    def placed(self, path: str, what: Kept) -> list[Placed]:
        """The passages or statements of a document, by place, each with its id, key and vector."""
        rows = self._rows("SELECT number, record FROM documents WHERE path = ?", path)
        if not rows:
            return []
        number, name = rows[0]
        record = self.record(name)
        places, vectors = record.places(), record.vectors()
        count, every = places.passages, len(places.keys)
        chosen = range(count) if what == "passages" else range(count, every)
        return [
            Placed(
                number << PLACES | place,
                int(places.spans[at, 0]),
                int(places.spans[at, 1]),
                places.keys[at].hex(),
                vectors[at].tobytes(),
            )
            for place, at in enumerate(chosen)
        ]

    def vectors_of(self, path: str, what: Kept) -> Vectors:
        """The vectors of a document's passages or statements, shape (so many, dimensions)."""
        rows = self._rows("SELECT record, passages FROM documents WHERE path = ?", path)
        name, count = rows[0]
        vectors = self.record(name).vectors()
        return vectors[:count] if what == "passages" else vectors[count:]

    def known_vectors(self, keys: Collection[str]) -> dict[str, bytes]:
        """The vectors that are kept for some keys; a record that is damaged gives none."""
        wanted = {self.short(key): key for key in keys}
        by_record: dict[str, list[str]] = {}
        numbers = list(wanted)
        for at in range(0, len(numbers), _AT_ONCE):
            some = numbers[at : at + _AT_ONCE]
            for number, record in self._rows(
                "SELECT key, record FROM keys JOIN documents ON documents.id = keys.document "
                f"WHERE key IN ({','.join('?' * len(some))})",  # noqa: S608
                *some,
            ):
                by_record.setdefault(record, []).append(wanted[number])
        found: dict[str, bytes] = {}
        for name, those in by_record.items():
            vectors = self._vectors_of(name)
            found |= {key: vectors[key] for key in those if key in vectors}
        return found

    @staticmethod
    def short(key: str) -> int:
        """As much of a key as SQLite keeps in an integer; the record has all of it."""
        return int(key[:15], 16)

    def _read_vectors(self, name: str) -> Mapping[str, bytes]:
        try:
            record = self.record(name)
            pairs = zip(record.places().keys, record.vectors(), strict=True)
            return {key.hex(): vector.tobytes() for key, vector in pairs}
        except DamagedIndex:
            return {}

    def figures(self, path: str, start: int = 0, end: int | None = None) -> list[Figure]:
        """The figures of a document, in order, or those whose words stand within `start:end`."""
        return [
            figure_of(row)
            for row in self._rows(
                # Both bounds are on `key_start`, which is indexed.
                f"SELECT {COLUMNS} FROM figures "  # noqa: S608
                "WHERE document = (SELECT id FROM documents WHERE path = ?) "
                "AND key_start BETWEEN ? AND ? AND key_end <= ? ORDER BY key_start, key_end",
                path,
                start,
                *(end if end is not None else 1 << 62,) * 2,
            )
        ]

    def figures_of_value(
        self, low: float, high: float, only: Collection[str] | None = None
    ) -> list[tuple[str, Figure]]:
        """The figures with a value from `low` to `high`, or a range that begins or ends there."""
        rows = self._rows(
            f"SELECT path, {COLUMNS} FROM figures JOIN documents ON documents.id = document "  # noqa: S608
            "WHERE value BETWEEN ? AND ? OR high BETWEEN ? AND ? ORDER BY path, key_start",
            *(low, high) * 2,
        )
        return [(row[0], figure_of(row[1:])) for row in rows if only is None or row[0] in only]

    def units(self) -> dict[str, int]:
        """The units of all figures, with how many have each, the most frequent first."""
        return dict(
            self._rows("SELECT unit, count(*) FROM figures GROUP BY unit ORDER BY 2 DESC, unit")
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


class OpenCatalogue(Catalogue):
    """The documents of one version: see `version.Catalogue`."""

    manifest: Manifest

    @classmethod
    def of(cls, path: Path, manifest: Manifest, lease: object) -> Self:
        """Open the catalogue of a version, of which `lease` is let go with it.

        Raises:
            DamagedIndex: the file is not a catalogue.
        """
        catalogue = cls.load(path, held=lease)
        catalogue.manifest = manifest
        return catalogue
