"""Which documents a question is asked of: beside the question, and part of the link."""

from __future__ import annotations

import streamlit as st

from assistant.answer.assistant import Assistant
from assistant.answer.filters import Filters
from assistant.documents import written_date
from assistant.present import counted
from assistant.web import addresses, markup, words
from assistant.web.chat import Chat

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
    _set_widgets(chat)
    number = _in_use(chat.filters)
    label = f"Filters ({number} in use)" if number else "Filters"
    with st.popover(label, icon=":material/filter_list:"):
        _draw_widgets(assistant, chat)


def draw_filters_in_use(assistant: Assistant, chat: Chat) -> None:
    """Draw which documents are asked, where not all are."""
    if _in_use(chat.filters):
        with st.container(key="filters-in-use", horizontal=True, vertical_alignment="center"):
            asked_of = words.asked_of(chat.filters, assistant.admits(chat.filters))
            st.html(markup.paragraph(f"Asking {asked_of}", "asked-of"), width="content")
            st.button("Remove all filters", key="no-filters", on_click=_clear, args=(chat,))


def _in_use(filters: Filters) -> int:
    return sum(bool(getattr(filters, name)) for name in _KEYS)


def _draw_widgets(assistant: Assistant, chat: Chat) -> None:
    listings, filters = assistant.documents, chat.filters
    titles = words.told_apart(listings)
    kinds = {listing.kind for listing in listings}
    publishers = {listing.publisher for listing in listings if listing.publisher}

    def choose() -> None:
        _choose(assistant, chat)

    # What a link names and the index does not have is offered too: so it can be seen and removed.
    st.multiselect(
        "Kind of document",
        sorted(kinds | filters.kinds),
        format_func=lambda kind: str(kind).capitalize(),
        key="filter-kinds",
        placeholder="All kinds",
        on_change=choose,
    )
    st.multiselect(
        "Publisher",
        sorted(publishers | filters.publishers, key=str.casefold),
        key="filter-publishers",
        placeholder="All publishers",
        on_change=choose,
    )
    st.multiselect(
        "Document",
        sorted(titles.keys() | filters.documents, key=lambda path: titles.get(path, path)),
        format_func=lambda path: titles.get(path, f"{path} (not in the index)"),
        key="filter-documents",
        placeholder="All documents",
        max_selections=100,  # all are part of the address, and an address can only be so long
        on_change=choose,
    )
    for column, (label, name) in zip(
        st.columns(2), (("Published from", "since"), ("Published to", "until")), strict=True
    ):
        # A box for text takes what was typed however it is left; Streamlit's for dates does not.
        column.text_input(
            label, key=f"filter-{name}", placeholder="2024 or 1/7/2024", on_change=choose
        )
        if name in chat.unread_dates:
            column.html(markup.paragraph(words.NO_DATE, "field-problem"))
    st.checkbox("Findings and statistics only", key="filter-findings_only", on_change=choose)
    st.html(markup.paragraph(words.FINDINGS_ONLY, "hint"))


def _choose(assistant: Assistant, chat: Chat) -> None:
    """Take what the widgets say; a date that cannot be read stays in its box."""
    state = st.session_state
    typed = {name: str(state[f"filter-{name}"]).strip() for name in ("since", "until")}
    read = {name: addresses.typed_day(text, last=name == "until") for name, text in typed.items()}
    chat.unread_dates = {name: text for name, text in typed.items() if text and not read[name]}
    chat.filters = Filters(
        kinds=frozenset(state["filter-kinds"]),
        publishers=frozenset(state["filter-publishers"]),
        documents=frozenset(state["filter-documents"]),
        since=read["since"],
        until=read["until"],
        findings_only=state["filter-findings_only"],
    )
    left = counted(len(assistant.admits(chat.filters)), "document")
    chat.tell(words.NO_DATE if chat.unread_dates else f"Filters changed: {left} to ask")


def _set_widgets(chat: Chat) -> None:
    """Show the chat's filters. In every run: what is folded away forgets what it was set to."""
    state, filters = st.session_state, chat.filters
    for name in ("kinds", "publishers", "documents"):
        state[f"filter-{name}"] = sorted(getattr(filters, name))
    for name in ("since", "until"):
        day = getattr(filters, name)
        state[f"filter-{name}"] = chat.unread_dates.get(name) or (written_date(day) if day else "")
    state["filter-findings_only"] = filters.findings_only


def _clear(chat: Chat) -> None:
    chat.filters, chat.unread_dates = Filters(), {}
    chat.tell("All filters removed")
