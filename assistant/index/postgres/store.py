"""All versions of an index in one database: `face.Store` over PostgreSQL with pgvector."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TypeVar

from assistant.errors import (
    DamagedIndex,
    IndexLocked,
    IndexProblem,
    NoIndex,
    OnlyStandbys,
    StaleIndex,
    StoreAway,
)
from assistant.index.face import Before, Stamp
from assistant.index.lock import build_lock
from assistant.index.manifest import FORMAT, Manifest
from assistant.index.opened import Index, made_for
from assistant.index.postgres.connections import AskOf, Connection, Row
from assistant.index.postgres.draft import DatabaseDraft
from assistant.index.postgres.known import gone, known_at
from assistant.index.postgres.problems import told, without_pgvector
from assistant.index.postgres.reading import DatabaseCatalogue
from assistant.index.postgres.schema import LIVE, LOCK, SCHEMA, all_tables
from assistant.index.postgres.searches import DatabaseSearches
from assistant.index.rows import Kept
from assistant.index.writing import writing
from assistant.settings import Settings

T = TypeVar("T")

_PGVECTOR = "SELECT extversion FROM pg_extension WHERE extname = 'vector'"


class PostgresStore:
    """The index in a database. Makes no connection before it is asked something."""

    def __init__(
        self, settings: Settings, clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        """Take the address from `settings.store`; the lock and the log stay in `settings.index`.

        `clock` tells the time, with its zone: versions are kept for a while.

        Raises:
            SettingsError: it is no address of PostgreSQL.
        """
        assert settings.store is not None
        self._folder = settings.index
        self._known = known_at(settings.store)
        self._database = self._known.database
        self._clock = clock

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the right to build: that of this folder, and that of the database.

        Raises:
            IndexLocked: another build has it.
            IndexProblem: the database takes no writes.
        """
        with build_lock(self._folder):
            if self._known.writer is not None:
                raise _locked(self._database.place)
            self._known.writer = writer = self._connect_to_write()
            try:
                yield
            finally:
                self._known.writer = None
                writer.close()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Turn what goes wrong while the store is written into a sentence."""
        with writing(self._folder), told(self._database.place):
            yield

    def current(self) -> str | None:
        """The name of the version in use, None before the first build.

        A standby may lag behind: what was once seen is not taken back on its word alone. While the
        database is away, or its primary, it is the version that was seen last.

        Raises:
            IndexProblem: the database cannot be reached, and never was.
        """
        try:
            newest = self._known.look_for_newest()
        except (StoreAway, OnlyStandbys):
            if self._known.newest is None:
                raise
            newest = self._known.newest
        return newest[1] if newest is not None else None

    def stamp(self) -> Stamp:
        """What tells one state of the current version from another."""
        try:
            return (self.current(),)
        except IndexProblem as error:
            return (None, type(error).__name__)

    def versions(self) -> list[str]:
        """The versions that were written to their end, the newest, which is in use, first."""
        return [name for _, name in self._known.versions()]

    def manifest(self) -> Manifest:
        """The manifest of the version in use, looked at but not read.

        Raises:
            NoIndex: nothing has been built yet.
            IndexProblem: no version can be used.
        """
        return self._first_usable(lambda number, name: self._reading(number, name).manifest)[0]

    def open(self, model: str) -> Index:
        """Open the version in use, checked, or the newest before it that can be used.

        Raises:
            NoIndex: nothing has been built yet.
            StaleIndex: it was built with another model or by another version of the program.
            IndexProblem: it is damaged, or the database is away.
        """
        index, instead = self._first_usable(lambda number, name: self._open(number, name, model))
        index.instead = instead
        return index

    def open_version(self, version: str, model: str) -> Index:
        """Open just this version, checked. Raises what `open` does."""
        return self._open(self._known.number(version), version, model)

    def catalogue(self, version: str | None = None) -> DatabaseCatalogue:
        """The documents of a version, by default of the one in use.

        Raises:
            NoIndex: nothing has been built yet.
            IndexProblem: it is not there, or cannot be used.
        """
        if version is not None:
            return self._checked(self._known.number(version), version)
        return self._first_usable(self._checked)[0]

    def check(self, *, every: bool = False) -> tuple[Manifest, str | None]:
        """Compare what is served with what was written: as `open` does, with `every` all of it.

        Returns its manifest, and a sentence where it is not the current version. Raises what
        `open` does.
        """

        def read(number: int, name: str) -> Manifest:
            reading = self._reading(number, name)
            if every:
                reading.check()
            else:
                reading.check_counts()
            return reading.manifest

        return self._first_usable(read)

    def before(self, model: str, reader: int, passage_words: Sequence[int]) -> Before:
        """What a build with this model, reader and these sizes of passages can start from.

        Texts are held against what was written when they are read, and all by `check`.
        """
        base = donor = former = None
        sound = had_documents = False
        for at, (number, name) in enumerate(self._known.versions(primary=True)):
            try:
                reading = self._reading(number, name)
                had_documents = had_documents or reading.manifest.documents > 0
                reading.check_counts()
            except StoreAway:
                raise
            except IndexProblem:
                continue
            manifest = reading.manifest
            former = former or name
            if manifest.model != model:
                continue
            donor = donor or name
            same = manifest.reader == reader
            if base is None and same and tuple(manifest.passage_words) == tuple(passage_words):
                base, sound = name, at == 0
        return Before(base, donor, former, sound, had_documents)

    def sweep(self) -> None:
        """Remove what builds that died have left: nothing, for it was never committed."""

    def begin(self, base: str | None, donor: str | None) -> DatabaseDraft:
        """Begin a version: as `base`, or empty. What builds that died have left was never there.

        Raises:
            IndexLocked: another build is running.
            IndexProblem: the database takes no writes.
        """
        connection = self._known.writer or self._connect_to_write()
        try:
            with told(self._database.place):
                if not _holds_lock(connection):
                    raise _locked(self._database.place)
                self._make_tables(connection)
                versions = _rows(
                    connection,
                    "SELECT number, name FROM nhs_assistant.versions ORDER BY number DESC",
                )
            numbers = {name: number for number, name in versions}
            for wanted in (base, donor):
                if wanted is not None and wanted not in numbers:
                    raise gone(wanted, self._database.place)
            latest = versions[0][0] if versions else 0
            draft = DatabaseDraft(
                connection,
                self._database.place,
                _name_after(versions[0][1] if versions else ""),
                latest + 1,
                numbers[donor] if donor is not None else None,
                self._known.is_published,
                lambda: None if connection is self._known.writer else connection.close(),
                self._clock,
            )
            draft.start_from(numbers[base] if base is not None else None, latest)
        except BaseException:
            connection.close()
            raise
        return draft

    def _connect_to_write(self) -> Connection:
        connection = self._database.connect_to_primary()
        try:
            with told(self._database.place):
                got = _holds_lock(connection)
        except BaseException:
            connection.close()
            raise
        if not got:
            connection.close()
            raise _locked(self._database.place)
        return connection

    def _make_tables(self, connection: Connection) -> None:
        there = _rows(connection, "SELECT to_regclass('nhs_assistant.store')")[0][0]
        if there is None:
            if not _rows(connection, _PGVECTOR):
                connection.execute("CREATE EXTENSION vector")
            self._check_pgvector(_rows(connection, _PGVECTOR))
            connection.execute(all_tables().encode())
            connection.execute("INSERT INTO nhs_assistant.store (schema) VALUES (%s)", (SCHEMA,))
            return
        ((schema,),) = _rows(connection, "SELECT schema FROM nhs_assistant.store")
        if schema != SCHEMA:
            raise _other_schema(schema, self._database.place)
        self._check_pgvector(_rows(connection, _PGVECTOR))

    def _check_pgvector(self, rows: Sequence[Row]) -> None:
        version = str(rows[0][0]) if rows else None
        if version is None or [int(one) for one in re.findall(r"\d+", version)[:2]] < [0, 8]:
            raise without_pgvector(self._database.place, version)

    def _first_usable(self, use: Callable[[int, str], T]) -> tuple[T, str | None]:
        versions = self._known.versions()
        if not versions:
            raise NoIndex(
                f"There is no index in the database at {self._database.place} yet. "
                "Run `nhs-assistant build`."
            )
        problem: IndexProblem | None = None
        for number, name in versions:
            try:
                used = use(number, name)
            except StoreAway:
                raise  # it is no more there for the version before
            except IndexProblem as error:
                problem = problem or error
                continue
            if problem is None:
                return used, None
            return used, f"{problem} Until then answers come from version {name}."
        assert problem is not None
        raise problem

    def _reading(self, number: int, name: str) -> DatabaseCatalogue:
        place = self._database.place
        rows = self._known.ask_of(name)(
            "SELECT versions.manifest, store.schema FROM nhs_assistant.versions, "
            "nhs_assistant.store WHERE versions.name = %(name)s",
            {"name": name},
        )
        packed, schema = rows[0]
        if schema != SCHEMA:
            raise _other_schema(schema, place)
        try:
            manifest = Manifest(**json.loads(packed))
        except (ValueError, TypeError) as error:
            raise DamagedIndex(
                f"The index in the database at {place} is damaged (the manifest of version "
                f"{name}). Run `nhs-assistant build --full`."
            ) from error
        if manifest.format != FORMAT:
            raise StaleIndex(
                f"The index in the database at {place} was built by another version of the "
                "program. Run `nhs-assistant build`."
            )
        return DatabaseCatalogue(self._known.ask_of(name), number, place, manifest)

    def _checked(self, number: int, name: str) -> DatabaseCatalogue:
        reading = self._reading(number, name)
        reading.check_counts()
        return reading

    def _open(self, number: int, name: str, model: str) -> Index:
        reading = self._reading(number, name)
        made_for(reading.manifest, model)
        reading.check_counts()
        ask = self._known.ask_of(name)
        self._check_pgvector(ask(_PGVECTOR, {}))
        documents = ask(
            "SELECT path, document_id, passages, statements FROM nhs_assistant.documents "  # noqa: S608
            f"WHERE {LIVE.format('')}",
            {"number": number},
        )
        documents.sort()  # the database compares paths as Python does, by code point
        kinds: tuple[Kept, ...] = ("passages", "statements")
        searches = [
            DatabaseSearches(
                what,
                ask,
                number,
                [(path, row, counts[at]) for path, row, *counts in documents],
                self._graph(ask, what, reading.manifest.dimensions),
            )
            for at, what in enumerate(kinds)
        ]
        return Index(reading, *searches)

    def _graph(self, ask: AskOf, what: Kept, dimensions: int) -> int | None:
        """The dimensions of the vectors, where there is a graph of them."""
        name = f"nhs_assistant.{what}_near_{dimensions}"
        there = ask("SELECT 1 WHERE to_regclass(%(name)s) IS NOT NULL", {"name": name})
        return dimensions if there else None


def _name_after(newest: str) -> str:
    """The name of a version: the time, and what no other has.

    After a failover that lost a version another may be built with its number; never with its name.
    """
    name = f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}_{secrets.token_hex(3)}"
    return name if name > newest else f"{newest[:80]}a{secrets.token_hex(3)}"


def _locked(place: str) -> IndexLocked:
    return IndexLocked(
        f"Another build of the index in the database at {place} is running. Wait until it is done."
    )


def _other_schema(schema: int, place: str) -> StaleIndex:
    return StaleIndex(
        f"The tables in the database at {place} are of another version of the program (form "
        f"{schema}; this one makes form {SCHEMA}). Name another database in ASSISTANT_STORE, or "
        "have its owner run DROP SCHEMA nhs_assistant CASCADE; then run `nhs-assistant build`."
    )


def _holds_lock(connection: Connection) -> bool:
    """Take the right to build until the transaction ends, if no other build has it.

    A session's lock would stay on a connection that a pooler hands on to somebody else.
    """
    ((got,),) = _rows(connection, "SELECT pg_try_advisory_xact_lock(%(lock)s)", lock=LOCK)
    # Reading may take longer than a server lets a transaction wait, and a graph than a statement.
    connection.execute(
        "SET LOCAL idle_in_transaction_session_timeout = 0; SET LOCAL statement_timeout = 0"
    )
    return bool(got)


def _rows(connection: Connection, statement: str, **values: object) -> list[Row]:
    return connection.execute(statement.encode(), values).fetchall()
