"""The frame of the app: its pages, its looks, and what is shown until there is an index to ask."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from assistant.answer.assistant import Assistant
from assistant.errors import SettingsError
from assistant.web import markup, words
from assistant.web.ask_page import draw_ask_page
from assistant.web.check_page import draw_check_page, look_at_check
from assistant.web.documents_page import draw_documents_page
from assistant.web.figures_page import draw_figures_page
from assistant.web.holder import Library, Shelf, shared_library, shared_records
from assistant.web.paper_page import draw_paper_page
from assistant.web.questions_page import draw_questions_page
from assistant.web.staff_page import draw_staff_page
from assistant.web.visitor import KnowAgain

_LOG = logging.getLogger(__name__)
_HERE = Path(__file__).parent
_SHEETS = ("style.css", "documents.css", "figures.css", "check.css", "staff.css", "print.css")


MIDDLEWARE = [Middleware(KnowAgain)]
"""What every request goes through."""


@asynccontextmanager
async def load_at_start(_: st.App) -> AsyncIterator[None]:
    """Start to open the index with the server, not with the first person who comes."""
    try:
        shared_library()
        shared_records()
    except SettingsError as error:
        _LOG.error("%s", error)  # and every page says so
    yield


def report(error: Exception) -> bool:
    """What people see of an error that nobody expected; the rest is for the log."""
    _LOG.error("A page could not be drawn", exc_info=error)
    st.html(markup.notice(words.PROBLEM))
    return True


def draw() -> None:
    """Draw the page that a person is on."""
    st.set_page_config(words.TITLE, page_icon=str(_HERE / "icon.png"), layout="wide")
    for sheet in _SHEETS:
        st.html(_HERE / sheet)
    try:
        shared_library()
    except SettingsError as error:
        st.html(markup.notice(str(error)))
        return
    look_at_check()
    _pages().run()


def _pages() -> st.Page:
    documents = st.Page(show_documents, title="Documents", url_path="documents")

    def _ask() -> None:
        _with_assistant(
            words.TITLE,
            lambda assistant, shelf: draw_ask_page(
                assistant, documents, paper, ledger=shelf.ledger
            ),
        )

    ask = st.Page(_ask, title="Ask", url_path="ask", default=True)

    def _questions() -> None:
        draw_questions_page(ask)

    def _paper() -> None:
        draw_paper_page(ask)

    paper = st.Page(_paper, title="Board paper", url_path="paper")
    pages = [
        ask,
        st.Page(show_figures, title="Figures", url_path="figures"),
        st.Page(show_check, title="Check a draft", url_path="check"),
        st.Page(_questions, title="Your questions", url_path="questions"),
        paper,
        documents,
        st.Page(show_help, title="Help", url_path="help"),
        st.Page(show_accessibility, title="Accessibility", url_path="accessibility"),
    ]
    if shared_library().settings.staff_page:
        pages.append(st.Page(show_staff, title="For staff", url_path="staff"))
    return st.navigation(pages, position="top")


def show_documents() -> None:
    """The page that lists the documents."""
    _with_assistant("Documents", lambda assistant, _: draw_documents_page(assistant))


def show_figures() -> None:
    """The page where figures are looked up."""
    _with_assistant(
        "Figures",
        lambda assistant, shelf: draw_figures_page(assistant, shelf.ledger, shelf.look_ups),
    )


def show_check() -> None:
    """The page where a draft is checked."""
    _with_assistant(
        "Check a draft", lambda assistant, shelf: draw_check_page(assistant, shelf.ledger)
    )


def show_help() -> None:
    """The page that explains."""
    st.title("Help", anchor=False)
    st.html(_HERE / "help.html")


def show_accessibility() -> None:
    """The accessibility statement."""
    st.title("Accessibility statement", anchor=False)
    st.html(_HERE / "accessibility.html")


def show_staff() -> None:
    """What staff look after: questions without an answer, answers without use."""
    draw_staff_page(shared_records())


def _with_assistant(title: str, draw_page: Callable[[Assistant, Shelf], None]) -> None:
    """Draw a page with the assistant, or say why there is none to ask."""
    library = shared_library()
    shelf = library.shelf()
    if shelf.assistant is not None:
        draw_page(shelf.assistant, shelf)
    else:
        st.title(title, anchor=False)
        _draw_without_assistant(library, shelf)
    if shelf.assistant is None or not shelf.assistant.documents:
        _draw_again_when_there_is_more(library, shelf)


def _draw_without_assistant(library: Library, shelf: Shelf) -> None:
    if shelf.problem is None:
        st.html(f'<p class="waiting" role="status">{markup.escaped(words.GETTING_READY)}</p>')
        return
    st.html(markup.notice(shelf.problem))
    st.button("Try again", key="try-again", on_click=library.load)


@st.fragment(run_every=1)
def _draw_again_when_there_is_more(library: Library, drawn: Shelf) -> None:
    """Look every second, so that who waits for an index need not reload the page."""
    if library.shelf() is not drawn:
        st.rerun()
