"""Connections to the database: kept for the next question, made anew when a server goes."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any, Protocol, TypeVar

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from assistant.errors import OnlyStandbys
from assistant.index.postgres.problems import (
    Late,
    has_only_standbys,
    passes,
    problem,
    where,
)

Connection = psycopg.Connection[tuple[Any, ...]]
Row = tuple[Any, ...]
Result = TypeVar("Result")
Ask = Callable[[str, Mapping[str, object]], list[Row]]
"""Asks for rows, which come in any order: a statement and its values."""


class AskOf(Protocol):
    """An `Ask` that also takes settings (`SET LOCAL ...`) for its statement alone."""

    def __call__(
        self, statement: str, values: Mapping[str, object], settings: str = ""
    ) -> list[Row]:
        """Ask for rows."""


PATIENCE = 6.0
"""So many seconds a question goes on to ask when a server goes: a promotion takes a few."""
_PAUSE = 0.1
_MOST = 8
"""So many connections at once: more questions than processors do not go faster."""
_LIFE = 300.0
"""So many seconds a connection is used: a standby that comes back gets its share again."""
_DEFAULTS = {
    "connect_timeout": 3,
    "application_name": "nhs-assistant",
    # A server that has vanished without a word is noticed in seconds.
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 8000,
}
LIMIT = 30.0
"""So many seconds one statement may take, and may wait for a connection to be free."""
_BRIEF = 5.0
"""So many where the caller has no patience: it only looks whether there is something new."""


class Missing(Exception):
    """The version that is asked is not, or no longer, on the server that was asked."""


class Database:
    """One database, perhaps of several servers: reads go to standbys, writes to the primary."""

    def __init__(self, dsn: str) -> None:
        """Connect to nothing yet. Raises SettingsError where `dsn` is no address."""
        self.place = where(dsn)
        given = conninfo_to_dict(dsn)
        common: dict[str, Any] = {
            **_DEFAULTS,
            **{name: value for name, value in given.items() if value},
        }
        several = "," in str(given.get("host", ""))
        reads = {"target_session_attrs": "prefer-standby", "load_balance_hosts": "random"}
        wanted = given.get("target_session_attrs", "")
        if not several or wanted not in ("", "any", "read-write", "primary"):
            reads = {}  # who names the kind of server for reads means it
        self._reads = _Pool(make_conninfo("", **{**common, **reads}))
        self._primary = make_conninfo("", **{**common, "target_session_attrs": "read-write"})
        self._writes = _Pool(self._primary)

    def rows(
        self,
        statement: str,
        values: Mapping[str, object],
        *,
        patience: float | None = None,
        settings: str = "",
    ) -> list[Row]:
        """The rows of any server.

        `settings` (`SET LOCAL ...`) hold for this statement alone.

        Raises:
            StoreAway: none answers within a few seconds.
            IndexProblem: it does not answer as it should.
        """
        return self._asked(
            self._reads, lambda connection: _rows(connection, statement, values, settings), patience
        )

    def primary_rows(
        self,
        statement: str,
        values: Mapping[str, object],
        *,
        patience: float | None = None,
        settings: str = "",
        for_reading: bool = False,
    ) -> list[Row]:
        """The rows of the primary; `for_reading` no promotion is waited for.

        Raises what `rows` does, and OnlyStandbys where there is no primary.
        """
        return self._asked(
            self._writes,
            lambda connection: _rows(connection, statement, values, settings),
            patience,
            for_reading,
        )

    def rows_of(
        self, version: str, statement: str, values: Mapping[str, object], settings: str = ""
    ) -> list[Row]:
        """The rows of a server that has a version, both seen at one moment.

        They come in any order: who needs one sorts them. A standby that lags behind, or a primary
        without what the one before it had, does not answer half: then the primary is asked.

        Raises:
            Missing: the version is not there.
            IndexProblem: what `rows` raises.
        """
        # One statement sees one moment: the version and its rows are there, or are not, together.
        checked = (
            "SELECT asked.* FROM (SELECT 1 AS there FROM nhs_assistant.versions "
            "WHERE name = %(of_version)s) AS version "
            f"LEFT JOIN (SELECT true AS found, inner_rows.* FROM ({statement}) AS inner_rows) "
            "AS asked ON true"
        )
        values = {**values, "of_version": version}
        rows = self.rows(checked, values, settings=settings)
        if not rows:
            with suppress(OnlyStandbys):  # and this one does not have it
                rows = self.primary_rows(checked, values, settings=settings, for_reading=True)
        if not rows:
            raise Missing(version)
        return [row[1:] for row in rows if row[0]]

    def connect_to_primary(self) -> Connection:
        """A connection of the caller's own, for writing, not in autocommit.

        Raises:
            IndexProblem: the primary does not let in.
        """
        return self._asked(None, lambda connection: connection)

    def close(self) -> None:
        """Close what nobody uses."""
        self._reads.clear()
        self._writes.clear()

    def _asked(
        self,
        pool: _Pool | None,
        ask: Callable[[Connection], Result],
        patience: float | None = None,
        for_reading: bool = False,
    ) -> Result:
        until = time.monotonic() + (PATIENCE if patience is None else patience)
        limit = LIMIT if patience is None else min(_BRIEF, LIMIT)
        while True:
            used = pool is not None and pool.has_used()
            try:
                if pool is None:
                    return ask(psycopg.connect(self._primary))
                with pool.connection(limit) as connection:
                    return ask(connection)
            except psycopg.Error as error:
                late = time.monotonic() >= until or (for_reading and has_only_standbys(error))
                if not passes(error) or (late and not used):
                    raise problem(error, self.place) from error
                if not used:  # a server that was started again is there at once
                    time.sleep(_PAUSE)


class _Pool:
    """A few connections. They are made by those who need them, so that what is wrong is told.

    psycopg_pool makes them in threads of its own, which wait longer with each failure, and tells
    only that none could be had in time: after a promotion questions would wait for nothing.
    """

    def __init__(self, conninfo: str) -> None:
        self._conninfo = conninfo
        self._idle: list[tuple[float, Connection]] = []
        self._lock = threading.Lock()
        self._free = threading.BoundedSemaphore(_MOST)

    @contextmanager
    def connection(self, limit: float) -> Iterator[Connection]:
        """One connection, in autocommit; after an error of it none of the others is trusted.

        Raises:
            psycopg.Error: none can be had, or what is asked is not done, within `limit` seconds.
        """
        if not self._free.acquire(timeout=limit):
            raise Late("all connections are in use")
        try:
            made, connection = self._take()
            try:
                with _ended_after(connection, limit):
                    yield connection
            except BaseException as error:
                connection.close()
                if isinstance(error, psycopg.Error) and (passes(error) or isinstance(error, Late)):
                    self.clear()
                raise
            with self._lock:
                self._idle.append((made, connection))
        finally:
            self._free.release()

    def has_used(self) -> bool:
        """Whether the next connection may be one that was made before, to a server now gone."""
        return bool(self._idle)

    def clear(self) -> None:
        """Close those that nobody uses."""
        with self._lock:
            idle, self._idle = self._idle, []
        for _, connection in idle:
            connection.close()

    def _take(self) -> tuple[float, Connection]:
        oldest = time.monotonic() - _LIFE
        while True:
            with self._lock:
                if not self._idle:
                    break
                made, connection = self._idle.pop()
            if made > oldest and not connection.broken:
                return made, connection
            connection.close()
        connection = psycopg.connect(self._conninfo, autocommit=True)
        try:
            # Told to the server too, so that it does not go on with what nobody waits for.
            connection.execute(f"SET statement_timeout = {round(LIMIT * 1000)}".encode())
        except BaseException:
            connection.close()
            raise
        return time.monotonic(), connection


@contextmanager
def _ended_after(connection: Connection, seconds: float) -> Iterator[None]:
    """Break a connection that does not answer in time.

    The server's own limits are of no help where its process hangs, and the network's none where its
    system still answers: the socket is shut, and whoever waits at it is told.

    Raises:
        Late: it was broken.
    """
    over = threading.Event()
    # Its own number for the socket: the connection's may be another file's when the time comes.
    with socket.socket(fileno=os.dup(connection.fileno())) as line:

        def end() -> None:
            over.set()
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)

        clock = threading.Timer(seconds, end)
        clock.daemon = True
        clock.start()
        try:
            yield
        except psycopg.Error as error:
            if over.is_set():
                raise Late("no answer in time") from error
            raise
        finally:
            clock.cancel()


def _rows(
    connection: Connection, statement: str, values: Mapping[str, object], settings: str = ""
) -> list[Row]:
    if not settings:
        return connection.execute(statement.encode(), values, binary=True).fetchall()
    with connection.transaction():
        connection.execute(settings.encode())
        return connection.execute(statement.encode(), values, binary=True).fetchall()
