"""“Was this useful?” in each of its states."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from assistant.errors import RecordsError
from assistant.records.chats import Turn
from assistant.records.database import Database
from assistant.records.feedback import Feedback, FeedbackBook
from tests.records.making import FILTERS, ODD, answered, feedback_on, unanswered
from tests.web.reading import words

TURN = answered(ODD, id="turn-1")
OTHER = unanswered(id="turn_2")

Open = Callable[..., AppTest]


class Book(FeedbackBook):
    """Counts how often it is read, and cannot be used when it is told so."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.reads: list[str] = []
        self.fails = False

    def of(self, turn: str) -> Feedback | None:
        self._fail()
        self.reads.append(turn)
        return super().of(turn)

    def give(self, feedback: Feedback) -> None:
        self._fail()
        super().give(feedback)

    def take_back(self, turn: str) -> None:
        self._fail()
        super().take_back(turn)

    def _fail(self) -> None:
        if self.fails:
            raise RecordsError("secret internal detail")


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return Book(Database(tmp_path / "records"))


@pytest.fixture
def opened(book: Book) -> Open:
    """Opens a page of a new session with turns and what is asked under each."""

    # AppTest takes the source of the function alone: names in its annotations would be unknown.
    def page(book, turns):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202
        from assistant.web.ask.feedback import draw_feedback

        for turn in turns:
            draw_feedback(book, turn)

    def open_with(*turns: Turn) -> AppTest:
        return AppTest.from_function(page, args=(book, turns or (TURN,)), default_timeout=20).run()

    return open_with


def choose(app: AppTest, choice: str | None, turn: Turn = TURN) -> AppTest:
    chosen = app.segmented_control(key=f"useful-{turn.id}").set_value(choice).run()
    assert not chosen.exception
    return chosen


def send(app: AppTest, comment: str, turn: Turn = TURN) -> AppTest:
    app.text_area(key=f"comment-{turn.id}").set_value(comment)
    sent = app.button(key=f"send-{turn.id}").click().run()
    assert not sent.exception
    return sent


def said(app: AppTest, turn: Turn = TURN) -> str:
    """What the live region under a turn says."""
    (region,) = [each for each in app.get("bidi_component") if each.key == f"said-{turn.id}"]
    assert 'role="status"' in region.proto.html_content
    say: str = json.loads(region.proto.json)["say"]
    return say


def chosen(app: AppTest, turn: Turn = TURN) -> str | None:
    value = app.segmented_control(key=f"useful-{turn.id}").value
    assert value is None or isinstance(value, str)
    return value


def kept(book: FeedbackBook) -> list[tuple[str, bool, str]]:
    return [(each.turn, each.useful, each.comment) for each in book.all()]


class TestAsking:
    def test_an_answer_is_asked_about_and_nothing_is_said_yet(self, opened: Open) -> None:
        app = opened()
        (choice,) = app.segmented_control
        assert (choice.label, choice.options, choice.value) == (
            "Was this useful?", ["Yes", "No"], None,
        )  # fmt: skip
        assert said(app) == ""
        assert not app.text_area

    def test_so_are_near_misses_but_not_a_problem(self, opened: Open) -> None:
        app = opened(OTHER, Turn("???", problem="The question has no words."))
        assert [each.key for each in app.segmented_control] == ["useful-turn_2"]

    def test_each_turn_has_its_own(self, opened: Open, book: Book) -> None:
        app = choose(opened(TURN, OTHER), "No", OTHER)
        assert (chosen(app), chosen(app, OTHER)) == (None, "No")
        assert (said(app), said(app, OTHER)) == ("", "Thank you.")
        assert kept(book) == [("turn_2", False, "")]

    def test_it_is_read_once_a_session(self, opened: Open, book: Book) -> None:
        app = choose(opened(TURN, OTHER), "Yes")
        send(app, "Good.").run()
        assert book.reads == ["turn-1", "turn_2"]


class TestChoosing:
    @pytest.mark.parametrize(("choice", "useful"), [("Yes", True), ("No", False)])
    def test_a_choice_is_kept_with_all_that_it_is_about(
        self, opened: Open, book: Book, choice: str, useful: bool
    ) -> None:
        app = choose(opened(), choice)
        assert said(app) == "Thank you."
        (feedback,) = book.all()
        assert (feedback.useful, feedback.question, feedback.answer, feedback.filters) == (
            useful, ODD, TURN.answer, FILTERS,
        )  # fmt: skip

    def test_it_can_be_changed_and_the_comment_stays(self, opened: Open, book: Book) -> None:
        app = send(choose(opened(), "No"), "Of 2019.")
        choose(app, "Yes")
        assert kept(book) == [("turn-1", True, "Of 2019.")]
        assert app.text_area[0].value == "Of 2019."

    def test_it_can_be_taken_back(self, opened: Open, book: Book) -> None:
        app = choose(choose(opened(), "No"), None)
        assert kept(book) == []
        assert said(app) == "Your feedback has been taken back."
        assert not app.text_area

    def test_a_reload_shows_what_was_given_and_says_nothing(self, opened: Open, book: Book) -> None:
        book.give(feedback_on(TURN, useful=False, comment=ODD))
        app = opened()
        assert chosen(app) == "No"
        assert app.text_area[0].value == ODD
        assert said(app) == ""

    def test_where_it_cannot_be_kept_a_sentence_says_so(
        self, opened: Open, book: Book, caplog: pytest.LogCaptureFixture
    ) -> None:
        app = choose(opened(), "Yes")
        book.fails = True
        with caplog.at_level(logging.ERROR):
            choose(app, "No")
        assert words(app)[0] == (
            "Your feedback could not be stored, and nothing was changed. Try again later."
        )
        assert "secret internal detail" in caplog.text
        assert (chosen(app), said(app)) == ("Yes", "")
        assert kept(book) == [("turn-1", True, "")]

    def test_then_it_can_be_tried_again(self, opened: Open, book: Book) -> None:
        app = opened()
        book.fails = True
        choose(app, "No")
        assert chosen(app) is None
        book.fails = False
        choose(app, "No")
        assert (chosen(app), said(app)) == ("No", "Thank you.")
        assert not any("could not" in each for each in words(app))

    def test_records_that_cannot_be_read_are_no_news_to_who_only_reads(
        self, opened: Open, book: Book
    ) -> None:
        book.fails = True
        app = opened()
        assert (chosen(app), words(app)) == (None, [])
        assert not app.exception


class TestComment:
    @pytest.mark.parametrize(
        ("choice", "label"),
        [
            ("Yes", "What was useful? (optional)"),
            ("No", "What was missing or wrong? (optional)"),
        ],
    )
    def test_it_is_asked_for_folded_and_without_names(
        self, opened: Open, choice: str, label: str
    ) -> None:
        app = choose(opened(), choice)
        assert [(each.label, each.proto.expanded) for each in app.expander] == [
            ("Tell us more (optional)", False)
        ]
        assert app.text_area[0].label == label
        assert [each.value for each in app.html] == [
            '<p class="hint">Do not write names or anything about a patient.</p>'
        ]

    def test_it_is_kept_as_it_was_written(self, opened: Open, book: Book) -> None:
        app = send(choose(opened(), "No"), f"  {ODD}  ")
        assert kept(book) == [("turn-1", False, ODD)]
        assert said(app) == "Thank you. Your comment has been stored."

    def test_it_can_be_written_again_and_taken_away(self, opened: Open, book: Book) -> None:
        app = send(choose(opened(), "No"), "One.")
        send(app, "Two.")
        assert kept(book) == [("turn-1", False, "Two.")]
        send(app, " ")
        assert kept(book) == [("turn-1", False, "")]
        assert said(app) == "Thank you."

    def test_one_that_is_too_long_stays_in_its_box(self, opened: Open, book: Book) -> None:
        app = send(choose(opened(), "No"), "x" * 1_001)
        assert words(app)[0] == (
            "Your comment must be 1,000 characters or fewer. It has 1 too many."
        )
        assert app.text_area[0].value == "x" * 1_001
        assert (kept(book), said(app)) == ([("turn-1", False, "")], "")
        send(app, "x" * 1_000)
        assert not any("must be" in each for each in words(app))

    def test_one_that_cannot_be_kept_stays_in_its_box(self, opened: Open, book: Book) -> None:
        app = choose(opened(), "No")
        book.fails = True
        send(app, "Of 2019.")
        assert words(app)[0] == (
            "Your comment could not be stored. It is still in the box: try again later."
        )
        assert app.text_area[0].value == "Of 2019."
        book.fails = False
        send(app, app.text_area[0].value)
        assert kept(book) == [("turn-1", False, "Of 2019.")]
