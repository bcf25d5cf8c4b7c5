"""Texts are read in parallel: each by one thread, as many at once as there are processors.

Those who ask at the same time share the threads, and are served in the order in which they came:
what they ask is queued text by text. Work that gives way (`background.py`) does not queue, so that
nobody waits behind it: it is done in its own thread, at its low priority.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TypeVar

import torch

from assistant.background import gives_way

Item = TypeVar("Item")
Result = TypeVar("Result")


def in_parallel(work: Callable[[Item], Result], items: Sequence[Item]) -> list[Result]:
    """The results of `work`, in order; it runs in inference mode and with one thread of torch."""

    def alone(item: Item) -> Result:
        threads = torch.get_num_threads()  # a number of this thread's own
        torch.set_num_threads(1)
        try:
            with torch.inference_mode():
                return work(item)
        finally:
            torch.set_num_threads(threads)

    if len(items) == 1 or gives_way() or processors() == 1:
        return [alone(item) for item in items]
    return list(_pool().map(alone, items))


def processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@cache
def _pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(processors(), thread_name_prefix="encoder")
