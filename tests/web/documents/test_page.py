"""The list of documents, and of what could not be read."""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import get_args

import pytest
from streamlit.testing.v1 import AppTest

from assistant.errors import Reason
from assistant.index.rows import Failure, Listing
from assistant.web.documents import document_markup
from tests.web.fake_assistant import BUILT, RememberedAssistant
from tests.web.reading import OpenApp, words


def rows(app: AppTest) -> list[list[str]]:
    table = next((element.value for element in app.html if "<table" in element.value), "")
    found = re.findall(r'<tr role="row">(.*?)</tr>', table)
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in found]
    plain = [[" ".join(re.sub("<[^>]*>", " ", cell).split()) for cell in row] for row in cells]
    return [[html.unescape(cell) for cell in row] for row in plain]


def titles(app: AppTest) -> list[str]:
    return [row[0].rsplit(" ", 1)[0].strip() for row in rows(app)[1:]]


def headers(app: AppTest) -> list[str]:
    return [header.value for header in app.header]


def test_every_document_has_a_row(open_app: OpenApp) -> None:
    app = open_app(page="documents")
    table = rows(app)
    assert len(table) == 6
    assert table[0] == ["Title", "Kind", "Publisher", "Date", "Pages", "Passages", "Indexed"]
    assert table[1] == [
        "Workforce plan *2024* <draft> plans/workforce_plan_*2024*.pdf",
        "Board paper",
        "Example Trust",
        "18 July 2024",
        "3",
        "1,234",
        "6 August 2018",
    ]
    assert table[2][1:5] == ["Opinion piece", "A. Writer", "Not known", "None"]


def test_the_headings_count(open_app: OpenApp) -> None:
    app = open_app(page="documents")
    assert headers(app) == ["5 documents", "2 files could not be read"]


def test_a_title_is_a_link_that_can_be_shared(open_app: OpenApp) -> None:
    app = open_app(page="documents")
    table = next(element.value for element in app.html if "<table" in element.value)
    assert (
        '<a class="page-link" href="/documents?document=plans/workforce_plan_%2A2024%2A.pdf">'
        "Workforce plan *2024* &lt;draft&gt;</a>"
    ) in table


def test_what_failed_says_why_and_how_to_mend_it(open_app: OpenApp) -> None:
    app = open_app(page="documents")
    assert words(app)[-2:] == [
        "Replace or remove them on the page Manage documents.",
        "scans/old_*minutes*.pdf"
        "Pictures of text, with no text to read. Its 12 pages are pictures <of> text."
        "Make its text readable with text recognition (OCR), or get it as text."
        "locked.pdfProtected by a password. It opens only with a password."
        "Save a copy that opens without a password.",
    ]


def test_every_reason_has_its_mend() -> None:
    assert set(document_markup.MENDS) == set(get_args(Reason))


def test_the_search_keeps_what_has_every_word(open_app: OpenApp) -> None:
    app = open_app(page="documents")
    app.text_input[0].set_value("REPORT 2").run()
    assert headers(app)[0] == "1 of 5 documents"
    assert [row[0] for row in rows(app)[1:]] == ["Report 2 reports/2.html"]


def test_a_search_that_finds_nothing_says_so(open_app: OpenApp) -> None:
    app = open_app(page="documents")
    app.text_input[0].set_value("zebra").run()
    assert headers(app)[0] == "0 of 5 documents"
    assert "No document in the list matches. Try fewer words, or other choices." in words(app)
    assert rows(app) == []


def test_without_documents_the_failures_are_still_shown(open_app: OpenApp) -> None:
    class Emptied(RememberedAssistant):
        with_documents = False

    app = open_app(Emptied, page="documents")
    assert words(app)[0].startswith("There are no documents to ask yet.")
    assert headers(app) == ["2 files could not be read"]


def test_without_failures_nothing_is_said_of_them(open_app: OpenApp) -> None:
    class Whole(RememberedAssistant):
        def __init__(self, corpus: Path) -> None:
            super().__init__(corpus)
            self.failures: tuple[Failure, ...] = ()

    app = open_app(Whole, page="documents")
    assert headers(app) == ["5 documents"]


def listing(number: int, **facts: object) -> Listing:
    given: dict[str, object] = {
        "path": f"{number}.pdf", "sha256": "0" * 64, "title": f"Title {number:03}",
        "kind": "report", "authors": (), "publisher": None, "published": None, "pages": 2,
        "passages": 3, "indexed": BUILT.isoformat(),
    }  # fmt: skip
    return Listing(**(given | facts))  # type: ignore[arg-type]


class Varied(RememberedAssistant):
    """The assistant over documents of several kinds, publishers and dates."""

    def __init__(self, corpus: Path) -> None:
        super().__init__(corpus)
        self.documents = (
            listing(3, kind="plan", publisher="Trust B", published="2024"),
            listing(1, publisher="trust A", published="2024-07-18"),
            listing(2, publisher="Trust B", indexed="2020-01-01T00:00:00+00:00"),
            listing(4, kind="plan", published="2019-05", indexed="2030-01-01T00:00:00+00:00"),
        )


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("Newest first", [1, 3, 4, 2]),
        ("Oldest first", [4, 3, 1, 2]),
        ("Title", [1, 2, 3, 4]),
        ("Last indexed", [4, 2, 1, 3]),
    ],
)
def test_the_list_is_sorted(open_app: OpenApp, order: str, expected: list[int]) -> None:
    app = open_app(Varied, page="documents")
    assert app.selectbox(key="list-order").value == "Newest first"
    app.selectbox(key="list-order").set_value(order).run()
    assert titles(app) == [f"Title {number:03}" for number in expected]


def test_the_list_is_filtered_by_kind_and_publisher(open_app: OpenApp) -> None:
    app = open_app(Varied, page="documents")
    kind, publisher = app.selectbox(key="list-kind"), app.selectbox(key="list-publisher")
    assert kind.options == ["All kinds", "Plan", "Report"]
    assert publisher.options == ["All publishers", "trust A", "Trust B"]
    publisher.set_value("Trust B").run()
    assert titles(app) == ["Title 003", "Title 002"]
    app.selectbox(key="list-kind").set_value("Plan").run()
    assert titles(app) == ["Title 003"]
    assert headers(app)[0] == "1 of 4 documents"


def test_a_choice_whose_last_document_has_gone_is_dropped(open_app: OpenApp) -> None:
    app = open_app(Varied, page="documents")
    app.selectbox(key="list-publisher").set_value("trust A").run()
    assistant = RememberedAssistant.opened[-1]
    assistant.documents = tuple(each for each in assistant.documents if each.path != "1.pdf")
    app.run()
    assert app.selectbox(key="list-publisher").value == "All publishers"
    assert len(titles(app)) == 3


class Many(RememberedAssistant):
    """The assistant over more documents than are shown at once."""

    def __init__(self, corpus: Path) -> None:
        super().__init__(corpus)
        self.documents = tuple(listing(number) for number in range(450))


def test_a_long_list_comes_in_parts(open_app: OpenApp) -> None:
    app = open_app(Many, page="documents")
    assert headers(app)[0] == "450 documents"
    assert "Part 1 of 3 of the list" in words(app)
    assert len(titles(app)) == 200
    app.button(key="rows-before").click().run()
    assert titles(app)[0] == "Title 000"
    app.button(key="rows-after").click().run()
    app.button(key="rows-after").click().run()
    assert titles(app) == [f"Title {number}" for number in range(400, 450)]
    app.button(key="rows-after").click().run()
    assert titles(app)[0] == "Title 400"
    app.button(key="rows-before").click().run()
    assert titles(app)[0] == "Title 200"


def test_another_search_begins_at_the_first_part(open_app: OpenApp) -> None:
    app = open_app(Many, page="documents")
    app.button(key="rows-after").click().run()
    app.text_input[0].set_value("title").run()
    assert titles(app)[0] == "Title 000"


def test_help_is_there_while_there_is_nothing_to_ask(open_app: OpenApp) -> None:
    class Emptied(RememberedAssistant):
        with_documents = False

    app = open_app(Emptied, page="help")
    assert "nhs-assistant build" in words(app)[0]
    assert [title.value for title in app.title] == ["Help"]
