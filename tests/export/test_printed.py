from __future__ import annotations

import pytest
from lxml import html

from assistant.export.printed import printed
from assistant.export.wording import note
from assistant.records.papers import Paper
from assistant.wording import basis_words
from tests.export.making import EXPORTED, HOSTILE, TEXT, citation, item, paper


def drawn(whole: Paper) -> html.HtmlElement:
    return html.fragment_fromstring(printed(whole, EXPORTED))


def test_what_a_paper_says() -> None:
    mark = TEXT.index("3 by")
    cited = citation(key=(13, 26), marks=((mark, mark + 1),))
    text = printed(paper(item(cited, comment="Ask finance.")), EXPORTED)
    assert "<h1>Workforce</h1><p>Exported on 23 November 2026.</p>" in text
    assert "<h2>How many nurses?</h2>" in text
    assert "We recruited <strong>60,000 nurses</strong> <sup>3</sup> by March 2024.<sup>" in text
    assert f'<p class="basis">{basis_words(cited)}</p>' in text
    assert "<strong>Comment by the author of this paper:</strong> Ask finance.</p>" in text


def test_notes_and_quotes_are_linked_both_ways() -> None:
    whole = paper(item(), item(citation("Other.", start=300)))
    page = drawn(whole)
    targets = {each.get("id") for each in page.iter() if each.get("id")}
    links = [each.get("href")[1:] for each in page.iter("a")]
    assert len(links) == 4
    assert set(links) == targets
    for each, line in zip(whole.items, page.iter("li"), strict=True):
        for text in note(each):
            assert text in line.text_content()


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_text_is_shown_as_written(text: str) -> None:
    whole = paper(item(citation(text, title=text), text, text), title=text)
    page = drawn(whole)
    (quote,) = page.iter("blockquote")
    assert quote.text_content() == text + "1"
    assert {each.tag for each in page.iter()} <= {
        *("article", "h1", "h2", "p", "blockquote", "strong", "sup", "a", "ol", "li", "br"),
    }
    # st.html tidies white space where a line ends.
    assert "\n" not in printed(whole)


def test_an_empty_paper_says_so() -> None:
    assert "There are no quotes in this paper yet." in printed(paper())
    assert "Notes" not in printed(paper())


def test_its_headings_go_under_those_of_a_page() -> None:
    under = printed(paper(item(citation())), level=3)
    assert under.count("<h3>") == 1
    assert "<h4>Notes</h4>" in under
    assert "<h1>" not in under and "<h2>" not in under
