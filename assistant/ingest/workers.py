"""Processes that read files: one that crashes, hangs or swells costs only the file that it read.

Not a pool from a library: pebble's workers share one pipe and its locks, so that a worker killed
while it sends leaves the others waiting, and its time limits are set before a file's pages are
counted. Here each worker has a pipe of its own, and the time that a file may take grows with the
pages that it has read.
"""

from __future__ import annotations

import logging
import os
import pickle
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from multiprocessing import connection, get_context
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from typing import Any, Literal, get_args

from assistant.errors import DocumentError, Reason
from assistant.ingest.at_page import listening
from assistant.ingest.confined import confine, limit_memory
from assistant.ingest.handed import Heard, TooLong, unpacked
from assistant.ingest.working import work_of
from assistant.settings import Limits
from assistant.wordless import log_to_stderr

_LOG = logging.getLogger(__name__)

Ended = Literal["died", "too-long", "too-much"]
"""Why nothing came of a task: its worker died, took too long, or found more than can be kept."""

Outcome = tuple[Literal["done"], Any] | tuple[Literal["refused"], DocumentError] | Ended
Progress = Callable[[str, int, int], None]
"""Called with a file's path, the page that has been read, and how many it has."""

_START_SECONDS = 60.0
"""How long a worker may take to start and load the readers."""
_AHEAD = 8
"""How many results may wait to be taken, so that reading does not fill the memory."""
_EARNED = 4.0
"""How much time a page earns, in times of what reading it took: its text has to be put in order."""
_MISSED = 0.2
"""Where less than this part of a file's time was left to others, it had its time."""
_BUSY = 8.0
"""On a machine that is busy with others a file may take so many times its time, and no longer."""
_TOGETHER = 2
"""How many pages tesseract recognises at a time: what it works is divided by that."""
_LOOKS, _LOOK_SECONDS = 5, 0.01
"""How often to look whether a worker wants to go on: it rests between one thing and the next."""
_CHUNK = 1 << 20
_END_SECONDS = 5.0
_REASONS = frozenset(get_args(Reason))
_NO_MEMORY = 77
"""What a worker ends with that ran out of memory."""
_FILES_A_WORKER = 200
"""After so many files a worker is replaced, so that what leaks does not add up."""


@dataclass(frozen=True, slots=True)
class Task:
    """What a worker is to do: `work(file, limits)`, for the file called `path`."""

    path: str
    work: Callable[..., Any]
    file: Any
    limits: Limits
    seconds: float
    memory_bytes: int
    size: int = 0
    """Of those that can be done next the largest is, so that none is left alone at the end."""


@dataclass(slots=True)
class _Worker:
    process: SpawnProcess
    pipe: Connection
    task: int | None = None
    until: float = 0.0
    """The time when what it does is given up."""
    since: float = 0.0
    """When the last page was done."""
    begun: float = 0.0
    work: float = 0.0
    """The processor time that it had used when it began."""
    waited: float = 0.0
    """How much of its time was added because the processors were busy with others."""
    pages: int = 0
    """How often it said that a page is done."""
    files: int = 0
    ready: bool = False
    heard: Heard = field(default_factory=Heard)
    """What has come of a message whose rest has not."""

    def begin(self, seconds: float) -> None:
        """Begin a task that may take so many seconds."""
        self.begun = self.since = time.monotonic()
        self.until, self.waited, self.pages = self.begun + seconds, 0.0, 0
        self.work, _ = self._worked()

    def missed(self) -> float:
        """The seconds of its time in which it wanted to work and others had the processors."""
        work, wants = self._worked()
        for _ in range(_LOOKS):
            if wants:
                break
            time.sleep(_LOOK_SECONDS)
            work, wants = self._worked()
        allowed = self.until - self.waited - self.begun
        left = allowed - (work - self.work)
        if not wants or left < _MISSED * allowed or self.waited > _BUSY * allowed:
            return 0.0
        return left

    def _worked(self) -> tuple[float, bool]:
        """Its processor time so far, and whether it wants to go on."""
        work = work_of(self.process.pid or 0)
        return work.own + work.below / _TOGETHER, work.wants

    def stop(self) -> None:
        self.process.kill()
        self.process.join()
        self.pipe.close()


@dataclass(slots=True)
class _Told:
    """What the thread that minds the workers has to tell; all of it under `changed`."""

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
        self._told = _Told()
        self._waiting = deque(range(len(tasks)))
        self._workers: list[_Worker] = []
        self._wake, self._woken = get_context("spawn").Pipe(duplex=False)
        self._thread = threading.Thread(target=self._mind, name="reading", daemon=True)

    def __enter__(self) -> Workers:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        with self._told.changed:
            self._told.stopping = True
        self._woken.send_bytes(b"")
        self._thread.join()
        self._wake.close()
        self._woken.close()

    def add(self, task: Task) -> int:
        """Give one more task; returns its number, for `take`."""
        with self._told.changed:
            self._tasks.append(task)
            number = len(self._tasks) - 1
            self._waiting.append(number)
        self._woken.send_bytes(b"")
        return number

    def take(self, number: int, progress: Progress | None = None) -> Outcome:
        """What came of a task, once it is done; `progress` is called in this thread meanwhile."""
        told = self._told
        while True:
            with told.changed:
                told.changed.wait_for(lambda: number in told.outcomes or told.pages or told.failure)
                if told.failure is not None:
                    raise told.failure
                pages, told.pages = told.pages, {}
                outcome = told.outcomes.pop(number, None)
                if outcome is not None:
                    told.taken += 1
            for path, (page, of) in pages.items():
                if progress is not None:
                    progress(path, page, of)
            if outcome is not None:
                self._woken.send_bytes(b"")
                return outcome

    def _mind(self) -> None:
        """Hand out the tasks, hear what comes of them, and stop what takes too long."""
        told = self._told
        try:
            while not told.stopping:
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
                        self._hear(worker)
                    # One that begins a message and never ends it has no more time than others.
                    late = worker.task is not None and time.monotonic() >= worker.until
                    if late and worker in self._workers:
                        self._end_or_wait(worker)
        except BaseException as error:  # noqa: BLE001 - it is raised again where people see it
            with told.changed:
                told.failure = error
                told.changed.notify_all()
        finally:
            for worker in self._workers:
                worker.stop()

    def _hand_out(self) -> None:
        with self._told.changed:
            room = _AHEAD + self._count + self._told.taken - (len(self._tasks) - len(self._waiting))
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
        with self._told.changed:  # `add` may be called meanwhile
            number = max(islice(self._waiting, room), key=lambda one: self._tasks[one].size)
            self._waiting.remove(number)
        return number

    def _start(self) -> _Worker:
        context = get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=_serve, args=(theirs, os.getpid()), daemon=True)
        process.start()
        theirs.close()  # or its end would not be seen when it dies
        return _Worker(process, ours)

    def _give(self, worker: _Worker, number: int) -> None:
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
            with self._told.changed:
                self._waiting.appendleft(number)
            self._drop(worker)

    def _hear(self, worker: _Worker) -> None:
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
            self._end(worker, "too-much" if worker.process.exitcode == _NO_MEMORY else "died")
            return
        worker.heard.add(content)
        while worker.task is not None and worker in self._workers:
            task = self._tasks[worker.task]
            try:
                whole = worker.heard.message(task.limits.result_bytes)
                if whole is None:
                    return
                message = unpacked(whole, task.work.__module__)
            except TooLong:
                self._end(worker, "too-much")
            except Exception as error:  # noqa: BLE001 - nonsense from a worker is the end of it
                _LOG.error("the reader of %s sent %s", task.path, type(error).__name__)  # noqa: TRY400
                self._end(worker, "died")
            else:
                self._heed(worker, task, message)

    def _heed(self, worker: _Worker, task: Task, message: object) -> None:
        match message:
            case ("ready",):
                worker.ready = True
                worker.begin(task.seconds)
            case ("page", int(page), int(pages), bool(slow)):
                # Pages that are done earn time for what follows, as far as they were work.
                limits, now = task.limits, time.monotonic()
                most = limits.ocr_page_seconds if slow else limits.page_seconds
                worker.pages += 1
                if worker.pages > 2 * limits.pages:  # each is read and recognised once at most
                    most = 0.0
                worker.until += min(most, _EARNED * (now - worker.since))
                worker.since = now
                with self._told.changed:
                    self._told.pages[task.path] = (page, pages)
                    self._told.changed.notify_all()
            case ("failed",):
                self._finish(worker, "died")
            case ("done", result):
                self._finished(worker, ("done", result))
            case ("refused", str(reason), str(detail), bool(again)) if reason in _REASONS:
                error = DocumentError(reason, detail, again=again)  # type: ignore[arg-type]
                self._finished(worker, ("refused", error))
            case _:
                self._end(worker, "died")

    def _finished(self, worker: _Worker, outcome: Outcome) -> None:
        worker.files += 1
        self._finish(worker, outcome)
        if worker.files >= _FILES_A_WORKER:
            self._drop(worker)

    def _finish(self, worker: _Worker, outcome: Outcome) -> None:
        number, worker.task = worker.task, None
        assert number is not None
        with self._told.changed:
            self._told.pages.pop(self._tasks[number].path, None)
            self._told.outcomes[number] = outcome
            self._told.changed.notify_all()

    def _end_or_wait(self, worker: _Worker) -> None:
        """A document must not be lost because the machine was busy: only its own work counts."""
        missed = worker.missed()
        if missed > 0:
            worker.until, worker.waited = time.monotonic() + missed, worker.waited + missed
        else:
            self._end(worker, "too-long")

    def _end(self, worker: _Worker, why: Ended) -> None:
        self._drop(worker)
        self._finish(worker, why)

    def _drop(self, worker: _Worker) -> None:
        self._workers.remove(worker)
        worker.stop()


def _serve(pipe: Connection, parent: int) -> None:
    """The whole life of a worker."""
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

        def page_done(page: int, pages: int, slow: bool) -> None:
            pipe.send_bytes(pickle.dumps(("page", page, pages, slow)))

        try:
            with listening(page_done):
                message = pickle.dumps(("done", task.work(task.file, task.limits)))
        except DocumentError as error:
            message = _refused(error)
        except RecursionError:
            message = _refused(_nested(task.path))
        except MemoryError:
            os._exit(_NO_MEMORY)  # what is left is in no order: a new worker goes on
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
