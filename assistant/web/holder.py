"""One open `Assistant` for all sessions, replaced when a new index has been built.

Loading takes seconds, so it happens in a background thread: when the server starts, and again
when the index on disk names another version. Until the new one is loaded people ask the old one.
"""

from __future__ import annotations

import gc
import logging
import threading
from dataclasses import dataclass, replace

import streamlit as st

from assistant.answer.assistant import Assistant
from assistant.errors import AssistantError
from assistant.index.versions import current_version
from assistant.ledger.ledger import Ledger
from assistant.ledger.starting import starting_look_ups
from assistant.records.chats import Chats
from assistant.records.database import Database, days_ago
from assistant.records.feedback import FeedbackBook
from assistant.records.papers import Papers
from assistant.settings import Settings
from assistant.web import words

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Shelf:
    """What there is to ask now: an assistant, or a sentence why not, or neither: it is loading.

    `ledger` is None where the figures cannot be looked up; `look_ups` are some that find a figure.
    """

    assistant: Assistant | None = None
    problem: str | None = None
    ledger: Ledger | None = None
    look_ups: tuple[str, ...] = ()


class Library:
    """Opens the index, and opens it again when there is a new version."""

    def __init__(self, settings: Settings) -> None:
        """Start to open the current version."""
        self.settings = settings
        self._lock = threading.Lock()
        self._shelf = Shelf()
        self._tried: str | None = None
        self._loading: threading.Thread | None = None
        self.load()

    def shelf(self) -> Shelf:
        """What there is to ask now; starts loading a version that has not been tried yet."""
        if current_version(self.settings.index) != self._tried:
            self.load()
        return self._shelf

    def load(self) -> None:
        """Start to open the current version in the background, unless that is under way."""
        with self._lock:
            if self._loading is not None and self._loading.is_alive():
                return
            self._tried = current_version(self.settings.index)
            if self._shelf.assistant is None:
                self._shelf = Shelf()
            self._loading = threading.Thread(target=self._open, name="open-index", daemon=True)
            self._loading.start()

    def wait(self, seconds: float | None = None) -> None:
        """Wait until what is being loaded has been."""
        if self._loading is not None:
            self._loading.join(seconds)

    def _open(self) -> None:
        try:
            assistant = Assistant.open(self.settings)
            _find_examples(assistant)
            ledger = _open_ledger(assistant)
            self._shelf = Shelf(assistant, ledger=ledger)
            if ledger is not None:  # what people can ask meanwhile, they should not wait for
                self._shelf = replace(self._shelf, look_ups=_look_ups(ledger))
            _leave_out_of_collections()
        except AssistantError as error:
            _LOG.warning("The index cannot be opened: %s", error)
            self._keep_or_report(str(error))
        except Exception:
            _LOG.exception("The index cannot be opened")
            self._keep_or_report(words.PROBLEM)

    def _keep_or_report(self, problem: str) -> None:
        """The version that people are asking stays, if there is one."""
        if self._shelf.assistant is None:
            self._shelf = Shelf(problem=problem)


def _find_examples(assistant: Assistant) -> None:
    """Find the questions to start with now, rather than while the first person waits."""
    try:
        _ = assistant.examples
    except Exception:
        # The page does without them: it must not stay shut for a heading that nobody foresaw.
        _LOG.exception("Questions to start with could not be found")
        assistant.examples = ()


def _open_ledger(assistant: Assistant) -> Ledger | None:
    try:
        return Ledger.over(assistant)
    except Exception:
        # Questions can be asked without it: only the pages of figures say that they cannot be used.
        _LOG.exception("The ledger of figures cannot be opened")
        return None


def _look_ups(ledger: Ledger) -> tuple[str, ...]:
    """Find the look-ups to start with; the page does without, as with the questions."""
    try:
        return starting_look_ups(ledger)
    except Exception:
        _LOG.exception("Look-ups to start with could not be found")
        return ()


def _leave_out_of_collections() -> None:
    """Spare the garbage collector what has been loaded and stays.

    Streamlit collects after every run of the script. Looking through the objects of the model
    libraries took 0.4 s each time, and nothing else ran meanwhile.
    """
    gc.unfreeze()  # what an index that was replaced has left behind is to go
    gc.collect()
    gc.freeze()


@dataclass(frozen=True, slots=True)
class Records:
    """What people left: their chats, board papers, and what they found useful."""

    database: Database
    chats: Chats
    papers: Papers
    feedback: FeedbackBook


@st.cache_resource(show_spinner=False)
def shared_library() -> Library:
    """The library that all sessions of this server share."""
    return Library(Settings.from_environment())


@st.cache_resource(show_spinner=False, ttl=3600)
def shared_records() -> Records:
    """The records that all sessions share; what is too old is dropped every hour or so."""
    settings = shared_library().settings
    database = Database(settings.records)
    try:
        database.forget(days_ago(settings.keep_days))
    except AssistantError as error:
        _LOG.error("Old records could not be dropped: %s", error)
    return Records(database, Chats(database), Papers(database), FeedbackBook(database))
