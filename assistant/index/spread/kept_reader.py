"""One confined process that reads files one after another, kept from document to document."""

from __future__ import annotations

import atexit
import functools
from collections.abc import Callable
from typing import TypeVar

from assistant.errors import DocumentError
from assistant.ingest.processes.workers import Workers
from assistant.ingest.read import ToRead, came_of, task_of
from assistant.settings import Limits

Result = TypeVar("Result")


def read_kept(
    work: Callable[[ToRead, Limits], Result], file: ToRead, limits: Limits
) -> Result | DocumentError:
    """Do `work` for a file, as `in_workers` does, without starting a process for each.

    One that dies, hangs or swells is replaced, and costs the file that it read. Where none can be
    minded any more, this raises what was in the way, and the next file begins anew.
    """
    workers = _workers()
    try:
        outcome = workers.take(workers.add(task_of(work, file, limits)))
    except BaseException:
        let_go()
        raise
    result: Result | DocumentError = came_of(file, outcome)
    return result


def let_go() -> None:
    """Stop the process, where there is one; the next file has another."""
    if _workers.cache_info().currsize:
        workers = _workers()
        _workers.cache_clear()
        atexit.unregister(workers.__exit__)
        workers.__exit__()


@functools.cache
def _workers() -> Workers:
    workers = Workers([], 1).__enter__()
    atexit.register(workers.__exit__)
    return workers
