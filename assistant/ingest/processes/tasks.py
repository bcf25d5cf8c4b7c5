"""What a worker is to do, and what comes of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from assistant.errors import DocumentError
from assistant.settings import Limits

Ended = Literal["died", "too-long", "too-much"]
"""Why nothing came of a task: its worker died, took too long, or found more than can be kept."""

Outcome = tuple[Literal["done"], Any] | tuple[Literal["refused"], DocumentError] | Ended
Progress = Callable[[str, int, int], None]
"""Called with a file's path, the page that has been read, and how many it has."""


@dataclass(frozen=True, slots=True)
class Task:
    """What a worker is to do: `work(file, limits)`, for the file called `path`.

    It may take `seconds`, more as pages are done, and `memory_bytes`. Of the tasks that can be
    done next the one of the largest `size` is, so that none is left alone at the end.
    """

    path: str
    work: Callable[..., Any]
    file: Any
    limits: Limits
    seconds: float
    memory_bytes: int
    size: int = 0
