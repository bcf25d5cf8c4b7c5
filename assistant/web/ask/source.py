"""The source of a quote, beside the chat: its page with the quote marked, or its section."""

from __future__ import annotations

import streamlit as st

from assistant.answer.assistant import Assistant
from assistant.answer.citation import Citation
from assistant.documents import Quote
from assistant.errors import AssistantError
from assistant.page_images import highlights
from assistant.web import markup, words
from assistant.web.ask.chat import Chat, passages
from assistant.web.page_links import file_link
from assistant.web.person.who import leave_unless_reader
from assistant.web.source.picture import caption, draw_pdf_link, draw_picture, page_caption
from assistant.web.turning import draw_previous_and_next

_CONTEXT_CHARACTERS = 350


def draw_source(assistant: Assistant, chat: Chat) -> None:
    """Draw the source of what the chat shows, beside it."""
    citation = chat.source
    try:
        quote = assistant.locate(citation)
    except AssistantError as error:
        st.header("Source", anchor=False)
        _draw_steps(chat)
        st.html(markup.paragraph(caption(citation), "source-caption"))
        st.html(markup.notice(str(error)))
        return
    st.header("Source page" if quote.page else "Source passage", anchor=False)
    _draw_steps(chat)
    if quote.document.sha256 != citation.sha256:
        st.html(markup.information(words.moved(quote)))
    if quote.page is None:
        _draw_passage(citation, quote)
    else:
        _draw_pages(chat, quote)


def _draw_steps(chat: Chat) -> None:
    """The way from quote to quote of one answer, and from the last to the first again.

    Here and where pages are turned no button is disabled: one that has the focus would lose it.
    """
    assert chat.shown is not None
    turn, position = chat.shown
    number = len(passages(chat.turns[turn]))
    if number < 2:
        return
    answer = chat.turns[turn].answer
    noun = "quote" if answer and answer.answered else "passage"
    with st.container(key="quote-steps", horizontal=True, vertical_alignment="center"):
        st.button(
            f"Previous {noun}",
            key="previous-quote",
            on_click=chat.show,
            args=(turn, (position - 1) % number),
        )
        where = f"{noun.capitalize()} {position + 1} of {number}"
        st.html(markup.paragraph(where, "step"), width="content")
        st.button(
            f"Next {noun}",
            key="next-quote",
            on_click=chat.show,
            args=(turn, (position + 1) % number),
        )


def _draw_passage(citation: Citation, quote: Quote) -> None:
    st.html(markup.paragraph(caption(citation), "source-caption"))
    with st.container(key="source-does", horizontal=True, vertical_alignment="center"):
        if st.button("Show the whole section", key="whole"):
            _whole_section(citation, quote)
        address = file_link(quote.document.sha256, quote.document.path)
        st.html(markup.new_tab_link("Open the file", address), width="content")
    st.html(markup.section_text(quote, _CONTEXT_CHARACTERS))


def _draw_pages(chat: Chat, quote: Quote) -> None:
    document, page = quote.document, quote.page
    assert page is not None
    # The document may have become shorter since somebody turned to a page of it.
    shown = min(chat.page or page.number, len(document.pages))
    st.html(markup.paragraph(page_caption(document, shown), "source-caption"))
    with st.container(key="source-does", horizontal=True, vertical_alignment="center"):
        ways = [
            ("Previous page", "previous-page", shown - 1),
            ("Next page", "next-page", shown + 1),
        ]
        if shown != page.number:
            ways.append((f"Back to page {page.number}", "back-to-quote", page.number))
        for name, key, to in ways:
            st.button(name, key=key, on_click=chat.turn_to, args=(to, len(document.pages)))
        if st.button("Show the whole page", key="whole", on_click=_turn_dialog, args=(shown,)):
            _whole_page(quote)
    draw_pdf_link(document, shown)
    if shown == page.number:
        for number in highlights(document, quote.start, quote.end):
            draw_picture(quote, number, whole_page=False)
    else:
        draw_picture(quote, shown, whole_page=True)


@st.dialog("Whole page", width="large")
def _whole_page(quote: Quote) -> None:
    """The page, and from there the pages before and after: turning runs only the dialog again."""
    leave_unless_reader()
    pages = quote.document.pages
    shown = min(st.session_state["dialog-page"], len(pages))
    st.html(markup.paragraph(page_caption(quote.document, shown), "source-caption"))
    with st.container(key="dialog-steps", horizontal=True):
        draw_previous_and_next("page", "dialog", shown, len(pages), _turn_dialog)
    draw_picture(quote, shown, whole_page=True)


def _turn_dialog(page: int) -> None:
    st.session_state["dialog-page"] = page


@st.dialog("Whole section", width="large")
def _whole_section(citation: Citation, quote: Quote) -> None:
    leave_unless_reader()
    st.html(markup.paragraph(caption(citation), "source-caption"))
    st.html(markup.section_text(quote))
