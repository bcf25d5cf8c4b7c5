"""Those who ask are served one after the other, in the order in which they came.

The reader uses all processors for one question. Reading two at once, or in one batch, took as long
as one after the other, and nobody had an answer before the last.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition

from assistant.background import gives_way


class Turns:
    """A lock that is first come, first served."""

    def __init__(self) -> None:
        self._changed = Condition()
        self._queue: deque[object] = deque()

    @contextmanager
    def take(self) -> Iterator[None]:
        """Wait for one's turn. Who gives way takes none: at its low priority it may take long."""
        if gives_way():
            yield
            return
        ticket = object()
        with self._changed:
            self._queue.append(ticket)
        try:
            with self._changed:
                self._changed.wait_for(lambda: self._queue[0] is ticket)
            yield
        finally:
            with self._changed:
                self._queue.remove(ticket)
                self._changed.notify_all()
