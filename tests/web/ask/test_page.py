"""What the Ask page shows in each of its states."""

from __future__ import annotations

import html
import logging
import re
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.documents import Block
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
from tests.web.reading import (
    OpenApp,
    ask,
    blockquotes,
    headings,
    labels,
    pictures,
    press,
    raw,
    words,
)

NO_ANSWER = (
    "I could not find an answer in these documents. Try words the document is likely to use, "
    "or check the list of documents."
)


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

    def test_examples_that_are_being_looked_for_come_when_they_are_found(
        self, open_app: OpenApp, opened: list[FakeAssistant]
    ) -> None:
        app = open_app()
        found, opened[0].examples = opened[0].examples, None
        assert not app.run().button
        opened[0].examples = found
        assert len(app.run().button) == 3

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

    def test_the_citation_is_in_words(self, open_app: OpenApp, opened: list[FakeAssistant]) -> None:
        app = ask(open_app(), NASTY_QUESTION)
        figure = next(element.value for element in app.html if "<figcaption>" in element.value)
        assert figure.endswith(
            '<figcaption><span class="title"><a class="page-link" '
            f'href="/documents?document=plans/workforce_plan_%2A2024%2A.pdf&amp;page=2'
            f'&amp;edition={opened[0].paged.sha256[:16]}">'
            "Workforce plan *2024* &lt;draft&gt;</a></span>"
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
        press(app, "View passage")
        assert pictures(app) == []
        assert "Source passage" in headings(app)
        passage = next(e.value for e in app.html if 'class="section-text"' in e.value)
        assert '<p class="heading level-1">2 Workforce</p>' in passage
        assert '<mark class="quote">The *board* agreed _two_ things -- &lt;b&gt;not' in passage
        assert "3 Money" not in passage

    def test_the_whole_page_opens_in_a_dialog(self, open_app: OpenApp) -> None:
        app = press(ask(open_app(), RATE_QUESTION), "Show the whole page")
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
        app = press(ask(open_app(), RATE_QUESTION), "Start a new chat")
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
        press(app, "Show earlier questions")
        assert f"{NOTHING_QUESTION} 0" in words(app)

    def test_it_can_be_asked_as_typed_on_its_own(
        self, open_app: OpenApp, opened: list[FakeAssistant]
    ) -> None:
        app = press(ask(ask(open_app(), RATE_QUESTION), FOLLOW_UP), "Ask it as typed, on its own")
        assert opened[0].asked[-1] == (FOLLOW_UP, ())
        assert words(app).count(FOLLOW_UP) == 2
        # Asked word for word, it has not been understood in another way.
        assert labels(app).count("Ask it as typed, on its own") == 1

    def test_what_was_understood_can_be_changed_in_the_box(self, open_app: OpenApp) -> None:
        app = press(ask(ask(open_app(), RATE_QUESTION), FOLLOW_UP), "Change the question")
        box = app.chat_input(key="question").proto
        assert box.set_value
        assert box.value == f"{FOLLOW_UP} ({RATE_QUESTION})"
        assert words(app).count(FOLLOW_UP) == 1

    def test_a_question_taken_as_typed_has_no_such_buttons(self, open_app: OpenApp) -> None:
        app = ask(open_app(), RATE_QUESTION)
        assert not {"Ask it as typed, on its own", "Change the question"} & set(labels(app))


class TestSource:
    def test_one_can_go_from_quote_to_quote(self, open_app: OpenApp) -> None:
        app = ask(open_app(), RATE_QUESTION)
        assert "Quote 1 of 2" in words(app)
        press(app, "Next quote")
        assert "Quote 2 of 2" in words(app)
        assert "Source passage" in headings(app)
        press(app, "Next quote")
        assert pictures(app) == ["Page 1 of Workforce plan *2024* <draft>, with the quote marked"]

    def test_one_quote_alone_has_no_others_to_go_to(self, open_app: OpenApp) -> None:
        assert "Next quote" not in labels(ask(open_app(), NASTY_QUESTION))

    def test_the_pages_beside_it_can_be_turned_to(self, open_app: OpenApp) -> None:
        app = press(ask(open_app(), NASTY_QUESTION), "Next page")
        assert pictures(app) == ["Page 3 of Workforce plan *2024* <draft>"]
        press(app, "Next page")
        assert pictures(app) == ["Page 3 of Workforce plan *2024* <draft>"]
        press(app, "Back to page 2")
        assert pictures(app) == ["Page 2 of Workforce plan *2024* <draft>, with the quote marked"]
        press(app, "Previous page")
        press(app, "Previous page")
        assert "Workforce plan *2024* <draft>, page 1" in words(app)

    def test_another_quote_begins_at_its_own_page(self, open_app: OpenApp) -> None:
        app = press(ask(open_app(), RATE_QUESTION), "Next page")
        press(press(app, "Next quote"), "Previous quote")
        assert pictures(app) == ["Page 1 of Workforce plan *2024* <draft>, with the quote marked"]

    def test_the_file_opens_at_that_page_in_another_tab(
        self, open_app: OpenApp, opened: list[FakeAssistant]
    ) -> None:
        app = ask(open_app(), NASTY_QUESTION)
        assert f"files/{opened[0].paged.sha256}/" in raw(app)
        assert '.pdf#page=2" target="_blank"' in raw(app)
        assert "Open the PDF at page 2 (opens in new tab)" in words(app)

    def test_the_words_of_a_document_that_is_gone_stay(
        self, open_app: OpenApp, opened: list[FakeAssistant]
    ) -> None:
        app = ask(open_app(), NASTY_QUESTION)
        left = [each for each in opened[0].documents if each.path != opened[0].paged.path]
        opened[0].documents = tuple(left)
        app.run()
        assert blockquotes(app) == [NASTY]
        assert pictures(app) == []
        assert (
            "“Workforce plan *2024* <draft>” is no longer among the documents, so its page cannot "
            "be shown. The words above are as they were quoted."
        ) in words(app)

    def test_words_that_have_moved_are_shown_where_they_stand_now(
        self, open_app: OpenApp, opened: list[FakeAssistant]
    ) -> None:
        app = ask(open_app(), LINES_QUESTION)
        before = opened[0].unpaged
        opened[0].unpaged = replace(
            before,
            sha256="f" * 64,
            text=f"New first words. {before.text}",
            blocks=(Block(0, 17 + len(before.text), "paragraph"),),
        )
        app.run()
        assert (
            "The document has changed since this was quoted. The same words now stand in it."
        ) in words(app)
        assert '<mark class="quote">The *board* agreed' in raw(app)

    def test_words_that_are_gone_from_a_document_are_not_marked_elsewhere(
        self, open_app: OpenApp, opened: list[FakeAssistant]
    ) -> None:
        app = ask(open_app(), LINES_QUESTION)
        text = "Another edition altogether."
        opened[0].unpaged = replace(
            opened[0].unpaged, sha256="f" * 64, text=text, blocks=(Block(0, 27, "paragraph"),)
        )
        app.run()
        assert "<mark" not in raw(app)
        assert any("has changed since this was quoted, and these words" in w for w in words(app))


class TestTakingAway:
    def test_a_button_copies_the_exact_quote_with_its_reference(self, open_app: OpenApp) -> None:
        app = ask(open_app(), NASTY_QUESTION)
        copied = html.unescape(re.findall(r'data-copy="([^"]*)"', raw(app))[0])
        assert copied == (
            f"“{NASTY}”\nExample Trust, Workforce plan *2024* <draft>, 18 July 2024, "
            "page ii (page 2 of the file) (Finding of a board paper)"
        )

    def test_a_button_copies_the_link_to_the_answer(self, open_app: OpenApp) -> None:
        app = ask(open_app(), NASTY_QUESTION)
        assert re.search(r'data-copy-link="/\?answer=[0-9a-f]{32}"', raw(app))

    def test_a_quote_goes_into_the_board_paper_and_out_again(self, open_app: OpenApp) -> None:
        app = press(ask(open_app(), RATE_QUESTION), "Add to board paper")
        assert labels(app).count("Add to board paper") == 1
        press(app, "Add to board paper")
        assert labels(app).count("Remove from board paper") == 2
        press(app, "Remove from board paper")
        assert labels(app).count("Add to board paper") == 1

    def test_near_misses_do_not_go_into_a_paper(self, open_app: OpenApp) -> None:
        assert "Add to board paper" not in labels(ask(open_app(), NO_ANSWER_QUESTION))


class TestNoAnswer:
    def test_near_misses_are_not_called_an_answer(self, open_app: OpenApp) -> None:
        app = ask(open_app(), NO_ANSWER_QUESTION)
        said = words(app)
        assert said[:5] == [
            NO_ANSWER_QUESTION,
            "No answer found",
            NO_ANSWER,
            "See the list of documents",
            "Related passages, not an answer",
        ]
        assert blockquotes(app) == [RATE, NASTY]
        assert not any('class="quote"><blockquote>' in element.value for element in app.html)

    def test_words_that_no_document_has_are_named(self, open_app: OpenApp) -> None:
        said = words(ask(open_app(), UNKNOWN_QUESTION))
        assert said[3] == "No document has the word “<b>zeppelin</b>” or “*tariff*”."

    def test_near_misses_can_be_looked_up(self, open_app: OpenApp) -> None:
        app = press(ask(open_app(), NO_ANSWER_QUESTION), "View passage")
        assert "Source passage" in headings(app)

    def test_with_nothing_near_there_is_nothing_to_look_up(self, open_app: OpenApp) -> None:
        app = ask(open_app(), NOTHING_QUESTION)
        assert words(app) == [
            NOTHING_QUESTION,
            "No answer found",
            NO_ANSWER,
            "See the list of documents",
        ]
        assert 'class="page-link" href="/documents"' in raw(app)
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
