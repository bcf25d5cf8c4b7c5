"""Collecting quotes: the button beside each, and the way to what has been collected."""

from __future__ import annotations

import logging
from collections.abc import Callable

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from assistant.answer.citation import Citation
from assistant.errors import RecordsError
from assistant.export.paper import Paper, PaperItem
from assistant.present import counted
from assistant.web import words
from assistant.web.chat import Chat, passages
from assistant.web.holder import shared_records
from assistant.web.visitor import visitor

_LOG = logging.getLogger(__name__)


def current_paper() -> Paper:
    """The paper of this visitor. Raises RecordsError."""
    return shared_records().papers.load(visitor())


def change_paper(change: Callable[[Paper], Paper]) -> Paper | None:
    """Change this visitor's paper; None where it could not be kept."""
    try:
        return shared_records().papers.change(visitor(), change)
    except RecordsError as error:
        _LOG.error("A board paper could not be kept: %s", error)
        return None


def collected() -> Paper:
    """The paper as it is drawn beside quotes: empty where it cannot be read."""
    try:
        return current_paper()
    except RecordsError as error:
        _LOG.error("A board paper could not be read: %s", error)
        return Paper()


def draw_paper_button(chat: Chat, paper: Paper, number: int, position: int) -> None:
    """The button that puts a quote into the paper, or takes it out again."""
    citation = passages(chat.turns[number])[position]
    there = paper.find(citation) is not None
    st.button(
        "Remove from board paper" if there else "Add to board paper",
        key=f"paper-{number}-{position}",
        on_click=_take_out if there else _put_in,
        args=(chat, number, citation),
    )


def draw_paper_link(paper: Paper, paper_page: StreamlitPage) -> None:
    """The way to the paper, as soon as there is something in it."""
    if paper.items:
        label = f"Go to your board paper ({counted(len(paper.items), 'quote')})"
        st.page_link(paper_page, label=label)


def _put_in(chat: Chat, number: int, citation: Citation) -> None:
    answer = chat.turns[number].answer
    assert answer is not None
    paper = change_paper(lambda before: before.add(PaperItem.of(answer, citation)))
    _tell(chat, "Added", paper)


def _take_out(chat: Chat, number: int, citation: Citation) -> None:
    def without(before: Paper) -> Paper:
        item = before.find(citation)
        return before if item is None else before.remove(item.id)

    _tell(chat, "Removed", change_paper(without))


def _tell(chat: Chat, what: str, paper: Paper | None) -> None:
    if paper is None:
        chat.notice = words.PAPER_NOT_KEPT
        chat.tell(words.PAPER_NOT_KEPT, "notice")
    else:
        chat.tell(f"{what}. Your board paper has {counted(len(paper.items), 'quote')}.")
