"""One document: its facts, its sections, and its pages; its text where it has no pages."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from assistant.answer.assistant import Assistant
from assistant.documents import Block, Document, Page
from assistant.errors import AssistantError
from assistant.index.rows import Listing
from assistant.page_images import PAGE_WIDTH, page_image
from assistant.web import markup
from assistant.web.announce import announce
from assistant.web.documents import document_markup
from assistant.web.library import shared_library
from assistant.web.page_links import ask_link, document_link, documents_link, file_link
from assistant.web.source.picture import draw_pdf_link
from assistant.web.turning import draw_previous_and_next

_VIEWER = "document-viewer"
_CHANGED = (
    "This document has changed since you were given the link to it. What was quoted may stand on "
    "another page now, or nowhere."
)
_PART_CHARACTERS = 15_000


def draw_document(assistant: Assistant, path: str) -> bool:
    """Draw the document at a path; False where there is none."""
    listing = next((each for each in assistant.documents if each.path == path), None)
    if listing is None:
        return False
    try:
        document = assistant.document(path)
    except KeyError:
        return False
    parts = _parts(document) if not document.pages else []
    last = len(document.pages) or len(parts)
    unit = "page" if document.pages else "part"
    shown, problem = _wanted(unit, last, document.title)
    st.set_page_config(page_title=_window_title(document, unit, shown))
    st.html(markup.page_link("All documents", documents_link()))
    st.html(markup.heading(1, document.title, "document-title"))
    if problem:
        st.html(markup.notice(problem))
    edition = st.query_params.get("edition")
    if edition is not None and not document.sha256.startswith(edition):
        st.html(markup.information(_CHANGED))
    about, viewer = st.columns([2, 3], gap="large")
    with about:
        _draw_about(document, listing, parts)
    with viewer, st.container(key=_VIEWER):
        if document.pages:
            _draw_page(document, document.pages[shown - 1], last)
        else:
            _draw_part(document, parts, shown)
    asked_for = unit in st.query_params
    say = f"{unit.capitalize()} {shown} of {last}" if asked_for else ""
    announce(say, _VIEWER, f"{path} {shown if asked_for else ''}")
    return True


def _wanted(unit: str, last: int, title: str) -> tuple[int, str | None]:
    """The page or part that the address asks for, or the first, and why it is that."""
    asked = st.query_params.get(unit)
    if asked is None:
        return 1, None
    if asked.isascii() and asked.isdigit() and 1 <= int(asked[:9]) <= last:
        return int(asked[:9]), None
    has = f"{last:,} {unit}{'' if last == 1 else 's'}"
    return 1, f"“{title}” has {has}, and no {unit} “{asked}”. The first {unit} is shown."


def _window_title(document: Document, unit: str, shown: int) -> str:
    return f"{document.title}, {unit} {shown}" if unit in st.query_params else document.title


def _draw_about(document: Document, listing: Listing, parts: Sequence[Sequence[Block]]) -> None:
    st.html(markup.way("Ask only this document", ask_link(document.path)))
    if not document.pages:
        address = file_link(document.sha256, document.path)
        st.html(markup.download_link("Download the file", address))
    st.header("About this document", anchor=False)
    st.html(document_markup.facts(listing))
    st.header("Sections", anchor=False)
    if document.sections:
        st.html(document_markup.section_tree(document, _addresses(document, parts)))
    else:
        st.html(markup.paragraph("No headings were found in this document.", "no-sections"))


def _addresses(document: Document, parts: Sequence[Sequence[Block]]) -> dict[int, str]:
    """Where each section is shown, by the character where it starts."""
    if document.pages:
        found = {each.start: document.page_at(each.start, each.end) for each in document.sections}
        return {
            start: document_link(document.path, page=page.number if page else None)
            for start, page in found.items()
        }
    numbers = {block.start: at for at, part in enumerate(parts, start=1) for block in part}
    return {
        each.start: document_link(document.path, part=numbers[each.start])
        + f"#{document_markup.anchor(each.start)}"
        for each in document.sections
    }


def _draw_page(document: Document, page: Page, last: int) -> None:
    number = page.number
    st.header(f"Page {number} of {last}", anchor=False)
    if page.label is not None and page.label != str(number):
        printed = f"Page {number} of the file, printed as {page.label}"
        st.html(markup.paragraph(printed, "printed"))
    draw_pdf_link(document, number)
    _draw_turning("page", number, last)
    try:
        picture = _picture(document.sha256, document.path, number)
    except AssistantError as error:
        st.html(markup.notice(str(error)))
    else:
        alternative = f"Page {number} of {document.title}"
        st.image(picture, width="stretch", output_format="PNG", alt=alternative)
    with st.expander("Text of this page"):
        written = document_markup.page_text(document, number)
        st.html(written or markup.paragraph("No text was found on this page.", "no-text"))
    _draw_turning("page", number, last, below=True)


def _draw_part(document: Document, parts: Sequence[Sequence[Block]], shown: int) -> None:
    last = len(parts)
    st.header("Text" if last == 1 else f"Part {shown} of {last} of the text", anchor=False)
    if last > 1:
        _draw_turning("part", shown, last)
    st.html(document_markup.blocks_text(document, parts[shown - 1]))
    if last > 1:
        _draw_turning("part", shown, last, below=True)


def _draw_turning(unit: str, shown: int, last: int, *, below: bool = False) -> None:
    """The buttons to the page before and after, and above it the box for any."""
    where = "-below" if below else ""
    with st.container(horizontal=True, vertical_alignment="bottom", key=f"turning{where}"):
        draw_previous_and_next(unit, f"turn{where}", shown, last, partial(_turn, unit))
        if not below:
            key = f"go-to-{unit}"
            # The address says what is shown; the box follows it, so that it can be typed into.
            st.session_state[key] = shown
            st.number_input(
                f"Go to {unit}", 1, last, step=1, key=key, on_change=_go, args=(unit,), width=150
            )


def _turn(unit: str, to: int) -> None:
    st.query_params[unit] = str(to)


def _go(unit: str) -> None:
    _turn(unit, int(st.session_state[f"go-to-{unit}"]))


def _parts(document: Document) -> list[list[Block]]:
    """The blocks in parts of some pages' length; a heading begins a part rather than ends one."""
    parts: list[list[Block]] = [[]]
    for block in document.blocks:
        length = block.end - parts[-1][0].start if parts[-1] else 0
        most = _PART_CHARACTERS * (0.8 if block.role == "heading" else 1)
        if length > most:
            parts.append([])
        parts[-1].append(block)
    return parts


@st.cache_data(max_entries=60, show_spinner=False)
def _picture(sha256: str, path: str, page: int) -> bytes:
    return page_image(
        shared_library().settings.corpus / path, sha256, page, marked=(), width=PAGE_WIDTH
    )
