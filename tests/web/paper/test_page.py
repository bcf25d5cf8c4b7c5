"""The board paper: put in order, commented, exported."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from assistant.answer.citation import cite
from assistant.records.database import Database
from assistant.records.papers import Paper, PaperItem, Papers
from tests.web.fake_assistant import quoted
from tests.web.fake_corpus import NASTY, RATE, paged_document, unpaged_document
from tests.web.reading import OpenApp, blockquotes, labels, press, raw, words

ME = "m" * 32
PAGE = "from assistant.web.paper.page import draw_paper_page\ndraw_paper_page()"
Show = Callable[[], AppTest]


@pytest.fixture
def owner() -> str:
    return hashlib.sha256(ME.encode()).hexdigest()


@pytest.fixture
def papers(folders: tuple[Path, Path]) -> Papers:
    return Papers(Database(folders[0].parent / "records"))


@pytest.fixture
def paper(folders: tuple[Path, Path], papers: Papers, owner: str) -> Paper:
    plan = paged_document(folders[0], "plan.pdf")
    notes = unpaged_document(folders[0], "notes.md")
    built = "2018-08-06T12:05:00+00:00"
    items = tuple(
        PaperItem(cite(quote), question, "1", built)
        for quote, question in (
            (quoted(plan, RATE, "8.4%"), "What is the <b>rate</b>?"),
            (quoted(plan, NASTY), "What was *agreed*?"),
            (quoted(notes, NASTY), "What else?"),
        )
    )
    papers.save(owner, Paper("Workforce <2024>", items))
    return papers.load(owner)


@pytest.fixture
def show(open_app: OpenApp) -> Show:
    open_app()

    def show_page() -> AppTest:
        app = AppTest.from_string(PAGE, default_timeout=20)
        app.session_state["visitor"] = ME
        return app.run()

    return show_page


def test_an_empty_paper_says_how_to_fill_it(show: Show) -> None:
    assert words(show())[0].startswith("There are no quotes in your board paper yet.")


def test_every_quote_stands_in_it_as_it_is_with_its_question(show: Show, paper: Paper) -> None:
    app = show()
    assert blockquotes(app)[:3] == [RATE, NASTY, NASTY]
    assert "1. What is the <b>rate</b>?" in words(app)
    assert "<b>rate" not in raw(app)


def test_another_persons_paper_is_not_shown(show: Show, paper: Paper) -> None:
    app = AppTest.from_string(PAGE, default_timeout=20)
    app.session_state["visitor"] = "y" * 32
    assert blockquotes(app.run()) == []


def test_quotes_can_be_moved_and_removed(
    show: Show, paper: Paper, papers: Papers, owner: str
) -> None:
    app = press(show(), "Move quote 1 down")
    first, second, third = (item.id for item in paper.items)
    assert [item.id for item in papers.load(owner).items] == [second, first, third]
    press(app, "Move quote 3 up")
    assert [item.id for item in papers.load(owner).items] == [second, third, first]
    press(app, "Remove quote 1")
    assert [item.id for item in papers.load(owner).items] == [third, first]
    assert "Move quote 1 up" not in labels(app)
    assert "Move quote 2 down" not in labels(app)


def test_comments_and_the_title_are_kept(
    show: Show, paper: Paper, papers: Papers, owner: str
) -> None:
    app = show()
    app.text_area(key=f"comment-{paper.items[0].id}").set_value("Ask <why>.").run()
    app.text_input(key="paper-title").set_value("Another title").run()
    kept = papers.load(owner)
    assert (kept.title, kept.items[0].comment) == ("Another title", "Ask <why>.")
    again = show()
    assert again.text_input(key="paper-title").value == "Another title"
    assert again.text_area(key=f"comment-{paper.items[0].id}").value == "Ask <why>."


def test_a_new_paper_asks_first(show: Show, paper: Paper, papers: Papers, owner: str) -> None:
    app = press(press(show(), "Start a new paper"), "Keep this one")
    assert papers.load(owner) == paper
    press(press(app, "Start a new paper"), "Yes, start a new paper")
    assert papers.load(owner) == Paper()
    assert words(app)[0].startswith("There are no quotes")


def test_how_it_prints_stands_on_the_page(show: Show, paper: Paper) -> None:
    printed = next(e.value for e in show().html if 'class="printed-paper"' in e.value)
    assert paper.items[0].citation.sha256 in printed
    assert "Workforce &lt;2024&gt;" in printed


def test_it_can_be_taken_away_in_three_ways(show: Show, paper: Paper) -> None:
    app = show()
    files = [button.label for button in app.download_button]
    assert files == ["Download Word file", "Download Markdown file"]
    assert 'data-print="">Print</button>' in raw(app)


def test_a_paper_that_cannot_be_read_is_said(
    show: Show, paper: Paper, folders: tuple[Path, Path]
) -> None:
    file = folders[0].parent / "records" / "records.sqlite"
    file.write_bytes(b"this is no database" * 500)
    assert words(show()) == ["Your board paper cannot be opened at the moment. Try again."]
