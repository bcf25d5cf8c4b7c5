"""Whether a newer figure exists than the one in a quote: found in the background, then drawn.

The quote stands on the page meanwhile, so that nobody waits for it.
"""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import streamlit as st

from assistant.answer.citation import Citation, Span
from assistant.ledger.entry import Entry
from assistant.ledger.ledger import Ledger
from assistant.web.figures import figures_markup
from assistant.web.person.who import leave_unless_reader

_LOG = logging.getLogger(__name__)

_POLL_SECONDS = 0.5
_KEPT = 2_000
"""Of so many quotes what was found is remembered."""

_Key = tuple[str, str, int, int, Span | None]
"""The version of the index, and where in which file the quote stands."""


class NewerFinder:
    """Looks for newer figures, one quote after another. Safe for all sessions."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="newer-figures")
        self._lock = threading.Lock()
        self._found: OrderedDict[_Key, tuple[Entry, ...] | None] = OrderedDict()

    def look(self, ledger: Ledger, citation: Citation) -> tuple[Entry, ...] | None:
        """The newer figures; None while they are looked for, which this begins."""
        key = (ledger.version, citation.sha256, citation.start, citation.end, citation.key)
        with self._lock:
            if key in self._found:
                self._found.move_to_end(key)
                return self._found[key]
            self._found[key] = None
            while len(self._found) > _KEPT:
                self._found.popitem(last=False)
        self._pool.submit(self._find, key, ledger, citation)
        return None

    def wait(self) -> None:
        """Wait until all that was begun has been found."""
        self._pool.submit(lambda: None).result()

    def _find(self, key: _Key, ledger: Ledger, citation: Citation) -> None:
        found: tuple[Entry, ...] = ()
        try:
            found = tuple(ledger.newer(citation))
        except Exception:
            # Nobody has asked for it: the page does without.
            _LOG.exception("Newer figures could not be looked for")
        with self._lock:
            if key in self._found:
                self._found[key] = found


@st.cache_resource(show_spinner=False)
def shared_newer() -> NewerFinder:
    """The finder that all sessions of this server share."""
    return NewerFinder()


def begin_to_look(ledger: Ledger | None, citations: Sequence[Citation]) -> None:
    """Begin to look, so that it may have been found when the quotes are drawn."""
    if ledger is not None:
        for citation in citations:
            shared_newer().look(ledger, citation)


def draw_newer(ledger: Ledger | None, citation: Citation) -> None:
    """Draw that a newer figure exists, if it is known."""
    found = shared_newer().look(ledger, citation) if ledger is not None else None
    if found:
        st.html(figures_markup.newer(found))


def draw_when_found(ledger: Ledger | None, citations: Sequence[Citation]) -> None:
    """Draw the page again when newer figures have been found for what is drawn above."""
    if ledger is None:
        return
    waiting = _unknown(ledger, citations)
    if not waiting:
        return

    # Drawn only while there is something to wait for: without it the browser stops asking.
    @st.fragment(run_every=_POLL_SECONDS)
    def wait() -> None:
        leave_unless_reader()
        if not _unknown(ledger, waiting):
            st.rerun()

    wait()


def _unknown(ledger: Ledger, citations: Sequence[Citation]) -> list[Citation]:
    finder = shared_newer()
    return [citation for citation in citations if finder.look(ledger, citation) is None]
