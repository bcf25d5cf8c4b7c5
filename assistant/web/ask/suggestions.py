"""What people could ask next, found in the background and drawn under the last answer.

Finding them takes seconds, because each is asked first. The answer stands on the page and the box
is free meanwhile; what a person asks goes before it, and where many ask there are none.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

import streamlit as st

from assistant.answer.assistant import Assistant
from assistant.background import give_way
from assistant.records.chats import Turn
from assistant.web import markup
from assistant.web.person.who import leave_unless_reader

_LOG = logging.getLogger(__name__)

HEADING = "You could also ask"
_KEY = "suggestions"
_POLL_SECONDS = 1.0
_UNSEEN_SECONDS = 5.0
"""What no page has looked for in this time is given up: the person has gone, or asked again."""
_QUIET_SECONDS = 1.0
"""After a question that somebody asked, the next may come: so long nothing is tried."""
_BUSY_SECONDS = 5.0
"""Where it is not quiet in this time, a turn goes without suggestions."""
_MOST_WAITING = 3
"""Where so many turns wait, others go without: people who look for them take time too."""
_KEPT = 256
"""For so many turns what was found is remembered."""


@dataclass(slots=True)
class _Search:
    looked: float
    found: tuple[str, ...] | None = None


class Finder:
    """Finds suggestions, one turn after another, in a thread of its own. Safe for all sessions."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="suggestions", initializer=give_way)
        self._changed = threading.Condition()
        self._searches: OrderedDict[tuple[str, str], _Search] = OrderedDict()
        self._asking = 0
        self._waiting = 0
        self._asked = 0.0

    def look(
        self, assistant: Assistant, turn: Turn, asked: Sequence[str] = ()
    ) -> tuple[str, ...] | None:
        """What has been found for a turn; None while it is being found, which this begins."""
        if turn.answer is None:
            return ()
        key = assistant.version, turn.id
        with self._changed:
            search = self._searches.get(key)
            if search is not None:
                search.looked = time.monotonic()
                return search.found
            search = self._searches[key] = _Search(time.monotonic())
            while len(self._searches) > _KEPT:
                self._searches.popitem(last=False)
            if self._waiting >= _MOST_WAITING:
                search.found = ()
                return search.found
            self._waiting += 1
        self._pool.submit(self._find, key, search, assistant, turn, tuple(asked))
        return None

    @contextmanager
    def people_first(self) -> Iterator[None]:
        """Within it a person's question is being answered: no next suggestion is tried."""
        with self._changed:
            self._asking += 1
        try:
            yield
        finally:
            with self._changed:
                self._asking -= 1
                self._asked = time.monotonic()
                self._changed.notify_all()

    def _find(
        self,
        key: tuple[str, str],
        search: _Search,
        assistant: Assistant,
        turn: Turn,
        asked: tuple[str, ...],
    ) -> None:
        assert turn.answer is not None
        found: tuple[str, ...] = ()
        given_up = False

        def wanted() -> bool:
            nonlocal given_up
            given_up = given_up or not self._is_wanted(search)
            return not given_up

        try:
            if wanted():
                found = assistant.next_questions(turn.answer, asked, wanted)
        except Exception:
            # Nobody has asked for them: the page does without.
            _LOG.exception("Suggestions could not be found")
        with self._changed:
            self._waiting -= 1
            if not given_up:
                search.found = found
            elif search.found is None and self._searches.get(key) is search:
                del self._searches[key]  # whoever comes back begins anew

    def _is_wanted(self, search: _Search) -> bool:
        """Whether to try one more, as soon as nobody is asking: a page waits, and it is quiet."""
        until = time.monotonic() + _BUSY_SECONDS
        with self._changed:
            while (now := time.monotonic()) < until:
                quiet_in = _QUIET_SECONDS if self._asking else self._asked + _QUIET_SECONDS - now
                if quiet_in <= 0:
                    return now - search.looked < _UNSEEN_SECONDS
                self._changed.wait(quiet_in)
            search.found = ()
        return False


@st.cache_resource(show_spinner=False)
def shared_finder() -> Finder:
    """The finder that all sessions of this server share."""
    return Finder()


def draw_suggestions(
    assistant: Assistant,
    turn: Turn,
    asked: Sequence[str],
    on_choose: Callable[[str], None],
) -> None:
    """Draw what could be asked after a turn, as soon as that is known; nothing where there is none.

    `asked` are the questions of the chat so far. `on_choose` is told the question that a person
    chooses; then the whole page is drawn again.
    """
    finder = shared_finder()

    @st.fragment
    def suggestions() -> None:
        leave_unless_reader()
        found = finder.look(assistant, turn, asked)
        if found is None:
            wait()
        elif found:
            _draw(turn, found, on_choose)

    # Drawn only while there is something to wait for: when the fragment around it is drawn without
    # it, the browser stops asking. No other part of the page is drawn again, so that nothing moves
    # or is read out.
    @st.fragment(run_every=_POLL_SECONDS)
    def wait() -> None:
        leave_unless_reader()
        if finder.look(assistant, turn, asked) is not None:
            st.rerun()

    suggestions()


def _draw(turn: Turn, found: Sequence[str], on_choose: Callable[[str], None]) -> None:
    with st.container(key=_KEY):
        st.html(markup.heading(3, HEADING, "suggestions-heading"))
        for number, question in enumerate(found):
            if st.button(markup.label(question), key=f"suggestion-{turn.id}-{number}"):
                on_choose(question)
                st.rerun()
