"""The page that lists a person's own chats."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

import streamlit as st

from assistant.errors import RecordsError
from assistant.records.chats import ChatListing
from assistant.web import markup, words
from assistant.web.announce import Told
from assistant.web.ask.chat import Chat
from assistant.web.library import shared_library
from assistant.web.page_links import chat_link, first_page, follow_links
from assistant.web.person.visitor import visitor
from assistant.web.records import shared_records
from assistant.wording import counted, day_and_time

_LOG = logging.getLogger(__name__)
_NOT_DELETED = "This could not be deleted. Try again."
_SHOWN = 50


def draw_questions_page() -> None:
    """Draw the page."""
    st.title("Your questions", anchor=False)
    days = counted(shared_library().settings.keep_days, "day")
    st.html(markup.paragraph(_kept_for(days), "freshness"))
    try:
        listings = shared_records().chats.listing(visitor())
    except RecordsError as error:
        _LOG.error("Chats could not be listed: %s", error)
        st.html(markup.notice(words.NOT_OPENED))
        return
    if not listings:
        st.html(markup.paragraph("You have not asked anything yet.", "none"))
        st.html(markup.way("Ask a question", first_page()))
    for listing in listings[: st.session_state.get("chats-shown", _SHOWN)]:
        _draw_chat(listing)
    if len(listings) > st.session_state.get("chats-shown", _SHOWN):
        st.button("Show more", key="more-chats", on_click=_show_more)
    if len(listings) > 1:
        _draw_delete_all(len(listings))
    _told().announce()
    follow_links()


def _draw_chat(listing: ChatListing) -> None:
    with st.container(key=f"chat-{listing.id}", border=True):
        st.html(
            markup.page_link(words.shortened(listing.first_question, 200), chat_link(listing.id))
        )
        st.html(markup.paragraph(_chat_facts(listing), "chat-facts"))
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
        done, said = False, _NOT_DELETED
    _told().tell(said)
    return done


def _told() -> Told:
    told: Told = st.session_state.setdefault("questions-told", Told())
    return told


def _kept_for(days: str) -> str:
    """How long chats are kept, and who sees them."""
    return (
        f"What you ask in this browser is kept on this service for {days} after you last asked in "
        "a chat. Only you see this list."
    )


def _chat_facts(listing: ChatListing) -> str:
    """When a chat was last used, and how long it is."""
    asked = datetime.fromisoformat(listing.updated)
    return f"{counted(listing.questions, 'question')}. Last asked on {day_and_time(asked)}."
