"""The list of documents, and of what could not be read."""

from __future__ import annotations

import html
import re

from streamlit.testing.v1 import AppTest

from tests.web.fake_assistant import RememberedAssistant
from tests.web.reading import OpenApp, words


def rows(app: AppTest) -> list[list[str]]:
    table = next((element.value for element in app.html if "<table" in element.value), "")
    found = re.findall(r'<tr role="row">(.*?)</tr>', table)
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in found]
    return [[html.unescape(re.sub("<[^>]*>", " ", cell)).strip() for cell in row] for row in cells]


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


def test_what_failed_says_why(open_app: OpenApp) -> None:
    app = open_app(page="documents")
    assert words(app)[-1] == (
        "scans/old_*minutes*.pdf"
        "Pictures of text, with no text to read. Its 12 pages are pictures <of> text."
        "locked.pdfProtected by a password. It opens only with a password."
    )


def test_the_search_keeps_what_has_every_word(open_app: OpenApp) -> None:
    app = open_app(page="documents")
    app.text_input[0].set_value("REPORT 2").run()
    assert headers(app)[0] == "1 of 5 documents"
    assert [row[0] for row in rows(app)[1:]] == ["Report 2 reports/2.html"]


def test_a_search_that_finds_nothing_says_so(open_app: OpenApp) -> None:
    app = open_app(page="documents")
    app.text_input[0].set_value("zebra").run()
    assert headers(app)[0] == "0 of 5 documents"
    assert "No document in the list matches. Try fewer words." in words(app)
    assert rows(app) == []


def test_without_documents_the_failures_are_still_shown(open_app: OpenApp) -> None:
    class Emptied(RememberedAssistant):
        with_documents = False

    app = open_app(Emptied, page="documents")
    assert words(app)[0].startswith("There are no documents to ask yet.")
    assert headers(app) == ["2 files could not be read"]


def test_help_is_there_while_there_is_nothing_to_ask(open_app: OpenApp) -> None:
    class Emptied(RememberedAssistant):
        with_documents = False

    app = open_app(Emptied, page="help")
    assert "nhs-assistant build" in words(app)[0]
    assert [title.value for title in app.title] == ["Help and accessibility"]
