"""The board paper: the quotes that somebody has collected, to be put in order and taken away."""

from __future__ import annotations

import logging
from collections.abc import Callable

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from assistant.errors import AssistantError
from assistant.export.markdown import markdown
from assistant.export.paper import Paper, PaperItem
from assistant.export.printed import printed
from assistant.export.word import word
from assistant.present import counted
from assistant.web import markup, words
from assistant.web.announce import announce
from assistant.web.auditing import auditor, places
from assistant.web.copying import listen_to_copy_buttons
from assistant.web.holder import shared_records
from assistant.web.page_links import follow_links
from assistant.web.paper import change_paper, current_paper
from assistant.web.visitor import visitor

_LOG = logging.getLogger(__name__)
_MOST_COMMENT = 2_000
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def draw_paper_page(ask_page: StreamlitPage) -> None:
    """Draw the page."""
    st.title("Board paper", anchor=False)
    try:
        paper = current_paper()
    except AssistantError as error:
        _LOG.error("A board paper could not be read: %s", error)
        st.html(markup.notice(words.PAPER_NOT_OPENED))
        return
    if not paper.items:
        st.html(markup.paragraph(words.PAPER_EMPTY, "none"))
        st.page_link(ask_page, label="Ask a question")
    else:
        _draw_paper(paper)
    say, moment = st.session_state.get("paper-said", ("", 0))
    announce(say, "", str(moment))
    listen_to_copy_buttons()
    follow_links()


def _draw_paper(paper: Paper) -> None:
    st.html(markup.paragraph(words.PAPER_PURPOSE, "purpose screen-only"))
    with st.container(key="take-away", horizontal=True, vertical_alignment="center"):
        name = words.file_name(paper.title)
        # Made when somebody asks for it, not each time that the page is drawn; then there is no
        # session to say whose it is.
        papers, owner, record = shared_records().papers, visitor(), auditor()

        def taken(form: str) -> Paper:
            """The paper that somebody takes away, which is written down."""
            found = papers.load(owner)
            quotes = places(item.citation for item in found.items)
            versions = sorted({item.index_version for item in found.items})
            record("exported", of="board paper", form=form, index_versions=versions, quotes=quotes)
            return found

        st.download_button(
            "Download Word file",
            lambda: word(taken("word")),
            file_name=f"{name}.docx",
            mime=_WORD,
            key="word",
            on_click="ignore",
        )
        st.download_button(
            "Download Markdown file",
            lambda: markdown(taken("markdown")),
            file_name=f"{name}.md",
            mime="text/markdown",
            key="markdown",
            on_click="ignore",
        )
        st.html(markup.print_button("Print"), width="content")
    with st.container(key="paper-editor"):
        st.text_input(
            "Title of the paper",
            value=paper.title,
            max_chars=200,
            key="paper-title",
            on_change=_retitle,
        )
        for number, item in enumerate(paper.items, start=1):
            _draw_item(paper, number, item)
        _draw_empty_it()
    st.header("How it prints", anchor=False)
    st.html(f'<div class="printed-paper">{printed(paper, level=3)}</div>')


def _draw_item(paper: Paper, number: int, item: PaperItem) -> None:
    with st.container(key=f"item-{item.id}", border=True):
        heading = f"{number}. {item.question}"
        st.html(f'<h2 class="item-question">{markup.escaped(heading)}</h2>')
        st.html(markup.quotation(item.citation, "quote"))
        st.text_area(
            "Your comment (optional)",
            value=item.comment,
            max_chars=_MOST_COMMENT,
            height="content",
            key=f"comment-{item.id}",
            on_change=_comment,
            args=(item.id,),
        )
        with st.container(key=f"item-does-{item.id}", horizontal=True):
            if number > 1:
                st.button(
                    f"Move quote {number} up", key=f"up-{item.id}", on_click=_up, args=(item.id,)
                )
            if number < len(paper.items):
                st.button(
                    f"Move quote {number} down",
                    key=f"down-{item.id}",
                    on_click=_down,
                    args=(item.id,),
                )
            st.button(
                f"Remove quote {number}", key=f"remove-{item.id}", on_click=_remove, args=(item.id,)
            )


def _draw_empty_it() -> None:
    if not st.session_state.get("emptying-paper"):
        st.button("Start a new paper", key="empty-paper", on_click=_confirm, args=(True,))
        return
    st.html(markup.information(words.PAPER_CONFIRM))
    with st.container(key="confirm-empty", horizontal=True):
        st.button("Yes, start a new paper", key="empty-paper-now", on_click=_empty)
        st.button("Keep this one", key="keep-paper", on_click=_confirm, args=(False,))


def _confirm(asked: bool) -> None:
    st.session_state["emptying-paper"] = asked


def _empty() -> None:
    _confirm(False)
    _change(lambda _: Paper(), "Your board paper is empty")


def _retitle() -> None:
    title = st.session_state["paper-title"]
    _change(lambda paper: paper.retitle(title), "Title changed")


def _comment(identity: str) -> None:
    comment = st.session_state[f"comment-{identity}"]
    _change(lambda paper: paper.comment(identity, comment), "Comment kept")


def _up(identity: str) -> None:
    _change(lambda paper: paper.up(identity), "Moved up")


def _down(identity: str) -> None:
    _change(lambda paper: paper.down(identity), "Moved down")


def _remove(identity: str) -> None:
    _change(lambda paper: paper.remove(identity), "Removed")


def _change(change: Callable[[Paper], Paper], said: str) -> None:
    paper = change_paper(change)
    if paper is not None:
        said = f"{said}. Your board paper has {counted(len(paper.items), 'quote')}."
    else:
        said = words.PAPER_NOT_KEPT
    _, moment = st.session_state.get("paper-said", ("", 0))
    st.session_state["paper-said"] = (said, moment + 1)
