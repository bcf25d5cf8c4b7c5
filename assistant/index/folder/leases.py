"""Versions that somebody reads stay: whoever opens one holds a lock on its manifest."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from assistant.index.folder.version_files import VersionFiles, unreadable

_NO_LOCKS = (errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.ENOLCK)
"""What a file system without locks says."""


class Lease:
    """Keeps a version from being removed, for as long as somebody has it."""

    def __init__(self, manifest: Path) -> None:
        self._file = os.open(manifest, os.O_RDONLY | os.O_CLOEXEC)
        # Where it is being removed, or the file system has no locks, it is no lease.
        with contextlib.suppress(OSError):
            fcntl.flock(self._file, fcntl.LOCK_SH | fcntl.LOCK_NB)

    def close(self) -> None:
        """Let go of it."""
        file, self._file = self._file, -1
        if file >= 0:
            os.close(file)

    def __del__(self) -> None:
        try:
            self.close()
        except (AttributeError, TypeError, OSError):
            return  # the program ends, and has let go of its modules


@contextlib.contextmanager
def held_unless_it_fails(files: VersionFiles) -> Iterator[Lease]:
    """Keep a version from being removed while it is opened, and after that where it could be.

    Raises DamagedIndex where it has been removed.
    """
    try:
        lease = Lease(files.manifest)
    except OSError as error:
        raise unreadable(files, error) from error
    try:
        yield lease
    except BaseException:
        lease.close()
        raise


def nobody_holds(manifest: BinaryIO) -> bool:
    """Whether nobody holds a version."""
    try:
        fcntl.flock(manifest, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno in _NO_LOCKS
    return True
