"""The conversation of one session: the turns so far, and which quote's source is shown."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field

import streamlit as st

from assistant.answer.assistant import Assistant
from assistant.documents import Answer, Quote
from assistant.errors import AssistantError
from assistant.web import words

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Turn:
    """A question with its answer, or with the sentence that says why there is none."""

    question: str
    answer: Answer | None = None
    problem: str | None = None

    @property
    def passages(self) -> tuple[Quote, ...]:
        """What can be looked up at its source: the quotes, else the near misses."""
        return (self.answer.quotes or self.answer.related) if self.answer else ()


@dataclass(slots=True)
class Chat:
    """What a session remembers."""

    turns: list[Turn] = field(default_factory=list)
    shown: tuple[int, int] | None = None
    """The turn and the passage whose source stands beside the chat."""
    looks: int = 0
    """How often a person asked to see a source, so that the page can go there once each time."""
    waiting: str | None = None
    """A question chosen from the examples, to be asked in the next run."""
    all_turns: bool = False

    def add(self, turn: Turn) -> None:
        """Add a turn, and show the source of its first passage if it has any."""
        self.turns.append(turn)
        self.shown = (len(self.turns) - 1, 0) if turn.passages else None

    def show(self, turn: int, passage: int) -> None:
        """Show the source of a passage."""
        self.shown = (turn, passage)
        self.looks += 1

    @property
    def source(self) -> Quote | None:
        """The passage whose source is shown."""
        if self.shown is None:
            return None
        turn, passage = self.shown
        return self.turns[turn].passages[passage]


def current_chat() -> Chat:
    """The chat of this session."""
    if "chat" not in st.session_state:
        st.session_state.chat = Chat()
    chat: Chat = st.session_state.chat
    return chat


def ask(assistant: Assistant, question: str, earlier: Sequence[Turn]) -> Turn:
    """Ask a question as a follow-up to the earlier ones."""
    history = [turn.question for turn in earlier if turn.answer is not None]
    try:
        return Turn(question, answer=assistant.ask(question, history=history))
    except AssistantError as error:
        return Turn(question, problem=str(error))
    except Exception:
        # What went wrong inside is for the log, not for the person who asked.
        _LOG.exception("A question could not be answered")
        return Turn(question, problem=words.PROBLEM)
