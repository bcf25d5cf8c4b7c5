"""The command `worker`: reads and embeds what a scheduler hands out, until it is told to end."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import logging
import os
import signal
import tempfile

from assistant.commands.terminal import say, wrong
from assistant.errors import SpreadError
from assistant.index.spread.cluster import MISSING, security_of
from assistant.index.spread.work import embedder_here
from assistant.service_settings import Scheduler, scheduler_of
from assistant.settings import Settings

_NICE = 15
"""Whoever else uses the machine is not to notice."""
_SCHEDULER_SECONDS = 60.0
"""How long to look for the scheduler: machines that start together do not start in order."""


def add_flags(command: argparse.ArgumentParser) -> None:
    """Add the address of the scheduler."""
    command.add_argument(
        "scheduler", metavar="ADDRESS", nargs="?", help="the Dask scheduler: tcp://host:8786"
    )


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Work until a signal says to end."""
    scheduler = scheduler_of(os.environ, options.scheduler)
    if scheduler is None:
        return wrong("Say for which scheduler: nhs-assistant worker tcp://host:8786")
    work_for(scheduler)
    return 0


def work_for(scheduler: Scheduler) -> None:
    """Work for a scheduler, one document at a time, until a signal says to end.

    Raises:
        ModelError: the embedding model is not there.
        SpreadError: Dask is not installed, or the scheduler is not there or has gone.
    """
    try:
        import dask
        import distributed  # noqa: F401 - is it there?
    except ImportError as error:
        raise SpreadError(MISSING) from error
    embedder_here()  # says at once where it is missing
    for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS"):
        os.environ.setdefault(name, "1")  # as many workers are started as there are cores
    with contextlib.suppress(OSError):
        os.nice(_NICE)
    for logger in ("distributed", "distributed.worker", "distributed.core"):
        logging.getLogger(logger).setLevel(logging.CRITICAL)
    # It serves nothing to browsers.
    quiet: dict[str, list[str]] = {"distributed.worker.http.routes": []}
    with dask.config.set(quiet), tempfile.TemporaryDirectory(prefix="nhs-worker-") as folder:
        ended = asyncio.run(_work(scheduler, folder))
    if not ended:
        raise SpreadError(
            f"The scheduler at {scheduler.address} has gone, so this worker has ended. Start it "
            "again when the scheduler is back."
        )


async def _work(scheduler: Scheduler, folder: str) -> bool:
    """Work; whether a signal ended it, rather than the scheduler."""
    from distributed import Worker

    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    for signum in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(signum, told.set)
    try:
        worker = await asyncio.wait_for(
            Worker(
                scheduler.address,
                nthreads=1,
                local_directory=folder,
                security=security_of(scheduler),
                dashboard_address="127.0.0.1:0",
            ),
            _SCHEDULER_SECONDS,
        )
    except (OSError, TimeoutError) as error:
        raise SpreadError(
            f"No scheduler answers at {scheduler.address}. Start one with `dask scheduler`, then "
            "start this worker again."
        ) from error
    say(f"Working for {scheduler.address} as {worker.address}.")
    signalled = asyncio.ensure_future(told.wait())
    finished = asyncio.ensure_future(worker.finished())
    await asyncio.wait((signalled, finished), return_when=asyncio.FIRST_COMPLETED)
    await worker.close(reason="told to end")
    for task in (signalled, finished):
        task.cancel()
    return told.is_set()
