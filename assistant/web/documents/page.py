"""The page that lists what can be asked, and what could not be read, why, and how to mend it.

With a document in its address it shows that document instead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import streamlit as st

from assistant.answer.assistant import Assistant
from assistant.index.rows import Listing
from assistant.web import markup, words
from assistant.web.changes.block import draw_changes_block
from assistant.web.documents import document_markup
from assistant.web.documents.document_page import draw_document
from assistant.web.library import shared_library
from assistant.web.page_links import follow_links
from assistant.web.person.who import may_manage
from assistant.web.turning import ListParts
from assistant.wording import counted

_PARTS = ListParts("rows", 200)
_ALL_KINDS, _ALL_PUBLISHERS = "All kinds", "All publishers"
_ORDERS: dict[str, tuple[Callable[[Listing], str], bool]] = {
    "Newest first": (lambda listing: listing.published or "", True),
    "Oldest first": (lambda listing: listing.published or "9999", False),
    "Title": (lambda listing: "", False),
    "Last indexed": (lambda listing: listing.indexed, True),
}
"""What the list is sorted by, and whether the greatest comes first; then titles decide."""
_ASK_STAFF = "Tell whoever looks after this service if you need one of them."


def draw_documents_page(assistant: Assistant) -> None:
    """Draw the page."""
    follow_links()
    path = st.query_params.get("document")
    if path is not None:
        if draw_document(assistant, path):
            return
        gone = (
            f"“{path}” is not among the documents. It may have been removed or given another name. "
            "The documents that can be asked are listed here."
        )
        st.title("Documents", anchor=False)
        st.html(markup.notice(gone))
    else:
        st.title("Documents", anchor=False)
    staff = may_manage()
    if assistant.documents:
        _draw_documents(assistant)
    else:
        st.html(markup.notice(words.NO_DOCUMENTS))
    if assistant.failures:
        failed = counted(len(assistant.failures), "file")
        st.header(f"{failed} could not be read", anchor=False)
        mend = document_markup.mend_all() if staff else markup.paragraph(_ASK_STAFF, "none")
        st.html(mend)
        st.html(document_markup.failure_list(assistant.failures))
    draw_changes_block(shared_library().settings, staff=staff)


def _draw_documents(assistant: Assistant) -> None:
    everything = assistant.documents
    st.html(markup.paragraph(words.freshness(assistant), "freshness"))
    listings = _chosen(everything)
    total = counted(len(everything), "document")
    heading = total if len(listings) == len(everything) else f"{len(listings):,} of {total}"
    st.header(heading, anchor=False)
    if not listings:
        none = "No document in the list matches. Try fewer words, or other choices."
        st.html(markup.paragraph(none, "none"))
        return
    st.html(document_markup.document_table(_PARTS.shown(listings)))
    _PARTS.draw_ways(listings)


def _chosen(everything: Sequence[Listing]) -> list[Listing]:
    """The documents that the search and the choices above the list ask for, in their order."""
    search = st.text_input(
        "Search this list", key="search-list", on_change=_PARTS.begin_again, persist_state="session"
    )
    kinds, publishers, orders = st.columns(3)
    with kinds:
        kind = _choice("Kind", _ALL_KINDS, {each.kind.capitalize() for each in everything})
    with publishers:
        names = {each.publisher for each in everything if each.publisher}
        publisher = _choice("Publisher", _ALL_PUBLISHERS, names)
    with orders:
        order = st.selectbox(
            "Sort by", list(_ORDERS), key="list-order", on_change=_PARTS.begin_again,
            persist_state="session",
        )  # fmt: skip
    found = [
        listing
        for listing in everything
        if words.matches(search or "", listing.path, listing)
        and kind in (_ALL_KINDS, listing.kind.capitalize())
        and publisher in (_ALL_PUBLISHERS, listing.publisher)
    ]
    by, greatest_first = _ORDERS[order]
    found.sort(key=lambda listing: (listing.title.casefold(), listing.path))
    found.sort(key=by, reverse=greatest_first)
    return found


def _choice(name: str, everything: str, others: Iterable[str]) -> str:
    options = [everything, *sorted(others, key=str.casefold)]
    key = f"list-{name.lower()}"
    if st.session_state.get(key, everything) not in options:
        del st.session_state[key]  # the last document of this kind has gone
    return st.selectbox(
        name, options, key=key, on_change=_PARTS.begin_again, persist_state="session"
    )  # fmt: skip
