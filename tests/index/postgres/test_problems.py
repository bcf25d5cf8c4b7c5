"""What goes wrong with a database, and the sentences that tell it."""

from __future__ import annotations

import os
import signal
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assistant.errors import (
    DamagedIndex,
    IndexLocked,
    IndexNotWritten,
    NoIndex,
    SettingsError,
    StaleIndex,
    StoreAway,
)
from assistant.index.postgres import connections
from assistant.index.postgres import draft as draft_module
from assistant.index.rows import Made
from assistant.settings import Settings
from tests.cluster.postgres import Server

psycopg = pytest.importorskip("psycopg")

from assistant.index.postgres.problems import problem, where  # noqa: E402
from assistant.index.postgres.store import PostgresStore  # noqa: E402
from tests.cluster.postgres_filling import (  # noqa: E402
    EMBEDDER,
    FACTS,
    fill,
    put,
    said_by,
    store_at,
)


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody promotes a standby here: what is away stays away."""
    monkeypatch.setattr(connections, "PATIENCE", 0.0)


def test_an_empty_database_has_no_index(database: str, tmp_path: Path) -> None:
    store = store_at(database, tmp_path)
    assert store.current() is None
    assert store.versions() == []
    with pytest.raises(NoIndex, match="no index in the database at 127.0.0.1"):
        store.open(EMBEDDER.name)


def test_a_server_that_is_away_is_told_without_the_password(tmp_path: Path) -> None:
    store = store_at("postgresql://anne:hunter2@127.0.0.1:1/policies", tmp_path)
    with pytest.raises(StoreAway, match="127.0.0.1:1, database policies does not answer") as told:
        store.current()
    assert "hunter2" not in str(told.value) + repr(told.value)
    assert "anne" not in str(told.value)
    assert store.stamp() == (None, "StoreAway")
    with pytest.raises(StoreAway), store.locked():
        pass


@pytest.mark.parametrize(
    "address", ["postgresql://anne:hunter2@a/%zz", "postgresql://anne:hunter2@a/x?nothing=1"]
)
def test_what_is_no_address_is_told_without_it(address: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="no address of PostgreSQL") as told:
        store_at(address, tmp_path)
    assert "hunter2" not in str(told.value)


@pytest.mark.parametrize(
    "rest",
    [
        "s3cr@et99@db.example:5432/nhs",
        "s3/cret99@db.example/nhs",
        "33/cret99@db.example/nhs",
        "33/cret99@db.example:5432/nhs?sslmode=disable",
        "s3cr@et99@db.example,db2.example:5432/nhs",
        "s3cr@@db.example/nhs",
        "pw@db.example:s3cret/nhs",
    ],
)
def test_a_password_that_is_taken_for_a_host_is_not_shown(rest: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="Percent-encode the password") as told:
        store_at(f"postgresql://app:{rest}", tmp_path)
    shown = str(told.value) + repr(told.value)
    assert not [one for one in ("s3", "et99", "cret", "app", "example") if one in shown]


def test_several_hosts_with_one_port_or_each_its_own_are_addresses() -> None:
    assert where("postgresql://app:a%40b@a,b:5433/x") == "a:5432 or b:5433, database x"
    assert where("host=/tmp,b port=5433 dbname=x") == "/tmp:5433 or b:5433, database x"


def test_a_server_that_hangs_is_told_in_time(
    database: str, made: list[Made], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = store_at(database, tmp_path)
    version = fill(store, made)
    index = store.open(EMBEDDER.name)
    said = said_by(index)
    monkeypatch.setattr(connections, "LIMIT", 0.3)
    for ask in (lambda: said_by(index), store.versions):
        ((hung,),) = store._database.rows("SELECT pg_backend_pid()", {})
        os.kill(hung, signal.SIGSTOP)
        try:
            with pytest.raises(StoreAway, match="did not answer in time"):
                ask()
            assert store.current() == version  # on another connection
        finally:
            os.kill(hung, signal.SIGCONT)
    monkeypatch.undo()
    assert said_by(index) == said


def test_the_server_is_told_how_long_a_statement_may_take(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = store_at(database, tmp_path)
    monkeypatch.setattr(connections, "LIMIT", 7.0)
    assert store._database.rows("SHOW statement_timeout", {}) == [("7s",)]


def test_too_many_questions_at_once_are_told(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = store_at(database, tmp_path)
    monkeypatch.setattr(connections, "LIMIT", 0.05)
    with ExitStack() as busy:
        for _ in range(connections._MOST):
            busy.enter_context(store._database._reads.connection(600))
        with pytest.raises(StoreAway, match="did not answer in time"):
            store._database.rows("SELECT 1", {})
    monkeypatch.undo()
    assert store._database.rows("SELECT 1", {}) == [(1,)]


def test_the_right_to_build_ends_with_the_transaction(
    database: str, made: list[Made], tmp_path: Path
) -> None:
    one = store_at(database, tmp_path / "one")
    other = store_at(f"{database}?application_name=other", tmp_path / "other")
    with one.locked():
        assert one._known.writer is not None
        one._known.writer.rollback()  # as a pooler does before it hands a connection on
        version = fill(other, made)
        with other.locked(), pytest.raises(IndexLocked, match="Another build"):
            one.begin(version, version)
    assert one.versions() == [version]


def test_a_pgvector_that_is_too_old_is_told(
    server: Server, database: str, made: list[Made], tmp_path: Path
) -> None:
    store, name = store_at(database, tmp_path), database.rsplit("/", 1)[1]
    fill(store, made)
    for version in ("0.7.4", "0.10.0"):
        server.sql(
            "SET allow_system_table_mods = on; UPDATE pg_extension "  # noqa: S608
            f"SET extversion = '{version}' WHERE extname = 'vector'",
            name,
        )
        if version == "0.10.0":
            store.open(EMBEDDER.name)
            fill(store, made)
            continue
        for ask in (lambda: store.open(EMBEDDER.name), lambda: fill(store, made)):
            with pytest.raises(IndexNotWritten, match="has pgvector 0.7.4; 0.8 or newer"):
                ask()


def test_a_server_that_goes_is_told_and_one_that_comes_back_is_asked(
    server: Server, database: str, made: list[Made], tmp_path: Path
) -> None:
    store = store_at(database, tmp_path)
    version = fill(store, made)
    index = store.open(EMBEDDER.name)
    said = said_by(index)
    server.stop()
    try:
        with pytest.raises(StoreAway, match="does not answer"):
            index.nearest(EMBEDDER.encode(["beds"])[0], 3, None)
        assert store.current() == version  # as it was last seen
        with pytest.raises(StoreAway):
            fill(store, made)
    finally:
        server.start()
    assert said_by(index) == said


def test_a_build_that_loses_its_server_leaves_nothing(
    server: Server, database: str, made: list[Made], tmp_path: Path
) -> None:
    store = store_at(database, tmp_path)
    version = fill(store, made[:1])
    with pytest.raises(StoreAway), store.writing(), store.locked():
        draft = store.begin(version, version)
        put(draft, made[1])
        server.stop()
        server.start()
        put(draft, made[2])
    assert store.versions() == [version]
    assert server.sql("SELECT count(*) FROM nhs_assistant.documents", database.rsplit("/", 1)[1]) \
        == [(1,)]  # fmt: skip
    second = fill(store, made)
    assert store.current() == second


def test_versions_are_kept_while_apps_may_have_them_open(
    database: str, made: list[Made], tmp_path: Path
) -> None:
    times = [datetime(2026, 1, 5, 9, tzinfo=UTC)]
    settings = replace(Settings(index=tmp_path), store=database)
    store = PostgresStore(settings, clock=lambda: times[-1])

    def after(minutes: int) -> str:
        times.append(times[-1] + timedelta(minutes=minutes))
        return fill(store, made)

    versions = [after(0)]
    index = store.open(EMBEDDER.name)
    said = said_by(index)
    versions += [after(1), after(1)]  # two builds in quick succession
    assert said_by(index) == said
    assert store.versions() == versions[::-1]
    versions.append(after(58))
    assert said_by(index) == said  # replaced 59 minutes ago
    versions.append(after(1))
    assert store.versions() == versions[:0:-1]
    with pytest.raises(StoreAway, match="no longer, in the database"):
        said_by(index)
    versions.append(after(600))  # the one before stays, whatever its age
    assert store.versions() == versions[:-3:-1]


def test_a_version_that_was_removed_does_not_answer_half(
    server: Server,
    database: str,
    made: list[Made],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    store = store_at(database, tmp_path)
    first = fill(store, made)
    index = store.open(EMBEDDER.name)
    monkeypatch.setattr(draft_module, "KEPT_FOR", timedelta())
    later = [fill(store, made[:1]), fill(store, made[1:])]
    assert store.versions() == later[::-1]
    for ask in (lambda: said_by(index), lambda: store.open_version(first, EMBEDDER.name)):
        with pytest.raises(StoreAway, match="no longer, in the database"):
            ask()
    there = server.sql("SELECT count(*) FROM nhs_assistant.documents", database.rsplit("/", 1)[1])
    assert there == [(len(made),)]  # of the first version nothing is left


def test_another_model_is_told(database: str, made: list[Made], tmp_path: Path) -> None:
    store = store_at(database, tmp_path)
    fill(store, made)
    with pytest.raises(StaleIndex, match="another model"):
        store.open("another:1")


def test_a_build_with_another_model_uses_nothing_of_the_one_before(
    database: str, made: list[Made], tmp_path: Path
) -> None:
    store = store_at(database, tmp_path)
    fill(store, made)
    before = store.before("another:1", FACTS.reader, FACTS.passage_words)
    assert (before.base, before.donor, before.sound) == (None, None, False)
    assert before.former == store.current()
    with store.locked():
        draft = store.begin(None, None)
        assert draft.listings() == []
        assert draft.known_vectors([key for _, key, _ in made[0].passages]) == {}
        # Vectors of another length beside those of the version before.
        one = made[0]
        shorter = tuple((place, key, vector[:64]) for place, key, vector in one.passages)
        draft.put(Made(one.document, shorter), "", FACTS.built)
        draft.publish(replace(FACTS, model="another:1", dimensions=16))
    index = store.open("another:1")
    found = index.nearest(EMBEDDER.encode(["beds"])[0][:16], 5, None)
    assert len(found) == min(5, len(one.passages))


def test_tables_of_another_form_are_told(
    server: Server, database: str, made: list[Made], tmp_path: Path
) -> None:
    store = store_at(database, tmp_path)
    fill(store, made)
    server.sql("UPDATE nhs_assistant.store SET schema = 77", database.rsplit("/", 1)[1])
    with pytest.raises(StaleIndex, match="form 77"):
        store.open(EMBEDDER.name)
    with pytest.raises(StaleIndex, match="form 77"):
        fill(store, made)


def test_a_user_without_rights_is_told(
    server: Server, database: str, made: list[Made], tmp_path: Path
) -> None:
    name = database.rsplit("/", 1)[1]
    server.sql(f"CREATE USER reader_{name}")
    guest = store_at(server.dsn(name, user=f"reader_{name}"), tmp_path)
    with pytest.raises(IndexNotWritten, match="lacks a right"):
        fill(guest, made)
    version = fill(store_at(database, tmp_path), made)
    with pytest.raises(IndexNotWritten, match="USAGE and SELECT"):
        guest.versions()
    server.sql(f"GRANT USAGE ON SCHEMA nhs_assistant TO reader_{name}", name)
    server.sql(f"GRANT SELECT ON ALL TABLES IN SCHEMA nhs_assistant TO reader_{name}", name)
    assert guest.open(EMBEDDER.name).manifest.version == version
    with pytest.raises(IndexNotWritten, match="lacks a right"):
        fill(guest, made)
    server.sql(f"DROP OWNED BY reader_{name}; DROP USER reader_{name}", name)


def test_two_builds_at_once_are_refused(database: str, made: list[Made], tmp_path: Path) -> None:
    one = store_at(database, tmp_path / "one")
    # Another address of the same is as another process: it shares nothing with the first.
    other = store_at(f"{database}?application_name=other", tmp_path / "other")
    with one.locked():
        with pytest.raises(IndexLocked, match="Another build"), other.locked():
            pass
        with pytest.raises(IndexLocked, match="Another build"):
            other.begin(None, None)
    fill(other, made)


def test_a_text_that_was_changed_behind_its_back_is_noticed(
    server: Server, database: str, made: list[Made], tmp_path: Path
) -> None:
    store, name = store_at(database, tmp_path), database.rsplit("/", 1)[1]
    first = fill(store, made)
    with store.locked():
        draft = store.begin(first, first)
        put(draft, made[0])
        second = draft.publish(FACTS).version
    path = made[0].document.path
    server.sql(
        f"UPDATE nhs_assistant.documents SET text = '\\x00' WHERE path = '{path}' "  # noqa: S608
        "AND until IS NULL",
        name,
    )
    with pytest.raises(DamagedIndex, match=path):
        store.open_version(second, EMBEDDER.name).document(path)
    manifest, instead = store.check(every=True)
    assert manifest.version == first
    assert instead is not None and path in instead and first in instead
    # A build does not read all texts again to see that: it would take longer than the build.
    before = store.before(EMBEDDER.name, FACTS.reader, FACTS.passage_words)
    assert (before.base, before.sound) == (second, True)


def test_rows_that_are_missing_are_noticed(
    server: Server, database: str, made: list[Made], tmp_path: Path
) -> None:
    store = store_at(database, tmp_path)
    fill(store, made)
    name = database.rsplit("/", 1)[1]
    server.sql("DELETE FROM nhs_assistant.passages WHERE passage_id = 0", name)
    with pytest.raises(DamagedIndex, match="should have"):
        store.check(every=True)
    store.open(EMBEDDER.name)  # does not count a million rows
    server.sql("DELETE FROM nhs_assistant.documents WHERE path LIKE '%a%'", name)
    for ask in (lambda: store.open(EMBEDDER.name), store.check, store.catalogue):
        with pytest.raises(DamagedIndex, match="should have"):
            ask()


@pytest.mark.parametrize(
    ("code", "kind", "words"),
    [
        ("53100", IndexNotWritten, "disk of the database at here is full"),
        ("25006", IndexNotWritten, "only read-only standbys"),
        ("42501", IndexNotWritten, "lacks a right"),
        ("XX001", DamagedIndex, "damaged data"),
        ("57P01", StoreAway, "does not answer"),
        ("57014", StoreAway, "did not answer in time"),
        ("22003", StoreAway, "error 22003"),
    ],
)
def test_errors_of_the_server_are_sentences(code: str, kind: type, words: str) -> None:
    told = problem(psycopg.errors.lookup(code)("something"), "here")
    assert isinstance(told, kind)
    assert words in str(told)


def test_a_server_without_pgvector_is_told() -> None:
    error = psycopg.errors.FeatureNotSupported('extension "vector" is not available')
    assert "does not have pgvector" in str(problem(error, "here"))


def test_the_address_comes_from_the_settings(tmp_path: Path) -> None:
    settings = Settings.from_environment({"ASSISTANT_STORE": "postgresql://a/b"}, index=tmp_path)
    assert PostgresStore(settings).stamp()[0] is None
