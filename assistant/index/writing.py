"""Writing so that what stands in the index folder survives a crash, and says so where it cannot."""

from __future__ import annotations

import errno
import os
import secrets
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from assistant.errors import AssistantError, IndexNotWritten

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_REFUSED = (errno.EROFS, errno.EACCES, errno.EPERM)
_LITTLE = 1_000_000
"""Less room than this is none: some libraries do not say why they could not write."""


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Turn what goes wrong while the index is written into a sentence.

    Raises:
        IndexNotWritten: the disk is full, or the folder cannot be written to.
    """
    try:
        yield
    except AssistantError:
        raise
    except Exception as error:
        if (sentence := _sentence(error, folder)) is not None:
            raise IndexNotWritten(sentence) from error
        raise


def _sentence(error: Exception, folder: Path) -> str | None:
    number = error.errno if isinstance(error, OSError) else None
    # SQLite, FAISS and tantivy have errors of their own, which name the system's in words at best.
    words = (
        str(error).casefold()
        if isinstance(error, sqlite3.Error | ValueError | RuntimeError)
        else ""
    )
    if (
        number in _FULL
        or "is full" in words
        or "no space left" in words
        or (words and _no_room(folder))
    ):
        return (
            f"The disk with {folder} is full. Make room on it and run `nhs-assistant build`: it "
            "goes on with what is there. The version before stays in use."
        )
    if (
        number in _REFUSED
        or "readonly" in words
        or "permission denied" in words
        or "unable to open" in words
    ):
        return (
            f"The index folder {folder} cannot be written to. Let the user that runs the build "
            "write there, or name another folder with --index."
        )
    if number == errno.EIO or "disk i/o error" in words:
        return f"The disk with {folder} reports errors. Have it checked, or name another folder."
    return None


def _no_room(folder: Path) -> bool:
    try:
        return shutil.disk_usage(folder).free < _LITTLE
    except OSError:
        return False


def keep(path: Path) -> None:
    """Have the disk keep a file, or the names in a folder, before anything relies on it."""
    file = os.open(path, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)


def keep_all(folder: Path) -> None:
    """Have the disk keep a folder with all that is in it."""
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_file() or path.is_dir():
            keep(path)
    keep(folder)


def share(file: Path, name: Path) -> None:
    """Give a file that nobody writes into a second name; a copy, where it cannot have two."""
    try:
        os.link(file, name)
    except OSError as error:
        # What systems say that have no second names differs; these mean something else.
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.ENOENT, errno.EEXIST):
            raise
        shutil.copyfile(file, name)
        keep(name)


def replace_text(file: Path, text: str) -> None:
    """`replace_bytes` for text, as UTF-8."""
    replace_bytes(file, text.encode("utf-8"))


def replace_bytes(file: Path, content: bytes, *, mode: int = 0o666) -> None:
    """Replace a file in one step, on the disk before this returns; of several at once one wins.

    `mode` is what the file may be at most: the process may take more away.
    """
    new = file.with_name(f".{file.name}.{secrets.token_hex(4)}.new")
    try:
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as opened:
            opened.write(content)
            opened.flush()
            os.fsync(opened.fileno())
        new.replace(file)
    except BaseException:
        with suppress(OSError):
            new.unlink()
        raise
    keep(file.parent)
