"""One build at a time: index/build.lock, held by the process that builds.

The system lets go of it when that process ends, however it ends. A process that is started to
build inherits the lock from the one that starts it, so that nobody can come between the two.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import lock_descriptor

from assistant.errors import IndexLocked
from assistant.index.writing import writing

INHERITED = "ASSISTANT_BUILD_LOCK"
"""The variable with the number under which a process has inherited the lock."""

_FILE = "build.lock"
_PATIENCE = 0.5
"""Who only looks whether a build runs holds the lock for a moment: so many seconds at most."""


def take_lock(index: Path) -> int:
    """Take the right to build; returns the open file that holds it until it is closed.

    Raises:
        IndexLocked: another build has it.
        IndexNotWritten: the folder cannot be written to.
    """
    with writing(index):
        index.mkdir(parents=True, exist_ok=True)
        lock = os.open(index / _FILE, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        until = time.monotonic() + _PATIENCE
        while not lock_descriptor(lock, blocking=False):
            if time.monotonic() > until:
                raise IndexLocked(
                    f"Another build of the index in {index} is running. Wait until it is done."
                )
            time.sleep(0.02)
    except BaseException:
        os.close(lock)
        raise
    return lock


@contextmanager
def build_lock(index: Path) -> Iterator[None]:
    """Hold the right to build, the inherited one where there is one.

    Raises:
        IndexLocked: another build has it.
        IndexNotWritten: the folder cannot be written to.
    """
    lock = _inherited(index)
    if lock is None:
        lock = take_lock(index)
    try:
        yield
    finally:
        os.close(lock)


def is_locked(index: Path) -> bool:
    """Whether a build is running."""
    try:
        file = os.open(index / _FILE, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(file)
    return False


def _inherited(index: Path) -> int | None:
    # Taken out of the environment: the number means nothing to processes that are started later.
    number = os.environ.pop(INHERITED, "")
    with contextlib.suppress(ValueError, OSError):
        lock = int(number)
        if os.path.samestat(os.fstat(lock), os.stat(index / _FILE)):  # noqa: PTH116
            os.set_inheritable(lock, False)  # the workers that read documents outlive nobody
            return lock
    return None
