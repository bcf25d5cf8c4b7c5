"""Processes that read files: one that crashes, hangs or swells costs only the file that it read.

Not a pool from a library: pebble's workers share one pipe and its locks, so that a worker killed
while it sends leaves the others waiting, and its time limits are set before a file's pages are
counted. Here each worker has a pipe of its own, and the time that a file may take grows with the
pages that it has read.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice
from multiprocessing import connection, get_context
from typing import get_args

from assistant.errors import DocumentError, Reason
from assistant.ingest.processes.messages import TooLong, unpickled
from assistant.ingest.processes.serve import NO_MEMORY, serve
from assistant.ingest.processes.tasks import Ended, Outcome, Progress, Task
from assistant.ingest.processes.worker import Worker

_LOG = logging.getLogger(__name__)

_START_SECONDS = 60.0
"""How long a worker may take to start and load the readers."""
_AHEAD = 8
"""How many results may wait to be taken, so that reading does not fill the memory."""
_CHUNK = 1 << 20
_END_SECONDS = 5.0
_REASONS = frozenset(get_args(Reason))
_FILES_A_WORKER = 200
"""After so many files a worker is replaced, so that what leaks does not add up."""


@dataclass(slots=True)
class _Shared:
    """What the thread of the workers and those that wait for them share, under `changed`."""

    outcomes: dict[int, Outcome] = field(default_factory=dict)
    pages: dict[str, tuple[int, int]] = field(default_factory=dict)
    taken: int = 0
    stopping: bool = False
    failure: BaseException | None = None
    changed: threading.Condition = field(default_factory=threading.Condition)


class Workers:
    """Does tasks in processes of their own; `take` gives what came of them, in order.

    A context manager: at the end every process is stopped.
    """

    def __init__(self, tasks: Sequence[Task], count: int) -> None:
        self._tasks = list(tasks)
        self._count = count
        self._shared = _Shared()
        self._waiting = deque(range(len(tasks)))
        self._workers: list[Worker] = []
        self._wake, self._woken = get_context("spawn").Pipe(duplex=False)
        self._thread = threading.Thread(target=self._run, name="reading", daemon=True)

    def __enter__(self) -> Workers:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        with self._shared.changed:
            self._shared.stopping = True
        self._woken.send_bytes(b"")
        self._thread.join()
        self._wake.close()
        self._woken.close()

    def add(self, task: Task) -> int:
        """Give one more task; returns its number, for `take`."""
        with self._shared.changed:
            self._tasks.append(task)
            number = len(self._tasks) - 1
            self._waiting.append(number)
        self._woken.send_bytes(b"")
        return number

    def take(self, number: int, progress: Progress | None = None) -> Outcome:
        """What came of a task, once it is done; `progress` is called in this thread meanwhile."""
        shared = self._shared
        while True:
            with shared.changed:
                shared.changed.wait_for(
                    lambda: number in shared.outcomes or shared.pages or shared.failure
                )
                if shared.failure is not None:
                    raise shared.failure
                pages, shared.pages = shared.pages, {}
                outcome = shared.outcomes.pop(number, None)
                if outcome is not None:
                    shared.taken += 1
            for path, (page, of) in pages.items():
                if progress is not None:
                    progress(path, page, of)
            if outcome is not None:
                self._woken.send_bytes(b"")
                return outcome

    def _run(self) -> None:
        """Hand out the tasks, hear what comes of them, and stop what takes too long."""
        shared = self._shared
        try:
            while not shared.stopping:
                self._hand_out()
                now = time.monotonic()
                busy = [worker for worker in self._workers if worker.task is not None]
                left = min((worker.until - now for worker in busy), default=60.0)
                ready = connection.wait(
                    [self._wake, *(worker.pipe for worker in self._workers)], max(left, 0.0)
                )
                if self._wake in ready:
                    self._wake.recv_bytes()
                for worker in list(self._workers):
                    if worker.pipe in ready:
                        self._receive(worker)
                    # One that begins a message and never ends it has no more time than others.
                    late = worker.task is not None and time.monotonic() >= worker.until
                    if late and worker in self._workers and not worker.extend():
                        self._end(worker, "too-long")
        except BaseException as error:  # noqa: BLE001 - it is raised again where people see it
            with shared.changed:
                shared.failure = error
                shared.changed.notify_all()
        finally:
            for worker in self._workers:
                worker.stop()

    def _hand_out(self) -> None:
        with self._shared.changed:
            room = (
                _AHEAD + self._count + self._shared.taken - (len(self._tasks) - len(self._waiting))
            )
        for worker in list(self._workers):  # those that are gone are taken out
            if worker.task is None and self._waiting and room > 0:
                self._give(worker, self._next(room))
                room -= 1
        while self._waiting and room > 0 and len(self._workers) < self._count:
            worker = self._start()
            self._workers.append(worker)
            self._give(worker, self._next(room))
            room -= 1

    def _next(self, room: int) -> int:
        """The largest of the next `room` tasks: the last that there is room for is the first."""
        with self._shared.changed:  # `add` may be called meanwhile
            number = max(islice(self._waiting, room), key=lambda one: self._tasks[one].size)
            self._waiting.remove(number)
        return number

    def _start(self) -> Worker:
        context = get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=serve, args=(theirs, os.getpid()), daemon=True)
        process.start()
        theirs.close()  # or its end would not be seen when it dies
        return Worker(process, ours)

    def _give(self, worker: Worker, number: int) -> None:
        task = self._tasks[number]
        worker.task = number
        worker.begin(task.seconds + (0 if worker.ready else _START_SECONDS))
        try:
            worker.pipe.send(task)
        except OSError:
            if not worker.ready:
                self._end(worker, "died")
                return
            worker.task = None  # it died between two files, which costs none
            with self._shared.changed:
                self._waiting.appendleft(number)
            self._drop(worker)

    def _receive(self, worker: Worker) -> None:
        """Take in what a worker has sent so far; this never waits for more."""
        try:
            content = os.read(worker.pipe.fileno(), _CHUNK)
        except OSError:
            content = b""
        if worker.task is None:  # it died between two files, which costs none, or talks nonsense
            self._drop(worker)
            return
        if not content:
            worker.process.join(_END_SECONDS)
            self._end(worker, "too-much" if worker.process.exitcode == NO_MEMORY else "died")
            return
        worker.inbox.add(content)
        while worker.task is not None and worker in self._workers:
            task = self._tasks[worker.task]
            try:
                whole = worker.inbox.message(task.limits.result_bytes)
                if whole is None:
                    return
                message = unpickled(whole, task.work.__module__)
            except TooLong:
                self._end(worker, "too-much")
            except Exception as error:  # noqa: BLE001 - nonsense from a worker is the end of it
                what = type(error).__name__  # its message, or a trace, may be what the file chose
                _LOG.error("the reader of %s sent %s", task.path, what)  # noqa: TRY400 - see above
                self._end(worker, "died")
            else:
                self._act_on(worker, task, message)

    def _act_on(self, worker: Worker, task: Task, message: object) -> None:
        match message:
            case ("ready",):
                worker.ready = True
                worker.begin(task.seconds)
            case ("page", int(page), int(pages), bool(slow)):
                worker.page_done(task.limits, slow=slow)
                with self._shared.changed:
                    self._shared.pages[task.path] = (page, pages)
                    self._shared.changed.notify_all()
            case ("failed",):
                self._finish(worker, "died")
            case ("done", result):
                self._finished(worker, ("done", result))
            case ("refused", str(reason), str(detail), bool(again)) if reason in _REASONS:
                error = DocumentError(reason, detail, again=again)  # type: ignore[arg-type] # see `_REASONS`
                self._finished(worker, ("refused", error))
            case _:
                self._end(worker, "died")

    def _finished(self, worker: Worker, outcome: Outcome) -> None:
        worker.files += 1
        self._finish(worker, outcome)
        if worker.files >= _FILES_A_WORKER:
            self._drop(worker)

    def _finish(self, worker: Worker, outcome: Outcome) -> None:
        number, worker.task = worker.task, None
        assert number is not None
        with self._shared.changed:
            self._shared.pages.pop(self._tasks[number].path, None)
            self._shared.outcomes[number] = outcome
            self._shared.changed.notify_all()

    def _end(self, worker: Worker, why: Ended) -> None:
        self._drop(worker)
        self._finish(worker, why)

    def _drop(self, worker: Worker) -> None:
        self._workers.remove(worker)
        worker.stop()
