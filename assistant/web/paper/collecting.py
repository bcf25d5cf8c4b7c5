"""Collecting quotes: the button beside each, and the way to what has been collected."""

from __future__ import annotations

import logging
from collections.abc import Callable

import streamlit as st

from assistant.answer.citation import Citation
from assistant.errors import RecordsError
from assistant.records.papers import Paper, PaperItem
from assistant.web import markup
from assistant.web.page_links import paper_link
from assistant.web.person.visitor import visitor
from assistant.web.records import shared_records
from assistant.wording import counted

_LOG = logging.getLogger(__name__)
NOT_KEPT = "Your board paper could not be changed. Try again."


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


def draw_collect_button(
    key: str, item: PaperItem, paper: Paper, tell: Callable[[str], None]
) -> None:
    """The button that puts a quote into the paper, or takes it out again.

    `tell` is told what came of it, as a sentence: NOT_KEPT where nothing did.
    """

    def put_in() -> None:
        tell(outcome("Added", change_paper(lambda before: before.add(item))))

    def take_out() -> None:
        tell(outcome("Removed", change_paper(lambda before: _without(before, item.citation))))

    there = paper.find(item.citation) is not None
    st.button(
        "Remove from board paper" if there else "Add to board paper",
        key=key,
        on_click=take_out if there else put_in,
    )


def draw_way_to_paper(paper: Paper) -> None:
    """The way to the paper, as soon as there is something in it."""
    if paper.items:
        label = f"Go to your board paper ({counted(len(paper.items), 'quote')})"
        st.html(markup.way(label, paper_link()))


def _without(paper: Paper, citation: Citation) -> Paper:
    item = paper.find(citation)
    return paper if item is None else paper.remove(item.id)


def outcome(what: str, paper: Paper | None) -> str:
    """What is said of a change of the paper; None where it could not be kept."""
    if paper is None:
        return NOT_KEPT
    return f"{what}. Your board paper has {counted(len(paper.items), 'quote')}."
