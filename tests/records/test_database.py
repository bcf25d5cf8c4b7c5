"""The file of the records: its making, its damage, and what it says when it cannot be used."""

from __future__ import annotations

import re
import sqlite3
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from assistant.errors import RecordsError
from assistant.records import database as module
from assistant.records.database import Database, days_ago, new_id, now, packed, unpacked

PAPER = "INSERT INTO papers VALUES (?,?,?)"
INTERNALS = re.compile(
    r"sqlite3|Traceback|Errno|database (disk|is)|SELECT|INSERT|table|column", re.I
)


def put(database: Database, owner: str, updated: str = "2024-01-01T00:00:00+00:00") -> None:
    with database.changing() as connection:
        connection.execute(PAPER, (owner, updated, "{}"))


def fill(database: Database) -> None:
    """Keep so much that the file has several pages."""
    with database.changing() as connection:
        connection.executemany(PAPER, [(f"{number:04}", now(), "{}") for number in range(500)])


def owners(database: Database) -> list[str]:
    return [owner for (owner,) in database.rows("SELECT owner FROM papers ORDER BY owner")]


def refused(do: Callable[[], object]) -> str:
    """The sentence with which something is refused, in which nothing of the inside stands."""
    with pytest.raises(RecordsError) as caught:
        do()
    sentence = str(caught.value)
    assert sentence.endswith(".")
    assert not INTERNALS.search(sentence), sentence
    return sentence


def patched(monkeypatch: pytest.MonkeyPatch, pragma: str) -> None:
    """Every connection from now on has this pragma."""
    connect = sqlite3.connect

    def connect_with(*arguments: Any, **options: Any) -> sqlite3.Connection:  # noqa: ANN401
        connection: sqlite3.Connection = connect(*arguments, **options)
        connection.execute(pragma).fetchall()
        return connection

    monkeypatch.setattr("sqlite3.connect", connect_with)


class TestMaking:
    def test_reading_makes_nothing(self, database: Database) -> None:
        assert owners(database) == []
        database.forget(days_ago(0))
        assert not database.path.parent.exists()

    def test_the_first_change_makes_it_for_this_user_alone(self, database: Database) -> None:
        put(database, "a")
        assert owners(database) == ["a"]
        assert database.path.parent.stat().st_mode & 0o077 == 0

    def test_a_file_without_anything_in_it_is_begun(self, database: Database) -> None:
        database.path.parent.mkdir(parents=True)
        database.path.touch()
        assert owners(database) == []
        put(database, "a")
        assert owners(database) == ["a"]

    def test_another_object_finds_what_was_kept(self, database: Database) -> None:
        put(database, "a")
        assert owners(Database(database.path.parent)) == ["a"]


class TestChanging:
    def test_all_of_it_takes_effect_or_none(self, database: Database) -> None:
        put(database, "a")
        with pytest.raises(KeyError), database.changing() as connection:
            connection.execute(PAPER, ("b", now(), "{}"))
            raise KeyError
        assert owners(database) == ["a"]

    def test_many_sessions_write_and_read_at_once(self, database: Database) -> None:
        together = threading.Barrier(8)
        failed: list[Exception] = []

        def write(session: int) -> None:
            together.wait()
            try:
                for number in range(10):
                    put(database, f"{session}-{number}")
                    owners(database)
            except RecordsError as error:
                failed.append(error)

        threads = [threading.Thread(target=write, args=(session,)) for session in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert failed == []
        assert len(owners(database)) == 80

    def test_reading_does_not_wait_for_a_writer(self, database: Database) -> None:
        put(database, "a")
        with database.changing() as connection:
            connection.execute(PAPER, ("b", now(), "{}"))
            assert owners(database) == ["a"]

    def test_what_is_deleted_is_not_left_in_the_file(self, database: Database) -> None:
        put(database, "somebody-in-particular")
        assert b"somebody-in-particular" in database.path.read_bytes()
        with database.changing() as connection:
            connection.execute("DELETE FROM papers")
        assert b"somebody-in-particular" not in database.path.read_bytes()


class TestForgetting:
    def test_what_is_older_goes_and_the_rest_stays(self, database: Database) -> None:
        before = datetime(2024, 6, 1, 12, 0, 0, tzinfo=UTC)
        for owner, seconds in (("older", -1), ("same", 0), ("newer", 1)):
            put(database, owner, (before + timedelta(seconds=seconds)).isoformat())
        database.forget(before)
        assert owners(database) == ["newer", "same"]

    def test_the_moment_may_be_in_another_time_zone(self, database: Database) -> None:
        put(database, "a", "2024-06-01T11:30:00+00:00")
        database.forget(datetime.fromisoformat("2024-06-01T12:00:00+01:00"))
        assert owners(database) == ["a"]
        database.forget(datetime.fromisoformat("2024-06-01T12:31:00+01:00"))
        assert owners(database) == []


class TestWhatIsWrong:
    def test_another_version(self, database: Database) -> None:
        put(database, "a")
        with sqlite3.connect(database.path) as connection:
            connection.execute("PRAGMA user_version = 99")
        connection.close()
        for do in (lambda: owners(database), lambda: put(database, "b")):
            assert "another version of the program" in refused(do)

    def test_a_file_of_another_program(self, database: Database) -> None:
        database.path.parent.mkdir(parents=True)
        with sqlite3.connect(database.path) as connection:
            connection.execute("CREATE TABLE invoices (sum INTEGER)")
        connection.close()
        assert "another version of the program" in refused(lambda: put(database, "a"))
        rows = sqlite3.connect(database.path)
        assert rows.execute("SELECT name FROM sqlite_master").fetchall() == [("invoices",)]
        rows.close()

    def test_a_file_of_another_program_with_the_same_number(self, database: Database) -> None:
        database.path.parent.mkdir(parents=True)
        with sqlite3.connect(database.path) as connection:
            connection.execute("PRAGMA user_version = 1")
        connection.close()
        refused(lambda: owners(database))

    @pytest.mark.parametrize("what", ["begin", "middle", "text"])
    def test_a_damaged_file(self, database: Database, what: str) -> None:
        fill(database)
        content = bytearray(database.path.read_bytes())
        if what == "text":
            content = bytearray(b"These are the minutes of a meeting.\n" * 300)
        else:
            start = 0 if what == "begin" else 4096
            content[start : start + 4096] = b"\xff" * 4096
        if what == "middle":
            content[4096:] = b"\xff" * (len(content) - 4096)
        database.path.write_bytes(content)
        assert "damaged" in refused(lambda: owners(database))
        assert "damaged" in refused(lambda: put(database, "a"))

    def test_a_file_that_is_cut_short(self, database: Database) -> None:
        fill(database)
        database.path.write_bytes(database.path.read_bytes()[:5000])
        assert "damaged" in refused(lambda: owners(database))

    def test_a_folder_in_place_of_the_file(self, database: Database) -> None:
        database.path.mkdir(parents=True)
        assert str(database.path) in refused(lambda: owners(database))
        assert str(database.path) in refused(lambda: put(database, "a"))

    def test_a_file_in_place_of_the_folder(self, tmp_path: Path) -> None:
        (tmp_path / "records").write_text("x")
        database = Database(tmp_path / "records")
        assert "permissions" in refused(lambda: put(database, "a"))

    def test_what_cannot_be_written_can_still_be_read(
        self, database: Database, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        put(database, "a")
        # As root, who runs many a container, may write everywhere: refuse it at the connection.
        patched(monkeypatch, "PRAGMA query_only = ON")
        assert owners(database) == ["a"]
        assert "permissions" in refused(lambda: put(database, "b"))

    def test_a_folder_that_may_not_be_written_to(
        self, database: Database, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(*_: object, **__: object) -> None:
            raise PermissionError(13, "Permission denied", str(database.path.parent))

        monkeypatch.setattr(Path, "mkdir", refuse)
        sentence = refused(lambda: put(database, "a"))
        assert "permissions" in sentence
        assert "full" not in sentence

    def test_a_full_disk_keeps_what_was_there(
        self, database: Database, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        put(database, "a")
        with monkeypatch.context() as patch:
            patched(patch, f"PRAGMA max_page_count = {database.path.stat().st_size // 4096}")
            with pytest.raises(RecordsError, match="the disk is full"):
                put(database, "b" * 10_000)
            assert owners(database) == ["a"]
        put(database, "c")
        assert owners(database) == ["a", "c"]

    def test_a_writer_that_does_not_end(
        self, database: Database, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        put(database, "a")
        monkeypatch.setattr(module, "_PATIENCE", 0.05)
        with database.changing():
            assert "Try again" in refused(lambda: put(database, "b"))
        put(database, "b")

    def test_a_value_that_no_file_holds(self, database: Database) -> None:
        put(database, "a")
        refused(lambda: database.rows("SELECT owner FROM papers WHERE owner = ?", "\ud800"))
        refused(lambda: put(database, "\udfff"))
        assert owners(database) == ["a"]


@dataclass(frozen=True)
class Kept:
    text: str
    parts: tuple[tuple[str, ...], ...] = ()
    names: frozenset[str] = frozenset()


class TestPacking:
    @pytest.mark.parametrize(
        "text",
        ["", "\x00\x01\x7f", "\u2028\ufeff\U0001f600", "x" * 100_000],
        ids=["empty", "controls", "rare", "long"],
    )
    def test_every_text_comes_back(self, text: str) -> None:
        kept = Kept(text, ((text, "b"),), frozenset({text}))
        assert unpacked(packed(kept), Kept) == kept

    def test_lone_surrogates_become_question_marks(self) -> None:
        kept = Kept("a\ud800b", (("\udfff", "c"),), frozenset({"\ud83d"}))
        assert unpacked(packed(kept), Kept) == Kept("a?b", (("?", "c"),), frozenset({"?"}))

    def test_the_same_value_is_written_the_same(self) -> None:
        names = [f"{number}" for number in range(50)]
        assert packed(Kept("", names=frozenset(names))) == packed(
            Kept("", names=frozenset(reversed(names)))
        )

    @pytest.mark.parametrize("text", ["", "{", "[]", '{"txt": "a"}', '{"text": 1}'])
    def test_what_is_of_another_kind_is_refused(self, text: str) -> None:
        assert "another version" in refused(lambda: unpacked(text, Kept))


def test_ids_cannot_be_guessed_and_fit_into_an_address() -> None:
    ids = {new_id() for _ in range(1000)}
    assert len(ids) == 1000
    assert all(re.fullmatch(r"[\w-]{20,60}", each, re.ASCII) for each in ids)


def test_times_are_in_utc_and_sort_as_text() -> None:
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", now())
    assert days_ago(1).isoformat(timespec="seconds") < now()
    assert datetime.now(UTC) - days_ago(30) - timedelta(days=30) < timedelta(seconds=5)
