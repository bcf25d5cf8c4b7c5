"""Under an answer: “Was this useful?”, and a box for a comment.

The two choices are a group of radio buttons by its role: a screen reader says what is chosen. What
has become of it stands in a live region that is there from the start, empty but not hidden: one
that comes together with its words is not read out.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field, replace

import streamlit as st

from assistant.errors import FeedbackError, RecordsError
from assistant.records.chats import Turn
from assistant.records.database import now
from assistant.records.feedback import Feedback, FeedbackBook
from assistant.web import markup
from assistant.web.person.who import leave_unless_reader

_LOG = logging.getLogger(__name__)

_ASKED = "Was this useful?"
_CHOICES = ("Yes", "No")
_TAKEN = "Thank you."
_TAKEN_BACK = "Your feedback has been taken back."
_COMMENT_TAKEN = "Thank you. Your comment has been stored."
_NO_PATIENTS = "Do not write names or anything about a patient."
_NOT_STORED = "Your feedback could not be stored, and nothing was changed. Try again later."
_COMMENT_NOT_STORED = "Your comment could not be stored. It is still in the box: try again later."

_CSS = """
p {
  margin: 0; font-family: var(--st-font); font-size: 1rem; line-height: 1.5;
  color: var(--st-text-color);
}
"""
_JS = """
export default function ({ data, parentElement }) {
  const region = parentElement.querySelector("p");
  if (region.textContent !== data.say) region.textContent = data.say;
}
"""
_status = st.components.v2.component(
    "feedback-status", html='<p role="status"></p>', css=_CSS, js=_JS
)


@dataclass(slots=True)
class _Session:
    """What a session knows of its feedback, by the id of the turn."""

    given: dict[str, Feedback | None] = field(default_factory=dict)
    said: dict[str, str] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)
    comment_problems: dict[str, str] = field(default_factory=dict)


@st.fragment
def draw_feedback(book: FeedbackBook, turn: Turn) -> None:
    """Draw the question under an answer; nothing where there is no answer to speak of.

    A click draws only this part of the page again. What was given before is read once a session.
    """
    leave_unless_reader()
    if turn.answer is None:
        return
    session = _session()
    given = _given(book, turn)
    with st.container(key=_key("feedback", turn), gap="small"):
        st.segmented_control(
            _ASKED,
            _CHOICES,
            default=_choice(given),
            key=_key("useful", turn),
            on_change=_choose,
            args=(book, turn),
        )
        _status(key=_key("said", turn), data={"say": session.said.get(turn.id, "")})
        if turn.id in session.problems:
            st.html(markup.notice(session.problems[turn.id]))
        if given is not None:
            _draw_comment(book, turn, given)


def _draw_comment(book: FeedbackBook, turn: Turn, given: Feedback) -> None:
    key = _key("comment", turn)
    st.session_state.setdefault(key, given.comment)
    asked = "What was useful?" if given.useful else "What was missing or wrong?"
    with st.expander("Tell us more (optional)", key=_key("more", turn)):
        if turn.id in _session().comment_problems:
            st.html(markup.notice(_session().comment_problems[turn.id]))
        st.html(markup.paragraph(_NO_PATIENTS, "hint"))
        # A form, because its button takes the words along that have just been typed.
        with st.form(_key("form", turn), border=False):
            st.text_area(f"{asked} (optional)", key=key, height=100)
            st.form_submit_button("Send", key=_key("send", turn), on_click=_send, args=(book, turn))


def _choose(book: FeedbackBook, turn: Turn) -> None:
    """Keep the choice; where that fails, show the one that is kept."""
    session, before = _session(), _given(book, turn)
    chosen = st.session_state[_key("useful", turn)]
    after = None
    try:
        if chosen is None:
            book.take_back(turn.id)
        else:
            comment = before.comment if before else ""
            useful = chosen == _CHOICES[0]
            after = Feedback(turn.id, useful, turn.question, turn.answer, comment, turn.filters)
            book.give(after)
    except RecordsError as error:
        _LOG.error("Feedback could not be stored: %s", error)
        st.session_state[_key("useful", turn)] = _choice(before)
        session.problems[turn.id] = _NOT_STORED
        session.said[turn.id] = ""
        return
    session.given[turn.id] = after
    session.said[turn.id] = _TAKEN if after else _TAKEN_BACK
    session.problems.pop(turn.id, None)


def _send(book: FeedbackBook, turn: Turn) -> None:
    """Keep the comment; where that fails, the words stay in their box."""
    session, before = _session(), _given(book, turn)
    if before is None:
        return
    after = replace(before, comment=st.session_state[_key("comment", turn)].strip(), given=now())
    session.said[turn.id] = ""
    try:
        book.give(after)
    except FeedbackError as error:
        session.comment_problems[turn.id] = str(error)
    except RecordsError as error:
        _LOG.error("A comment could not be stored: %s", error)
        session.comment_problems[turn.id] = _COMMENT_NOT_STORED
    else:
        session.given[turn.id] = after
        session.said[turn.id] = _COMMENT_TAKEN if after.comment else _TAKEN
        session.comment_problems.pop(turn.id, None)


def _given(book: FeedbackBook, turn: Turn) -> Feedback | None:
    """What was given for a turn, read once a session: twenty may be on the page."""
    given = _session().given
    if turn.id not in given:
        try:
            given[turn.id] = book.of(turn.id)
        except RecordsError as error:
            # Nobody has asked for anything yet: what is wrong is said to who gives feedback.
            _LOG.error("Feedback could not be read: %s", error)
            given[turn.id] = None
    return given[turn.id]


def _choice(given: Feedback | None) -> str | None:
    return None if given is None else _CHOICES[0 if given.useful else 1]


def _session() -> _Session:
    session: _Session = st.session_state.setdefault("feedback", _Session())
    return session


def _key(part: str, turn: Turn) -> str:
    return f"{part}-{turn.id}"
