"""The page that lists what can be asked, and what could not be read and why."""

from __future__ import annotations

import streamlit as st

from assistant.answer.assistant import Assistant
from assistant.present import counted
from assistant.web import markup, words

_ROWS_SHOWN = 200


def draw_documents_page(assistant: Assistant) -> None:
    """Draw the page."""
    st.title("Documents", anchor=False)
    if assistant.documents:
        _draw_documents(assistant)
    else:
        st.html(markup.notice(words.NO_DOCUMENTS))
    if assistant.failures:
        failed = counted(len(assistant.failures), "file")
        st.header(f"{failed} could not be read", anchor=False)
        st.html(markup.failure_list(assistant.failures))


def _draw_documents(assistant: Assistant) -> None:
    everything = assistant.documents
    st.html(markup.paragraph(words.freshness(assistant), "freshness"))
    search = st.text_input("Search this list", key="search-list")
    listings = [listing for listing in everything if words.matches(listing, search)]
    total = counted(len(everything), "document")
    st.header(f"{len(listings):,} of {total}" if search.strip() else total, anchor=False)
    if not listings:
        st.html(markup.paragraph("No document in the list matches. Try fewer words.", "none"))
        return
    st.html(markup.document_table(listings[:_ROWS_SHOWN]))
    if len(listings) > _ROWS_SHOWN:
        more = f"The first {_ROWS_SHOWN} are shown. Search the list to find others."
        st.html(markup.paragraph(more, "more-rows"))
