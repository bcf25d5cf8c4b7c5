"""One worker as its parent sees it: its process, its pipe, and the time that it has left."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess

from assistant.ingest.processes.cpu_time import cpu_time_of
from assistant.ingest.processes.messages import Inbox
from assistant.settings import Limits

_EARNED = 4.0
"""How much time a page earns, in times of what reading it took: its text has to be put in order."""
_LOST = 0.2
"""Where less than this part of a file's time was left to others, it had its time."""
_BUSY = 8.0
"""On a machine that is busy with others a file may take so many times its time, and no longer."""
_TOGETHER = 2
"""How many pages tesseract recognises at a time: its processor time is divided by that."""
_LOOKS, _LOOK_SECONDS = 5, 0.01
"""How often to look whether a worker is runnable: it rests between one thing and the next."""


@dataclass(slots=True)
class Worker:
    """Times are of `time.monotonic`.

    `until`: when its task is given up; `begun`: when it began; `last_page`: when a page was last
    done; `pages`: how often it said so. `cpu_before`: the processor time that it had used when it
    began. `extended`: how much of its time was added because the processors were busy with others.
    `files`: how many it has read. `ready`: it has loaded the readers.
    """

    process: SpawnProcess
    pipe: Connection
    task: int | None = None
    until: float = 0.0
    begun: float = 0.0
    last_page: float = 0.0
    pages: int = 0
    cpu_before: float = 0.0
    extended: float = 0.0
    files: int = 0
    ready: bool = False
    inbox: Inbox = field(default_factory=Inbox)

    def begin(self, seconds: float) -> None:
        """Begin a task that may take so many seconds."""
        self.begun = self.last_page = time.monotonic()
        self.until, self.extended, self.pages = self.begun + seconds, 0.0, 0
        self.cpu_before, _ = self._cpu_time()

    def page_done(self, limits: Limits, *, slow: bool) -> None:
        """Give the task more time, as far as the page was work."""
        now = time.monotonic()
        most = limits.ocr_page_seconds if slow else limits.page_seconds
        self.pages += 1
        if self.pages > 2 * limits.pages:  # each is read and recognised once at most
            most = 0.0
        self.until += min(most, _EARNED * (now - self.last_page))
        self.last_page = now

    def extend(self) -> bool:
        """Give the task back the time that others had; False where it has had its own.

        A document must not be lost because the machine was busy: only its own work counts.
        """
        lost = self.lost()
        if lost > 0:
            self.until, self.extended = time.monotonic() + lost, self.extended + lost
        return lost > 0

    def lost(self) -> float:
        """The seconds of its time in which it was runnable and others had the processors."""
        cpu, runnable = self._cpu_time()
        for _ in range(_LOOKS):
            if runnable:
                break
            time.sleep(_LOOK_SECONDS)
            cpu, runnable = self._cpu_time()
        allowed = self.until - self.extended - self.begun
        left = allowed - (cpu - self.cpu_before)
        if not runnable or left < _LOST * allowed or self.extended > _BUSY * allowed:
            return 0.0
        return left

    def _cpu_time(self) -> tuple[float, bool]:
        """Its processor time so far, and whether it is runnable."""
        time_of = cpu_time_of(self.process.pid or 0)
        return time_of.own + time_of.children / _TOGETHER, time_of.runnable

    def stop(self) -> None:
        """End the process, whatever it does."""
        self.process.kill()
        self.process.join()
        self.pipe.close()
