"""The conversation of one session: its turns, its filters, and which source is looked at."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field

import streamlit as st

from assistant.answer.assistant import Assistant
from assistant.answer.citation import Citation, save
from assistant.answer.filters import Filters
from assistant.errors import AssistantError, RecordsError
from assistant.records.chats import Turn
from assistant.records.database import new_id
from assistant.web import words
from assistant.web.person.auditing import NOT_WRITTEN, audit_answer, audit_problem
from assistant.web.person.visitor import visitor
from assistant.web.records import shared_records

_LOG = logging.getLogger(__name__)
_GONE = "This question is no longer kept: it was deleted, or its time ran out. Ask it again below."
_NOT_KEPT = (
    "Your questions cannot be kept at the moment, so they will be gone when you close this page. "
    "You can go on asking."
)
_SHARED_ANSWER = (
    "Somebody shared this question with you. What you ask next is kept in a chat of your own."
)
_SHARED_CHAT = (
    "Somebody shared this chat with you. What you ask next is kept in a copy of your own."
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that waits for the next run, and how it is to be taken.

    `before` is the turn before which it was asked for the first time, where it is asked again.
    """

    question: str
    as_typed: bool = False
    before: int | None = None


@dataclass(slots=True)
class Chat:
    """What a session remembers.

    `id` is None until something is kept: for a chat that is empty, that somebody else shared, or
    that cannot be kept.
    """

    id: str | None = None
    turns: list[Turn] = field(default_factory=list)
    filters: Filters = field(default_factory=Filters)
    unread_dates: set[str] = field(default_factory=set)
    """Which of the dates `since` and `until` were typed and are none."""
    notice: str | None = None
    """A sentence about this chat: that it is gone, somebody else's, or could not be kept."""
    kept: int = 0
    """How many of the turns are kept under the id."""
    shown: tuple[int, int] | None = None
    """The turn and the passage whose source stands beside the chat."""
    page: int | None = None
    """Another page of that source, if somebody has turned to it."""
    events: int = 0
    """How often something happened that is to be announced and brought into view."""
    event: tuple[str, str] = ("", "")
    """What is announced of the last event, and which container it is in."""
    waiting: Asked | None = None
    all_turns: bool = False

    def add(self, turn: Turn) -> None:
        """Add a turn, show the source of its first passage if it has any, and keep it."""
        self.waiting = None
        self.turns.append(turn)
        self.shown = (len(self.turns) - 1, 0) if passages(turn) else None
        self.page = None
        self.tell(words.outcome(turn), f"turn-{len(self.turns) - 1}")
        self._keep()

    def show(self, turn: int, passage: int) -> None:
        """Show the source of a passage."""
        self.shown, self.page = (turn, passage), None
        answer = self.turns[turn].answer
        noun = "quote" if answer and answer.answered else "passage"
        self.tell(f"Showing the source of {noun} {passage + 1}", "source")

    def turn_to(self, page: int, last: int) -> None:
        """Show another page of the same source, which has `last` pages."""
        if 1 <= page <= last:
            self.page = page
            self.tell(f"Showing page {page}", "source")
        else:
            self.tell("This is the first page" if page < 1 else "This is the last page", "source")

    def tell(self, say: str, target: str = "") -> None:
        """Have a sentence said to screen readers, and a container brought into view."""
        self.events += 1
        self.event = (say, target)

    @property
    def source(self) -> Citation:
        """The passage whose source is shown. There is one wherever `shown` is not None."""
        assert self.shown is not None
        turn, passage = self.shown
        return passages(self.turns[turn])[passage]

    def _keep(self) -> None:
        """Keep the turns that are not kept yet: of a chat that is not one's own, as copies."""
        owner, chats = visitor(), shared_records().chats
        try:
            if self.id is not None and chats.owner(self.id) != owner:
                self.id = None  # deleted in another tab: what is here is kept as a new chat
            if self.id is None:
                identity, copies = new_id(), [_copied(turn) for turn in self.turns]
                chats.add(identity, owner, *copies)
                self.id, self.turns = identity, copies
            else:
                chats.add(self.id, owner, *self.turns[self.kept :])
            self.kept, self.notice = len(self.turns), None
        except RecordsError as error:
            _LOG.error("A question could not be kept: %s", error)
            self.notice = _NOT_KEPT


def passages(turn: Turn) -> tuple[Citation, ...]:
    """What of a turn can be looked up at its source."""
    return turn.answer.passages if turn.answer is not None else ()


def current_chat() -> Chat:
    """The chat of this session, or the one that the address names."""
    chat: Chat | None = st.session_state.get("chat")
    named = st.query_params.get("chat"), st.query_params.get("answer")
    if chat is None or (any(named) and named != st.session_state.get("named")):
        chat = _opened(*named)
        st.session_state.chat = chat
        # What could not be opened now is tried again with the next run.
        st.session_state.named = None if chat.notice == words.NOT_OPENED else named
    return chat


def _opened(chat: str | None, turn: str | None) -> Chat:
    """The chat that an address names, or an empty one."""
    try:
        if turn:
            found = shared_records().chats.turn(turn)
            return _shared([found], _SHARED_ANSWER) if found else Chat(notice=_GONE)
        if chat:
            return _chat(chat)
    except RecordsError as error:
        _LOG.error("A chat could not be opened: %s", error)
        return Chat(notice=words.NOT_OPENED)
    return Chat()


def _chat(identity: str) -> Chat:
    chats = shared_records().chats
    turns = chats.turns(identity)
    if not turns:
        return Chat(notice=_GONE)
    if chats.owner(identity) != visitor():
        return _shared(turns, _SHARED_CHAT)
    return _looking_at_last(Chat(id=identity, turns=turns, kept=len(turns)))


def _shared(turns: list[Turn], notice: str) -> Chat:
    return _looking_at_last(Chat(turns=turns, notice=notice))


def _looking_at_last(chat: Chat) -> Chat:
    last = len(chat.turns) - 1
    chat.shown = (last, 0) if passages(chat.turns[last]) else None
    return chat


def _copied(turn: Turn) -> Turn:
    return Turn(turn.question, turn.answer, turn.problem, turn.filters, turn.as_typed)


def ask(assistant: Assistant, asked: Asked, chat: Chat) -> Turn:
    """Ask a question as a follow-up to the earlier ones of a chat, with its filters."""
    earlier = chat.turns[: asked.before]
    history = [turn.question for turn in earlier if turn.answer is not None]
    filters = chat.filters
    problem = words.PROBLEM
    try:
        answer = assistant.ask(asked.question, history, filters, as_typed=asked.as_typed)
        saved = save(answer, assistant.built, filters)
        if audit_answer(asked.question, saved):
            return Turn(asked.question, saved, filters=filters, as_typed=asked.as_typed)
        problem = NOT_WRITTEN
    except AssistantError as error:
        problem = str(error)
        audit_problem(asked.question, type(error).__name__)
    except Exception as error:
        # What went wrong inside is for the log, not for the person who asked.
        _LOG.exception("A question could not be answered")
        audit_problem(asked.question, type(error).__name__)
    return Turn(asked.question, problem=problem, filters=filters, as_typed=asked.as_typed)
