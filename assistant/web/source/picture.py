"""A page with a quote marked, and what stands above it."""

from __future__ import annotations

import streamlit as st

from assistant.answer.citation import Citation
from assistant.documents import Document, Quote
from assistant.errors import AssistantError
from assistant.page_images import highlights, passage_picture
from assistant.web import markup, words
from assistant.web.library import shared_library
from assistant.web.page_links import file_link


def caption(citation: Citation) -> str:
    """What stands above a passage without pages: its document and section."""
    at = words.place(citation) or "".join(f"section {title}" for title in citation.section[-1:])
    return ", ".join(part for part in (citation.title, at) if part)


def page_caption(document: Document, number: int) -> str:
    """What stands above a page: its document and number."""
    return f"{document.title}, {words.page_place(document.pages[number - 1])}"


def draw_pdf_link(document: Document, page: int) -> None:
    """Draw the link to the file itself, at a page."""
    address = file_link(document.sha256, document.path, page)
    st.html(markup.new_tab_link(f"Open the PDF at page {page}", address))


def draw_picture(quote: Quote, number: int, *, whole_page: bool) -> None:
    """Draw a page of a quote's document with the quote marked, or only the part that it is on."""
    document = quote.document
    span, key = (quote.start, quote.end), markup.key_span(quote)
    try:
        picture = _picture(document, document.sha256, document.path, number, span, key, whole_page)
    except AssistantError as error:
        st.html(markup.notice(str(error)))
        return
    marked = ", with the quote marked" if number in highlights(document, *span) else ""
    alternative = f"Page {number} of {document.title}{marked}"
    st.image(picture, width="stretch", output_format="PNG", alt=alternative)


@st.cache_data(max_entries=100, show_spinner=False)
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
