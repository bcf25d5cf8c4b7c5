"""Reads files that were brought, in a process beside the server's; it says how far it has come.

A server has threads, models and a main module that is not to be run again in each worker. So the
workers are started from a small process of their own: `python -m assistant.upkeep.describing`. It
is given the files as JSON, and answers in lines of JSON. Each is read for a short time only, as
others wait for their turn: a build reads it in full.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import msgspec

from assistant.errors import DocumentError
from assistant.ingest.draft import Facts
from assistant.ingest.read import ToRead, in_workers
from assistant.settings import Limits
from assistant.upkeep.described import Described, Unreadable, describe, short, unread

Progress = Callable[[int, int, int], None]
"""Called with the number of a file, how many of its pages are read, and how many it has."""

_WORKERS = 2
_UNKNOWN = Unreadable("damaged", "The file could not be read. Try again.")


class _Task(msgspec.Struct):
    files: list[tuple[str, str, str]]
    """Name, path on the disk and sha256."""
    limits: Limits


class _Line(msgspec.Struct, omit_defaults=True):
    file: int
    page: int = 0
    pages: int = 0
    described: Described | None = None
    unreadable: Unreadable | None = None


class Describing:
    """Files being read for what they say of themselves: ends by itself, or when it is stopped."""

    def __init__(self, files: Sequence[ToRead], limits: Limits) -> None:
        """Start to read."""
        self._left = set(range(len(files)))
        task = _Task([(each.path, str(each.file), each.sha256) for each in files], limits)
        # Its own session: what ends the server's terminal does not leave workers behind.
        self._process = subprocess.Popen(
            [sys.executable, "-m", "assistant.upkeep.describing"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
        )
        # A pipe is small: a long list would wait for a process that waits for its list to be read.
        given = msgspec.json.encode(task)
        self._giving = threading.Thread(target=self._give, args=(given,), daemon=True)
        self._giving.start()

    def results(self, progress: Progress) -> Iterator[tuple[int, Described | Unreadable]]:
        """What comes of each file with its number, as it comes; every file comes once."""
        assert self._process.stdout is not None
        with self._process.stdout as lines:
            for line in lines:
                try:
                    said = msgspec.json.decode(line, type=_Line)
                except msgspec.MsgspecError:
                    continue  # a library that was loaded wrote something
                result = said.described or said.unreadable
                if result is None:
                    progress(said.file, said.page, said.pages)
                elif said.file in self._left:
                    self._left.remove(said.file)
                    yield said.file, result
        self._process.wait()
        for number in sorted(self._left):
            yield number, _UNKNOWN

    def stop(self) -> None:
        """Give it up; what has not been read yet comes out as unreadable."""
        # pebble's workers end with the process that started them, or when their pipe breaks.
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, 15)

    def _give(self, given: bytes) -> None:
        assert self._process.stdin is not None
        with suppress(OSError), self._process.stdin as pipe:
            pipe.write(given)


def _read() -> None:
    task = msgspec.json.decode(sys.stdin.buffer.read(), type=_Task)
    with suppress(OSError):
        os.nice(10)  # people are asking meanwhile
    files = [ToRead(name, Path(file), sha256, Facts()) for name, file, sha256 in task.files]
    numbers = {file.path: number for number, file in enumerate(files)}

    def progress(path: str, page: int, pages: int) -> None:
        _say(_Line(numbers[path], page, pages))

    results = in_workers(describe, files, short(task.limits), _WORKERS, progress)
    for number, result in enumerate(results):
        if isinstance(result, DocumentError):
            told = unread(files[number], result, task.limits)
            if isinstance(told, Unreadable):
                _say(_Line(number, unreadable=told))
            else:
                _say(_Line(number, described=told))
        else:
            _say(_Line(number, described=result))


def _say(line: _Line) -> None:
    sys.stdout.buffer.write(msgspec.json.encode(line) + b"\n")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    _read()
