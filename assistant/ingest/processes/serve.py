"""What a worker does all its life: take a task, do it, send what came of it."""

from __future__ import annotations

import logging
import os
import pickle
from multiprocessing.connection import Connection

from assistant.errors import DocumentError
from assistant.ingest.page_progress import listening
from assistant.ingest.processes.confine import confine, limit_memory
from assistant.ingest.processes.tasks import Task
from assistant.wordless import log_to_stderr

_LOG = logging.getLogger(__name__)

NO_MEMORY = 77
"""What a worker ends with that ran out of memory."""


def serve(pipe: Connection, parent: int) -> None:
    """Do the tasks that come through a pipe until it is closed.

    Sends pickled tuples: `("ready",)` once, `("page", page, pages, slow)` for each page that is
    done, and for each task `("done", result)`, `("refused", reason, detail, again)` or
    `("failed",)`.
    """
    confine(parent)
    log_to_stderr()
    first = True
    while True:
        try:
            task: Task = pipe.recv()  # loads the readers, the first time
        except EOFError:
            return
        if first:
            pipe.send_bytes(pickle.dumps(("ready",)))
            first = False
        limit_memory(task.memory_bytes)

        def send_page(page: int, pages: int, slow: bool) -> None:
            pipe.send_bytes(pickle.dumps(("page", page, pages, slow)))

        try:
            with listening(send_page):
                message = pickle.dumps(("done", task.work(task.file, task.limits)))
        except DocumentError as error:
            message = _refused(error)
        except RecursionError:
            message = _refused(_nested(task.path))
        except MemoryError:
            os._exit(NO_MEMORY)  # what is left is in no order: a new worker goes on
        except Exception:  # noqa: BLE001 - whatever a file does to its reader, the next is read
            _LOG.exception("%s could not be read", task.path)
            message = pickle.dumps(("failed",))
        pipe.send_bytes(message)
        del message


def _refused(error: DocumentError) -> bytes:
    """An error in plain values: libraries change how all exceptions of a process are pickled."""
    return pickle.dumps(("refused", error.reason, error.detail, error.again))


def _nested(path: str) -> DocumentError:
    return DocumentError(
        "damaged",
        f"{path.rsplit('/', 1)[-1]} is nested deeper than any document: open it in the program "
        "that made it and save it anew.",
    )
