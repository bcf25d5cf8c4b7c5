"""The three short documents, built into a real index with an embedder that loads no model."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from assistant.audit.log import AuditLog
from assistant.errors import DocumentError
from assistant.ingest import read
from assistant.ingest.read import Result, ToRead
from assistant.reader.model import TrainedReader
from assistant.settings import Limits, Settings
from tests.corpora import write_corpus
from tests.embedders import HashedWords
from tests.readers import SharedWords


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let two of four workers begin with what mostly waits for Chromium, or it would come last.

    Each gets a stretch of the list, and takes from the others when it is done (`--dist worksteal`).
    """
    browser = [item for item in items if item.get_closest_marker("browser")]
    rest = [item for item in items if not item.get_closest_marker("browser")]
    half, middle = len(browser) // 2, len(rest) // 2
    items[:] = [*browser[:half], *rest[:middle], *browser[half:], *rest[middle:]]


def in_this_process(
    work: Callable[[ToRead, Limits], Result],
    files: Sequence[ToRead],
    limits: Limits,
    workers: int | None = None,
    progress: Callable[[str, int, int], None] | None = None,
) -> Iterator[Result | DocumentError]:
    """Does what `in_workers` does, in this process: starting workers takes seconds."""
    for file in files:
        try:
            yield work(file, limits)
        except DocumentError as error:
            yield error


@pytest.fixture(scope="session", autouse=True)
def reads_by_shared_words() -> Iterator[None]:
    """No test loads the trained reader, but for those that call `tests.readers.open_trained`."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TrainedReader, "open", lambda path=None, precision="auto": SharedWords())
        yield


@pytest.fixture(scope="session", autouse=True)
def leaves_no_records(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What is recorded without a folder being named goes to a temporary one, not where tests run.

    Builds write to the audit log, whatever folder of records their settings name.
    """
    folder = tmp_path_factory.mktemp("records")
    found = AuditLog.__init__

    def begin(log: AuditLog, *arguments: Any, **named: Any) -> None:  # noqa: ANN401
        found(log, *arguments, **named)
        if not log.folder.is_absolute():
            log.folder = folder / log.folder

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(AuditLog, "__init__", begin)
        patch.setenv("ASSISTANT_RECORDS", str(folder))  # of processes that tests start
        yield


@pytest.fixture(scope="session", autouse=True)
def recognises_no_words() -> Iterator[None]:
    """No test runs tesseract, installed or not, but for those of scans: it takes seconds."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("assistant.ingest.ocr.ocr_program", lambda: None)
        patch.setattr("assistant.ingest.pdf.read.ocr_program", lambda: None)
        yield


@pytest.fixture
def read_in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Builds read documents without workers."""
    monkeypatch.setattr(read, "in_workers", in_this_process)


@pytest.fixture
def settings(tmp_path: Path, read_in_this_process: None) -> Settings:
    """A corpus of the three documents, and no index yet."""
    return Settings(corpus=write_corpus(tmp_path / "corpus"), index=tmp_path / "index")


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The three documents with their index. It is shared: change nothing in it."""
    from assistant.index.build import build

    folder = tmp_path_factory.mktemp("built")
    settings = Settings(corpus=write_corpus(folder / "corpus"), index=folder / "index")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(read, "in_workers", in_this_process)
        build(settings, HashedWords())
    return settings


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever asks the network fails."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the network was asked")

    import socket

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
