"""One SQLite file with what people asked and kept. It cannot be made again, so not in index/.

Every call opens the file for itself: sessions are threads, and the calls are short.
"""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import msgspec

from assistant.errors import RecordsError

_FORMAT = 1
_SCHEMA = """
CREATE TABLE chats (
    id TEXT PRIMARY KEY, owner TEXT NOT NULL, updated TEXT NOT NULL
);
CREATE INDEX chats_of_owner ON chats (owner, updated);
CREATE TABLE turns (
    id TEXT PRIMARY KEY, chat TEXT NOT NULL REFERENCES chats ON DELETE CASCADE,
    number INTEGER NOT NULL, asked TEXT NOT NULL, answered INTEGER NOT NULL, turn TEXT NOT NULL,
    UNIQUE (chat, number)
);
CREATE TABLE papers (
    owner TEXT PRIMARY KEY, updated TEXT NOT NULL, paper TEXT NOT NULL
);
CREATE TABLE feedback (
    turn TEXT PRIMARY KEY, given TEXT NOT NULL, useful INTEGER NOT NULL, feedback TEXT NOT NULL
);
"""
_PATIENCE = 10.0
"""Seconds to wait while another session writes."""

T = TypeVar("T")


class Database:
    """The file, made when it is first needed.

    Raises (every method):
        RecordsError: the file cannot be read or written, or is not one of this program's.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / "records.sqlite"

    @contextmanager
    def changing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all changes within it take effect, or none."""
        with self._translated():
            self.path.parent.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(self.path, timeout=_PATIENCE)
            try:
                connection.execute("PRAGMA foreign_keys = ON")
                with connection:
                    connection.execute("BEGIN IMMEDIATE")
                    _prepare(connection, self.path)
                    yield connection
            finally:
                connection.close()

    def rows(self, statement: str, *values: object) -> list[tuple]:  # type: ignore[type-arg]
        """What a query finds; nothing where nothing has been kept yet."""
        if not self.path.is_file():
            return []
        with self.changing() as connection:
            return connection.execute(statement, values).fetchall()

    def forget(self, before: datetime) -> None:
        """Drop what was last changed before a moment."""
        moment = before.astimezone(UTC).isoformat(timespec="seconds")
        if not self.path.is_file():
            return
        with self.changing() as connection:
            connection.execute("DELETE FROM chats WHERE updated < ?", (moment,))
            connection.execute("DELETE FROM papers WHERE updated < ?", (moment,))
            connection.execute("DELETE FROM feedback WHERE given < ?", (moment,))

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError, msgspec.MsgspecError) as error:
            raise RecordsError(
                f"What people asked and kept cannot be read or written: {self.path} "
                f"({error}). Check the folder's permissions and free space, or move the file away "
                "to begin with a new one."
            ) from error


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version == _FORMAT:
        return
    if version or connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        raise RecordsError(
            f"{path} was written by another version of the program. Use that version, or move the "
            "file away to begin with a new one."
        )
    for statement in _SCHEMA.split(";"):
        connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {_FORMAT}")


def new_id() -> str:
    """An id that cannot be guessed: whoever has it was given it."""
    return secrets.token_urlsafe(18)


def now() -> str:
    """The time, as it is kept: ISO, in UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def days_ago(days: int) -> datetime:
    """The moment so many days before now."""
    return datetime.now(UTC) - timedelta(days=days)


def packed(value: object) -> str:
    """A value as JSON."""
    return msgspec.json.encode(value, order="deterministic").decode()


def unpacked(text: str, kind: type[T]) -> T:
    """A value from JSON. Raises RecordsError where it is not of its kind."""
    try:
        return msgspec.json.decode(text, type=kind)
    except msgspec.MsgspecError as error:
        raise RecordsError(
            "Something that was kept was written by another version of the program "
            "and cannot be read."
        ) from error
