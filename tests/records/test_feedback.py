"""What people found useful: what is kept of it, for how long, and what had no answer."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import datetime

import pytest

from assistant.errors import FeedbackError
from assistant.records.chats import Chats, Turn
from assistant.records.database import Database
from assistant.records.feedback import (
    COMMENT_CHARACTERS,
    Feedback,
    FeedbackBook,
)
from tests.records.making import FILTERS, ODD, answered, feedback_on, unanswered

SUMMER = datetime.fromisoformat("2024-06-01T00:00:00+00:00")


def on(day: int, month: int = 6) -> str:
    return f"2024-{month:02}-{day:02}T12:00:00+00:00"


@pytest.mark.parametrize("turn", [answered(ODD), unanswered(ODD)], ids=["answered", "unanswered"])
@pytest.mark.parametrize("useful", [True, False])
def test_every_field_comes_back(book: FeedbackBook, turn: Turn, useful: bool) -> None:
    feedback = feedback_on(turn, useful=useful, comment=ODD)
    book.give(feedback)
    assert book.of(turn.id) == feedback
    assert book.all() == [feedback]


def test_what_was_not_given_is_nothing(book: FeedbackBook) -> None:
    assert (book.of("gone"), book.all(), book.unanswered()) == (None, [], [])
    book.take_back("gone")
    book.give(feedback_on(answered()))
    assert book.of("gone") is None


def test_given_again_it_replaces(book: FeedbackBook) -> None:
    turn, other = answered(), answered()
    book.give(feedback_on(other))
    book.give(feedback_on(turn, useful=False, comment="Wrong year."))
    book.give(feedback_on(turn, useful=True))
    assert [(each.turn, each.useful, each.comment) for each in book.all()] == [
        (turn.id, True, ""),
        (other.id, False, ""),
    ]


def test_it_can_be_taken_back(book: FeedbackBook) -> None:
    turn, other = answered(), answered()
    book.give(feedback_on(turn))
    book.give(feedback_on(other))
    book.take_back(turn.id)
    assert [each.turn for each in book.all()] == [other.id]


def test_it_stays_when_the_chat_is_deleted(book: FeedbackBook, chats: Chats) -> None:
    turn = answered()
    chats.add("1", "me", turn)
    book.give(feedback_on(turn))
    chats.delete("1", "me")
    kept = book.of(turn.id)
    assert kept is not None
    assert kept.answer == turn.answer
    assert kept.answer is not None and kept.answer.index_version == "20240806-1"
    assert (kept.question, kept.filters) == (turn.question, FILTERS)


def test_it_says_of_nobody_who(book: FeedbackBook, chats: Chats, database: Database) -> None:
    owner, chat = "somebody-in-particular", "their-chat"
    for turn in (answered(), unanswered()):
        chats.add(chat, owner, turn)
        book.give(feedback_on(turn))
    staff = f"{book.all()} {book.unanswered()}"
    assert owner not in staff
    assert chat not in staff
    rows = database.rows("SELECT * FROM feedback")
    assert owner not in str(rows)
    assert {field.name for field in fields(Feedback)} == {
        "turn", "useful", "question", "answer", "comment", "filters", "given",
    }  # fmt: skip


class TestComment:
    def test_it_may_be_as_long_as_is_said(self, book: FeedbackBook) -> None:
        longest = "é" * COMMENT_CHARACTERS
        turn = answered()
        book.give(feedback_on(turn, comment=longest))
        kept = book.of(turn.id)
        assert kept is not None and kept.comment == longest

    def test_longer_is_refused_and_what_was_given_stays(self, book: FeedbackBook) -> None:
        turn = answered()
        before = feedback_on(turn, comment="Before.")
        book.give(before)
        with pytest.raises(FeedbackError) as caught:
            book.give(replace(before, comment="x" * 2_003))
        assert str(caught.value) == (
            "Your comment must be 1,000 characters or fewer. It has 1,003 too many."
        )
        assert book.of(turn.id) == before

    def test_half_a_character_is_a_question_mark(self, book: FeedbackBook) -> None:
        turn = answered()
        book.give(feedback_on(turn, comment="a\ud800b"))
        kept = book.of(turn.id)
        assert kept is not None and kept.comment == "a?b"


class TestSince:
    def test_the_latest_is_first_and_the_moment_is_included(self, book: FeedbackBook) -> None:
        for given in (on(3), on(31, 5), "2024-06-01T00:00:00+00:00", on(2)):
            book.give(feedback_on(answered(), given=given))
        assert [each.given for each in book.all(SUMMER)] == [
            on(3), on(2), "2024-06-01T00:00:00+00:00",
        ]  # fmt: skip
        assert len(book.all()) == 4

    def test_the_moment_may_be_in_another_time_zone(self, book: FeedbackBook) -> None:
        book.give(feedback_on(answered(), given="2024-05-31T23:30:00+00:00"))
        there = datetime.fromisoformat("2024-06-01T00:00:00+01:00")
        assert (len(book.all(there)), len(book.all(SUMMER))) == (1, 0)

    def test_unanswered_turns_too(self, book: FeedbackBook, chats: Chats) -> None:
        for number, asked in enumerate((on(3), on(31, 5), on(2))):
            chats.add(str(number), "me", unanswered(asked=asked))
        assert [turn.asked for turn in book.unanswered(SUMMER)] == [on(3), on(2)]
        assert len(book.unanswered()) == 3


def test_unanswered_are_near_misses_and_problems_of_everybody(
    book: FeedbackBook, chats: Chats
) -> None:
    near = unanswered(asked=on(1))
    problem = Turn("???", problem="The question has no words.", asked=on(2))
    chats.add("1", "me", near)
    chats.add("1", "me", answered(asked=on(3)))
    chats.add("2", "another", problem)
    assert book.unanswered() == [problem, near]


def test_forgetting_takes_what_is_old(book: FeedbackBook, database: Database) -> None:
    old, new = answered(), answered()
    book.give(feedback_on(old, given=on(31, 5)))
    book.give(feedback_on(new, given=on(2)))
    database.forget(SUMMER)
    assert [each.turn for each in book.all()] == [new.id]
