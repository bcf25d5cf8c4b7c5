"""Moving files about so that nothing is lost or half there; and what is said where that fails."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from assistant.errors import IntakeError

INCOMING = ".incoming"
"""The folder, below the corpus, of what is being written: it is hidden, so it is not indexed."""

NO_ROOM = (
    "There is no room for it on the disk of this service. Nothing was changed. Ask whoever runs "
    "the service to make room, then try again."
)
NOT_WRITABLE = (
    "The folder with the documents cannot be written to, so documents cannot be added, replaced, "
    "removed or corrected here. Ask whoever runs this service to allow it."
)
BUSY = "Somebody else is changing the documents at the moment. Nothing was changed. Try again."


@contextmanager
def alone(corpus: Path, lock: str, seconds: float) -> Iterator[None]:
    """Alone among those who take this lock of a corpus; waits for it so many seconds.

    Raises:
        IntakeError: somebody else has it, or what is done within is refused by the system.
    """
    try:
        if not corpus.is_dir():
            raise IntakeError(NOT_WRITABLE)
        (corpus / INCOMING).mkdir(exist_ok=True)
        with FileLock(corpus / INCOMING / lock, timeout=seconds):
            yield
    except Timeout as error:
        raise IntakeError(BUSY) from error
    except OSError as error:
        raise IntakeError(_sentence(error)) from error


def place(file: Path, target: Path) -> None:
    """Put a file where nothing is, in one step; never over another."""
    try:
        os.link(file, target)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        if os.path.lexists(target):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), target) from None
        file.rename(target)
    else:
        file.unlink()


def keep_copy(file: Path, target: Path) -> None:
    """Have a file under a second name: at no cost where the file system can."""
    try:
        os.link(file, target)
    except OSError:
        shutil.copy2(file, target)


def size_of(folder: Path) -> int:
    """What all files below a folder take, in bytes."""
    total = 0
    for file in folder.rglob("*"):
        with suppress(OSError):
            total += file.stat().st_size if file.is_file() else 0
    return total


def _sentence(error: OSError) -> str:
    """What the system refused, and what to do, for people."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return NO_ROOM
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return NOT_WRITABLE
    if error.errno == errno.EEXIST:
        return "There is a document of this name already. Nothing was changed."
    return (
        "The folder with the documents could not be changed. Try again; if it happens again, tell "
        f"whoever runs this service: {error.strerror or type(error).__name__}."
    )
