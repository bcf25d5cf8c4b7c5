"""How the log is written: as lines for people or as JSON, without anybody's words.

A traceback says where something went wrong. What it went wrong with - a question, a sentence of a
document - is often in the message of the exception, so that is left out.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterable
from types import TracebackType

from pythonjsonlogger.json import JsonFormatter

from assistant.service_settings import LogForm
from assistant.wordless import Wordless, without_words

_Exc = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
_PLAIN = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_JSON = "%(asctime)s %(levelname)s %(name)s %(message)s"
_OURS = ("assistant",)
_THEIRS = ("streamlit", "uvicorn", "uvicorn.error", "uvicorn.access")


class _Json(JsonFormatter):
    def formatException(self, ei: _Exc) -> str:  # noqa: N802 - logging's name
        return without_words(ei[1])


def set_up_logs(form: LogForm) -> None:
    """Write the log of this process to standard error in a form."""
    formatter: logging.Formatter
    if os.environ.get("ASSISTANT_DEBUG"):
        formatter = logging.Formatter(_PLAIN) if form == "plain" else JsonFormatter(_JSON)
    elif form == "plain":
        formatter = Wordless(_PLAIN)
    else:
        formatter = _Json(
            _JSON, rename_fields={"asctime": "time", "levelname": "level", "name": "logger"}
        )
    for name in _OURS:
        logger = logging.getLogger(name)
        logger.handlers = [_to_stderr(formatter)]
        logger.setLevel(logging.INFO)
        logger.propagate = False
    # Those of others stay as they are, but for their form.
    for handler in _handlers((None, *_THEIRS)):
        handler.setFormatter(formatter)


def _to_stderr(formatter: logging.Formatter) -> logging.Handler:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    return handler


def _handlers(names: Iterable[str | None]) -> list[logging.Handler]:
    return [handler for name in names for handler in logging.getLogger(name).handlers]
