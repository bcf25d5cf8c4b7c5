"""The source of a quote: its page with the quote marked, or its section where there are none."""

from __future__ import annotations

import streamlit as st

from assistant.documents import Document, Quote
from assistant.errors import AssistantError
from assistant.page_images import highlights, passage_picture
from assistant.web import markup, words
from assistant.web.holder import shared_library

_CONTEXT_CHARACTERS = 350


def draw_source(quote: Quote) -> None:
    """Draw the source beside the chat."""
    paged = quote.page is not None
    st.header("Source page" if paged else "Source passage", anchor=False)
    st.html(markup.paragraph(_caption(quote), "source-caption"))
    if st.button("Show the whole page" if paged else "Show the whole section", key="whole"):
        (_whole_page if paged else _whole_section)(quote)
    if paged:
        _pages(quote, whole_page=False)
    else:
        st.html(markup.section_text(quote, _CONTEXT_CHARACTERS))


@st.dialog("Whole page", width="large")
def _whole_page(quote: Quote) -> None:
    st.html(markup.paragraph(_caption(quote), "source-caption"))
    _pages(quote, whole_page=True)


@st.dialog("Whole section", width="large")
def _whole_section(quote: Quote) -> None:
    st.html(markup.paragraph(_caption(quote), "source-caption"))
    st.html(markup.section_text(quote))


def _caption(quote: Quote) -> str:
    at = words.place(quote) or "".join(f"section {title}" for title in quote.section[-1:])
    return ", ".join(part for part in (quote.document.title, at) if part)


def _pages(quote: Quote, *, whole_page: bool) -> None:
    """A picture of each page that the quote stands on: it may run over the foot of one."""
    document = quote.document
    span, key = (quote.start, quote.end), markup.key_span(quote)
    for number in highlights(document, *span):
        try:
            picture = _picture(
                document, document.sha256, document.path, number, span, key, whole_page
            )
        except AssistantError as error:
            st.html(markup.notice(str(error)))
            return
        alternative = f"Page {number} of {document.title}, with the quote marked"
        st.image(picture, width="stretch", output_format="PNG", alt=alternative)


@st.cache_data(max_entries=500, show_spinner=False)
def _picture(
    _document: Document,
    sha256: str,
    path: str,
    page: int,
    quote: markup.Span,
    key: markup.Span | None,
    whole_page: bool,
) -> bytes:
    # The document itself is slow to hash; its sha256 and path stand for it among the arguments.
    corpus = shared_library().settings.corpus
    return passage_picture(corpus, _document, page, quote, key, whole_page=whole_page)
