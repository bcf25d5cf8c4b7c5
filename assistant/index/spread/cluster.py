"""A Dask cluster that is asked to read and embed; everything of Dask on the building side."""

from __future__ import annotations

import contextlib
import logging
import queue
import time
from collections import Counter
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from assistant.errors import SpreadError
from assistant.index.spread.job import Program
from assistant.index.spread.results import Lost
from assistant.index.spread.work import program_here
from assistant.service_settings import Scheduler
from assistant.settings import Limits

if TYPE_CHECKING:
    from distributed import Client, Future, Security

MISSING = (
    "Sharing the work with other machines needs the package distributed. Install it with "
    "`pip install 'nhs-policy-assistant[scale]'`, or build without --scheduler."
)
_CONNECT_SECONDS = 10.0
_WORKERS_SECONDS = 10.0
"""How long to wait for the first worker at the start."""
_ALONE_SECONDS = 60.0
"""How long a build goes on without any worker: their machines may be starting them again."""
_GATHER_SECONDS = 60.0
"""How long one result may take to come, before it is looked whether anybody still works on it."""
_GATHERS = 5
"""How often one result that is there is asked for before the build is given up."""
_ASK_SECONDS = 120.0
"""How long the workers may take to say what they are: some load the model first."""


@contextlib.contextmanager
def connected(scheduler: Scheduler, program: Program, limits: Limits) -> Iterator[DaskCrew]:
    """The workers of a scheduler, once one is there and all are of this program and model.

    Raises:
        SpreadError: Dask is not installed, nobody answers, or the workers cannot take part.
    """
    try:
        import dask
        from distributed import Client
    except ImportError as error:
        raise SpreadError(MISSING) from error
    # What goes wrong is said in our own sentences.
    for name in ("distributed", "distributed.client", "distributed.core"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    # The content of a file goes with its task, which Dask would otherwise warn of.
    with dask.config.set({"distributed.admin.large-graph-warning-threshold": "1GB"}):
        try:
            client = Client(
                scheduler.address,
                security=security_of(scheduler),
                timeout=_CONNECT_SECONDS,
                set_as_default=False,
            )
        except (OSError, RuntimeError, ValueError) as error:
            raise SpreadError(
                f"No scheduler answers at {scheduler.address}. Start one with `dask scheduler`, or "
                "build without --scheduler. Nothing was changed."
            ) from error
        try:
            _wait_for_workers(client, scheduler)
            _same_program(client, program, limits)
            yield DaskCrew(client, scheduler)
        finally:
            with contextlib.suppress(Exception):  # it may have gone; what was wrong is said above
                client.close(timeout=_CONNECT_SECONDS)


def security_of(scheduler: Scheduler) -> Security | None:
    """What Dask needs to know to speak TLS. Raises SpreadError: it knows of no certificates."""
    from distributed import Security

    if not scheduler.address.startswith("tls://"):
        return None
    if scheduler.ca is not None:
        ca, cert, key = str(scheduler.ca), str(scheduler.cert), str(scheduler.key)
        return Security(
            require_encryption=True,
            tls_ca_file=ca,
            tls_client_cert=cert,
            tls_client_key=key,
            tls_worker_cert=cert,
            tls_worker_key=key,
        )
    security = Security(require_encryption=True)
    if security.tls_ca_file is None:
        raise SpreadError(
            f"{scheduler.address} needs certificates: set ASSISTANT_SCHEDULER_TLS_CA, "
            "ASSISTANT_SCHEDULER_TLS_CERT and ASSISTANT_SCHEDULER_TLS_KEY to their files."
        )
    return security


class DaskCrew:
    """The workers of a scheduler, as `assistant.index.spread.results.Crew` asks for them."""

    def __init__(self, client: Client, scheduler: Scheduler) -> None:
        self._client, self._scheduler = client, scheduler
        self._futures: dict[str, Future[Any]] = {}
        self._done: queue.Queue[str] = queue.Queue()
        self._gathers: Counter[str] = Counter()
        self._size, self._seen = 1, time.monotonic()
        self._asked = 0.0

    def size(self) -> int:
        """How many tasks can be done at a time. Raises SpreadError: no worker came back."""
        now = time.monotonic()
        if now - self._asked < 1.0:
            return self._size
        self._asked = now
        try:
            threads = sum(self._client.nthreads().values())
        except Exception as error:  # whatever it is called, nobody answers
            raise self._gone() from error
        if threads:
            self._size, self._seen = threads, now
        elif now - self._seen > _ALONE_SECONDS:
            raise SpreadError(
                f"All workers of {self._scheduler.address} have gone, and none came back within "
                f"{_ALONE_SECONDS:.0f} seconds. {_start_one(self._scheduler)} The version before "
                "stays in use; build again when there are workers."
            )
        return self._size

    def submit(
        self, key: str, work: Callable[..., object], *arguments: object, soon: bool = False
    ) -> None:
        """Have something done, which is called `key`; `soon` first. Raises SpreadError."""
        try:
            future = self._client.submit(work, *arguments, key=key, priority=int(soon))
        except Exception as error:
            raise self._gone() from error
        self._futures[key] = future
        self._tell(key, future)

    def done(self, seconds: float) -> tuple[str, object] | None:
        """The key of a task that is done and what came of it. Raises SpreadError."""
        from distributed import KilledWorker

        try:
            key = self._done.get(timeout=seconds)
        except queue.Empty:
            if self._client.status != "running":
                raise self._gone() from None
            return None
        future = self._futures.pop(key)
        if future.cancelled():  # one that is “lost” went with its worker, and is done again
            raise self._gone()
        outcome: object
        try:
            outcome = future.result(timeout=_GATHER_SECONDS)
        except TimeoutError as error:
            if future.status != "error":
                if self._client.status != "running":
                    raise self._gone() from error
                self._again(key, future)
                return None
            outcome = error  # the task itself raised it
        except KilledWorker:
            outcome = Lost()
        except Exception as error:  # noqa: BLE001 - those that ask say what became of it
            if self._client.status != "running" or future.cancelled():
                raise self._gone() from error
            if future.status != "error":  # it was done: what failed was fetching it
                self._asked = 0.0
                self.size()  # the client may not have noticed yet that nobody answers
                self._again(key, future)
                return None
            outcome = error
        future.release()
        self._gathers.pop(key, None)
        return key, outcome

    def _tell(self, key: str, future: Future[Any]) -> None:
        future.add_done_callback(lambda done: self._done.put(key))

    def _again(self, key: str, future: Future[Any]) -> None:
        """Ask again for a result that did not come in time."""
        self._futures[key] = future
        if future.status == "finished":
            self._gathers[key] += 1
            if self._gathers[key] >= _GATHERS:
                raise SpreadError(
                    f"A worker of {self._scheduler.address} did what it was asked for, but its "
                    f"result could not be fetched in {_GATHERS} tries. Look at the network between "
                    "the machines, then build again. The version before stays in use."
                )
            self._done.put(key)
        else:  # its worker went before it was fetched, and it is done again by another
            self._tell(key, future)

    def _gone(self) -> SpreadError:
        return SpreadError(
            f"The scheduler at {self._scheduler.address} has gone in the middle of the build. The "
            "version before stays in use; build again when it is back, or without --scheduler."
        )


def _wait_for_workers(client: Client, scheduler: Scheduler) -> None:
    try:
        client.wait_for_workers(1, timeout=_WORKERS_SECONDS)
    except TimeoutError as error:
        raise SpreadError(
            f"The scheduler at {scheduler.address} has no workers. {_start_one(scheduler)} "
            "Nothing was changed."
        ) from error


def _start_one(scheduler: Scheduler) -> str:
    return (
        f"Start some, on each machine as many as it has cores: `nhs-assistant worker "
        f"{scheduler.address}`."
    )


def _same_program(client: Client, program: Program, limits: Limits) -> None:
    """Make sure that every worker is as this machine is. Those that come later are asked too."""
    try:
        there = client.sync(
            client.run, program_here, limits, on_error="return", callback_timeout=_ASK_SECONDS
        )
    except TimeoutError as error:
        raise SpreadError(
            f"Not all workers said within {_ASK_SECONDS:.0f} seconds what they are: one hangs, or "
            "its machine has gone. Look at the workers' machines, start their workers again, and "
            "build again. Nothing was changed."
        ) from error
    except Exception as error:
        raise SpreadError(
            f"The workers cannot be asked what they are ({type(error).__name__}). Run the same "
            "version of the program and of Dask on every machine, the scheduler's too."
        ) from error
    for address, found in there.items():
        if isinstance(found, Program):
            why = program.differs(found)
        else:
            why = str(found) if isinstance(found, str) else f"it lacks the program ({found})"
        if why is not None:
            raise SpreadError(
                f"The worker at {address} cannot take part: {why}. Install the same version of the "
                "program and the same model there, and start it again. Nothing was changed."
            )
