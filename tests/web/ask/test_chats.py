"""Chats survive a reload, are listed, shared and deleted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import streamlit as st
from streamlit.runtime.scriptrunner_utils.exceptions import RerunException
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData
from streamlit.testing.v1 import AppTest

from assistant.records.chats import Chats, Turn
from assistant.records.database import Database
from assistant.web import library
from tests.web.conftest import APP
from tests.web.fake_assistant import (
    BROKEN_QUESTION,
    FOLLOW_UP,
    NASTY_QUESTION,
    NO_ANSWER_QUESTION,
    RATE_QUESTION,
    FakeAssistant,
)
from tests.web.fake_corpus import NASTY, RATE, RATE_WITH_MARK
from tests.web.reading import (
    OpenApp,
    ask,
    blockquotes,
    headings,
    labels,
    pictures,
    press,
    settled,
    words,
)

ME, YOU = "m" * 32, "y" * 32
Visit = Callable[..., AppTest]


@pytest.fixture
def visit(open_app: OpenApp) -> Visit:
    """Opens the app anew, in the browser of somebody, at an address."""
    open_app()

    def visit_as(who: str = ME, **parameters: str | list[str]) -> AppTest:
        app = AppTest.from_file(APP, default_timeout=20)
        app.session_state["visitor"] = who
        for name, value in parameters.items():
            app.query_params[name] = value
        return app.run()

    return visit_as


@pytest.fixture
def chats(folders: tuple[Path, Path]) -> Chats:
    return Chats(Database(folders[0].parent / "records"))


def address(app: AppTest) -> dict[str, list[str]]:
    values = dict(app.query_params)
    return {name: [each] if isinstance(each, str) else each for name, each in values.items()}


def chat_id(app: AppTest) -> str:
    return address(app)["chat"][0]


def a_turn(chats: Chats, app: AppTest, number: int = 0) -> Turn:
    return chats.turns(chat_id(app))[number]


def show_questions(who: str = ME) -> AppTest:
    script = (
        "from assistant.web.ask.questions_page import draw_questions_page\ndraw_questions_page()"
    )
    app = AppTest.from_string(script, default_timeout=20)
    app.session_state["visitor"] = who
    return app.run()


def deletes(app: AppTest) -> list[str]:
    return [label for label in labels(app) if label.startswith("Delete “")]


class TestReload:
    def test_a_reload_brings_the_chat_back(self, visit: Visit) -> None:
        app = ask(ask(visit(), RATE_QUESTION), NO_ANSWER_QUESTION)
        again = visit(chat=chat_id(app))
        assert words(settled(again)) == words(settled(app))
        assert blockquotes(again) == [RATE, NASTY, RATE, NASTY]
        assert pictures(again) == ["Page 1 of Workforce plan *2024* <draft>, with the quote marked"]

    def test_one_can_ask_on_and_the_chat_stays_the_same(
        self, visit: Visit, opened: list[FakeAssistant]
    ) -> None:
        before = chat_id(ask(visit(), RATE_QUESTION))
        app = ask(visit(chat=before), FOLLOW_UP)
        assert opened[0].asked[-1] == (FOLLOW_UP, (RATE_QUESTION,))
        assert chat_id(app) == before
        assert blockquotes(visit(chat=before)) == [RATE, NASTY, RATE_WITH_MARK]

    def test_a_restart_of_the_server_changes_nothing(self, visit: Visit) -> None:
        app = settled(ask(visit(), RATE_QUESTION))
        st.cache_resource.clear()
        library.shared_library().wait(10)
        assert words(settled(visit(chat=chat_id(app)))) == words(app)

    def test_the_address_is_that_of_the_chat_only_when_there_is_one(self, visit: Visit) -> None:
        app = visit()
        assert address(app) == {}
        assert len(chat_id(ask(app, RATE_QUESTION))) == 32

    def test_a_question_that_failed_is_kept_as_well(self, visit: Visit) -> None:
        app = ask(visit(), BROKEN_QUESTION)
        assert words(visit(chat=chat_id(app))) == [
            BROKEN_QUESTION,
            "There is a problem with the service. Try again.",
        ]

    def test_a_new_chat_has_an_address_of_its_own(self, visit: Visit) -> None:
        app = ask(visit(), RATE_QUESTION)
        first = chat_id(app)
        press(app, "Start a new chat")
        assert address(app) == {}
        assert chat_id(ask(app, NASTY_QUESTION)) != first
        assert blockquotes(visit(chat=first)) == [RATE, NASTY]


class TestGone:
    GONE = (
        "This question is no longer kept: it was deleted, or its time ran out. Ask it again below."
    )

    @pytest.mark.parametrize("parameter", ["chat", "answer"])
    @pytest.mark.parametrize("value", ["no-such-id", "", "<script>", "a" * 5000, "'; DROP TABLE--"])
    def test_an_unknown_id_says_so_and_one_can_ask(
        self, visit: Visit, parameter: str, value: str
    ) -> None:
        app = visit(**{parameter: value})
        assert (self.GONE in words(app)) == bool(value)
        ask(app, RATE_QUESTION)
        assert blockquotes(app) == [RATE, NASTY]
        assert self.GONE not in words(app)
        assert "answer" not in address(app)

    def test_what_is_older_than_it_is_kept_for_is_gone(
        self, visit: Visit, chats: Chats, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        old = Turn(RATE_QUESTION, asked="2018-08-06T12:00:00+00:00")
        chats.add("old", "somebody", old)
        st.cache_resource.clear()
        library.shared_library().wait(10)
        assert self.GONE in words(visit(chat="old"))
        assert chats.turn(old.id) is None


class TestShared:
    SHARED = (
        "Somebody shared this question with you. What you ask next is kept in a chat of your own."
    )

    def test_the_link_to_an_answer_opens_just_that_for_somebody_else(
        self, visit: Visit, chats: Chats
    ) -> None:
        app = ask(ask(visit(), RATE_QUESTION), NASTY_QUESTION)
        theirs = visit(YOU, answer=a_turn(chats, app, 1).id)
        assert words(theirs)[0] == self.SHARED
        assert blockquotes(theirs) == [NASTY]
        assert RATE_QUESTION not in words(theirs)

    def test_asking_on_begins_a_chat_of_ones_own(
        self, visit: Visit, chats: Chats, opened: list[FakeAssistant]
    ) -> None:
        app = ask(visit(), RATE_QUESTION)
        theirs = ask(visit(YOU, answer=a_turn(chats, app).id), FOLLOW_UP)
        assert opened[0].asked[-1] == (FOLLOW_UP, (RATE_QUESTION,))
        assert chat_id(theirs) != chat_id(app)
        assert address(theirs).keys() == {"chat"}
        assert blockquotes(visit(YOU, chat=chat_id(theirs))) == [RATE, NASTY, RATE_WITH_MARK]
        assert blockquotes(visit(chat=chat_id(app))) == [RATE, NASTY]

    def test_somebody_elses_chat_is_copied_before_it_is_changed(self, visit: Visit) -> None:
        mine = chat_id(ask(visit(), RATE_QUESTION))
        theirs = visit(YOU, chat=mine)
        assert words(theirs)[0].startswith("Somebody shared this chat with you.")
        ask(theirs, NASTY_QUESTION)
        assert chat_id(theirs) != mine
        assert blockquotes(visit(chat=mine)) == [RATE, NASTY]

    def test_the_address_of_a_shared_answer_stays_until_one_asks(
        self, visit: Visit, chats: Chats
    ) -> None:
        turn = a_turn(chats, ask(visit(), RATE_QUESTION))
        theirs = visit(YOU, answer=turn.id)
        press(theirs, "Next quote")
        assert address(theirs) == {"answer": [turn.id]}


class TestList:
    def test_it_lists_ones_own_chats_the_latest_first(self, visit: Visit) -> None:
        ask(ask(visit(), RATE_QUESTION), FOLLOW_UP)
        ask(visit(), NASTY_QUESTION)
        ask(visit(YOU), NO_ANSWER_QUESTION)
        listed = show_questions()
        said = " ".join(words(listed))
        assert said.index("1 question.") < said.index("2 questions.")
        assert len(deletes(listed)) == 2
        assert deletes(listed)[0].startswith("Delete “")

    def test_a_chat_can_be_deleted(self, visit: Visit) -> None:
        app = ask(visit(), RATE_QUESTION)
        listed = show_questions()
        press(listed, deletes(listed)[0])
        assert "You have not asked anything yet." in words(listed)
        assert TestGone.GONE in words(visit(chat=chat_id(app)))

    def test_deleting_everything_asks_first(self, visit: Visit) -> None:
        for question in (RATE_QUESTION, NASTY_QUESTION):
            ask(visit(), question)
        theirs = chat_id(ask(visit(YOU), RATE_QUESTION))
        listed = press(show_questions(), "Delete all your questions")
        assert "Delete all 2 chats? This cannot be undone." in words(listed)
        press(listed, "Keep them")
        assert len(deletes(listed)) == 2
        press(press(listed, "Delete all your questions"), "Yes, delete all")
        assert "You have not asked anything yet." in words(listed)
        assert blockquotes(visit(YOU, chat=theirs)) == [RATE, NASTY]

    def test_it_says_how_long_they_are_kept(
        self, visit: Visit, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        visit()
        assert "for 90 days after you last asked" in words(show_questions())[0]
        assert headings(show_questions()) == ["Your questions"]


class TestNotKept:
    def test_an_answer_that_cannot_be_kept_is_still_shown(
        self, visit: Visit, folders: tuple[Path, Path]
    ) -> None:
        (folders[0].parent / "records").write_text("a file where the folder should be")
        app = ask(visit(), RATE_QUESTION)
        assert blockquotes(app) == [RATE, NASTY]
        ask(app, NASTY_QUESTION)
        assert words(app)[0].startswith("Your questions cannot be kept at the moment")
        assert str(folders[0].parent) not in " ".join(words(app))

    def test_a_damaged_file_of_records_is_said_and_one_can_ask(
        self, visit: Visit, folders: tuple[Path, Path]
    ) -> None:
        app = ask(visit(), RATE_QUESTION)
        file = folders[0].parent / "records" / "records.sqlite"
        file.write_bytes(b"this is no database" * 500)
        again = visit(chat=chat_id(app))
        assert words(again)[0].startswith("Earlier questions cannot be opened at the moment.")
        assert blockquotes(ask(again, RATE_QUESTION)) == [RATE, NASTY]
        assert words(show_questions())[-1].startswith("Earlier questions cannot be opened")


class TestTwoTabsAndColleagues:
    def test_a_colleague_does_not_judge_for_the_person_who_shared(
        self, visit: Visit, chats: Chats
    ) -> None:
        mine = ask(visit(), RATE_QUESTION)
        shared = a_turn(chats, mine).id
        theirs = ask(visit(YOU, answer=shared), NASTY_QUESTION).run()
        session = theirs.session_state["chat"]
        assert shared not in [turn.id for turn in session.turns]
        assert [turn.id for turn in chats.turns(chat_id(theirs))] == [t.id for t in session.turns]

    def test_a_chat_that_was_deleted_in_another_tab_begins_anew(
        self, visit: Visit, chats: Chats
    ) -> None:
        app = ask(visit(), RATE_QUESTION)
        before = chat_id(app)
        listed = show_questions()
        press(listed, deletes(listed)[0])
        ask(app, NASTY_QUESTION)
        assert chat_id(app) != before
        assert chats.turns(before) == []
        assert [turn.question for turn in chats.turns(chat_id(app))] == [
            RATE_QUESTION,
            NASTY_QUESTION,
        ]

    def test_what_could_not_be_kept_is_kept_with_the_next_question(
        self, visit: Visit, chats: Chats, folders: tuple[Path, Path]
    ) -> None:
        hindrance = folders[0].parent / "records"
        hindrance.write_text("a file where the folder should be")
        app = ask(visit(), RATE_QUESTION)
        assert address(app) == {}
        hindrance.unlink()
        ask(app, NASTY_QUESTION)
        assert [turn.question for turn in chats.turns(chat_id(app))] == [
            RATE_QUESTION,
            NASTY_QUESTION,
        ]
        assert not any(word.startswith("Your questions cannot be kept") for word in words(app))

    def test_a_question_is_not_lost_when_something_is_pressed_meanwhile(
        self, visit: Visit, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        # What Streamlit does to a run that a click makes obsolete: it ends at the next element.
        app = visit()
        real: Callable[..., object] = st.html
        ended: list[bool] = []

        def end_once(*arguments: object, **named: object) -> object:
            if app.session_state["chat"].turns and not ended:
                ended.append(True)
                raise RerunException(RerunData())
            return real(*arguments, **named)

        monkeypatch.setattr(st, "html", end_once)
        ask(app, RATE_QUESTION)
        monkeypatch.undo()
        assert blockquotes(app.run()) == [RATE, NASTY]

    def test_filters_that_were_removed_stay_removed(self, visit: Visit) -> None:
        app = ask(visit(kind="board paper"), RATE_QUESTION)
        press(app, "Remove all filters")
        again = visit(chat=chat_id(app))
        assert not any(word.startswith("Asking ") for word in words(again))
