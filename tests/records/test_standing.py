"""The list of standing questions, and the file of records that had none yet."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from assistant.errors import QuestionError, StandingError
from assistant.records import standing
from assistant.records.chats import Chats
from assistant.records.cited import citations_kept
from assistant.records.database import Database
from assistant.records.feedback import FeedbackBook
from assistant.records.papers import Paper, PaperItem, Papers
from assistant.records.standing import StandingQuestions
from tests.records.making import answer, answered, feedback_on, unanswered

BEDS = "How many beds did the trust close?"
WARD = "What is a virtual ward?"

FORMAT_1 = """
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
PRAGMA user_version = 1;
"""


@pytest.fixture
def questions(database: Database) -> StandingQuestions:
    return StandingQuestions(database)


def test_they_stay_in_order_and_each_is_there_once(questions: StandingQuestions) -> None:
    assert questions.all() == []
    for question in (BEDS, f"  {WARD} ", "how many beds did the trust close"):
        questions.add(question)
    assert questions.all() == [BEDS, WARD]


def test_one_is_removed_however_it_is_written(questions: StandingQuestions) -> None:
    questions.add(BEDS)
    questions.add(WARD)
    questions.remove("how many BEDS did the trust close")
    questions.remove("Something else?")
    assert questions.all() == [WARD]


@pytest.mark.parametrize("question", ["", "  ", "5?", "a " * 600])
def test_what_cannot_be_asked_is_not_kept(questions: StandingQuestions, question: str) -> None:
    with pytest.raises(QuestionError):
        questions.add(question)
    assert questions.all() == []


def test_there_is_a_most(questions: StandingQuestions, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(standing, "MOST", 1)
    questions.add(BEDS)
    with pytest.raises(StandingError, match="Remove one"):
        questions.add(WARD)
    questions.add(BEDS)  # it is there already


def test_lone_surrogates_do_no_harm(questions: StandingQuestions) -> None:
    questions.add("What is \ud800 a ward?")
    assert questions.all() == ["What is ? a ward?"]


class TestAFileOfFormat1:
    @pytest.fixture
    def old(self, database: Database) -> Database:
        """As the program before wrote it, with something in every table."""
        other = Database(database.path.parent / "other")
        Chats(other).add("a", "Ada", answered(id="1"), unanswered(id="2"))
        Papers(other).save("Ada", Paper("Beds", (PaperItem.of(answer(), answer().quotes[0]),)))
        FeedbackBook(other).give(feedback_on(answered(id="1"), comment="Good"))
        database.path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(database.path)
        connection.executescript(FORMAT_1)
        connection.execute("ATTACH ? AS other", (str(other.path),))
        for table in ("chats", "turns", "papers", "feedback"):
            connection.execute(f"INSERT INTO {table} SELECT * FROM other.{table}")  # noqa: S608
        connection.commit()
        connection.close()
        return database

    def contents(self, database: Database) -> list[object]:
        return [
            Chats(database).turns("a"), Chats(database).listing("Ada"),
            Papers(database).load("Ada"), FeedbackBook(database).all(),
        ]  # fmt: skip

    def test_reading_leaves_it_as_it_is(self, old: Database) -> None:
        bytes_before = old.path.read_bytes()
        assert all(self.contents(old))
        assert StandingQuestions(old).all() == []
        assert old.path.read_bytes() == bytes_before

    def test_it_keeps_everything_and_takes_questions(self, old: Database) -> None:
        before = self.contents(old)
        StandingQuestions(old).add(BEDS)
        assert StandingQuestions(old).all() == [BEDS]
        assert self.contents(old) == before
        StandingQuestions(old).add(WARD)  # and again, now that it is brought up to date
        assert StandingQuestions(old).all() == [BEDS, WARD]

    def test_a_change_that_fails_leaves_it_as_it_is(self, old: Database) -> None:
        before = self.contents(old)
        with pytest.raises(ZeroDivisionError), old.changing():
            raise ZeroDivisionError
        connection = sqlite3.connect(old.path)
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)
        connection.close()
        assert self.contents(old) == before


class TestCitationsKept:
    def test_of_chats_and_papers_as_often_as_they_are_kept(self, database: Database) -> None:
        assert list(citations_kept(database)) == []
        chats = Chats(database)
        chats.add("a", "Ada", answered(), unanswered())
        chats.add("b", "Ben", answered())
        Papers(database).save("Ada", Paper("P", (PaperItem.of(answer(), answer().quotes[0]),)))
        one, two = answer().quotes
        assert list(citations_kept(database)) == [one, two, one, two, one]

    def test_more_than_are_read_at_once(
        self, database: Database, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("assistant.records.cited._AT_ONCE", 2)
        Chats(database).add("a", "Ada", *(answered() for _ in range(5)))
        assert len(list(citations_kept(database))) == 10

    def test_what_cannot_be_read_is_left_out(self, database: Database, tmp_path: Path) -> None:
        Chats(database).add("a", "Ada", answered(id="1"), answered(id="2"))
        with database.changing() as connection:
            connection.execute("UPDATE turns SET turn = '{' WHERE id = '1'")
        assert len(list(citations_kept(database))) == 2
