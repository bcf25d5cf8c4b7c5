"""One document: what is known of it, its sections, and each of its pages."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from assistant.documents import Block, Document
from assistant.web.documents import document_markup, document_page
from tests.web.fake_assistant import FakeAssistant, RememberedAssistant
from tests.web.fake_corpus import (
    HEADING,
    NASTY,
    PADDING,
    paged_document,
    unpaged_document,
)
from tests.web.reading import OpenApp, words

PAGED, UNPAGED = "plans/workforce_plan_*2024*.pdf", "notes_:smile:.md"


def shown(markup_text: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", markup_text))


def open_document(open_app: OpenApp, path: str, **parameters: str) -> AppTest:
    app = open_app(page="documents")
    for name, value in {"document": path, **parameters}.items():
        app.query_params[name] = value
    return app.run()


def pieces(app: AppTest) -> str:
    return "\n".join(element.value for element in app.html)


def headers(app: AppTest) -> list[str]:
    return [header.value for header in app.header]


def pictures(app: AppTest) -> list[str]:
    return [image.alt for element in app.image for image in element.proto.imgs]


def parameter(app: AppTest, name: str) -> str:
    return "".join(app.query_params[name])


def test_a_document_shows_its_facts(open_app: OpenApp, opened: list[FakeAssistant]) -> None:
    app = open_document(open_app, PAGED)
    text = pieces(app)
    assert '<h1 class="document-title">Workforce plan *2024* &lt;draft&gt;</h1>' in text
    facts = next(element.value for element in app.html if '<dl class="facts">' in element.value)
    found = dict(re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", facts))
    sha256 = opened[-1].paged.sha256
    assert shown(found.pop("SHA-256")) == sha256[:12] + sha256
    assert found == {
        "Kind": "Board paper",
        "Publisher": "Example Trust",
        "Date": "18 July 2024",
        "Pages": "3",
        "Passages": "1,234",
        "Indexed": "6 August 2018 at 1:05pm",
        "File": PAGED,
    }


def test_it_can_be_asked_alone_and_left(open_app: OpenApp) -> None:
    text = pieces(open_document(open_app, PAGED))
    assert 'href="/?document=plans/workforce_plan_%2A2024%2A.pdf">Ask only this document<' in text
    assert 'href="/documents">All documents<' in text


def test_the_first_page_is_shown(open_app: OpenApp, opened: list[FakeAssistant]) -> None:
    app = open_document(open_app, PAGED)
    assert headers(app) == ["About this document", "Sections", "Page 1 of 3"]
    assert pictures(app)
    assert f"/files/{opened[-1].paged.sha256}/workforce_plan_%2A2024%2A.pdf#page=1" in pieces(app)
    assert "Open the PDF at page 1 (opens in new tab)" in words(app)
    assert "page" not in app.query_params
    app.button(key="turn-before").click().run()
    assert headers(app)[-1] == "Page 1 of 3"


def test_an_address_with_a_page_shows_that_page(open_app: OpenApp) -> None:
    app = open_document(open_app, PAGED, page="2")
    assert headers(app)[-1] == "Page 2 of 3"
    assert "Page 2 of the file, printed as ii" in words(app)
    assert app.number_input(key="go-to-page").value == 2
    assert NASTY in shown(pieces(app))


def test_a_label_that_is_the_number_is_not_repeated(open_app: OpenApp) -> None:
    assert "printed as" not in pieces(open_document(open_app, PAGED, page="1"))


def test_the_address_follows_the_page(open_app: OpenApp) -> None:
    app = open_document(open_app, PAGED)
    app.button(key="turn-after").click().run()
    assert (headers(app)[-1], parameter(app, "page")) == ("Page 2 of 3", "2")
    assert app.number_input(key="go-to-page").value == 2
    app.number_input(key="go-to-page").set_value(3).run()
    assert (headers(app)[-1], parameter(app, "page")) == ("Page 3 of 3", "3")
    app.button(key="turn-below-after").click().run()
    assert (headers(app)[-1], parameter(app, "page")) == ("Page 3 of 3", "3")
    app.button(key="turn-below-before").click().run()
    assert (headers(app)[-1], parameter(app, "page")) == ("Page 2 of 3", "2")
    assert parameter(app, "document") == PAGED


@pytest.mark.parametrize("page", ["0", "4", "-1", "ii", "1.5", "²", "9" * 40, "<b>", ""])
def test_a_page_that_there_is_not_is_explained(open_app: OpenApp, page: str) -> None:
    app = open_document(open_app, PAGED, page=page)
    sentence = (
        f"“Workforce plan *2024* <draft>” has 3 pages, and no page “{page}”. "
        "The first page is shown."
    )
    assert sentence in words(app)
    assert headers(app)[-1] == "Page 1 of 3"


@pytest.mark.parametrize("path", ["gone.pdf", "reports/1.html", "../secret", "<b>*x*</b>"])
def test_a_document_that_is_gone_is_explained_above_the_list(open_app: OpenApp, path: str) -> None:
    app = open_document(open_app, path)
    assert f"“{path}” is not among the documents." in "".join(words(app))
    assert [title.value for title in app.title] == ["Documents"]
    assert headers(app)[0] == "5 documents"


def test_a_file_that_has_changed_is_explained_in_place_of_its_picture(
    open_app: OpenApp, folders: tuple[Path, Path]
) -> None:
    app = open_app(page="documents")
    with (folders[0] / PAGED).open("ab") as file:
        file.write(b"\n")
    app.query_params["document"] = PAGED
    app.run()
    assert "has changed since the index was built" in "".join(words(app))
    assert not pictures(app)


def test_the_text_of_the_page_is_there_for_screen_readers(open_app: OpenApp) -> None:
    app = open_document(open_app, PAGED, page="3")
    assert [each.label for each in app.expander] == ["Text of this page"]
    text = [shown(str(each.value)) for each in app.expander[0].html]
    assert text == [" ".join([PADDING] * 4)]


def test_a_block_over_two_pages_is_divided_between_them(tmp_path: Path) -> None:
    document = paged_document(tmp_path, "plan.pdf")
    whole = (document.blocks[0], Block(len(HEADING) + 1, len(document.text), "paragraph"))
    joined = replace(document, blocks=whole)
    assert shown(document_markup.page_text(joined, 2)) == NASTY
    assert shown(document_markup.page_text(joined, 1)).startswith(f"{HEADING}{PADDING}")
    assert document_markup.page_text(joined, 4) == ""


def test_a_document_without_pages_shows_its_text(open_app: OpenApp) -> None:
    app = open_document(open_app, UNPAGED)
    assert headers(app) == ["About this document", "Sections", "Text"]
    text = next(element.value for element in app.html if "section-text" in element.value)
    found = re.findall(r'<p class="(\w+) level-1"[^>]*>(.*?)</p>', text)
    assert [(role, html.unescape(words)) for role, words in found] == [
        ("heading", HEADING),
        ("paragraph", PADDING),
        ("paragraph", NASTY),
        ("paragraph", PADDING),
        ("heading", "3 Money"),
        ("paragraph", PADDING),
    ]
    assert not app.number_input and not pictures(app)
    assert "Download the file" in words(app)


def test_a_long_text_comes_in_parts(open_app: OpenApp, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document_page, "_PART_CHARACTERS", 200)
    app = open_document(open_app, UNPAGED)
    assert headers(app)[-1] == "Part 1 of 3 of the text"
    seen = [shown(app_text(app))]
    for number in (2, 3):
        app.button(key="turn-after").click().run()
        assert parameter(app, "part") == str(number)
        seen.append(shown(app_text(app)))
    assert "".join(seen) == "".join([HEADING, PADDING, NASTY, PADDING, "3 Money", PADDING])
    assert f'href="/documents?document=notes_%3Asmile%3A.md&amp;part=3#at-{money()}"' in pieces(app)


def app_text(app: AppTest) -> str:
    return next(element.value for element in app.html if "section-text" in element.value)


def money() -> int:
    return len(f"{HEADING}\n{PADDING}\n{NASTY}\n{PADDING}\n")


def test_a_part_that_there_is_not_is_explained(open_app: OpenApp) -> None:
    app = open_document(open_app, UNPAGED, part="2")
    assert (
        "“Notes on :smile: and -- dashes” has 1 part, and no part “2”. The first part is shown."
        in words(app)
    )


def test_the_sections_link_to_their_pages(open_app: OpenApp) -> None:
    text = pieces(open_document(open_app, PAGED))
    assert '<details class="sections" open><summary>1 section</summary>' in text
    assert (
        'href="/documents?document=plans/workforce_plan_%2A2024%2A.pdf&amp;page=1">2 Workforce</a>'
        ' <span class="at">page 1</span>'
    ) in text


def with_headings(levels: list[int]) -> Document:
    names = [f"<{chr(ord('A') + at % 26)}>" for at in range(len(levels))]
    text = "\n".join(names)
    blocks = [Block(at * 4, at * 4 + 3, "heading", level) for at, level in enumerate(levels)]
    return Document("a.md", "0" * 64, "Title", "report", text, tuple(blocks))


def outline(tree: str) -> str:
    """The list of a tree in brackets, its headings by their letters."""
    tree = re.sub(r"<summary>.*?</summary>", "", tree)
    tree = tree.replace("<ul>", "(").replace("</ul>", ")")
    return html.unescape(re.sub(r"<[^>]*>", "", tree)).replace("<", "").replace(">", "")


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ([1, 2, 2, 1], "(A(BC)D)"),
        ([1, 3, 2, 3], "(A(BC(D)))"),
        ([2, 1, 4], "(AB(C))"),
    ],
)
def test_sections_stand_under_those_they_are_in(levels: list[int], expected: str) -> None:
    document = with_headings(levels)
    address = {section.start: "x" for section in document.sections}
    assert outline(document_markup.section_tree(document, address)) == expected


def test_many_sections_are_folded_and_counted() -> None:
    document = with_headings([1] + [2] * 6 + [1] + [2, 3, 3, 2, 2])
    address = {section.start: "x" for section in document.sections}
    tree = document_markup.section_tree(document, address)
    assert '<details class="sections"><summary>13 sections</summary>' in tree
    assert re.findall(r"<summary>([^<]*) in it</summary>", tree) == [
        "6 sections", "5 sections", "2 sections",
    ]  # fmt: skip


def test_a_document_without_headings_says_so(open_app: OpenApp, tmp_path: Path) -> None:
    class Plain(RememberedAssistant):
        def __init__(self, corpus: Path) -> None:
            super().__init__(corpus)
            plain = unpaged_document(corpus, UNPAGED)
            blocks = tuple(replace(block, role="paragraph") for block in plain.blocks)
            self.unpaged = replace(plain, blocks=blocks)

    app = open_app(Plain, page="documents")
    app.query_params["document"] = UNPAGED
    app.run()
    assert "No headings were found in this document." in words(app)
