"""Whether what a worker sent is what it was asked for, before it goes into the index."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from assistant.errors import SpreadError
from assistant.index.making import Cut
from assistant.ingest.read import ToRead

_NUMBER = 4
"""The bytes of one number of a vector, a float32."""


def check_cut(cut: Cut, file: ToRead) -> None:
    """Make sure that a document is that of the file.

    Raises:
        SpreadError: it is another, or its texts are not those of its passages and statements.
    """
    found = (cut.document.path, cut.document.sha256)
    if found != (file.path, file.sha256):
        raise _wrong(file, f"it is of {found[0]}, or of another content")
    places = len(cut.passages) + len(cut.statements)
    if not len(cut.texts) == len(cut.keys) == places:
        raise _wrong(file, "its texts are not those of its passages")


def check_vectors(vectors: Sequence[object], count: int, length: int | None, file: ToRead) -> int:
    """Make sure that there are `count` vectors of `length` bytes, or all of one where it is None.

    Returns their length in bytes.

    Raises:
        SpreadError: there are more or fewer, or one is of another length or holds no numbers.
    """
    if len(vectors) != count:
        raise _wrong(file, f"{len(vectors)} vectors came for {count} texts")
    for vector in vectors:
        if not isinstance(vector, bytes) or not vector or len(vector) % _NUMBER:
            raise _wrong(file, "a vector is none")
        length = length or len(vector)
        if len(vector) != length:
            raise _wrong(
                file,
                f"a vector has {len(vector) // _NUMBER} numbers, others {length // _NUMBER}",
            )
        if not np.isfinite(np.frombuffer(vector, "<f4")).all():
            raise _wrong(file, "a vector holds what is no number")
    return length or 0


def _wrong(file: ToRead, why: str) -> SpreadError:
    return SpreadError(
        f"What a worker did for {file.path} cannot be used: {why}. Make sure that every machine "
        "runs this program unchanged, start its worker again, and build again. The version before "
        "stays in use."
    )
