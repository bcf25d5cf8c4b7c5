"""The files that documents were read from: is a file still the one that was read?

A page of another edition must never stand beside a quote, so the whole content is hashed. A large
file takes a while to hash: what was found is kept for as long as the file is seen not to change.
"""

from __future__ import annotations

import hashlib
import os
import threading
import time
from collections import OrderedDict
from pathlib import Path
from typing import BinaryIO, NamedTuple

_MOST_KEPT = 4_000
# A file system may give two changes within so many seconds the same time: what was changed a
# moment before it was hashed may be changed again and look the same.
_TOO_FRESH = 2.0


class _Signature(NamedTuple):
    """What differs when a file has been written or replaced; the last cannot be set by hand."""

    device: int
    inode: int
    size: int
    modified: int
    changed: int


_known: OrderedDict[tuple[str, _Signature], str] = OrderedDict()
_lock = threading.Lock()


def is_unchanged(file: Path, sha256: str) -> bool:
    """Whether the content of a file has this hash.

    Raises:
        OSError: the file is missing or cannot be read.
    """
    with file.open("rb") as opened:
        signature = _signature(opened)
        known = _recall(file, signature)
        if known is None:
            known = hashlib.file_digest(opened, "sha256").hexdigest()
            _remember(file, signature, _signature(opened), known)
    return known == sha256


def unchanged_content(file: Path, sha256: str) -> bytes | None:
    """The content of a file that has this hash; None where it has another.

    Raises:
        OSError: the file is missing or cannot be read.
    """
    with file.open("rb") as opened:
        signature = _signature(opened)
        content = opened.read()
        after = _signature(opened)
    known = _recall(file, signature) if after == signature else None
    if known is None:
        known = hashlib.sha256(content).hexdigest()
        _remember(file, signature, after, known)
    return content if known == sha256 else None


def _signature(opened: BinaryIO) -> _Signature:
    status = os.fstat(opened.fileno())
    return _Signature(
        status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns
    )


def _recall(file: Path, signature: _Signature) -> str | None:
    with _lock:
        return _known.get((str(file), signature))


def _remember(file: Path, before: _Signature, after: _Signature, sha256: str) -> None:
    """Keep a hash, unless the file may have changed while it was taken."""
    written = max(before.modified, before.changed) / 1e9
    if before != after or time.time() - written < _TOO_FRESH:
        return
    with _lock:
        _known[str(file), before] = sha256
        while len(_known) > _MOST_KEPT:
            _known.popitem(last=False)
