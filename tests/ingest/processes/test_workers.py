from __future__ import annotations

import os
import struct
import sys
import threading
import time
from collections import deque
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from assistant.errors import DocumentError
from assistant.ingest.draft import Facts
from assistant.ingest.processes.tasks import Task
from assistant.ingest.processes.worker import Worker
from assistant.ingest.processes.workers import _AHEAD, Workers
from assistant.ingest.read import ToRead, in_workers
from assistant.settings import Limits


class _Broken:
    """The pipe of a worker that has died; sends are refused."""

    def send(self, task: object) -> None:
        raise BrokenPipeError

    def close(self) -> None:
        pass


class _Whole(_Broken):
    def __init__(self) -> None:
        self.sent: list[Task] = []

    def send(self, task: object) -> None:
        self.sent.append(cast("Task", task))


def test_workers_that_died_between_two_files_cost_none() -> None:
    tasks = [Task(f"{n}.txt", print, Path("a"), Limits(), 9.0, 10**9) for n in range(3)]
    workers = Workers(tasks, 3)
    nothing = cast("Any", SimpleNamespace(pid=0, kill=lambda: None, join=lambda: None))
    pipes = [_Broken(), _Broken(), _Whole()]
    workers._workers = [Worker(nothing, cast("Any", pipe), ready=True) for pipe in pipes]
    workers._start = lambda: Worker(nothing, cast("Any", _Whole()))  # type: ignore[method-assign]
    workers._hand_out()
    assert workers._shared.outcomes == {}
    given = [worker.pipe.sent[0].path for worker in workers._workers]  # type: ignore[attr-defined]
    assert sorted(given) == ["0.txt", "1.txt", "2.txt"]


class _Sized:
    """A task that sees, when its size is looked at, whether another thread could give one more."""

    def __init__(self, workers: Workers) -> None:
        self._changed, self.free = workers._shared.changed, False

    @property
    def size(self) -> int:
        looks = threading.Thread(target=self._look)
        looks.start()
        looks.join()
        return 1

    def _look(self) -> None:
        if self._changed.acquire(blocking=False):
            self.free = True
            self._changed.release()


def test_no_task_is_added_while_the_next_one_is_chosen() -> None:
    workers = Workers([], 1)
    task = _Sized(workers)
    workers._tasks, workers._waiting = [cast("Any", task)], deque([0])
    assert workers._next(1) == 0
    assert not task.free


def test_the_largest_of_the_next_files_is_read_first_and_none_is_forgotten() -> None:
    sizes = [1, 5, 3, *[2] * 20, 9]
    tasks = [
        Task(f"{number}.txt", print, Path("a"), Limits(), 9.0, 10**9, size)
        for number, size in enumerate(sizes)
    ]
    workers = Workers(tasks, 1)
    given: list[int] = []
    while workers._waiting:
        # Results are taken in order, and no more may wait than there is room for.
        while workers._shared.taken in given:
            workers._shared.taken += 1
        room = _AHEAD + 1 + workers._shared.taken - len(given)
        assert room > 0
        given.append(workers._next(room))
    assert given[:2] == [1, 2]
    assert sorted(given) == list(range(len(sizes)))


def _half_a_message(file: ToRead, limits: Limits) -> str:
    if file.path == "half":
        frame = sys._getframe()
        while "pipe" not in frame.f_locals:
            assert frame.f_back is not None
            frame = frame.f_back
        os.write(frame.f_locals["pipe"].fileno(), struct.pack("!i", 500))
        time.sleep(60)
    return file.path


def test_half_a_message_holds_up_nobody(tmp_path: Path) -> None:
    files = [ToRead(name, tmp_path / name, "0" * 64, Facts()) for name in ("half", "good")]
    started = time.monotonic()
    half, good = in_workers(_half_a_message, files, Limits(seconds=1), workers=1)
    assert time.monotonic() - started < 40
    assert isinstance(half, DocumentError)
    assert half.reason == "timeout"
    assert good == "good"
