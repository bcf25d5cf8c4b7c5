"""`feedback`, as docs/contract.md promises it."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from assistant.export.cases_table import COLUMNS, cases_csv
from assistant.records.attention import cases_of
from assistant.records.chats import Chats, Turn
from assistant.records.database import Database
from assistant.records.feedback import FeedbackBook
from tests.commands.runs import Command, is_sentence
from tests.records.making import answered, feedback_on, unanswered


@pytest.fixture
def records(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Database:
    """Records in which nothing has been kept yet, which the command is told to use."""
    monkeypatch.setenv("ASSISTANT_RECORDS", str(tmp_path / "records"))
    return Database(tmp_path / "records")


@pytest.fixture
def book(records: Database) -> FeedbackBook:
    """Two questions without an answer that are the same, a good answer and a bad one."""
    chats, book = Chats(records), FeedbackBook(records)
    for day, question in ((1, "Who won the cup?"), (2, "who won the CUP?")):
        chats.add("chat", "owner", unanswered(question, asked=f"2024-06-0{day}T12:00:00+00:00"))
    good, bad = answered("Good?"), answered("Bad\x1b[31m?\nReally?")
    book.give(feedback_on(good, useful=True, given="2024-06-03T12:00:00+00:00"))
    book.give(feedback_on(bad, comment="Of 2019.", given="2024-06-04T12:00:00+00:00"))
    return book


def test_it_says_what_needs_attention(run: Command, book: FeedbackBook) -> None:
    done = run("feedback")
    assert (done.status, done.err) == (0, "")
    assert done.out.splitlines() == [
        "2 questions found no answer. 1 answer found not useful, 1 found useful.",
        "",
        "Found no answer",
        "  who won the CUP?",
        "    2 June 2024, asked 2 times",
        "    shown: Example Trust, Plan 1, 18 July 2024, page 1",
        "    shown: Example Trust, Plan 2, 18 July 2024, page 2",
        "    index: 20240806-1",
        "",
        "Found not useful",
        "  Bad\ufffd[31m? Really?",
        "    4 June 2024",
        "    filters: plans/a.pdf, plan or report, published by Example Trust, "
        "published from 1 January 2024, published to 31 December 2024, "
        "findings and statistics only",
        "    comment: Of 2019.",
        "    shown: Example Trust, Plan 1, 18 July 2024, page 1",
        "    shown: Example Trust, Plan 2, 18 July 2024, page 2",
        "    index: 20240806-1",
    ]


def test_a_problem_says_what_it_was(run: Command, records: Database) -> None:
    Chats(records).add("chat", "owner", Turn("???", problem="The question has no words."))
    assert "    problem: The question has no words." in run("feedback").out.splitlines()


def test_json_is_one_list(run: Command, book: FeedbackBook) -> None:
    done = run("feedback", "--json")
    assert (done.status, done.err) == (0, "")
    assert [(row["what"], row["question"]) for row in done.json] == [
        ("not useful", "Bad\x1b[31m?\nReally?"),
        ("useful", "Good?"),
        ("no answer", "who won the CUP?"),
        ("no answer", "Who won the cup?"),
    ]
    assert set(done.json[0]) == {column.replace(" ", "_") for column in COLUMNS}
    assert "owner" not in done.out and '"chat"' not in done.out


def test_csv_is_that_of_the_page(run: Command, book: FeedbackBook) -> None:
    done = run("feedback", "--csv")
    assert (done.status, done.err) == (0, "")
    assert done.out == cases_csv(cases_of(book))
    rows = list(csv.reader(io.StringIO(done.out.removeprefix("\ufeff"), newline="")))
    assert [row[0] for row in rows[1:]] == ["not useful", "useful", "no answer", "no answer"]


def test_since_a_day(run: Command, book: FeedbackBook) -> None:
    done = run("feedback", "--since", "2024-06-03", "--json")
    assert [row["what"] for row in done.json] == ["not useful", "useful"]


def test_without_records_it_makes_none(run: Command, records: Database) -> None:
    assert run("feedback").out == (
        "0 questions found no answer. 0 answers found not useful, 0 found useful.\n"
    )
    assert run("feedback", "--json").json == []
    assert not records.path.parent.exists()


@pytest.mark.parametrize("day", ["yesterday", "2024-13-01", "", "06/08/2024"])
def test_a_day_that_is_none_is_wrong_usage(run: Command, records: Database, day: str) -> None:
    done = run("feedback", "--since", day)
    assert (done.status, done.out) == (2, "")
    assert done.err == f"“{day}” is not a date such as 2026-08-06.\n"


def test_json_and_csv_at_once_is_wrong_usage(run: Command, records: Database) -> None:
    done = run("feedback", "--json", "--csv")
    assert (done.status, done.out) == (2, "")


def test_records_that_cannot_be_read_are_a_sentence(run: Command, records: Database) -> None:
    records.path.parent.mkdir()
    records.path.write_text("These are the minutes of a meeting. " * 100)
    done = run("feedback", "--json")
    assert (done.status, done.out) == (1, "")
    assert is_sentence(done.err)
