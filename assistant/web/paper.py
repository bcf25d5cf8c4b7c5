"""Collecting quotes: the button beside each, and the way to what has been collected."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from assistant.answer.assistant import Assistant
from assistant.answer.citation import Citation
from assistant.errors import RecordsError
from assistant.export.paper import Paper, PaperItem
from assistant.present import counted
from assistant.web import markup, words
from assistant.web.ask.chat import Chat, passages
from assistant.web.holder import shared_records
from assistant.web.page_links import paper_link
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


def draw_collect_button(
    key: str,
    assistant: Assistant,
    citation: Citation,
    question: str,
    *,
    paper: Paper,
    tell: Callable[[str], None],
) -> None:
    """The button that puts a passage into the paper, or takes it out again, outside of a chat.

    `question` is what it goes under in the paper; `tell` is told what came of it, as a sentence.
    """

    def put_in() -> None:
        built = assistant.built.astimezone(UTC).isoformat(timespec="seconds")
        item = PaperItem(citation, question, assistant.version, built)
        tell(_outcome("Added", change_paper(lambda before: before.add(item))))

    def take_out() -> None:
        tell(_outcome("Removed", change_paper(lambda before: _without(before, citation))))

    there = paper.find(citation) is not None
    st.button(
        "Remove from board paper" if there else "Add to board paper",
        key=key,
        on_click=take_out if there else put_in,
    )


def draw_paper_way(paper: Paper) -> None:
    """The way to the paper from a page that does not know the others."""
    if paper.items:
        label = f"Go to your board paper ({counted(len(paper.items), 'quote')})"
        st.html(f'<p class="paper-way">{markup.page_link(label, paper_link())}</p>')


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
    _tell(chat, "Removed", change_paper(lambda before: _without(before, citation)))


def _without(paper: Paper, citation: Citation) -> Paper:
    item = paper.find(citation)
    return paper if item is None else paper.remove(item.id)


def _tell(chat: Chat, what: str, paper: Paper | None) -> None:
    if paper is None:
        chat.notice = words.PAPER_NOT_KEPT
        chat.tell(words.PAPER_NOT_KEPT, "notice")
    else:
        chat.tell(_outcome(what, paper))


def _outcome(what: str, paper: Paper | None) -> str:
    if paper is None:
        return words.PAPER_NOT_KEPT
    return f"{what}. Your board paper has {counted(len(paper.items), 'quote')}."
