"""The frame of the app: its pages, its looks, and what is shown until there is an index to ask."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Literal

import streamlit as st
from starlette.middleware import Middleware
from starlette.routing import Route
from streamlit.navigation.page import StreamlitPage

from assistant.answer.assistant import Assistant
from assistant.errors import AccessDenied, SettingsError
from assistant.health.logs import set_up_logs
from assistant.settings import Settings
from assistant.web import markup, words
from assistant.web.ask.page import draw_ask_page
from assistant.web.ask.questions_page import draw_questions_page
from assistant.web.attention.page import draw_attention_page
from assistant.web.changes.page import draw_changes_page
from assistant.web.check.page import draw_check_page, look_at_check
from assistant.web.documents.page import draw_documents_page
from assistant.web.figures.page import draw_figures_page
from assistant.web.library import Library, Shelf, shared_library
from assistant.web.manage.page import draw_manage_page
from assistant.web.manage.tray import shared_trays
from assistant.web.paper.page import draw_paper_page
from assistant.web.person.auditing import audit_refused, called_now, shared_audit
from assistant.web.person.sign_in import let_in, only_for_staff
from assistant.web.person.visitor import KnowAgain
from assistant.web.person.who import may_manage, may_read
from assistant.web.records import shared_records
from assistant.web.server.files import file_routes
from assistant.web.server.guard import Guard
from assistant.web.server.health import begin_metrics, health_routes
from assistant.web.server.start import refuse_to_start_open
from assistant.wording import day

_LOG = logging.getLogger(__name__)
_LOOKS = Path(__file__).parent / "looks"
_SHEETS = (
    "style.css",
    "documents.css",
    "figures.css",
    "check.css",
    "attention.css",
    "manage.css",
    "print.css",
)
_GETTING_READY = "Getting ready. This takes a few seconds."
_OLDER_VERSION = (
    "The newest version of the documents cannot be used at the moment. You can go on: answers come "
    "from the version of {date}. Tell the person who looks after this service."
)
"""Shown above every page while the version before serves."""

MIDDLEWARE = [Middleware(Guard), Middleware(KnowAgain)]
"""What every request goes through."""


def routes() -> list[Route]:
    """The addresses beside the pages.

    They are asked for once, before the server listens, so here it is stopped where it may not.
    """
    refuse_to_start_open()
    return [*file_routes(), *health_routes()]


@asynccontextmanager
async def load_at_start(_: st.App) -> AsyncIterator[None]:
    """Start to open the index with the server, not with the first person who comes."""
    try:
        set_up_logs(Settings.from_environment().health.log)
        shared_library()
        shared_records()
        shared_audit()
        shared_trays()
        begin_metrics()
    except SettingsError as error:
        _LOG.error("%s", error)  # and every page says so
    yield


def report(error: Exception) -> bool:
    """What people see of an error that nobody expected; the rest is for the log."""
    if isinstance(error, AccessDenied):
        audit_refused("something that only staff may do", called_now())
        st.html(markup.notice(str(error)))
        return True
    _LOG.error("A page could not be drawn", exc_info=error)
    st.html(markup.notice(words.PROBLEM))
    return True


def draw() -> None:
    """Draw the page that a person is on."""
    problem, known = None, False
    try:
        known = may_read()
    except SettingsError as error:
        problem = str(error)
    # The icon is a file beside the page, and these are refused to whoever is not signed in.
    icon = str(_LOOKS / "icon.png") if known else None
    st.set_page_config(words.TITLE, page_icon=icon, layout="wide")
    for sheet in _SHEETS:
        st.html(_LOOKS / sheet)
    if problem is not None:
        st.html(markup.notice(problem))
        return
    if not let_in():
        return
    look_at_check()
    _pages().run()


def _pages() -> StreamlitPage:
    pages = [
        st.Page(show_ask, title="Ask", url_path="ask", default=True),
        st.Page(show_figures, title="Figures", url_path="figures"),
        st.Page(show_check, title="Check a draft", url_path="check"),
        st.Page(draw_questions_page, title="Your questions", url_path="questions"),
        st.Page(draw_paper_page, title="Board paper", url_path="paper"),
        st.Page(show_documents, title="Documents", url_path="documents"),
        st.Page(show_help, title="Help", url_path="help"),
        st.Page(show_accessibility, title="Accessibility", url_path="accessibility"),
    ]
    pages.append(_staff_page(show_manage, "Manage documents", "manage"))
    pages.append(_staff_page(show_changes, "What changed", "changes"))
    if shared_library().settings.staff_page:
        pages.append(_staff_page(show_staff, "For staff", "staff"))
    return st.navigation(pages, position="top")


def _staff_page(draw_page: Callable[[], None], title: str, path: str) -> StreamlitPage:
    """A page for staff: others find it only by its address, and then how to sign in."""

    def guarded() -> None:
        only_for_staff(title, draw_page)

    visibility: Literal["visible", "hidden"] = "visible" if may_manage() else "hidden"
    return st.Page(guarded, title=title, url_path=path, visibility=visibility)


def show_ask() -> None:
    """The page where people ask."""
    _with_assistant(words.TITLE, lambda assistant, shelf: draw_ask_page(assistant, shelf.ledger))


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
    st.html(_LOOKS / "help.html")


def show_accessibility() -> None:
    """The accessibility statement."""
    st.title("Accessibility statement", anchor=False)
    st.html(_LOOKS / "accessibility.html")


def show_staff() -> None:
    """What staff look after: questions without an answer, answers without use."""
    draw_attention_page(shared_records())


def show_manage() -> None:
    """Where staff add documents and look after them."""
    draw_manage_page()


def show_changes() -> None:
    """What the rebuilds changed, and the questions that are asked again after each."""
    draw_changes_page(shared_library().settings, shared_records())


def _with_assistant(title: str, draw_page: Callable[[Assistant, Shelf], None]) -> None:
    """Draw a page with the assistant, or say why there is none to ask."""
    library = shared_library()
    shelf = library.shelf()
    if shelf.assistant is not None:
        if shelf.instead is not None:
            st.html(markup.notice(_OLDER_VERSION.format(date=day(shelf.assistant.built))))
        draw_page(shelf.assistant, shelf)
    else:
        st.title(title, anchor=False)
        _draw_without_assistant(library, shelf)
    if shelf.assistant is None or not shelf.assistant.documents:
        _draw_again_when_there_is_more(library, shelf)


def _draw_without_assistant(library: Library, shelf: Shelf) -> None:
    if shelf.problem is None:
        st.html(markup.status(_GETTING_READY))
        return
    st.html(markup.notice(shelf.problem))
    st.button("Try again", key="try-again", on_click=library.load)


@st.fragment(run_every=1)
def _draw_again_when_there_is_more(library: Library, drawn: Shelf) -> None:
    """Look every second, so that who waits for an index need not reload the page."""
    if library.shelf() is not drawn:
        st.rerun()
