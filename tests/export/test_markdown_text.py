from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html
from markdown_it import MarkdownIt

from assistant.export.markdown_text import bold, written
from tests.export.making import HOSTILE

RENDERERS = {
    "commonmark": MarkdownIt("commonmark"),
    "everything": MarkdownIt("js-default", {"html": True, "typographer": True}).enable(
        ["replacements", "smartquotes", "table", "strikethrough"]
    ),
}


def shown(source: str, renderer: str = "commonmark") -> str:
    """What a browser has as the text of the only paragraph."""
    drawn = RENDERERS[renderer].render(source)
    paragraph = re.fullmatch(r"<p>(.*)</p>\n", drawn, re.DOTALL)
    assert paragraph, drawn
    found = html.fragment_fromstring(paragraph[1].replace("<br />\n", "\n"), "p")
    return str(found.text_content())


@pytest.mark.parametrize("renderer", RENDERERS)
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_text_is_shown_as_written(text: str, renderer: str) -> None:
    assert shown("".join(written(text)) + "x", renderer) == re.sub("\r\n?", "\n", text) + "x"


# White space that is a control character cannot be written so that it begins a line.
CHARACTERS = st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Zl", "Zp"])
SIGNS = st.sampled_from("\n\t \r*_`~<>[]()!#-+=.:|\\&;\"'$^{}@%1a/x\u00a0")


@settings(max_examples=200, deadline=None)
@given(st.text(st.one_of(SIGNS, SIGNS, CHARACTERS), min_size=1))
def test_any_text_is_shown_as_written(text: str) -> None:
    source = "".join(written(text)) + "x"
    as_html = re.sub("\r\n?", "\n", text) + "x"
    assert [shown(source, renderer) for renderer in RENDERERS] == [as_html, as_html]


@settings(max_examples=200, deadline=None)
@given(
    st.text(st.one_of(SIGNS, CHARACTERS)),
    st.text(st.one_of(SIGNS, CHARACTERS), min_size=1),
    st.text(st.one_of(SIGNS, CHARACTERS)),
)
def test_any_words_can_be_bold(before: str, words: str, after: str) -> None:
    words = words.strip() or "x"
    start, end = len(before), len(before) + len(words)
    source = written(before + words + after)
    a, b, c = ("".join(source[x:y]) for x, y in ((0, start), (start, end), (end, None)))
    drawn = RENDERERS["commonmark"].render(f"{a}{bold(a, b, c + '[^1]')}{c}[^1]")
    (strong,) = html.fragment_fromstring(drawn.replace("<br />\n", "\n"), "div").iter("strong")
    assert strong.text_content() == re.sub("\r\n?", "\n", words)


def test_plain_words_stay_readable() -> None:
    plain = "In 2023 (the latest year), 5% of 1,200 trusts – or 60 – said: yes; e.g. at 10/11."
    assert "".join(written(plain)) == plain


@pytest.mark.parametrize(
    ("before", "words", "after", "source"),
    [
        ("of ", "5%", " of", "**5%**"),
        ("of ", "£5m", ".", "**£5m**"),
        ("of", "£5m", ".", "<strong>£5m</strong>"),
        ("of ", "5%", "of", "<strong>5%</strong>"),
        ("of ", "", "of", ""),
    ],
)
def test_asterisks_where_they_mean_bold(before: str, words: str, after: str, source: str) -> None:
    assert bold(before, words, after) == source
