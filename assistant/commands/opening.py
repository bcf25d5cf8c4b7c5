"""Opening the index for a command: what is wrong is said before any model is loaded."""

from __future__ import annotations

import contextlib

from assistant.answer.assistant import Assistant
from assistant.answer.filters import Filters, check_filters
from assistant.commands.terminal import say
from assistant.index.stores import store_of
from assistant.ledger.ledger import Ledger
from assistant.settings import Settings


def open_assistant(settings: Settings) -> Assistant:
    """What answers questions. Says where an earlier version than the current one serves.

    Raises:
        IndexProblem: there is no index, or it cannot be used as it is.
        ModelError: a model is missing or not the one expected.
    """
    store_of(settings).manifest()
    assistant = Assistant.open(settings)
    _say_which(assistant.instead)
    return assistant


def open_ledger(settings: Settings) -> Ledger:
    """What looks up figures; says and raises what `open_assistant` does."""
    store_of(settings).manifest()
    ledger = Ledger.open(settings)
    _say_which(ledger.index.instead)
    return ledger


def check_before_opening(filters: Filters, settings: Settings) -> None:
    """See that filters can be used.

    Raises:
        FilterError: they cannot; the sentence says why.
        IndexProblem: there is no index, or it cannot be used as it is.
    """
    if filters == Filters():
        return
    with contextlib.closing(store_of(settings).catalogue()) as catalogue:
        check_filters(filters, catalogue.listings())


def _say_which(instead: str | None) -> None:
    if instead is not None:
        say(instead)
