"""Which sign-ins this server has seen, and which have been signed out of.

A cookie stays good for whoever copied it until it is too old, so signing out is remembered here.
It is not kept on disk: after a restart only the age of a sign-in ends it.
"""

from __future__ import annotations

import threading
import time
from functools import cache

_KEPT = 31 * 86_400.0
"""Seconds after which a sign-in is forgotten: longer than Streamlit's cookie lives."""


class SignIns:
    """The sign-ins by their keys. Safe for all threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._seen: dict[str, float] = {}
        self._out: dict[str, float] = {}

    def is_new(self, key: str) -> bool:
        """Whether a sign-in is seen for the first time."""
        with self._lock:
            return _put(self._seen, key)

    def sign_out(self, key: str) -> bool:
        """End a sign-in; False where it had been ended."""
        with self._lock:
            return _put(self._out, key)

    def is_out(self, key: str) -> bool:
        """Whether somebody has signed out of it."""
        return key in self._out


def _put(among: dict[str, float], key: str) -> bool:
    if key in among:
        return False
    now = time.monotonic()
    for old in [each for each, moment in among.items() if now - moment > _KEPT]:
        del among[old]
    among[key] = now
    return True


@cache
def shared_sign_ins() -> SignIns:
    """The sign-ins of this server."""
    return SignIns()
