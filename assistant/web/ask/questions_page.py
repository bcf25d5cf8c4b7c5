"""The page that lists a person's own chats."""

from __future__ import annotations

import logging
from collections.abc import Callable

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from assistant.errors import RecordsError
from assistant.present import counted
from assistant.records.chats import ChatListing
from assistant.web import markup, words
from assistant.web.announce import announce
from assistant.web.ask.chat import Chat
from assistant.web.holder import shared_library, shared_records
from assistant.web.page_links import chat_link, follow_links
from assistant.web.visitor import visitor

_LOG = logging.getLogger(__name__)
_SHOWN = 50


def draw_questions_page(ask_page: StreamlitPage) -> None:
    """Draw the page."""
    st.title("Your questions", anchor=False)
    days = counted(shared_library().settings.keep_days, "day")
    st.html(markup.paragraph(words.kept_for(days), "freshness"))
    try:
        listings = shared_records().chats.listing(visitor())
    except RecordsError as error:
        _LOG.error("Chats could not be listed: %s", error)
        st.html(markup.notice(words.NOT_OPENED))
        return
    if not listings:
        st.html(markup.paragraph("You have not asked anything yet.", "none"))
        st.page_link(ask_page, label="Ask a question")
    for listing in listings[: st.session_state.get("chats-shown", _SHOWN)]:
        _draw_chat(listing)
    if len(listings) > st.session_state.get("chats-shown", _SHOWN):
        st.button("Show more", key="more-chats", on_click=_show_more)
    if len(listings) > 1:
        _draw_delete_all(len(listings))
    say, moment = st.session_state.get("questions-said", ("", 0))
    announce(say, "", str(moment))
    follow_links()


def _draw_chat(listing: ChatListing) -> None:
    with st.container(key=f"chat-{listing.id}", border=True):
        st.html(
            markup.page_link(words.shortened(listing.first_question, 200), chat_link(listing.id))
        )
        st.html(markup.paragraph(words.chat_facts(listing), "chat-facts"))
        # Each says what it deletes: a screen reader may list the buttons alone.
        named = f"Delete “{words.shortened(listing.first_question, 40)}”"
        st.button(
            markup.label(named),
            key=f"delete-{listing.id}",
            on_click=_delete,
            args=(listing,),
        )


def _draw_delete_all(number: int) -> None:
    """Two steps: this cannot be undone."""
    if not st.session_state.get("deleting-all"):
        st.button("Delete all your questions", key="delete-all", on_click=_ask_to_confirm)
        return
    st.html(markup.information(f"Delete all {number:,} chats? This cannot be undone."))
    with st.container(key="confirm", horizontal=True):
        st.button("Yes, delete all", key="delete-all-now", on_click=_delete_all)
        st.button("Keep them", key="keep-all", on_click=_keep_all)


def _delete(listing: ChatListing) -> None:
    if _change(lambda: shared_records().chats.delete(listing.id, visitor()), "Deleted"):
        _leave(listing.id)


def _delete_all() -> None:
    st.session_state["deleting-all"] = False
    every = shared_records().chats.delete_all
    if _change(lambda: every(visitor()), "All your questions are deleted"):
        _leave(None)


def _leave(deleted: str | None) -> None:
    """A chat that is deleted is not the session's any more either; None: all of them."""
    chat: Chat | None = st.session_state.get("chat")
    if chat is not None and deleted in (None, chat.id):
        st.session_state.chat = Chat(filters=chat.filters)
        st.session_state.named = None


def _ask_to_confirm() -> None:
    st.session_state["deleting-all"] = True


def _keep_all() -> None:
    st.session_state["deleting-all"] = False


def _show_more() -> None:
    st.session_state["chats-shown"] = st.session_state.get("chats-shown", _SHOWN) + _SHOWN


def _change(change: Callable[[], None], said: str) -> bool:
    done = True
    try:
        change()
    except RecordsError as error:
        _LOG.error("Chats could not be deleted: %s", error)
        done, said = False, words.NOT_DELETED
    _, moment = st.session_state.get("questions-said", ("", 0))
    st.session_state["questions-said"] = (said, moment + 1)
    return done
