"""Moving files about so that nothing is lost or half there; and what is said where it fails."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
from contextlib import suppress
from pathlib import Path

NO_ROOM = (
    "There is no room for it on the disk of this service. Nothing was changed. Ask whoever runs "
    "the service to make room, then try again."
)
NOT_WRITABLE = (
    "The folder with the documents cannot be written to, so documents cannot be added, replaced, "
    "removed or corrected here. Ask whoever runs this service to allow it."
)
BUSY = "Somebody else is changing the documents at the moment. Nothing was changed. Try again."


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


def sha256(file: Path) -> str:
    """The hash of a file's content."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def sentence(error: OSError) -> str:
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
