from __future__ import annotations

import hashlib
import multiprocessing
import os
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from assistant.errors import DocumentError
from assistant.index.making import Cut
from assistant.index.spread import kept_reader, work
from assistant.index.spread.job import Program, ReadJob
from assistant.index.spread.kept_reader import read_kept
from assistant.ingest.draft import Facts
from assistant.ingest.processes.workers import Workers
from assistant.ingest.read import ToRead
from assistant.settings import Limits
from tests.embedders import HashedWords

_LIMITS = Limits(ocr=False)


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch) -> Iterator[Program]:
    """A worker's process, whose model is one of the tests; at the end its reader is stopped."""
    monkeypatch.setattr(work, "embedder_here", HashedWords)
    program = work.program_here(_LIMITS)
    assert isinstance(program, Program)
    yield program
    kept_reader.let_go()


def job_of(content: bytes, program: Program) -> ReadJob:
    digest = hashlib.sha256(content).hexdigest()
    return ReadJob("a.md", digest, Facts(), _LIMITS, (60, 120), program)


def test_a_document_comes_cut_and_a_refusal_as_plain_values(here: Program) -> None:
    good = b"# Ward\n\nThe ward had 20 beds in 2024.\n"
    found = work.read(job_of(good, here), good)
    assert isinstance(found, Cut)
    assert len(found.passages) == 1
    why = work.read(job_of(b" ", here), b" ")
    assert isinstance(why, tuple)
    assert why[:2] == ("refused", "empty")
    assert all(isinstance(part, str | bool) for part in why)


def test_below_a_nanny_nothing_is_read(here: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(multiprocessing, "current_process", lambda: SimpleNamespace(daemon=True))
    answer = work.read(job_of(b"a", here), b"a")
    assert isinstance(answer, tuple)
    assert answer[0] == "other"
    assert "below a nanny" in answer[1]
    assert "start it with `nhs-assistant worker`" in answer[1]


def test_a_worker_of_several_threads_cannot_take_part(here: Program) -> None:
    one, two = (SimpleNamespace(state=SimpleNamespace(nthreads=count)) for count in (1, 2))
    assert work.program_here(_LIMITS, one) == here
    assert "does 2 tasks at a time" in str(work.program_here(_LIMITS, two))


def _name(file: ToRead, limits: Limits) -> str:
    return file.path


def test_what_was_in_the_way_once_is_not_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = ToRead("a.md", tmp_path / "a.md", "0" * 64, Facts())

    def refuse(self: Workers) -> None:
        raise OSError(24, os.strerror(24))

    with monkeypatch.context() as patch:
        patch.setattr(Workers, "_start", refuse)
        with pytest.raises(OSError, match="Too many open files"):
            read_kept(_name, file, Limits())
    assert read_kept(_name, file, Limits()) == "a.md"


def _refuse(file: ToRead, limits: Limits) -> str:
    raise DocumentError("empty", "It is empty.")


def test_the_kept_process_goes_on_after_a_document_that_is_refused(tmp_path: Path) -> None:
    file = ToRead("a.md", tmp_path / "a.md", "0" * 64, Facts())
    assert isinstance(read_kept(_refuse, file, Limits()), DocumentError)
    first = kept_reader._workers()
    assert read_kept(_name, file, Limits()) == "a.md"
    assert kept_reader._workers() is first
