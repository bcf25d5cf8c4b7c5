"""Chats: what is kept of a turn, whose it is, and in which order."""

from __future__ import annotations

import threading

import pytest

from assistant.errors import RecordsError
from assistant.records.chats import ChatListing, Chats, Turn
from assistant.records.database import Database
from tests.records.making import FILTERS, ODD, answered, unanswered

ME, ANOTHER = "a" * 64, "b" * 64


def at(second: int) -> str:
    return f"2024-08-06T12:00:{second:02}+00:00"


@pytest.mark.parametrize(
    "turn",
    [
        answered(ODD),
        unanswered(ODD),
        Turn(ODD, problem=ODD, filters=FILTERS, as_typed=True),
        Turn(""),
        Turn("x" * 100_000),
    ],
    ids=["answered", "unanswered", "problem", "empty", "long"],
)
def test_every_field_comes_back(chats: Chats, turn: Turn) -> None:
    chats.add("1", ME, turn)
    assert chats.turns("1") == [turn]
    assert chats.turn(turn.id) == turn
    assert chats.listing(ME) == [ChatListing("1", turn.question, 1, turn.asked)]


def test_a_question_with_half_a_character_is_kept_without_it(chats: Chats) -> None:
    turn = Turn("one \ud83d two")
    chats.add("1", ME, turn)
    assert [kept.question for kept in chats.turns("1")] == ["one ? two"]


def test_turns_come_in_the_order_of_their_asking(chats: Chats) -> None:
    for number in range(12):
        chats.add("1", ME, Turn(str(number), asked=at(0)))
        chats.add("2", ME, Turn(f"other {number}", asked=at(0)))
    assert [turn.question for turn in chats.turns("1")] == [str(number) for number in range(12)]


def test_what_does_not_exist_is_nothing(chats: Chats) -> None:
    for _ in ("before anything is kept", "and after"):
        assert chats.turns("gone") == []
        assert chats.turn("gone") is None
        assert chats.owner("gone") is None
        assert chats.listing("nobody") == []
        chats.delete("gone", ME)
        chats.delete_all("nobody")
        chats.add("1", ME, Turn("q"))


def test_a_turn_is_kept_once(chats: Chats) -> None:
    turn = answered()
    chats.add("1", ME, turn)
    with pytest.raises(RecordsError):
        chats.add("2", ME, turn)
    assert chats.turns("1") == [turn]
    assert chats.owner("2") is None


def test_the_first_to_keep_a_chat_stays_its_owner(chats: Chats) -> None:
    chats.add("1", ME, Turn("mine"))
    chats.add("1", ANOTHER, Turn("theirs"))
    assert chats.owner("1") == ME
    assert chats.listing(ANOTHER) == []


class TestListing:
    def test_the_latest_changed_chat_is_first(self, chats: Chats) -> None:
        chats.add("1", ME, Turn("first of 1", asked=at(1)))
        chats.add("2", ME, Turn("first of 2", asked=at(2)))
        chats.add("1", ME, Turn("second of 1", asked=at(3)))
        assert chats.listing(ME) == [
            ChatListing("1", "first of 1", 2, at(3)),
            ChatListing("2", "first of 2", 1, at(2)),
        ]

    def test_of_the_same_second_the_newest_chat_is_first(self, chats: Chats) -> None:
        for number in range(5):
            chats.add(str(number), ME, Turn("q", asked=at(1)))
        assert [chat.id for chat in chats.listing(ME)] == ["4", "3", "2", "1", "0"]

    def test_it_has_nobody_elses(self, chats: Chats) -> None:
        chats.add("1", ME, Turn("q"))
        chats.add("2", ANOTHER, Turn("q"))
        assert [chat.id for chat in chats.listing(ME)] == ["1"]


class TestDeleting:
    def test_its_turns_go_with_a_chat(self, chats: Chats, database: Database) -> None:
        turn = answered()
        chats.add("1", ME, turn)
        chats.add("2", ME, Turn("stays"))
        chats.delete("1", ME)
        assert (chats.turns("1"), chats.turn(turn.id), chats.owner("1")) == ([], None, None)
        assert database.rows("SELECT count(*) FROM turns") == [(1,)]

    def test_somebody_elses_chat_stays(self, chats: Chats) -> None:
        chats.add("1", ME, Turn("q"))
        chats.delete("1", ANOTHER)
        chats.delete_all(ANOTHER)
        assert [turn.question for turn in chats.turns("1")] == ["q"]

    def test_all_of_somebodys_chats_go(self, chats: Chats) -> None:
        for number in range(3):
            chats.add(str(number), ME, Turn("q"))
        chats.add("3", ANOTHER, Turn("q"))
        chats.delete_all(ME)
        assert chats.listing(ME) == []
        assert [chat.id for chat in chats.listing(ANOTHER)] == ["3"]

    def test_a_chat_that_was_deleted_can_be_gone_on_with(self, chats: Chats) -> None:
        chats.add("1", ME, Turn("before"))
        chats.delete("1", ME)
        chats.add("1", ME, Turn("after"))
        assert [turn.question for turn in chats.turns("1")] == ["after"]
        assert [chat.first_question for chat in chats.listing(ME)] == ["after"]


def test_forgetting_looks_at_the_last_question_of_a_chat(chats: Chats, database: Database) -> None:
    from datetime import datetime

    old = "2024-01-01T00:00:00+00:00"
    chats.add("old", ME, Turn("q", asked=old))
    chats.add("used again", ME, Turn("q", asked=old))
    chats.add("used again", ME, Turn("q", asked=at(0)))
    database.forget(datetime.fromisoformat("2024-02-01T00:00:00+00:00"))
    assert [chat.id for chat in chats.listing(ME)] == ["used again"]
    assert len(chats.turns("used again")) == 2
    assert database.rows("SELECT count(*) FROM turns") == [(2,)]


def test_two_windows_on_the_same_chat_lose_no_turn(chats: Chats) -> None:
    together = threading.Barrier(4)

    def ask(window: int) -> None:
        together.wait()
        for number in range(5):
            chats.add("1", ME, Turn(f"{window}-{number}"))

    threads = [threading.Thread(target=ask, args=(window,)) for window in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    asked = [turn.question for turn in chats.turns("1")]
    assert len(asked) == 20
    for window in range(4):
        own = [question for question in asked if question.startswith(f"{window}-")]
        assert own == [f"{window}-{number}" for number in range(5)]


def test_a_turn_of_another_version_is_a_sentence_and_is_still_listed(
    chats: Chats, database: Database
) -> None:
    turn = Turn("q")
    chats.add("1", ME, turn)
    with database.changing() as connection:
        connection.execute("""UPDATE turns SET turn = '{"question": "q", "answer": 1}'""")
    with pytest.raises(RecordsError, match="another version of the program"):
        chats.turns("1")
    assert [chat.first_question for chat in chats.listing(ME)] == ["q"]
