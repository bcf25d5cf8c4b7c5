"""One open `Assistant` for all sessions, replaced when a new index has been built.

Loading takes seconds, so it happens in a background thread: when the server starts, and again
when the index on disk names another version. Until the new one is loaded people ask the old one.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import logging
import threading
import time
import weakref
from dataclasses import dataclass, replace

import streamlit as st

from assistant.answer.assistant import Assistant
from assistant.background import give_way
from assistant.errors import AssistantError, StoreAway
from assistant.index.face import Stamp
from assistant.index.stores import store_of
from assistant.ledger.ledger import Ledger
from assistant.ledger.starting import starting_look_ups
from assistant.settings import Settings
from assistant.upkeep.watch import watch
from assistant.web import words

_LOG = logging.getLogger(__name__)


_LOOK_EVERY = 2.0
"""Every so many seconds it is looked whether there is a new version: nobody has to ask for it."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """What there is to ask now: an assistant, or a sentence why not, or neither: it is loading.

    `ledger` is None where the figures cannot be looked up; `look_ups` are some that find a figure.
    `instead` says why the assistant is not that of the current version, where it is not.
    """

    assistant: Assistant | None = None
    problem: str | None = None
    ledger: Ledger | None = None
    look_ups: tuple[str, ...] = ()
    instead: str | None = None


class Library:
    """Opens the index, and opens it again when there is a new version.

    Whoever holds a shelf keeps what is on it: a question that is being answered when a new version
    comes is answered from the version that it began with.
    """

    def __init__(self, settings: Settings) -> None:
        """Start to open the current version."""
        self.settings = settings
        self._store = store_of(settings)
        self._lock = threading.Lock()
        self._shelf = Shelf()
        self._tried: Stamp = ()
        self._version: str | None = None
        self._away = False
        self._loading: threading.Thread | None = None
        self.load()
        look = threading.Thread(
            target=_keep_looking, args=(weakref.ref(self),), name="look-for-index", daemon=True
        )
        look.start()

    def shelf(self) -> Shelf:
        """What there is to ask now; starts loading a version that has not been tried yet."""
        # A database is asked by `look` alone: nobody's page may wait for one that hangs.
        if self.settings.store is None and self._named() != self._version:
            self.load()
        return self._shelf

    def look(self) -> None:
        """Open the index again if anything of its current version is not as it was."""
        if self._away or self._store.stamp() != self._tried:
            self.load()

    def load(self) -> None:
        """Start to open the current version in the background, unless that is under way."""
        with self._lock:
            if self._loading is not None and self._loading.is_alive():
                return
            self._tried = self._store.stamp()
            self._version = self._named()
            if self._shelf.assistant is None and not self._away:
                self._shelf = Shelf()
            self._away = False
            self._loading = threading.Thread(target=self._open, name="open-index", daemon=True)
            self._loading.start()

    def _named(self) -> str | None:
        try:
            return self._store.current()
        except AssistantError:
            return self._version  # a database that is away comes back

    def wait(self, seconds: float | None = None) -> None:
        """Wait until what is being loaded has been."""
        if self._loading is not None:
            self._loading.join(seconds)

    def _open(self) -> None:
        old = self._shelf.assistant
        if old is not None:
            give_way()  # for those who ask the old one
        try:
            # The models are large, and the same for every version: they are handed on.
            assistant = Assistant.open(
                self.settings,
                old.embedder if old is not None else None,
                old.model if old is not None else None,
            )
            if assistant.instead is not None:
                _LOG.warning("%s", assistant.instead)
            if old is not None and assistant.instead and assistant.version == old.version:
                self._shelf = replace(self._shelf, instead=assistant.instead)
                return
            ledger = _open_ledger(assistant)
            shelf = Shelf(assistant, ledger=ledger, instead=assistant.instead)
            if old is None:
                # Whoever comes first can ask at once; the page waits for the examples by itself.
                assistant.examples = None
                self._shelf = shelf
                give_way()  # for those who ask already
            _find_examples(assistant)
            if ledger is not None:  # what people can ask meanwhile, they should not wait for
                shelf = replace(shelf, look_ups=_look_ups(ledger))
            self._shelf = shelf
            del old, assistant, ledger, shelf
            _leave_out_of_collections()
            _give_back_memory()
        except AssistantError as error:
            _LOG.warning("The index cannot be opened: %s", error)
            self._away = isinstance(error, StoreAway)  # it comes back as it was: tried again
            self._keep_or_report(str(error))
        except Exception:
            _LOG.exception("The index cannot be opened")
            self._keep_or_report(words.PROBLEM)

    def _keep_or_report(self, problem: str) -> None:
        """The version that people are asking stays, if there is one."""
        if self._shelf.assistant is None:
            self._shelf = Shelf(problem=problem)
        else:
            self._shelf = replace(self._shelf, instead=problem)


def _keep_looking(library: weakref.ref[Library]) -> None:
    """Look for a new version for as long as somebody has the library."""
    while True:
        time.sleep(_LOOK_EVERY)
        there = library()
        if there is None:
            return
        try:
            there.look()
        except Exception:
            _LOG.exception("It cannot be seen whether there is a new index")
        del there


def _find_examples(assistant: Assistant) -> None:
    """Find the questions to start with now, rather than while the first person waits."""
    try:
        assistant.examples = assistant.find_examples()
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


def _give_back_memory() -> None:
    """Give what the old version had back to the system: glibc keeps it, 20 MB more at each swap."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)


def _leave_out_of_collections() -> None:
    """Spare the garbage collector what has been loaded and stays.

    Looking through the objects of the model libraries takes 0.4 s each time that Python collects,
    and nothing else runs meanwhile.
    """
    gc.unfreeze()  # what an index that was replaced has left behind is to go
    gc.collect()
    gc.freeze()


@st.cache_resource(show_spinner=False)
def shared_library() -> Library:
    """The library that all sessions of this server share."""
    library = Library(Settings.from_environment())
    if library.settings.watch != "no":
        threading.Thread(
            target=_watch_corpus, args=(library.settings,), name="watch-corpus", daemon=True
        ).start()
    return library


def _watch_corpus(settings: Settings) -> None:
    """Do what `nhs-assistant watch` does, for as long as the app runs."""
    try:
        watch(settings, threading.Event(), _LOG.info, polling=settings.watch == "polling")
    except Exception:
        _LOG.exception("The corpus is not watched any more")
