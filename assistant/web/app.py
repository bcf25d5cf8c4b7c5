"""The frame of the app: its pages, its looks, and what is shown until there is an index to ask."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st

from assistant.answer.assistant import Assistant
from assistant.web import markup, words
from assistant.web.ask_page import draw_ask_page
from assistant.web.documents_page import draw_documents_page
from assistant.web.holder import Library, Shelf, shared_library

_LOG = logging.getLogger(__name__)
_HERE = Path(__file__).parent


@asynccontextmanager
async def load_at_start(_: st.App) -> AsyncIterator[None]:
    """Start to open the index with the server, not with the first person who comes."""
    shared_library()
    yield


def report(error: Exception) -> bool:
    """What people see of an error that nobody expected; the rest is for the log."""
    _LOG.error("A page could not be drawn", exc_info=error)
    st.html(markup.notice(words.PROBLEM))
    return True


def draw() -> None:
    """Draw the page that a person is on."""
    st.set_page_config(words.TITLE, page_icon=str(_HERE / "icon.png"), layout="wide")
    st.html(_HERE / "style.css")
    documents = st.Page(show_documents, title="Documents", url_path="documents")

    def _ask() -> None:
        _with_assistant(words.TITLE, lambda assistant: draw_ask_page(assistant, documents))

    ask = st.Page(_ask, title="Ask", url_path="ask", default=True)
    help_page = st.Page(show_help, title="Help and accessibility", url_path="help")
    st.navigation([ask, documents, help_page], position="top").run()


def show_documents() -> None:
    """The page that lists the documents."""
    _with_assistant("Documents", draw_documents_page)


def show_help() -> None:
    """The page that explains."""
    st.title("Help and accessibility", anchor=False)
    st.html(_HERE / "help.html")


def _with_assistant(title: str, draw_page: Callable[[Assistant], None]) -> None:
    """Draw a page with the assistant, or say why there is none to ask."""
    library = shared_library()
    shelf = library.shelf()
    if shelf.assistant is not None:
        draw_page(shelf.assistant)
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
