"""Documents are read in worker processes: a file that crashes or hangs its reader stops nobody."""

from __future__ import annotations

import os
import resource
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import TimeoutError as FutureTimeoutError
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar

from pebble import ProcessExpired, ProcessPool

from assistant.documents import Document
from assistant.errors import DocumentError
from assistant.ingest.assemble import assemble
from assistant.ingest.checked import without_torn_sentences
from assistant.ingest.draft import Facts
from assistant.ingest.formats import read_draft, sniff
from assistant.ingest.lines import decode
from assistant.settings import Limits

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class ToRead:
    """One file to read: where it is, what it is called, and what a person says of it."""

    path: str
    file: Path
    sha256: str
    facts: Facts


def in_workers(
    work: Callable[[ToRead, Limits], Result],
    files: Sequence[ToRead],
    limits: Limits,
    workers: int | None = None,
) -> Iterator[Result | DocumentError]:
    """Do `work` for each file in parallel; in order, what came of it or why nothing did.

    `work` is a function of a module, so that a worker can import it, and may raise DocumentError.
    """
    if not files:
        return
    count = min(workers or os.cpu_count() or 1, len(files))
    # A fresh interpreter for each worker: PDFium and threads of the parent do not survive a fork.
    with ProcessPool(
        max_workers=count,
        context=get_context("spawn"),
        initializer=_limit_memory,
        initargs=(limits.memory_bytes,),
    ) as pool:
        futures = [
            pool.schedule(work, args=(file, limits), timeout=limits.seconds) for file in files
        ]
        for file, future in zip(files, futures, strict=True):
            try:
                yield future.result()
            except DocumentError as error:
                yield error
            except FutureTimeoutError:
                yield DocumentError(
                    "timeout",
                    f"Reading took longer than {limits.seconds:g} seconds and was stopped. "
                    f"Save {Path(file.path).name} anew, or split it into parts.",
                )
            except (ProcessExpired, MemoryError):
                yield _broken(file)
            except Exception:  # noqa: BLE001 - whatever a file does to its reader, the build goes on
                yield _broken(file)


def read_document(file: ToRead, limits: Limits) -> Document:
    """Read one file in this process.

    Raises:
        DocumentError: it cannot be read.
    """
    size = file.file.stat().st_size
    if size > limits.file_bytes:
        raise DocumentError(
            "too-large",
            f"The file has {size / 1e6:.0f} MB; at most {limits.file_bytes / 1e6:.0f} MB are "
            "read. Split it into parts.",
        )
    document = assemble(read_draft(file.file, limits), file.path, file.sha256, file.facts)
    if sniff(file.file) in {"markdown", "text"}:
        text = decode(file.file.read_bytes(), file.file.name)
        document = without_torn_sentences(document, text)
    if not document.text.strip():
        raise DocumentError("empty", f"{file.file.name} holds no text.")
    return document


def _broken(file: ToRead) -> DocumentError:
    return DocumentError(
        "damaged",
        f"{Path(file.path).name} could not be read: it is damaged, or not what its name says. "
        "Open it in the program that made it and save it anew.",
        again=True,
    )


def _limit_memory(limit: int) -> None:
    if sys.platform == "linux":  # elsewhere the limit is not kept, or refuses to be set
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
