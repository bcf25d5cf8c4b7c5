"""A disk that is full, or a folder that cannot be written to: said in a sentence, nothing lost."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assistant.answer.assistant import Assistant
from assistant.errors import AssistantError, IndexNotWritten
from assistant.index import writing
from assistant.index.build import build
from assistant.index.folder import checks, draft, version_files, versions
from assistant.index.folder.dense import DenseIndex
from assistant.index.folder.draft import FolderDraft
from assistant.index.folder.lexical import LexicalIndex
from assistant.index.folder.versions import current_version
from assistant.settings import Settings
from tests.corpora import GUIDANCE, GUIDANCE_TEXT, QUESTIONS, write
from tests.embedders import HashedWords

FULL = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
READ_ONLY = OSError(errno.EROFS, os.strerror(errno.EROFS))


def failing(error: Exception) -> Callable[..., Any]:
    def fail(*_: object, **__: object) -> Any:  # noqa: ANN401 - it never returns
        raise error

    return fail


@pytest.fixture
def serving(settings: Settings) -> Settings:
    """An index, and a corpus that has changed since."""
    build(settings, HashedWords())
    write(settings.corpus, GUIDANCE, GUIDANCE_TEXT.replace("14 days", "21 days"))
    return settings


STEPS: list[tuple[object, str]] = [
    (versions, "new_version"),
    (shutil, "copyfile"),
    (writing, "share"),
    (draft, "write_record"),
    (FolderDraft, "put"),
    (FolderDraft, "number"),
    (DenseIndex, "save"),
    (LexicalIndex, "build"),
    (writing, "keep_all"),
    (version_files, "write_manifest"),
    (versions, "make_current"),
]


@pytest.mark.parametrize(("where", "what"), STEPS, ids=[what for _, what in STEPS])
def test_a_full_disk_at_any_step(
    serving: Settings, monkeypatch: pytest.MonkeyPatch, where: object, what: str
) -> None:
    version = current_version(serving.index)
    with monkeypatch.context() as patch:
        patch.setattr(where, what, failing(FULL))
        if what == "share":
            patch.setattr(checks, "LARGE", 0)  # few records are copied
        with pytest.raises(IndexNotWritten, match=r"is full\. Make room .* stays in use\.$"):
            build(serving, HashedWords())
    assert current_version(serving.index) == version
    assert Assistant.open(serving, HashedWords()).ask(QUESTIONS[0]).quotes
    assert len(list((serving.index / "versions").iterdir())) == 1
    assert build(serving, HashedWords()).version != version


def test_a_disk_that_takes_half_a_file_in_silence(
    serving: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    version, save = current_version(serving.index), DenseIndex.save

    def half(self: DenseIndex, path: Path) -> None:
        save(self, path)
        file = path / "vectors.npy"
        file.write_bytes(file.read_bytes()[:-100])

    with monkeypatch.context() as patch:
        patch.setattr(DenseIndex, "save", half)
        with pytest.raises(AssistantError, match="cannot be read again"):
            build(serving, HashedWords())
    assert current_version(serving.index) == version


def test_a_real_limit_on_the_size_of_files(serving: Settings) -> None:
    import resource
    import signal

    version = current_version(serving.index)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        for size in (1_000, 20_000):
            resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
            with pytest.raises(AssistantError) as raised:
                build(serving, HashedWords())
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
            assert str(raised.value).endswith("in use."), (size, raised.value)
            assert current_version(serving.index) == version
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)
    assert build(serving, HashedWords()).version != version


def test_a_folder_that_cannot_be_written_to(
    serving: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(versions, "new_version", failing(READ_ONLY))
    with pytest.raises(IndexNotWritten, match=r"cannot be written to\. Let the user .*--index\.$"):
        build(serving, HashedWords())


def test_what_is_no_fault_of_the_disk_stays_what_it_is(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), writing.writing(tmp_path):
        raise ZeroDivisionError
    with pytest.raises(ValueError, match="a fault of ours"), writing.writing(tmp_path):
        raise ValueError("a fault of ours")
