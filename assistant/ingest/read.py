"""Documents are read in worker processes: a file that crashes or hangs its reader stops nobody."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from assistant.documents import Document
from assistant.errors import DocumentError
from assistant.ingest.assemble import assemble
from assistant.ingest.corpus import Misplaced, placed
from assistant.ingest.draft import Facts
from assistant.ingest.formats import read_draft
from assistant.ingest.processes.tasks import Outcome, Progress, Task
from assistant.ingest.processes.workers import Workers
from assistant.ingest.quotable import without_doubtful_sentences, without_torn_sentences
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
    progress: Progress | None = None,
) -> Iterator[Result | DocumentError]:
    """Do `work` for each file in parallel; in order, what came of it or why nothing did.

    `work` is a function of a module, so that a worker can import it, and may raise DocumentError.
    `progress` is called in this thread with (path, page, pages) as pages are read, of several files
    in turn where several are read at once.
    """
    if not files:
        return
    tasks = [task_of(work, file, limits) for file in files]
    with Workers(tasks, workers or os.cpu_count() or 1) as running:
        for number, file in enumerate(files):
            yield came_of(file, running.take(number, progress))


def came_of(file: ToRead, outcome: Outcome) -> Any | DocumentError:  # noqa: ANN401 - any result
    """What a worker made of a file, or why it made nothing."""
    match outcome:
        case ("done", result):
            return result
        case ("refused", error):
            return error
        case "too-long":
            return _too_long(file)
        case "too-much":
            return _too_much(file)
        case _:
            return _broken(file)


def task_of(work: Callable[[ToRead, Limits], Result], file: ToRead, limits: Limits) -> Task:
    """What a worker is to do with a file, and what it may take for it."""
    try:
        size = os.stat(file.file).st_size  # noqa: PTH116 - it may be no plain path
    except OSError:
        size = 0
    seconds, memory = limits.for_size(size)
    return Task(file.path, work, file, limits, seconds, memory, size)


def read_document(file: ToRead, limits: Limits) -> Document:
    """Read one file in this process.

    Raises:
        DocumentError: it cannot be read.
    """
    admitted(file, limits)
    draft = read_draft(file.file, limits)
    document = assemble(draft, file.path, file.sha256, file.facts)
    document = without_doubtful_sentences(document, draft.doubtful)
    if draft.source is not None:
        document = without_torn_sentences(document, draft.source)
    if not document.text.strip():
        raise DocumentError("empty", f"{file.file.name} holds no text.")
    return document


def admitted(file: ToRead, limits: Limits) -> None:
    """Make sure that a file may be read: it is in the corpus and not too large.

    Raises:
        DocumentError: it may not.
    """
    try:
        placed(file.path, file.file)
    except Misplaced as error:
        raise DocumentError("unsupported", str(error)) from error
    except OSError as error:
        raise DocumentError(
            "damaged",
            f"{Path(file.path).name} cannot be read ({error.strerror}): put it here again.",
            again=True,
        ) from error
    size = file.file.stat().st_size
    if size > limits.file_bytes:
        raise DocumentError(
            "too-large",
            f"The file has {size / 1e6:.0f} MB; at most {limits.file_bytes / 1e6:.0f} MB are "
            "read. Split it into parts.",
        )


def _too_long(file: ToRead) -> DocumentError:
    return DocumentError(
        "timeout",
        f"Reading {Path(file.path).name} took too long and was stopped. Save it anew from the "
        "program that made it, or split it into parts.",
    )


def _too_much(file: ToRead) -> DocumentError:
    return DocumentError(
        "too-large",
        f"Reading {Path(file.path).name} took more memory than one document may have. Save it "
        "anew from the program that made it, or split it into parts.",
    )


def _broken(file: ToRead) -> DocumentError:
    return DocumentError(
        "damaged",
        f"{Path(file.path).name} could not be read: it is damaged, or not what its name says. "
        "Open it in the program that made it and save it anew.",
        again=True,
    )
