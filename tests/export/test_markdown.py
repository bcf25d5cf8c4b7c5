from __future__ import annotations

import re

import pytest
from lxml import html
from markdown_it import MarkdownIt

from assistant.errors import PaperError
from assistant.export.markdown import markdown, read_markdown
from assistant.records.papers import Paper
from assistant.wording import basis_words
from tests.export.making import CONTROL, EXPORTED, HOSTILE, TEXT, citation, item, paper

MARK = TEXT.index("3 by")
MARKED = citation(key=(13, 26), marks=((MARK, MARK + 1),))


def rendered(whole: Paper) -> html.HtmlElement:
    drawn = MarkdownIt("commonmark").render(markdown(whole, EXPORTED))
    return html.fragment_fromstring(drawn.replace("<br />\n", "\n"), "div")


def test_what_a_paper_says() -> None:
    whole = paper(item(MARKED, comment="Ask finance.\nSoon."), item(citation("Other words.")))
    lines = markdown(whole, EXPORTED).split("\n<!-- ")[0].split("\n")
    assert lines[:3] == ["# Workforce", "", "Exported on 23 November 2026."]
    assert lines[6:] == [
        "## How many nurses?",
        "",
        "> We recruited **60,000 nurses** <sup>3</sup> by March 2024.[^1]",
        "",
        basis_words(MARKED),
        "",
        "**Comment by the author of this paper:** Ask finance.\\",
        "Soon.",
        "",
        "> Other words.[^2]",
        "",
        basis_words(MARKED),
        "",
        "[^1]: NHS England, A report, 18 July 2024, page xii (page 14 of the file), section "
        "“3 Workforce \\> 3.2 Recruitment”. File: reports/a report.pdf, characters 100 to 143. "
        "Index of 22 November 2026 at 1:05pm, version 20261122T130500. "
        f"SHA-256 of the file: {'ab' * 32}.",
        "",
        "[^2]: NHS England, A report, 18 July 2024, page xii (page 14 of the file), section "
        "“3 Workforce \\> 3.2 Recruitment”. File: reports/a report.pdf, characters 100 to 112. "
        "Index of 22 November 2026 at 1:05pm, version 20261122T130500. "
        f"SHA-256 of the file: {'ab' * 32}.",
        "",
    ]


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_quotes_are_shown_as_written(text: str) -> None:
    whole = paper(item(citation(text), text, text.strip()), title=text)
    page = rendered(whole)
    (quote,) = page.iter("blockquote")
    assert [each.tag for each in quote] == ["p"]
    assert quote[0].text_content() == re.sub("\r\n?", "\n", text) + "[^1]"
    tags = " ".join(each.tag for each in page if isinstance(each.tag, str))
    assert tags == "h1 p p h2 blockquote p p p"


def test_the_receipts_are_not_shown() -> None:
    assert "sha256" not in rendered(paper(item())).text_content()


def test_an_empty_paper_says_so() -> None:
    assert "There are no quotes in this paper yet." in rendered(paper()).text_content()


@pytest.mark.parametrize("text", [*HOSTILE.values(), CONTROL], ids=[*HOSTILE, "control"])
def test_the_paper_is_read_back(text: str) -> None:
    whole = paper(item(citation(text, (0, 2)), text, text), title=text)
    assert read_markdown(markdown(whole)) == whole


def test_the_paper_is_read_back_from_a_file_of_windows() -> None:
    text = markdown(paper(item(MARKED)))
    assert read_markdown("\ufeff" + text.replace("\n", "\r\n")).items[0].citation == MARKED


@pytest.mark.parametrize("text", ["", "# A paper\n\n> words\n", "<!-- a comment -->"])
def test_another_file_is_refused(text: str) -> None:
    with pytest.raises(PaperError, match="not a board paper that this program exported as Mark"):
        read_markdown(text)


def test_damaged_receipts_are_refused() -> None:
    with pytest.raises(PaperError, match="damaged"):
        read_markdown(markdown(paper(item())).replace('"sha256"', '"sha"'))
