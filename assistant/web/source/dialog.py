"""The source of a figure or a finding over the page: its page with the words marked."""

from __future__ import annotations

import streamlit as st

from assistant.answer.assistant import Assistant
from assistant.answer.citation import Citation
from assistant.documents import Quote
from assistant.errors import AssistantError
from assistant.page_images import highlights
from assistant.web import markup, words
from assistant.web.page_links import file_link
from assistant.web.person.who import leave_unless_reader
from assistant.web.source.picture import caption, draw_pdf_link, draw_picture, page_caption
from assistant.web.turning import draw_previous_and_next

_SHOWN = "source-dialog-page"


def draw_source_button(assistant: Assistant, citation: Citation, key: str) -> None:
    """The button that shows where a passage stands."""
    if st.button(words.view(citation), key=key, on_click=_turn, args=(None,)):
        _source(assistant, citation)


@st.dialog("Source", width="large")
def _source(assistant: Assistant, citation: Citation) -> None:
    """The passage on its page, and from there the pages around it; its section without pages."""
    leave_unless_reader()
    try:
        quote = assistant.locate(citation)
    except AssistantError as error:
        st.html(markup.paragraph(caption(citation), "source-caption"))
        st.html(markup.notice(str(error)))
        return
    paged = quote.page is not None
    above = page_caption(quote.document, _page(quote)) if paged else caption(citation)
    st.html(markup.paragraph(above, "source-caption"))
    if quote.document.sha256 != citation.sha256:
        st.html(markup.information(words.moved(quote)))
    if not paged:
        address = file_link(quote.document.sha256, quote.document.path)
        st.html(markup.new_tab_link("Open the file", address))
        st.html(markup.section_text(quote))
    else:
        _draw_pages(quote)


def _page(quote: Quote) -> int:
    """The page that is shown: that of the words, or the one that somebody has turned to."""
    assert quote.page is not None
    turned = st.session_state.get(_SHOWN)
    return min(turned or quote.page.number, len(quote.document.pages))


def _draw_pages(quote: Quote) -> None:
    document, shown, last = quote.document, _page(quote), len(quote.document.pages)
    whole = st.session_state.get(_SHOWN) is not None
    with st.container(key="source-steps", horizontal=True):
        draw_previous_and_next("page", "source", shown, last, _turn)
        if whole:
            st.button("Back to the words", key="source-words", on_click=_turn, args=(None,))
        else:
            st.button("Show the whole page", key="source-whole", on_click=_turn, args=(shown,))
    draw_pdf_link(document, shown)
    if whole:
        draw_picture(quote, shown, whole_page=True)
        return
    for number in highlights(document, quote.start, quote.end) or (shown,):
        draw_picture(quote, number, whole_page=False)


def _turn(page: int | None) -> None:
    st.session_state[_SHOWN] = page
