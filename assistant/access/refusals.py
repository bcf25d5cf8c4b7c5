"""How often it is written down that somebody was refused: nobody may fill the disk that way."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from functools import cache

_MOST = 60
_WITHIN = 60.0


class Refusals:
    """At most 60 a minute are written down. Safe for all threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._left = float(_MOST)
        self._when = clock()

    def may_write(self) -> bool:
        """Whether this one is to be written down."""
        with self._lock:
            now = self._clock()
            self._left = min(_MOST, self._left + (now - self._when) * _MOST / _WITHIN)
            self._when = now
            if self._left < 1:
                return False
            self._left -= 1
            return True


@cache
def shared_refusals() -> Refusals:
    """The refusals of this server."""
    return Refusals()
