"""Words become HTML without a character changed."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import get_args

import pytest

from assistant.answer.citation import cite
from assistant.documents import Block, Document
from assistant.errors import Reason
from assistant.web import markup, words
from assistant.wording import clock, counted, day
from tests.web.fake_assistant import quoted
from tests.web.fake_corpus import NASTY, RATE_WITH_MARK, paged_document, unpaged_document


def shown(markup_text: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", markup_text))


@pytest.mark.parametrize("text", ["a\n   \n  b", "<script>", "&amp;", "“x”", 'a="b"', "  two  "])
def test_escaping_keeps_every_character(text: str) -> None:
    assert html.unescape(markup.escaped(text)) == text
    # st.html dedents and strips lines: none may begin with the text's own white space.
    assert "\n" not in markup.escaped(text)


HOSTILE = '<b>"x"</b>'


@pytest.mark.parametrize(
    "drawn",
    [
        markup.paragraph(HOSTILE, "a"),
        markup.heading(2, HOSTILE, "a"),
        markup.found_heading(HOSTILE, HOSTILE),
        markup.facts_list([("Name", HOSTILE)]),
        markup.way(HOSTILE, HOSTILE),
        markup.copy_button(HOSTILE, HOSTILE),
        markup.link_button(HOSTILE, HOSTILE),
        markup.new_tab_link(HOSTILE, HOSTILE),
        markup.download_link(HOSTILE, HOSTILE),
        markup.information(HOSTILE),
        markup.notice(HOSTILE),
        markup.status(HOSTILE),
    ],
)
def test_no_text_becomes_a_tag_or_ends_an_attribute(drawn: str) -> None:
    assert "<b>" not in drawn and '"x"' not in drawn
    assert markup.escaped(HOSTILE) in drawn


def test_spans_that_overlap_are_nested_properly() -> None:
    text = "abcdefghij"
    document = Document(
        "a", "0", "A", "report", text, (Block(0, 10, "heading", 1),), marks=((4, 6),)
    )
    drawn = markup.marked_text(document, (0, 10), (2, 8), (3, 5))
    assert shown(drawn) == text
    assert drawn == (
        'ab<mark class="quote">c</mark>'
        '<mark class="quote"><mark class="key">d</mark></mark>'
        '<mark class="quote"><mark class="key"><sup>e</sup></mark></mark>'
        '<mark class="quote"><sup>f</sup></mark>'
        '<mark class="quote">gh</mark>ij'
    )


def test_a_span_that_begins_before_the_text_shown_still_marks_it() -> None:
    document = Document("a", "0", "A", "report", "abcdef", (Block(0, 6, "heading", 1),))
    assert markup.marked_text(document, (2, 4), (0, 6)) == '<mark class="quote">cd</mark>'


def test_a_section_shows_all_its_text_around_the_quote(tmp_path: Path) -> None:
    document = unpaged_document(tmp_path, "notes.md")
    section = markup.section_text(quoted(document, NASTY))
    expected = document.text[: document.text.index("\n3 Money")].replace("\n", "")
    assert shown(section) == expected


def test_a_long_section_is_cut_at_blocks_and_says_so(tmp_path: Path) -> None:
    document = unpaged_document(tmp_path, "notes.md")
    section = markup.section_text(quoted(document, NASTY), 5)
    assert shown(section).startswith("…The board receives assurance")
    assert "2 Workforce" not in section


def test_a_footnote_mark_in_a_quotation_is_raised(tmp_path: Path) -> None:
    document = paged_document(tmp_path, "plan.pdf")
    assert "7.5% <sup>12</sup> by" in markup.quotation(
        cite(quoted(document, RATE_WITH_MARK)), "quote"
    )


@pytest.mark.parametrize(
    ("hour", "expected"), [(0, "12:05am"), (9, "9:05am"), (12, "12:05pm"), (23, "11:05pm")]
)
def test_times_are_written_as_people_say_them(hour: int, expected: str) -> None:
    moment = datetime(2024, 7, 1, hour, 5).astimezone()
    assert clock(moment) == expected


@pytest.mark.parametrize(
    ("number", "expected"), [(0, "0 quotes"), (1, "1 quote"), (1204, "1,204 quotes")]
)
def test_counts_agree_with_their_noun(number: int, expected: str) -> None:
    assert counted(number, "quote") == expected


def test_every_reason_has_its_words() -> None:
    assert set(words.REASONS) == set(get_args(Reason))


def test_days_are_those_of_the_place_where_the_app_runs() -> None:
    assert day(datetime(2018, 8, 6, 12, tzinfo=UTC)) == "6 August 2018"


def test_a_citation_does_not_repeat_the_title_or_say_that_nothing_is_known() -> None:
    blocks = (Block(0, 7, "heading", 1), Block(8, 13, "heading", 2), Block(14, 19, "paragraph"))
    document = Document("a", "0", "A title", "document", "A title Money Words", blocks)
    passage = cite(quoted(document, "Words"))
    assert words.passage_facts(passage) == "No date"
    assert words.passage_place(passage) == "Section Money"


def test_a_page_with_the_label_of_its_number_is_said_once(tmp_path: Path) -> None:
    document = paged_document(tmp_path, "plan.pdf")
    assert words.place(cite(quoted(document, RATE_WITH_MARK))) == "page 1"
    assert words.place(cite(quoted(document, NASTY))) == "page 2 of the file, printed as ii"
