from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from assistant.ingest.workers import _AHEAD, Task, Workers, _Worker
from assistant.ingest.working import work_of
from assistant.settings import Limits


def test_a_worker_that_waits_for_a_busy_child_has_not_hung() -> None:
    """As one does that waits for tesseract on a busy machine: it sleeps, the child works."""
    spin = f"{sys.executable} -c 'while True: pass'; true"
    shell = subprocess.Popen(["/bin/sh", "-c", spin], start_new_session=True)
    try:
        until = time.monotonic() + 30
        while not work_of(shell.pid).below:
            assert time.monotonic() < until
            time.sleep(0.01)
        worker = _Worker(cast("Any", SimpleNamespace(pid=shell.pid)), cast("Any", None))
        worker.begin(100.0)
        assert worker.missed() > 0
        worker.begin(100.0)
        worker.work = -1000.0  # it has worked for all of its time
        assert worker.missed() == 0
    finally:
        os.killpg(shell.pid, signal.SIGKILL)
        shell.wait()
    assert worker.missed() == 0


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
    workers._workers = [_Worker(nothing, cast("Any", pipe), ready=True) for pipe in pipes]
    workers._start = lambda: _Worker(nothing, cast("Any", _Whole()))  # type: ignore[method-assign]
    workers._hand_out()
    assert workers._told.outcomes == {}
    given = [worker.pipe.sent[0].path for worker in workers._workers]  # type: ignore[attr-defined]
    assert sorted(given) == ["0.txt", "1.txt", "2.txt"]


class _Sized:
    """A task that sees, when its size is looked at, whether another thread could give one more."""

    def __init__(self, workers: Workers) -> None:
        self._changed, self.free = workers._told.changed, False

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
        while workers._told.taken in given:
            workers._told.taken += 1
        room = _AHEAD + 1 + workers._told.taken - len(given)
        assert room > 0
        given.append(workers._next(room))
    assert given[:2] == [1, 2]
    assert sorted(given) == list(range(len(sizes)))
