"""A file is known again while nothing has changed, and never once something has."""

from __future__ import annotations

import hashlib
import os
import time
from io import BufferedReader
from pathlib import Path

import pytest

from assistant import originals
from assistant.originals import is_unchanged, unchanged_content

FIRST, SECOND = b"the first edition", b"a later edition!!"
"""Of one length: only the words differ."""


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "plan.pdf"
    file.write_bytes(FIRST)
    return file


@pytest.fixture
def hashed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Each time that a file is hashed."""
    taken: list[str] = []
    digest = hashlib.file_digest

    def noted(opened: BufferedReader, name: str) -> object:
        taken.append(opened.name)
        return digest(opened, name)

    monkeypatch.setattr(hashlib, "file_digest", noted)
    return taken


@pytest.fixture
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is a minute later than it is, so that no file has been written just now."""
    now = time.time
    monkeypatch.setattr(time, "time", lambda: now() + 60)


def test_the_content_decides(file: Path) -> None:
    assert is_unchanged(file, sha256(FIRST))
    assert not is_unchanged(file, sha256(SECOND))
    assert unchanged_content(file, sha256(FIRST)) == FIRST
    assert unchanged_content(file, sha256(SECOND)) is None


@pytest.mark.usefixtures("settled")
def test_a_file_that_has_not_changed_is_hashed_once(file: Path, hashed: list[str]) -> None:
    assert all(is_unchanged(file, sha256(FIRST)) for _ in range(3))
    assert unchanged_content(file, sha256(FIRST)) == FIRST
    assert len(hashed) == 1


def test_a_file_written_just_now_is_hashed_again(file: Path, hashed: list[str]) -> None:
    assert all(is_unchanged(file, sha256(FIRST)) for _ in range(3))
    assert len(hashed) == 3


@pytest.mark.usefixtures("settled")
@pytest.mark.parametrize("how", ["written over", "replaced"])
def test_another_edition_of_the_same_length_and_time_is_seen(
    file: Path, tmp_path: Path, how: str
) -> None:
    status = file.stat()
    assert is_unchanged(file, sha256(FIRST))
    # The clock of a file system goes in steps: the change must come in a later one.
    other = tmp_path / "step"
    while True:
        other.write_bytes(SECOND)
        if other.stat().st_ctime_ns > status.st_ctime_ns:
            break
    if how == "replaced":
        other.replace(file)
    else:
        file.write_bytes(SECOND)
    os.utime(file, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert file.stat().st_mtime_ns == status.st_mtime_ns
    assert not is_unchanged(file, sha256(FIRST))
    assert unchanged_content(file, sha256(FIRST)) is None
    assert unchanged_content(file, sha256(SECOND)) == SECOND


@pytest.mark.usefixtures("settled")
def test_no_more_is_kept_than_there_is_room_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(originals, "_MOST_KEPT", 3)
    for number in range(9):
        file = tmp_path / f"{number}.txt"
        file.write_bytes(FIRST)
        assert is_unchanged(file, sha256(FIRST))
    assert len(originals._known) == 3


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        is_unchanged(tmp_path / "gone.pdf", sha256(FIRST))
    with pytest.raises(FileNotFoundError):
        unchanged_content(tmp_path / "gone.pdf", sha256(FIRST))
