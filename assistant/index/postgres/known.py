"""The databases of this process, and which versions their servers were seen to have."""

from __future__ import annotations

import atexit
import os
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from assistant.errors import IndexProblem, NoIndex, OnlyStandbys, StoreAway
from assistant.index.postgres.connections import AskOf, Connection, Database, Missing, Row

_databases: dict[tuple[int, str], Known] = {}
_databases_lock = threading.Lock()


@dataclass(slots=True)
class Known:
    """A database of this process, and the newest version that it was seen to have."""

    database: Database
    newest: tuple[int, str] | None = None
    writer: Connection | None = None
    """The connection whose transaction holds the right to build, while this process has it."""

    def look_for_newest(self) -> tuple[int, str] | None:
        """The newest version, as (number, name). A standby's word alone takes none back."""
        statement = "SELECT number, name FROM nhs_assistant.versions ORDER BY number DESC LIMIT 1"
        known = self.newest
        try:
            rows = self.database.rows(statement, {}, patience=0.0)
            newest = rows[0] if rows else None
            if known is not None and (newest is None or newest[0] < known[0]):
                rows = self.database.primary_rows(statement, {}, patience=0.0, for_reading=True)
                newest = rows[0] if rows else None
        except NoIndex:
            newest = None
        self.newest = (newest[0], newest[1]) if newest is not None else None
        return self.newest

    def versions(self, *, primary: bool = False) -> list[tuple[int, str]]:
        """The versions as (number, name), the newest first; `primary` is asked before a build."""
        ask = self.database.primary_rows if primary else self.database.rows
        known = self.newest
        statement = "SELECT number, name FROM nhs_assistant.versions ORDER BY number DESC"
        try:
            rows = ask(statement, {})
            if not primary and known is not None and (not rows or rows[0][0] < known[0]):
                with suppress(OnlyStandbys):  # then what this one has is better than nothing
                    rows = self.database.primary_rows(statement, {}, for_reading=True)
        except NoIndex:
            return []
        versions = [(number, name) for number, name in rows]
        if versions and (known is None or primary or versions[0][0] >= known[0]):
            self.newest = versions[0]
        return versions

    def number(self, version: str) -> int:
        """The number of a version. Raises StoreAway where no server has it."""
        with suppress(OnlyStandbys):  # there are standbys only, and none has it
            for primary in (False, True):
                for number, name in self.versions(primary=primary):
                    if name == version:
                        return number
        raise gone(version, self.database.place)

    def is_published(self, version: str) -> bool:
        """Whether the primary has a version."""
        try:
            return any(name == version for _, name in self.versions(primary=True))
        except IndexProblem:
            return False

    def ask_of(self, version: str) -> AskOf:
        """What asks a server that has a version."""
        database = self.database

        def ask(statement: str, values: Mapping[str, object], settings: str = "") -> list[Row]:
            try:
                return database.rows_of(version, statement, values, settings)
            except Missing:
                raise gone(version, database.place) from None

        return ask


def known_at(dsn: str) -> Known:
    """The database of this process at an address: its connections are shared."""
    with _databases_lock:
        key = (os.getpid(), dsn)
        if key not in _databases:
            _databases[key] = Known(Database(dsn))
        return _databases[key]


@atexit.register
def let_go() -> None:
    """Close the connections of this process."""
    with _databases_lock:
        for (process, _), known in _databases.items():
            if process == os.getpid():
                known.database.close()
        _databases.clear()


def gone(version: str, place: str) -> StoreAway:
    """The error for a version that is not, or no longer, there."""
    return StoreAway(
        f"Version {version} of the index is not, or no longer, in the database at {place}: a newer "
        "one has taken its place. Ask again."
    )
