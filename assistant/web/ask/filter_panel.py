"""Which documents a question is asked of: beside the question, and part of the link."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from assistant.answer.assistant import Assistant
from assistant.answer.filters import Filters
from assistant.dates import written_date
from assistant.index.rows import Listing
from assistant.web import addresses, markup, words
from assistant.web.ask.chat import Chat
from assistant.wording import counted, filters_in_words

_FINDINGS_ONLY = (
    "Leaves out what is recognised as opinion, somebody's words, a recommendation, promise or "
    "rule. Some of these may still be shown: look at the page."
)
_NO_DATE = "Write a year, such as 2024, a month, 7/2024, or a day, 1/7/2024."
_NO_DOCUMENT_FITS = "No document fits these filters. Remove one of them to ask."
_KEYS = ("kinds", "publishers", "documents", "since", "until", "findings_only")


def take_filters_of_link(chat: Chat) -> None:
    """Take the filters of the address where somebody came by a link that has some."""
    given = {
        name: st.query_params.get_all(name) for name in addresses.FILTERS if name in st.query_params
    }
    if given and given != st.session_state.get("written"):
        chat.filters = addresses.filters_in(given)


def write_link(chat: Chat) -> None:
    """Make the address the link to this chat with these filters, so that a reload finds it."""
    written = addresses.parameters_of(chat.filters)
    st.session_state.written = written
    address: dict[str, str | list[str]] = {**written}
    if chat.id is not None:
        address["chat"] = chat.id
        st.session_state.named = (chat.id, None)
    elif chat.turns and st.session_state.get("named"):
        shared = zip(("chat", "answer"), st.session_state.named, strict=True)
        address |= {name: value for name, value in shared if value}
    if chat.notice == words.NOT_OPENED:
        return  # the chat that the address names is opened when it can be
    now = {name: st.query_params.get_all(name) for name in st.query_params}
    wanted = {name: [value] if isinstance(value, str) else value for name, value in address.items()}
    if now != wanted:
        st.query_params.from_dict(address)


def draw_filters(assistant: Assistant, chat: Chat) -> None:
    """Draw the filters, folded."""
    number = _in_use(chat.filters)
    label = f"Filters ({number} in use)" if number else "Filters"
    with st.popover(label, icon=":material/filter_list:"):
        _draw_widgets(assistant, chat)


def draw_filters_in_use(assistant: Assistant, chat: Chat) -> None:
    """Draw which documents are asked, where not all are."""
    if _in_use(chat.filters):
        with st.container(key="filters-in-use", horizontal=True, vertical_alignment="center"):
            asked_of = _asked_of(chat.filters, assistant.admits(chat.filters))
            st.html(markup.paragraph(f"Asking {asked_of}", "asked-of"), width="content")
            st.button("Remove all filters", key="no-filters", on_click=_clear, args=(chat,))


def _in_use(filters: Filters) -> int:
    return sum(bool(getattr(filters, name)) for name in _KEYS)


def _draw_widgets(assistant: Assistant, chat: Chat) -> None:
    listings, filters = assistant.documents, chat.filters
    titles = words.told_apart(listings)
    kinds = {listing.kind for listing in listings}
    publishers = {listing.publisher for listing in listings if listing.publisher}
    keys = _keys(chat)

    def choose() -> None:
        _choose(assistant, chat)

    # What a link names and the index does not have is offered too: so it can be seen and removed.
    st.multiselect(
        "Kind of document",
        sorted(kinds | filters.kinds),
        default=sorted(filters.kinds),
        format_func=lambda kind: str(kind).capitalize(),
        key=keys["kinds"],
        placeholder="All kinds",
        on_change=choose,
    )
    st.multiselect(
        "Publisher",
        sorted(publishers | filters.publishers, key=str.casefold),
        default=sorted(filters.publishers),
        key=keys["publishers"],
        placeholder="All publishers",
        on_change=choose,
    )
    st.multiselect(
        "Document",
        sorted(titles.keys() | filters.documents, key=lambda path: titles.get(path, path)),
        default=sorted(filters.documents),
        format_func=lambda path: titles.get(path, f"{path} (not in the index)"),
        key=keys["documents"],
        placeholder="All documents",
        max_selections=100,  # all are part of the address, and an address can only be so long
        on_change=choose,
    )
    _draw_dates(chat, keys, choose)
    st.checkbox(
        "Findings and statistics only",
        value=filters.findings_only,
        key=keys["findings_only"],
        on_change=choose,
    )
    st.html(markup.paragraph(_FINDINGS_ONLY, "hint"))


def _draw_dates(chat: Chat, keys: dict[str, str], choose: Callable[[], None]) -> None:
    for column, label, name, day in zip(
        st.columns(2),
        ("Published from", "Published to"),
        ("since", "until"),
        (chat.filters.since, chat.filters.until),
        strict=True,
    ):
        # A box for text takes what was typed however it is left; Streamlit's for dates does not.
        column.text_input(
            label,
            value=written_date(day) if day else "",
            key=keys[name],
            placeholder="2024 or 1/7/2024",
            on_change=choose,
        )
        if name in chat.unread_dates:
            column.html(markup.paragraph(_NO_DATE, "field-problem"))


def _keys(chat: Chat) -> dict[str, str]:
    """The keys of the widgets.

    They are others as soon as the filters have been changed from elsewhere, by a link or all at
    once: only a new widget takes a value that it is given while it is folded away.
    """
    state = st.session_state
    if state.get("filters-chosen") != chat.filters:
        state["filters-round"] = state.get("filters-round", 0) + 1
        state["filters-chosen"] = chat.filters
    return {name: f"filter-{name}-{state['filters-round']}" for name in _KEYS}


def _choose(assistant: Assistant, chat: Chat) -> None:
    """Take what the widgets say; a date that cannot be read is left out, and said."""
    state, keys = st.session_state, _keys(chat)
    typed = {name: str(state[keys[name]]).strip() for name in ("since", "until")}
    read = {name: addresses.typed_day(text, last=name == "until") for name, text in typed.items()}
    chat.unread_dates = {name for name, text in typed.items() if text and not read[name]}
    chat.filters = Filters(
        kinds=frozenset(state[keys["kinds"]]),
        publishers=frozenset(state[keys["publishers"]]),
        documents=frozenset(state[keys["documents"]]),
        since=read["since"],
        until=read["until"],
        findings_only=state[keys["findings_only"]],
    )
    state["filters-chosen"] = chat.filters
    left = counted(len(assistant.admits(chat.filters)), "document")
    chat.tell(_NO_DATE if chat.unread_dates else f"Filters changed: {left} to ask")


def _clear(chat: Chat) -> None:
    chat.filters, chat.unread_dates = Filters(), set()
    chat.tell("All filters removed")


def _asked_of(filters: Filters, admitted: Sequence[Listing]) -> str:
    """Which documents are asked: "4 documents: reports, published from 1 January 2024"."""
    titles = words.told_apart(admitted)
    chosen = filters_in_words(filters, titles)
    if not admitted:
        return f"no document. {_NO_DOCUMENT_FITS} Chosen: {chosen}."
    # Nobody would look for what is missing because nothing is known of its date.
    dates = " (documents without a date are left out)" if filters.since or filters.until else ""
    return f"{counted(len(admitted), 'document')}: {chosen}{dates}"
