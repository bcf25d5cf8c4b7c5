"""The page where people ask: the chat, and beside it the source of the quote they look at."""

from __future__ import annotations

import streamlit as st

from assistant.answer.assistant import Assistant
from assistant.ledger.ledger import Ledger
from assistant.web import markup, words
from assistant.web.announce import announce
from assistant.web.ask.chat import Asked, Chat, current_chat
from assistant.web.ask.filter_panel import (
    draw_filters,
    draw_filters_in_use,
    take_filters_of_link,
    write_link,
)
from assistant.web.ask.source import draw_source
from assistant.web.ask.suggestions import draw_suggestions
from assistant.web.ask.turns import Context, draw_new_turn, draw_turn
from assistant.web.copying import listen_to_copy_buttons
from assistant.web.figures.newer import draw_when_found
from assistant.web.page_links import follow_links
from assistant.web.paper.collecting import collected, draw_way_to_paper
from assistant.web.person.who import leave_unless_reader

_PURPOSE = (
    "Ask a question in your own words and get the exact words of the documents that answer it, "
    "with the page they stand on."
)
_TURNS_SHOWN = 20


def draw_ask_page(assistant: Assistant, ledger: Ledger | None) -> None:
    """Draw the page; `ledger` tells of newer figures than those in the quotes."""
    st.title(words.TITLE, anchor=False)
    if not assistant.documents:
        st.html(markup.notice(words.NO_DOCUMENTS))
        return
    chat = current_chat()
    take_filters_of_link(chat)
    # Asked for first, though it stands last: the question decides what is drawn above it.
    with st.bottom, st.container(key="question-box"):
        draw_filters_in_use(assistant, chat)
        with st.container(key="box-row", horizontal=True, vertical_alignment="center"):
            draw_filters(assistant, chat)
            typed = st.chat_input("Ask a question", key="question", submit_mode="disable")
    if typed:
        chat.waiting = Asked(typed)
    asked = chat.waiting
    notice = st.container(key="notice")
    if asked is None and not chat.turns:
        _draw_empty(assistant, chat)
    else:
        paper = collected()
        _draw_chat(Context(assistant, chat, paper, ledger), asked)
        draw_way_to_paper(paper)
    if chat.notice is not None:  # only known when the question has been asked and kept
        notice.html(markup.information(chat.notice))
    write_link(chat)
    announce(*chat.event, moment=str(chat.events))
    listen_to_copy_buttons()
    follow_links()
    # Last, because it may end this run: the address must have been written.
    shown = (turn.answer for turn in chat.turns[_first_shown(chat) :] if turn.answer is not None)
    draw_when_found(ledger, [quote for answer in shown for quote in answer.quotes])


def _first_shown(chat: Chat) -> int:
    return 0 if chat.all_turns else max(0, len(chat.turns) - _TURNS_SHOWN)


def _draw_empty(assistant: Assistant, chat: Chat) -> None:
    with st.container(key="empty"):
        st.html(markup.paragraph(_PURPOSE, "purpose"))
        st.html(markup.paragraph(words.freshness(assistant), "freshness"))
        examples = assistant.examples
        if examples is None:
            _wait_for_examples(assistant)
        if examples:
            st.header("Questions to start with", anchor=False)
        for number, example in enumerate(examples or ()):
            st.button(
                markup.label(example),
                key=f"example-{number}",
                on_click=_choose,
                args=(chat, example),
            )


@st.fragment(run_every=1)
def _wait_for_examples(assistant: Assistant) -> None:
    """Show the questions to start with as soon as they are found, soon after the app started."""
    leave_unless_reader()
    if assistant.examples is not None:
        st.rerun()


def _choose(chat: Chat, question: str) -> None:
    chat.waiting = Asked(question)


def _draw_chat(context: Context, asked: Asked | None) -> None:
    chat = context.chat
    answers, source = st.columns(2, gap="large")
    with answers:
        first = _first_shown(chat)
        if first:
            st.button("Show earlier questions", key="earlier", on_click=_show_all, args=(chat,))
        for number in range(first, len(chat.turns)):
            draw_turn(context, number)
        if asked is not None:
            draw_new_turn(context, asked)
        # They were tried with the filters of the last question, so they are offered with these.
        if chat.turns and chat.filters == chat.turns[-1].filters:
            asked_before = [turn.question for turn in chat.turns if turn.answer is not None]
            draw_suggestions(
                context.assistant,
                chat.turns[-1],
                asked_before,
                lambda question: _choose(chat, question),
            )
        st.button("Start a new chat", key="new-chat", on_click=_start_again, args=(chat,))
    if chat.shown is not None:
        with source, st.container(key="source"):
            draw_source(context.assistant, chat)


def _show_all(chat: Chat) -> None:
    chat.all_turns = True


def _start_again(chat: Chat) -> None:
    """The filters stay: they are about the documents, not about the conversation."""
    st.session_state.chat = Chat(filters=chat.filters)
    st.session_state.named = None
    for name in ("chat", "answer"):
        st.query_params.pop(name, None)
