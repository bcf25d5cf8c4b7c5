"""What the Ask page shows in each of its states."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.web.fake_assistant import (
    BROKEN_QUESTION,
    FOLLOW_UP,
    LINES_QUESTION,
    NASTY_QUESTION,
    NO_ANSWER_QUESTION,
    NOTHING_QUESTION,
    RATE_QUESTION,
    REFUSAL,
    REFUSED_QUESTION,
    UNKNOWN_QUESTION,
    FakeAssistant,
    RememberedAssistant,
)
from tests.web.fake_corpus import NASTY, RATE, RATE_WITH_MARK
from tests.web.reading import OpenApp, ask, blockquotes, words

NO_ANSWER = (
    "I could not find an answer in these documents. Try words the document is likely to use, "
    "or check the list of documents."
)


def pictures(app: AppTest) -> list[str]:
    """What the pictures of pages say of themselves."""
    return [image.alt for element in app.image for image in element.proto.imgs]


def headings(app: AppTest) -> list[str]:
    return [heading.value for heading in (*app.title, *app.header)]


def button(app: AppTest, label: str, position: int = 0) -> AppTest:
    """The page after pressing the nth button that says this."""
    return [each for each in app.button if each.label == label][position].click().run()


class TestEmpty:
    def test_it_says_what_it_does_and_over_how_much(self, open_app: OpenApp) -> None:
        app = open_app()
        assert words(app) == [
            "Ask a question in your own words and get the exact words of the documents that answer "
            "it, with the page they stand on.",
            "5 documents. Last updated on 6 August 2018 at 1:05pm.",
        ]

    def test_each_example_is_a_button_that_asks_it(
        self, open_app: OpenApp, opened: list[FakeAssistant]
    ) -> None:
        app = open_app()
        assert len(app.button) == 3
        app.button[1].click().run()
        assert opened[0].asked == [(NASTY_QUESTION, ())]
        assert blockquotes(app) == [NASTY]

    def test_without_documents_it_says_how_to_add_some(self, open_app: OpenApp) -> None:
        class Emptied(RememberedAssistant):
            with_documents = False

        app = open_app(Emptied)
        assert words(app) == [
            "There are no documents to ask yet. Put PDF, Word, HTML, Markdown or text files in the "
            "corpus folder, then run nhs-assistant build."
        ]
        assert not app.chat_input


class TestAnswer:
    def test_quotes_are_shown_as_they_are_stored(self, open_app: OpenApp) -> None:
        app = ask(open_app(), RATE_QUESTION)
        assert blockquotes(app) == [RATE, NASTY]
        assert words(app)[:2] == [RATE_QUESTION, "2 quotes found"]

    def test_a_quote_of_several_lines_keeps_its_line_ends(
        self, open_app: OpenApp, opened: list[FakeAssistant]
    ) -> None:
        app = ask(open_app(), LINES_QUESTION)
        stored = opened[0].unpaged.text
        assert blockquotes(app) == [stored[stored.index(NASTY) :]]
        assert "\n" in blockquotes(app)[0]

    def test_the_key_words_are_marked(self, open_app: OpenApp) -> None:
        app = ask(open_app(), RATE_QUESTION)
        quote = next(element.value for element in app.html if "<blockquote>" in element.value)
        assert 'rate fell to <mark class="key">8.4%</mark> by March' in quote

    def test_footnote_marks_are_raised(self, open_app: OpenApp) -> None:
        app = ask(ask(open_app(), RATE_QUESTION), FOLLOW_UP)
        everything = "".join(element.value for element in app.html)
        assert '<mark class="key">below 7.5%</mark> <sup>12</sup> by the end' in everything
        assert blockquotes(app)[-1] == RATE_WITH_MARK

    def test_the_citation_is_in_words(self, open_app: OpenApp) -> None:
        app = ask(open_app(), NASTY_QUESTION)
        figure = next(element.value for element in app.html if "<figcaption>" in element.value)
        assert figure.endswith(
            '<figcaption><span class="title">Workforce plan *2024* &lt;draft&gt;</span>'
            "<span>Board paper, Example Trust, 18 July 2024</span>"
            "<span>Page 2 of the file, printed as ii, section 2 Workforce</span>"
            "</figcaption></figure>"
        )

    def test_the_first_quote_is_shown_on_its_page(self, open_app: OpenApp) -> None:
        app = ask(open_app(), RATE_QUESTION)
        assert "Source page" in headings(app)
        assert pictures(app) == ["Page 1 of Workforce plan *2024* <draft>, with the quote marked"]

    def test_a_button_shows_another_quote_at_its_source(self, open_app: OpenApp) -> None:
        app = ask(ask(open_app(), RATE_QUESTION), NASTY_QUESTION)
        assert pictures(app) == ["Page 2 of Workforce plan *2024* <draft>, with the quote marked"]
        button(app, "View passage")
        assert pictures(app) == []
        assert "Source passage" in headings(app)
        passage = next(e.value for e in app.html if 'class="section-text"' in e.value)
        assert '<p class="heading level-1">2 Workforce</p>' in passage
        assert '<mark class="quote">The *board* agreed _two_ things -- &lt;b&gt;not' in passage
        assert "3 Money" not in passage

    def test_the_whole_page_opens_in_a_dialog(self, open_app: OpenApp) -> None:
        app = button(ask(open_app(), RATE_QUESTION), "Show the whole page")
        dialog = app.get("dialog")
        assert [each.proto.dialog.title for each in dialog] == ["Whole page"]
        assert len(pictures(app)) == 2

    def test_a_page_of_a_changed_file_is_not_shown(
        self, open_app: OpenApp, opened: list[FakeAssistant], folders: tuple[Path, Path]
    ) -> None:
        app = open_app()
        file = folders[0] / opened[0].paged.path
        file.write_bytes(b"another edition")
        ask(app, RATE_QUESTION)
        assert pictures(app) == []
        assert words(app)[-1] == (
            f"The file {file.name} has changed since the index was built; "
            "run nhs-assistant build to see its pages."
        )
        assert blockquotes(app) == [RATE, NASTY]


class TestFollowUp:
    def test_it_is_asked_with_the_questions_before_it(
        self, open_app: OpenApp, opened: list[FakeAssistant]
    ) -> None:
        app = ask(ask(open_app(), RATE_QUESTION), FOLLOW_UP)
        assert opened[0].asked[-1] == (FOLLOW_UP, (RATE_QUESTION,))
        assert f"Understood as: {FOLLOW_UP} ({RATE_QUESTION})" in words(app)

    def test_what_could_not_be_asked_is_not_part_of_the_conversation(
        self, open_app: OpenApp, opened: list[FakeAssistant]
    ) -> None:
        app = ask(ask(open_app(), RATE_QUESTION), REFUSED_QUESTION)
        ask(app, FOLLOW_UP)
        assert opened[0].asked[-1] == (FOLLOW_UP, (RATE_QUESTION,))

    def test_a_new_chat_starts_without_them(
        self, open_app: OpenApp, opened: list[FakeAssistant]
    ) -> None:
        app = button(ask(open_app(), RATE_QUESTION), "Start a new chat")
        assert blockquotes(app) == []
        ask(app, FOLLOW_UP)
        assert opened[0].asked[-1] == (FOLLOW_UP, ())

    def test_a_long_chat_shows_its_last_twenty_turns(self, open_app: OpenApp) -> None:
        app = open_app()
        for number in range(22):
            ask(app, f"{NOTHING_QUESTION} {number}")
        assert f"{NOTHING_QUESTION} 1" in words(app)
        ask(app, NOTHING_QUESTION)
        ask(app, NOTHING_QUESTION)
        assert f"{NOTHING_QUESTION} 1" not in words(app)
        button(app, "Show earlier questions")
        assert f"{NOTHING_QUESTION} 0" in words(app)


class TestNoAnswer:
    def test_near_misses_are_not_called_an_answer(self, open_app: OpenApp) -> None:
        app = ask(open_app(), NO_ANSWER_QUESTION)
        said = words(app)
        assert said[:4] == [
            NO_ANSWER_QUESTION,
            "No answer found",
            NO_ANSWER,
            "Related passages, not an answer",
        ]
        assert blockquotes(app) == [RATE, NASTY]
        assert not any('class="quote"><blockquote>' in element.value for element in app.html)

    def test_words_that_no_document_has_are_named(self, open_app: OpenApp) -> None:
        said = words(ask(open_app(), UNKNOWN_QUESTION))
        assert said[3] == "No document has the word “<b>zeppelin</b>” or “*tariff*”."

    def test_near_misses_can_be_looked_up(self, open_app: OpenApp) -> None:
        app = button(ask(open_app(), NO_ANSWER_QUESTION), "View passage")
        assert "Source passage" in headings(app)

    def test_with_nothing_near_there_is_nothing_to_look_up(self, open_app: OpenApp) -> None:
        app = ask(open_app(), NOTHING_QUESTION)
        assert words(app) == [NOTHING_QUESTION, "No answer found", NO_ANSWER]
        assert headings(app) == ["Ask the documents"]


class TestErrors:
    def test_an_unexpected_error_is_logged_and_not_shown(
        self, open_app: OpenApp, caplog: pytest.LogCaptureFixture
    ) -> None:
        with caplog.at_level(logging.ERROR):
            app = ask(open_app(), BROKEN_QUESTION)
        assert words(app) == [
            BROKEN_QUESTION,
            "There is a problem with the service. Try again.",
        ]
        assert not app.exception
        assert "secret internal detail" in caplog.text

    def test_what_is_wrong_with_a_question_is_said_as_it_is(self, open_app: OpenApp) -> None:
        app = ask(open_app(), REFUSED_QUESTION)
        assert words(app) == [REFUSED_QUESTION, REFUSAL]

    def test_one_can_go_on_after_an_error(self, open_app: OpenApp) -> None:
        app = ask(ask(open_app(), BROKEN_QUESTION), NASTY_QUESTION)
        assert blockquotes(app) == [NASTY]
