"""Work that nobody waits for: it runs when nothing else wants to, and nothing waits behind it."""

from __future__ import annotations

import contextlib
import os
import sys
import threading

_NICE = 15
_own = threading.local()


def give_way() -> None:
    """Let this thread, and those that the model starts from it, run when nobody else wants to."""
    _own.gives_way = True
    if sys.platform == "linux":  # where priorities are those of threads
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICE)


def gives_way() -> bool:
    """Whether this thread has been told to."""
    return getattr(_own, "gives_way", False)
