"""The three short documents, built into a real index with an embedder that loads no model."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from assistant.errors import DocumentError
from assistant.ingest import read
from assistant.ingest.read import Result, ToRead
from assistant.reader.model import TrainedReader
from assistant.settings import Limits, Settings
from tests.corpora import write_corpus
from tests.embedders import HashedWords
from tests.readers import SharedWords


def in_this_process(
    work: Callable[[ToRead, Limits], Result],
    files: Sequence[ToRead],
    limits: Limits,
    workers: int | None = None,
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
        patch.setattr(TrainedReader, "open", lambda path=None: SharedWords())
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
