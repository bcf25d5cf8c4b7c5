"""A real scheduler and real workers on this machine, for tests; run as a program it is a worker.

A worker embeds by the words of a text (tests/embedders.py), so that no weights are loaded and what
comes of a document is known exactly.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from assistant.service_settings import Scheduler

_START_SECONDS = 60.0
_ROOT = Path(__file__).resolve().parents[2]


def main() -> None:
    """Be a worker: `dask_machines.py tcp://host:port [MODEL]`; it slows down where it is told."""
    from assistant.commands import worker
    from assistant.index.spread import work
    from tests.embedders import HashedWords

    model = sys.argv[2] if len(sys.argv) > 2 else HashedWords().name
    embedder = HashedWords(model)
    work.embedder_here = lambda: embedder  # type: ignore[assignment]
    worker._NICE = 0  # a test is waited for
    worker.work_for(Scheduler(sys.argv[1]))


@contextlib.contextmanager
def scheduler(folder: Path) -> Iterator[tuple[Scheduler, subprocess.Popen[bytes]]]:
    """A scheduler at a free port of the loopback; its process may be killed."""
    at = folder / "scheduler.json"
    command = (sys.executable, "-m", "distributed.cli.dask_scheduler")
    flags = ("--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(at))
    with _running([*command, *flags], folder / "scheduler.log") as process:
        _wait(lambda: at.is_file() and at.read_text().rstrip().endswith("}"), process)
        import json

        yield Scheduler(json.loads(at.read_text())["address"]), process


@contextlib.contextmanager
def worker(
    scheduler: Scheduler, log: Path, model: str | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """A worker that has found its scheduler; its process may be killed."""
    extra = [model] if model is not None else []
    command = [sys.executable, str(Path(__file__)), scheduler.address, *extra]
    with _running(command, log) as process:
        _wait(lambda: "Working for" in log.read_text(), process)
        yield process


@contextlib.contextmanager
def other_worker(scheduler: Scheduler, log: Path, *flags: str) -> Iterator[None]:
    """A worker as `dask worker` starts it."""
    command = [sys.executable, "-m", "distributed.cli.dask_worker", scheduler.address, *flags]
    more = ["--host", "127.0.0.1", "--no-dashboard", "--local-directory", str(log.parent)]
    with _running([*command, *more], log) as process:
        _wait(lambda: "Registered to:" in log.read_text(), process)
        yield


@contextlib.contextmanager
def _running(command: list[str], log: Path) -> Iterator[subprocess.Popen[bytes]]:
    environment = {**os.environ, "PYTHONPATH": str(_ROOT)}
    with log.open("wb") as to:
        process = subprocess.Popen(command, stdout=to, stderr=to, env=environment, cwd=_ROOT)
        try:
            yield process
        finally:
            process.kill()
            process.wait()


def _wait(condition: object, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + _START_SECONDS
    while not condition():  # type: ignore[operator]
        assert process.poll() is None, f"{process.args!r} has ended"
        assert time.monotonic() < until, f"{process.args!r} did not start"
        time.sleep(0.05)


if __name__ == "__main__":
    main()
