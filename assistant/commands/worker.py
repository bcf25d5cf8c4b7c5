"""The command `worker`: reads and embeds what a scheduler hands out, until it is told to end."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
import sys
import tempfile

from assistant.errors import SpreadError
from assistant.service_settings import Scheduler
from assistant.spread.cluster import MISSING, security_of
from assistant.spread.work import embedder_here

_NICE = 15
"""Whoever else uses the machine is not to notice."""
_SCHEDULER_SECONDS = 60.0
"""How long to look for the scheduler: machines that start together do not start in order."""


def run_worker(scheduler: Scheduler, *, wait: float = _SCHEDULER_SECONDS) -> None:
    """Work for a scheduler, one document at a time, until a signal says to end.

    Raises:
        ModelError: the embedding model is not there.
        SpreadError: Dask is not installed, or the scheduler is not there or has gone.
    """
    try:
        import dask
        import distributed  # noqa: F401
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
        ended = asyncio.run(_work(scheduler, folder, wait))
    if not ended:
        raise SpreadError(
            f"The scheduler at {scheduler.address} has gone, so this worker has ended. Start it "
            "again when the scheduler is back."
        )


async def _work(scheduler: Scheduler, folder: str, wait: float) -> bool:
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
            wait,
        )
    except (OSError, TimeoutError) as error:
        raise SpreadError(
            f"No scheduler answers at {scheduler.address}. Start one with `dask scheduler`, then "
            "start this worker again."
        ) from error
    sys.stderr.write(f"Working for {scheduler.address} as {worker.address}.\n")
    sys.stderr.flush()
    signalled = asyncio.ensure_future(told.wait())
    finished = asyncio.ensure_future(worker.finished())
    await asyncio.wait((signalled, finished), return_when=asyncio.FIRST_COMPLETED)
    await worker.close(reason="told to end")
    for task in (signalled, finished):
        task.cancel()
    return told.is_set()
