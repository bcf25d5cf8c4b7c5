"""A primary with two standbys: reads from standbys, and what happens when servers go."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from assistant.errors import IndexNotWritten, StoreAway
from tests.cluster.postgres import WHY_NOT, Server, Servers, is_there, servers
from tests.corpora import QUESTIONS, write_corpus

pytestmark = [pytest.mark.cluster, pytest.mark.skipif(not is_there(), reason=WHY_NOT)]

_READERS = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'nhs-assistant'"


@pytest.fixture
def cluster() -> Iterator[tuple[Servers, Server, list[Server]]]:
    from assistant.index.postgres.known import let_go

    with servers() as made:
        primary = made.primary()
        standbys = [made.standby(primary), made.standby(primary)]
        yield made, primary, standbys
        let_go()


def test_a_standby_takes_over_in_the_middle_of_questions(
    cluster: tuple[Servers, Server, list[Server]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from tests.cluster.postgres_filling import EMBEDDER, fill, made_of, said_by, said_of, store_at

    _, primary, standbys = cluster
    store = store_at(_dsn(primary, *standbys), tmp_path)
    made = made_of(write_corpus(tmp_path / "corpus"))
    first = fill(store, made)
    for standby in standbys:
        _wait_for(first, standby)
    index = store.open(EMBEDDER.name)
    expected = said_by(index)
    assert sum(_count(standby) for standby in standbys) > 0  # who asks, asks the standbys
    vectors = EMBEDDER.encode(QUESTIONS)
    asked = _Asking(lambda number: said_of(index, number, vectors[number]), expected)

    with asked:
        asked.wait_for_more()
        primary.stop()  # at once, as a machine that fails
        asked.wait_for_more()  # the standbys go on to answer
        standbys[1].stop()
        standbys[0].promote()
        asked.wait_for_more()

    assert not asked.wrong
    assert all(type(error) is StoreAway for error in asked.errors)
    assert store.current() == first

    second = fill(store, made[1:])  # writes go on, on the new primary
    assert store.current() == second
    paths = [one.path for one in store.open(EMBEDDER.name).listings]
    assert paths == [one.document.path for one in made[1:]]
    assert said_by(index) == expected  # who has the version before open, keeps it


def test_a_standby_that_lags_behind_does_not_answer_half(
    cluster: tuple[Servers, Server, list[Server]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from assistant.index.postgres import connections
    from tests.cluster.postgres_filling import EMBEDDER, fill, made_of, said_by, store_at

    _, primary, standbys = cluster
    store = store_at(_dsn(primary, *standbys), tmp_path)
    made = made_of(write_corpus(tmp_path / "corpus"))
    first = fill(store, made[:1])
    for standby in standbys:
        _wait_for(first, standby)
        standby.sql("SELECT pg_wal_replay_pause()")
    assert store.current() == first
    second = fill(store, made)  # no standby has this one

    index = store.open_version(second, EMBEDDER.name)
    assert len(index.listings) == len(made)
    found = said_by(index)  # the primary answers for them
    behind = store_at(standbys[0].dsn(), tmp_path)
    assert behind.current() == first
    with pytest.raises(StoreAway, match="no longer, in the database"):
        behind.open_version(second, EMBEDDER.name)
    monkeypatch.setattr(connections, "PATIENCE", 0.0)
    with pytest.raises(IndexNotWritten, match="only read-only standbys"):
        fill(behind, made)
    monkeypatch.undo()

    for standby in standbys:
        standby.sql("SELECT pg_wal_replay_resume()")
        _wait_for(second, standby)
    assert said_by(behind.open_version(second, EMBEDDER.name)) == found

    for standby in standbys:
        standby.sql("SELECT pg_wal_replay_pause()")
    third = fill(store, made[:1])
    latest = store.open_version(third, EMBEDDER.name)
    primary.stop()  # and never comes back; no standby has the third
    monkeypatch.setattr(connections, "_PAUSE", "nobody waits for a primary to read")
    assert store.current() == third
    with pytest.raises(StoreAway, match="no longer, in the database"):
        said_by(latest)
    assert said_by(store.open(EMBEDDER.name)) == found
    for standby in standbys:
        standby.sql("SELECT pg_wal_replay_resume()")  # else it takes seconds to end


class _Asking:
    """People who ask all the time; each answer is held against what is right."""

    def __init__(self, ask: Callable[[int], object], expected: Sequence[object]) -> None:
        self._ask = ask
        self._expected = expected
        self._over = threading.Event()
        self._right = threading.Condition()
        self._count = 0
        self.wrong: list[str] = []
        self.errors: list[BaseException] = []
        self._people = [threading.Thread(target=self._go_on) for _ in range(3)]

    def __enter__(self) -> None:
        for person in self._people:
            person.start()

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for person in self._people:
            person.join()

    def wait_for_more(self) -> None:
        """Wait until as many questions as there are have been answered from now on."""
        with self._right:
            until = self._count + len(QUESTIONS)
            assert self._right.wait_for(lambda: self._count >= until, timeout=30)

    def _go_on(self) -> None:
        number = 0
        while not self._over.is_set():
            number = (number + 1) % len(QUESTIONS)
            try:
                right = self._ask(number) == self._expected[number]
            except Exception as error:  # noqa: BLE001 - the test says which may be
                self.errors.append(error)
                continue
            if not right:
                self.wrong.append(QUESTIONS[number])
            with self._right:
                self._count += 1
                self._right.notify_all()


def _dsn(*every: Server) -> str:
    hosts = ",".join(f"127.0.0.1:{server.port}" for server in every)
    return f"postgresql://postgres@{hosts}/postgres"


def _has(server: Server, version: str) -> bool:
    there = "SELECT to_regclass('nhs_assistant.versions') IS NOT NULL"
    return server.sql(there) == [(True,)] and server.sql(
        f"SELECT 1 FROM nhs_assistant.versions WHERE name = '{version}'"  # noqa: S608
    ) == [(1,)]


def _count(server: Server) -> int:
    ((count,),) = server.sql(_READERS)
    assert isinstance(count, int)
    return count


def _wait_for(version: str, server: Server) -> None:
    end = time.monotonic() + 30
    while not _has(server, version):
        assert time.monotonic() < end
        time.sleep(0.02)
