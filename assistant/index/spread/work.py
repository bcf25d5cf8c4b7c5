"""What a worker does: read one document in a confined process, or embed some texts."""

from __future__ import annotations

import functools
import multiprocessing
import socket
import sys
import tempfile
from pathlib import Path, PurePosixPath
from typing import Any, Literal

import numpy as np

from assistant.errors import DocumentError, ModelError
from assistant.index.embedder import Embedder
from assistant.index.keeping import recogniser
from assistant.index.making import Cut, cut
from assistant.index.manifest import READER
from assistant.index.reading import read_file
from assistant.index.spread.job import (
    EmbedJob,
    Other,
    Program,
    ReadJob,
    Refused,
    program_version,
)
from assistant.index.spread.kept_reader import read_kept
from assistant.ingest.read import ToRead
from assistant.settings import Limits, Settings


def read(job: ReadJob, content: bytes) -> Cut | Refused | Other:
    """Read a document and cut it up.

    The file is read as at a build on one machine: in a process with little time, memory and rights,
    of a copy in a folder of its own. Whatever that process does, this one goes on.
    """
    other = _other(job.program, job.limits)
    if other is not None:
        return other
    try:
        with tempfile.TemporaryDirectory(prefix="nhs-assistant-") as folder:
            file = Path(folder) / PurePosixPath(job.path).name
            file.write_bytes(content)
            work = functools.partial(read_and_cut, passage_words=job.passage_words)
            to_read = ToRead(job.path, file, job.sha256, job.facts)
            result = read_kept(work, to_read, job.limits)
    except OSError as error:
        why = error.strerror or type(error).__name__
        return "other", f"{socket.gethostname()} cannot read files: {why}"
    if isinstance(result, DocumentError):
        return "refused", result.reason, result.detail, result.again
    return result


def read_and_cut(file: ToRead, limits: Limits, passage_words: tuple[int, int]) -> Cut:
    """Read one file in this process, and cut it. Raises DocumentError as `read_document` does."""
    return cut(read_file(file, limits), passage_words)


def embed(job: EmbedJob) -> tuple[Literal["vectors"], tuple[bytes, ...]] | Other:
    """The vectors of texts."""
    other = _other(job.program, None)
    if other is not None:
        return other
    vectors = np.ascontiguousarray(embedder_here().encode(list(job.texts)), np.float32)
    return "vectors", tuple(vector.tobytes() for vector in vectors)


def program_here(limits: Limits | None, dask_worker: Any = None) -> Program | str:  # noqa: ANN401
    """What runs on this machine, or why nothing can, in words; without limits, no recogniser.

    Dask gives `dask_worker` by that name where it runs this on each worker.
    """
    why = _unfit(dask_worker)
    if why is not None:
        return f"{why}; start it with `nhs-assistant worker`"
    try:
        model = embedder_here().name
    except ModelError as error:
        return str(error)
    return Program(program_version(), READER, model, recogniser(limits) if limits else None)


@functools.cache
def embedder_here() -> Embedder:
    """The embedding model of this machine's settings. Raises ModelError."""
    from assistant.index.embedder import SentenceEmbedder

    settings = Settings.from_environment()
    return SentenceEmbedder(settings.model, settings.precision)


def _unfit(worker: Any) -> str | None:  # noqa: ANN401 - it has the type of a library not imported
    """Why no confined process can be minded here; `dask worker` may make such workers."""
    if multiprocessing.current_process().daemon:
        return "it runs below a nanny, where it may start no process to read files in"
    threads = worker.state.nthreads if worker is not None else 1
    return f"it does {threads} tasks at a time, and only one can be done" if threads > 1 else None


def _worker_here() -> Any:  # noqa: ANN401
    """The Dask worker that runs this task, None where none does."""
    distributed = sys.modules.get("distributed")
    try:
        return distributed.get_worker() if distributed is not None else None
    except ValueError:
        return None


def _other(wanted: Program, limits: Limits | None) -> Other | None:
    here = program_here(limits, _worker_here())
    if isinstance(here, str):
        return "other", here
    if limits is None:  # embedding has nothing to do with scans
        here = Program(here.version, here.reader, here.model, wanted.recogniser)
    why = wanted.differs(here)
    return ("other", f"{socket.gethostname()}: {why}") if why is not None else None
