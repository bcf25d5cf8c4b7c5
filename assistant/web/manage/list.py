"""The documents that there are, each with what staff can do to it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from assistant.index.rows import Failure, Listing
from assistant.web import markup, words
from assistant.web.manage import manage_markup
from assistant.web.manage.desk import intake, own_desk
from assistant.web.manage.one_document import draw_document, key_of
from assistant.web.turning import ListParts
from assistant.wording import counted

_PARTS = ListParts("managed", 15)
_NOT_INDEXED = "Not in the index yet: rebuild it to have it asked."
_GONE = "Its file is no longer there: rebuild the index to take it out."
_CHANGED = "Changed since the index was built."
_NONE = "There are no documents yet. Upload some above."
_NONE_MATCHES = "No document matches. Try fewer words."


def draw_list(
    listings: Sequence[Listing],
    failures: Sequence[Failure],
    changed: frozenset[str],
    *,
    writable: bool,
) -> None:
    """Draw the part of the page. `changed`: paths of files that the index does not have so."""
    listed = {listing.path: listing for listing in listings}
    failed = {failure.path: failure for failure in failures}
    there = set(intake().paths())
    every = sorted(
        there | listed.keys(),
        key=lambda path: (listed[path].title if path in listed else path).casefold(),
    )
    st.header(counted(len(every), "document"), anchor=False)
    if not every:
        st.html(markup.paragraph(_NONE, "none"))
        return
    search = st.text_input(
        "Search these documents",
        key="manage-search",
        on_change=_PARTS.begin_again,
        persist_state="session",
    )
    shown = [path for path in every if words.matches(search or "", path, listed.get(path))]
    if not shown:
        st.html(markup.paragraph(_NONE_MATCHES, "none"))
        return
    desk = own_desk()
    with st.container(key="managed-documents"):
        for path in _PARTS.shown(shown):
            listing = listed.get(path)
            state = _state(path, listing, failed.get(path), there, changed)
            with st.container(key=f"managed-{key_of(path)}"):
                st.html(manage_markup.document_facts(path, listing, state))
                if path in there and writable:
                    draw_document(desk, path, listing)
    _PARTS.draw_ways(shown)


def _state(
    path: str,
    listing: Listing | None,
    failure: Failure | None,
    there: set[str],
    changed: frozenset[str],
) -> str:
    if path not in there:
        return _GONE
    if failure is not None and (listing is not None or path not in changed):
        return f"{words.REASONS.get(failure.reason, 'Could not be read')}. {failure.detail}"
    if listing is None:
        return _NOT_INDEXED
    return _CHANGED if path in changed else ""
