"""One SQLite file with what people asked and kept. It cannot be made again, so not in index/.

Every call opens the file for itself: sessions are threads, and the calls are short.
"""

from __future__ import annotations

import errno
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from assistant.errors import RecordsError

_FORMAT = 2
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
CREATE INDEX turns_unanswered ON turns (asked) WHERE answered = 0;
CREATE TABLE papers (
    owner TEXT PRIMARY KEY, updated TEXT NOT NULL, paper TEXT NOT NULL
);
CREATE TABLE feedback (
    turn TEXT PRIMARY KEY, given TEXT NOT NULL, useful INTEGER NOT NULL, feedback TEXT NOT NULL
);
"""
_SINCE_2 = "CREATE TABLE standing (question TEXT PRIMARY KEY, added TEXT NOT NULL)"
_PATIENCE = 10.0
"""Seconds to wait while another session writes."""

_FULL = (errno.ENOSPC, errno.EDQUOT)
_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_BROKEN = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)

T = TypeVar("T")


class Database:
    """The file, made when something is first kept in it.

    Raises (every method):
        RecordsError: the file cannot be read or written, or is not one of this program's.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / "records.sqlite"

    @contextmanager
    def changing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all changes within it take effect, or none."""
        with self._translated():
            # What people asked is nobody else's to read on a machine that several use.
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.path.touch(mode=0o600)
            with self._transaction("BEGIN IMMEDIATE") as connection:
                _bring_up_to_date(connection, self._format(connection))
                yield connection

    def rows(self, statement: str, *values: object, since: int = 1) -> list[tuple[Any, ...]]:
        """What a query finds; nothing where nothing has been kept yet.

        `since` is the format that brought the tables of the query: reading changes no file.
        """
        with self._translated():
            # Reading takes no turn among those who write, and needs no right to write.
            if not self.path.exists():
                return []
            with self._transaction("BEGIN") as connection:
                if self._format(connection) < since:
                    return []
                return connection.execute(statement, values).fetchall()

    def forget(self, before: datetime) -> None:
        """Drop what was last changed before a moment."""
        moment = before.astimezone(UTC).isoformat(timespec="seconds")
        with self._translated():
            if not self.path.exists():
                return
        with self.changing() as connection:
            connection.execute("DELETE FROM chats WHERE updated < ?", (moment,))
            connection.execute("DELETE FROM papers WHERE updated < ?", (moment,))
            connection.execute("DELETE FROM feedback WHERE given < ?", (moment,))

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[sqlite3.Connection]:
        connection = sqlite3.connect(self.path, timeout=_PATIENCE)
        try:
            connection.execute("PRAGMA foreign_keys = ON")
            # What somebody deletes is overwritten, not only left out.
            connection.execute("PRAGMA secure_delete = ON").fetchall()
            with connection:
                connection.execute(begin)
                yield connection
        finally:
            connection.close()

    def _format(self, connection: sqlite3.Connection) -> int:
        """Which version of the tables the file has; 0 for none."""
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        if not 0 <= version <= _FORMAT or bool(version) != bool(tables):
            raise RecordsError(
                f"{self.path} was written by another version of the program. Use that version, or "
                "move the file away to begin with a new one."
            )
        return int(version)

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError, UnicodeEncodeError) as error:
            raise RecordsError(self._sentence(error)) from error

    def _sentence(self, error: Exception) -> str:
        """What went wrong and how to mend it, in no words of the database's own."""
        # The lower byte of SQLite's code is the fault, the rest is where it came up.
        fault = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if fault == sqlite3.SQLITE_FULL or getattr(error, "errno", None) in _FULL:
            return (
                "What people ask and keep cannot be stored, because the disk is full. "
                f"Make space for {self.path.parent}."
            )
        if fault in _BUSY:
            return "What people ask and keep is being changed by somebody else. Try again."
        if fault in _BROKEN:
            return (
                f"{self.path} is damaged or is no file of this program. Move it away to begin with "
                "a new one."
            )
        return (
            f"What people ask and keep cannot be read or written: {self.path}. Check the "
            "permissions of its folder, or move the file away to begin with a new one."
        )


def _bring_up_to_date(connection: sqlite3.Connection, version: int) -> None:
    """Make the tables that are not there yet; what has been kept stays as it is."""
    if version < 1:
        for statement in _SCHEMA.split(";"):
            connection.execute(statement)
    if version < 2:
        connection.execute(_SINCE_2)
        connection.execute(f"PRAGMA user_version = {_FORMAT}")


def new_id() -> str:
    """An id that cannot be guessed: whoever has it was given it."""
    return secrets.token_hex(16)


def now() -> str:
    """The time, as it is kept: ISO, in UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def days_ago(days: int) -> datetime:
    """The moment so many days before now."""
    return datetime.now(UTC) - timedelta(days=days)


def packed(value: object) -> str:
    """A value as JSON. Lone surrogates, which no UTF-8 has, become question marks."""
    try:
        return msgspec.json.encode(value, order="deterministic").decode()
    except UnicodeEncodeError:
        return packed(_writable(msgspec.to_builtins(value)))


def unpacked(text: str, kind: type[T]) -> T:
    """A value from JSON. Raises RecordsError where it is not of its kind."""
    try:
        return msgspec.json.decode(text, type=kind)
    except msgspec.MsgspecError as error:
        raise RecordsError(
            "Something that was kept was written by another version of the program "
            "and cannot be read."
        ) from error


def _writable(value: Any) -> Any:  # noqa: ANN401 - JSON is anything
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, dict):
        return {_writable(name): _writable(each) for name, each in value.items()}
    return [_writable(each) for each in value] if isinstance(value, list | tuple) else value
