"""The board paper: the quotes that somebody has collected, to be put in order and taken away."""

from __future__ import annotations

import logging
from collections.abc import Callable

import streamlit as st

from assistant.errors import AssistantError
from assistant.export.markdown import markdown
from assistant.export.printed import printed
from assistant.export.word import word
from assistant.records.papers import Paper, PaperItem
from assistant.web import markup, words
from assistant.web.announce import Told
from assistant.web.copying import listen_to_copy_buttons
from assistant.web.page_links import first_page, follow_links
from assistant.web.paper.collecting import change_paper, current_paper, outcome
from assistant.web.person.auditing import auditor, places
from assistant.web.person.visitor import visitor
from assistant.web.records import shared_records

_LOG = logging.getLogger(__name__)
_EMPTY = "There are no quotes in your board paper yet. Choose “Add to board paper” beside a quote."
_PURPOSE = (
    "Put your quotes in order, add comments of your own, and take them away. Each quote goes with "
    "its document, page, the date of the index and a fingerprint of the file."
)
_CONFIRM = "Remove all quotes from your board paper? This cannot be undone."
_NOT_OPENED = "Your board paper cannot be opened at the moment. Try again."
_MOST_COMMENT = 2_000


def draw_paper_page() -> None:
    """Draw the page."""
    st.title("Board paper", anchor=False)
    try:
        paper = current_paper()
    except AssistantError as error:
        _LOG.error("A board paper could not be read: %s", error)
        st.html(markup.notice(_NOT_OPENED))
        return
    if not paper.items:
        st.html(markup.paragraph(_EMPTY, "none"))
        st.html(markup.way("Ask a question", first_page()))
    else:
        _draw_paper(paper)
    _told().announce()
    listen_to_copy_buttons()
    follow_links()


def _draw_paper(paper: Paper) -> None:
    st.html(markup.paragraph(_PURPOSE, "purpose screen-only"))
    _draw_taking_away(paper)
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


def _draw_taking_away(paper: Paper) -> None:
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
            mime=words.WORD_FILE,
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


def _draw_item(paper: Paper, number: int, item: PaperItem) -> None:
    with st.container(key=f"item-{item.id}", border=True):
        st.html(markup.heading(2, f"{number}. {item.question}", "item-question"))
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
    st.html(markup.information(_CONFIRM))
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
    _told().tell(outcome(said, change_paper(change)))


def _told() -> Told:
    told: Told = st.session_state.setdefault("paper-told", Told())
    return told
