"""How far the reading of a file is: readers say which page is done, and who cares listens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Listener = Callable[[int, int, bool], None]
"""Called with the page that is done, how many there are, and whether it was a slow one (OCR)."""

_LISTENER: ContextVar[Listener | None] = ContextVar("listener", default=None)


def page_done(page: int, pages: int, *, slow: bool = False) -> None:
    """Say that a page is done; costs nothing where nobody listens."""
    listener = _LISTENER.get()
    if listener is not None:
        listener(page, pages, slow)


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    """Within it, `listener` hears of every page that is read in this thread."""
    token = _LISTENER.set(listener)
    try:
        yield
    finally:
        _LISTENER.reset(token)
