"""The page where people ask: the chat, and beside it the source of the quote they look at."""

from __future__ import annotations

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from assistant.answer.assistant import Assistant
from assistant.documents import Answer, Quote
from assistant.present import NO_ANSWER, unknown_words
from assistant.web import markup, words
from assistant.web.announce import announce
from assistant.web.chat import Chat, Turn, ask, current_chat
from assistant.web.source_page import draw_source

_TURNS_SHOWN = 20


def draw_ask_page(assistant: Assistant, documents_page: StreamlitPage) -> None:
    """Draw the page."""
    chat = current_chat()
    st.title(words.TITLE, anchor=False)
    if not assistant.documents:
        st.html(markup.notice(words.NO_DOCUMENTS))
        return
    # Asked for first, though it stands last: the question decides what is drawn above it.
    with st.bottom:
        typed = st.chat_input("Ask a question", submit_mode="disable")
    question, chat.waiting = typed or chat.waiting, None
    if question is None and not chat.turns:
        _draw_empty(assistant, chat)
    else:
        _draw_chat(assistant, chat, question, documents_page)
    _announce(chat)


def _draw_empty(assistant: Assistant, chat: Chat) -> None:
    with st.container(key="empty"):
        st.html(markup.paragraph(words.PURPOSE, "purpose"))
        st.html(markup.paragraph(words.freshness(assistant), "freshness"))
        if assistant.examples:
            st.header("Questions to start with", anchor=False)
        for number, example in enumerate(assistant.examples):
            st.button(
                markup.label(example),
                key=f"example-{number}",
                on_click=_choose_example,
                args=(chat, example),
            )


def _choose_example(chat: Chat, example: str) -> None:
    chat.waiting = example


def _draw_chat(
    assistant: Assistant,
    chat: Chat,
    question: str | None,
    documents_page: StreamlitPage,
) -> None:
    answers, source = st.columns(2, gap="large")
    with answers:
        first = 0 if chat.all_turns else max(0, len(chat.turns) - _TURNS_SHOWN)
        if first:
            st.button(
                "Show earlier questions",
                key="earlier",
                on_click=_show_all,
                args=(chat,),
            )
        for number, turn in enumerate(chat.turns[first:], start=first):
            _draw_turn(chat, number, turn, documents_page)
        if question is not None:
            _answer(assistant, chat, question, documents_page)
        st.button("Start a new chat", key="new-chat", on_click=_start_again)
    if chat.source is not None:
        with source, st.container(key="source"):
            draw_source(chat.source)


def _show_all(chat: Chat) -> None:
    chat.all_turns = True


def _start_again() -> None:
    del st.session_state.chat


def _answer(assistant: Assistant, chat: Chat, question: str, documents_page: StreamlitPage) -> None:
    number = len(chat.turns)
    with st.container(key=f"turn-{number}"):
        _draw_question(question)
        with st.chat_message("assistant", avatar=":material/menu_book:"):
            with st.spinner(words.SEARCHING):
                turn = ask(assistant, question, chat.turns)
            chat.add(turn)
            _draw_outcome(chat, number, turn, documents_page)


def _draw_turn(chat: Chat, number: int, turn: Turn, documents_page: StreamlitPage) -> None:
    with st.container(key=f"turn-{number}"):
        _draw_question(turn.question)
        with st.chat_message("assistant", avatar=":material/menu_book:"):
            _draw_outcome(chat, number, turn, documents_page)


def _draw_question(question: str) -> None:
    with st.chat_message("user", avatar=":material/person:"):
        st.html(f'<h2 class="question">{markup.escaped(question)}</h2>')


def _draw_outcome(chat: Chat, number: int, turn: Turn, documents_page: StreamlitPage) -> None:
    answer = turn.answer
    if answer is None:
        st.html(markup.notice(turn.problem or words.PROBLEM))
        return
    if answer.understood is not None:
        st.html(markup.paragraph(f"Understood as: {answer.understood}", "understood"))
    if answer.answered:
        st.html(f'<h3 class="found">{words.found(len(answer.quotes))}</h3>')
        _draw_passages(chat, number, answer.quotes, "quote")
    else:
        _draw_no_answer(chat, number, answer, documents_page)


def _draw_no_answer(chat: Chat, number: int, answer: Answer, documents_page: StreamlitPage) -> None:
    st.html(f'<h3 class="found">{words.found(0)}</h3>')
    st.html(markup.paragraph(NO_ANSWER, "no-answer"))
    if answer.unknown_words:
        st.html(markup.paragraph(unknown_words(answer), "unknown-words"))
    st.page_link(documents_page, label="See the list of documents")
    if answer.related:
        st.html(f'<h3 class="related-heading">{words.RELATED}</h3>')
        _draw_passages(chat, number, answer.related, "related")


def _draw_passages(chat: Chat, number: int, passages: tuple[Quote, ...], css_class: str) -> None:
    for position, passage in enumerate(passages):
        st.html(markup.quotation(passage, css_class))
        st.button(
            words.view(passage),
            key=f"view-{number}-{position}",
            on_click=chat.show,
            args=(number, position),
        )


def _announce(chat: Chat) -> None:
    """Say what the last event was: an answer, or another source to look at."""
    last = chat.turns[-1] if chat.turns else None
    say, target = "", "empty"
    if last is not None:
        answer = last.answer
        say = words.found(len(answer.quotes)) if answer else last.problem or words.PROBLEM
        target = f"turn-{len(chat.turns) - 1}"
    moment = f"{len(chat.turns)}-0"
    if chat.looks and chat.source is not None:
        say, target = f"Showing {words.place(chat.source) or 'the passage'}", "source"
        moment = f"{len(chat.turns)}-{chat.looks}"
    announce(say, target, moment)
