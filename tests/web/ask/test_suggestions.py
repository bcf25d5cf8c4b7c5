"""What could be asked next: found in the background, drawn when it is there."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from assistant.answer.citation import SavedAnswer
from assistant.records.chats import Turn
from assistant.web.ask import suggestions
from assistant.web.ask.suggestions import Finder

ANSWER = SavedAnswer("How many beds?", None, (), 0.9, (), (), "1", "2024-01-01", "2024-01-01")
FOUND = ("What is said about *beds* -- and :smile:?", "What does <b>ICB</b> stand for?")
WAIT = 10.0


class Suggests:
    """Suggests the same always, when it is let; keeps what it was asked for."""

    version = "1"

    def __init__(self, *, waits: bool = False) -> None:
        self.let = threading.Event()
        self.begun = threading.Event()
        self.done = threading.Semaphore(0)
        self.calls: list[tuple[SavedAnswer, tuple[str, ...]]] = []
        self.went_on: list[bool] = []
        self.error: Exception | None = None
        if not waits:
            self.let.set()

    def next_questions(
        self, answer: SavedAnswer, asked: Sequence[str], wanted: Callable[[], bool]
    ) -> tuple[str, ...]:
        self.calls.append((answer, tuple(asked)))
        self.begun.set()
        try:
            assert self.let.wait(WAIT)
            if self.error is not None:
                raise self.error
            self.went_on.append(wanted())
            return FOUND
        finally:
            self.done.release()


def turn(identity: str = "one") -> Turn:
    return Turn("How many beds?", answer=ANSWER, id=identity)


def settled(finder: Finder) -> None:
    """Wait until all that was begun has been done: the thread takes one thing after another."""
    finder._pool.submit(lambda: None).result(WAIT)


@pytest.fixture
def finder() -> Finder:
    return Finder()


def test_they_are_found_in_the_background_once(finder: Finder) -> None:
    assistant: Any = Suggests()
    assert finder.look(assistant, turn(), ["How many beds?"]) is None
    settled(finder)
    assert finder.look(assistant, turn(), ["How many beds?"]) == FOUND
    assert finder.look(assistant, turn(), []) == FOUND
    assert assistant.calls == [(ANSWER, ("How many beds?",))]


def test_another_turn_or_another_index_is_looked_at_anew(finder: Finder) -> None:
    assistant: Any = Suggests()
    finder.look(assistant, turn())
    settled(finder)
    assert finder.look(assistant, turn("two")) is None
    newer: Any = Suggests()
    newer.version = "2"
    assert finder.look(newer, turn()) is None
    settled(finder)
    assert finder.look(newer, turn()) == FOUND


def test_a_turn_without_an_answer_has_none(finder: Finder) -> None:
    assistant: Any = Suggests()
    assert finder.look(assistant, replace(turn(), answer=None, problem="No.")) == ()
    assert assistant.calls == []


def test_an_error_is_logged_and_shows_nothing(
    finder: Finder, caplog: pytest.LogCaptureFixture
) -> None:
    assistant: Any = Suggests()
    assistant.error = RuntimeError("secret")
    finder.look(assistant, turn())
    settled(finder)
    assert finder.look(assistant, turn()) == ()
    assert "Suggestions could not be found" in caplog.text


def test_what_nobody_looks_for_any_more_is_given_up_and_can_begin_anew(
    finder: Finder, monkeypatch: pytest.MonkeyPatch
) -> None:
    assistant: Any = Suggests(waits=True)
    finder.look(assistant, turn())
    assert assistant.begun.wait(WAIT)
    monkeypatch.setattr(suggestions, "_UNSEEN_SECONDS", -1.0)
    assistant.let.set()
    settled(finder)
    assert assistant.went_on == [False]
    monkeypatch.undo()
    assert finder.look(assistant, turn()) is None
    settled(finder)
    assert finder.look(assistant, turn()) == FOUND


def test_it_waits_while_a_person_s_question_is_answered(finder: Finder) -> None:
    assistant: Any = Suggests(waits=True)
    finder.look(assistant, turn())
    assert assistant.begun.wait(WAIT)
    with finder.people_first():
        assistant.let.set()
        assert not assistant.done.acquire(timeout=0.2)
    assert assistant.done.acquire(timeout=WAIT)
    settled(finder)
    assert finder.look(assistant, turn()) == FOUND


def test_where_it_is_not_quiet_there_are_none(
    finder: Finder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(suggestions, "_BUSY_SECONDS", 0.05)
    assistant: Any = Suggests()
    with finder.people_first():
        finder.look(assistant, turn())
        settled(finder)
    assert finder.look(assistant, turn()) == ()
    assert assistant.calls == []


def test_where_many_wait_others_go_without(finder: Finder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(suggestions, "_MOST_WAITING", 1)
    assistant: Any = Suggests(waits=True)
    assert finder.look(assistant, turn()) is None
    assert finder.look(assistant, turn("two")) == ()
    assistant.let.set()
    settled(finder)
    assert finder.look(assistant, turn("three")) is None


def test_what_is_kept_is_bounded(finder: Finder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(suggestions, "_KEPT", 2)
    assistant: Any = Suggests()
    for identity in ("one", "two", "three"):
        finder.look(assistant, turn(identity))
        settled(finder)
    assert finder.look(assistant, turn("three")) == FOUND
    assert finder.look(assistant, turn("one")) is None


# --- the page ------------------------------------------------------------------------------------


@pytest.fixture
def shared(monkeypatch: pytest.MonkeyPatch) -> Iterator[SimpleNamespace]:
    """The assistant and the turn of the page that `_page` draws, and what was chosen on it."""
    st.cache_resource.clear()
    space = SimpleNamespace(assistant=Suggests(), turn=turn(), chosen=[])
    monkeypatch.setattr(suggestions, "under_test", space, raising=False)
    yield space
    st.cache_resource.clear()


def _page() -> None:
    from assistant.web.ask import suggestions

    space = suggestions.under_test  # type: ignore[attr-defined]
    suggestions.draw_suggestions(
        space.assistant, space.turn, ["How many beds?"], space.chosen.append
    )


def _drawn() -> AppTest:
    return AppTest.from_function(_page, default_timeout=20).run()


def test_nothing_is_drawn_until_they_are_found(shared: SimpleNamespace) -> None:
    shared.assistant.let.clear()
    app = _drawn()
    assert not app.button
    assert not app.exception
    shared.assistant.let.set()
    settled(suggestions.shared_finder())
    app.run()
    # What a word joiner of no width keeps apart reads the same.
    labels = [button.label.replace("\\", "").replace("\u2060", "") for button in app.button]
    assert labels == list(FOUND)
    assert "You could also ask" in app.html[0].value


def test_the_question_that_is_chosen_is_told(shared: SimpleNamespace) -> None:
    _drawn()
    settled(suggestions.shared_finder())
    app = _drawn()
    app.button[1].click().run()
    assert shared.chosen == [FOUND[1]]


def test_where_there_are_none_there_is_no_heading(shared: SimpleNamespace) -> None:
    shared.assistant.error = RuntimeError("none")
    _drawn()
    settled(suggestions.shared_finder())
    app = _drawn()
    assert not app.button
    assert not app.get("html")
