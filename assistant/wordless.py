"""Exceptions as a log may have them: where and what kind, without anybody's words."""

from __future__ import annotations

import logging
import os
import sys
import traceback
from types import TracebackType

_Exc = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


def without_words(error: BaseException | None) -> str:
    """Where an exception came from and what kind it is, and of those that led to it."""
    parts: list[str] = []
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        frames = traceback.extract_tb(error.__traceback__)
        lines = [f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in frames]
        parts.append("\n".join([f"{type(error).__module__}.{type(error).__qualname__}", *lines]))
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "\ncaused by ".join(parts)


class Wordless(logging.Formatter):
    """Lines for people, with exceptions as `without_words` tells them."""

    def formatException(self, ei: _Exc) -> str:  # noqa: N802 - logging's name
        """An exception, without its message."""
        return without_words(ei[1])


def log_to_stderr() -> None:
    """Write the warnings of a process that nobody set up a log for, such as a reader of files.

    Python's own way would write the messages of exceptions, which may be words of a document.
    """
    handler = logging.StreamHandler(sys.stderr)
    form = "%(asctime)s %(levelname)s %(name)s: %(message)s"
    plain = os.environ.get("ASSISTANT_DEBUG")
    handler.setFormatter(logging.Formatter(form) if plain else Wordless(form))
    logging.getLogger().handlers = [handler]
