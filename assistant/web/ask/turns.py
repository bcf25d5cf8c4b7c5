"""One question with what came of it: quotes, or why there are none, and what to do with them."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from assistant.answer.assistant import Assistant
from assistant.answer.citation import Citation, SavedAnswer
from assistant.answer.filters import Filters
from assistant.ledger.ledger import Ledger
from assistant.records.chats import Turn
from assistant.records.papers import Paper, PaperItem
from assistant.web import addresses, markup, words
from assistant.web.ask.chat import Asked, Chat, ask
from assistant.web.ask.feedback import draw_feedback
from assistant.web.ask.suggestions import shared_finder
from assistant.web.figures.newer import begin_to_look, draw_newer
from assistant.web.page_links import documents_link
from assistant.web.paper.collecting import NOT_KEPT, draw_collect_button
from assistant.web.records import shared_records
from assistant.wording import NO_ANSWER, basis_words, filters_in_words, unknown_words


@dataclass(frozen=True, slots=True)
class Context:
    """What a turn is drawn with."""

    assistant: Assistant
    chat: Chat
    paper: Paper
    ledger: Ledger | None


_SEARCHING = "Searching the documents"
_RELATED = "Related passages, not an answer"
_COPY_LINK = "Copy link to this answer"
_ASKING, _ANSWERING = ":material/person:", ":material/menu_book:"


def draw_turn(context: Context, number: int) -> None:
    """The `number`-th question of a chat with what came of it."""
    turn = context.chat.turns[number]
    with st.container(key=f"turn-{number}"):
        _draw_question(context, turn.question, turn.filters)
        with st.chat_message("assistant", avatar=_ANSWERING):
            _draw_outcome(context, number)


def draw_new_turn(context: Context, asked: Asked) -> None:
    """Ask a question, saying so meanwhile, and draw what comes of it."""
    chat, number = context.chat, len(context.chat.turns)
    with st.container(key=f"turn-{number}"):
        _draw_question(context, asked.question, chat.filters)
        with st.chat_message("assistant", avatar=_ANSWERING):
            with st.spinner(_SEARCHING), shared_finder().people_first():
                # Added before anything else is drawn: there this run ends where somebody has
                # clicked meanwhile, and the answer would be lost.
                turn = ask(context.assistant, asked, chat)
                if turn.answer is not None:
                    begin_to_look(context.ledger, turn.answer.quotes)
                chat.add(turn)
            _draw_outcome(context, number)


def _draw_question(context: Context, question: str, filters: Filters) -> None:
    with st.chat_message("user", avatar=_ASKING):
        st.html(markup.heading(2, question, "question"))
        if filters != Filters():
            chosen = filters_in_words(filters, words.told_apart(context.assistant.documents))
            st.html(markup.paragraph(f"Asked with filters: {chosen}", "asked-of"))


def _draw_outcome(context: Context, number: int) -> None:
    chat = context.chat
    turn = chat.turns[number]
    answer = turn.answer
    if answer is None:
        st.html(markup.notice(turn.problem or words.PROBLEM))
        _draw_other_ways(chat, number, turn)
        return
    if answer.understood is not None:
        st.html(markup.paragraph(f"Understood as: {answer.understood}", "understood"))
    st.html(markup.found_heading(words.found(len(answer.quotes)), answer.asked))
    if not answer.answered:
        _draw_no_answer(answer)
    _draw_other_ways(chat, number, turn)
    if answer.related and not answer.answered:
        st.html(markup.heading(3, _RELATED, "related-heading"))
    for position, citation in enumerate(answer.passages):
        _draw_passage(context, number, position, citation)
    with st.container(key=f"whole-{number}", horizontal=True, vertical_alignment="center"):
        address = addresses.answer_address(turn.id, turn.filters)
        st.html(markup.link_button(_COPY_LINK, address), width="content")
        if chat.id is not None:  # what somebody else shared is theirs to judge
            draw_feedback(shared_records().feedback, turn)


def _draw_no_answer(answer: SavedAnswer) -> None:
    st.html(markup.paragraph(NO_ANSWER, "no-answer"))
    if answer.unknown_words:
        st.html(markup.paragraph(unknown_words(answer), "unknown-words"))
    st.html(markup.way("See the list of documents", documents_link()))


def _draw_other_ways(chat: Chat, number: int, turn: Turn) -> None:
    """One click to ask it differently, where it was understood otherwise or has no answer."""
    understood = turn.answer.understood if turn.answer else None
    answered = turn.answer is not None and turn.answer.answered
    if understood is None and answered:
        return
    with st.container(key=f"ways-{number}", horizontal=True):
        if understood is not None and not turn.as_typed:
            st.button(
                "Ask it as typed, on its own",
                key=f"as-typed-{number}",
                on_click=_wait,
                args=(chat, Asked(turn.question, as_typed=True)),
            )
        if turn.filters != Filters() and not answered:
            st.button(
                "Ask all documents",
                key=f"all-documents-{number}",
                on_click=_ask_all,
                args=(chat, Asked(turn.question, turn.as_typed, before=number)),
            )
        st.button(
            "Change the question",
            key=f"change-{number}",
            on_click=_put_into_box,
            args=(chat, understood or turn.question),
        )


def _wait(chat: Chat, asked: Asked) -> None:
    chat.waiting = asked


def _ask_all(chat: Chat, asked: Asked) -> None:
    chat.filters = Filters()
    chat.waiting = asked


def _put_into_box(chat: Chat, question: str) -> None:
    st.session_state.question = question
    chat.tell("The question is in the box. Change it and ask again.", "question-box")


def _draw_passage(context: Context, number: int, position: int, citation: Citation) -> None:
    chat = context.chat
    answer = chat.turns[number].answer
    assert answer is not None
    answered = answer.answered
    st.html(markup.quotation(citation, "quote" if answered else "related"))
    if answered:
        draw_newer(context.ledger, citation)
    with st.container(key=f"does-{number}-{position}", horizontal=True):
        st.button(
            words.view(citation),
            key=f"view-{number}-{position}",
            on_click=chat.show,
            args=(number, position),
        )
        copied = f"“{citation.text}”\n{citation.reference} ({basis_words(citation)})"
        st.html(markup.copy_button(words.COPY, copied), width="content")
        if answered:
            _draw_collect_button(context, answer, f"paper-{number}-{position}", citation)


def _draw_collect_button(
    context: Context, answer: SavedAnswer, key: str, citation: Citation
) -> None:
    chat = context.chat

    def tell(said: str) -> None:
        if said == NOT_KEPT:
            chat.notice = said
        chat.tell(said, "notice" if said == NOT_KEPT else "")

    draw_collect_button(key, PaperItem.of(answer, citation), context.paper, tell)
