"""Files that two versions share, and files that are replaced in one step."""

from __future__ import annotations

import errno
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from assistant.index.writing import replace_bytes, share


def refuse(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    def link(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("assistant.index.writing.os.link", link)


@pytest.mark.parametrize(
    "number", [errno.EXDEV, errno.EPERM, errno.ENOSYS, errno.EACCES, errno.EINVAL, errno.ENOTSUP]
)
def test_where_a_file_cannot_have_two_names_it_is_copied(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    (tmp_path / "one").write_bytes(b"beds")
    refuse(monkeypatch, number)
    share(tmp_path / "one", tmp_path / "two")
    assert (tmp_path / "two").read_bytes() == b"beds"
    assert not (tmp_path / "two").samefile(tmp_path / "one")


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.ENOENT])
def test_what_is_wrong_with_the_disk_is_raised(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    (tmp_path / "one").write_bytes(b"beds")
    refuse(monkeypatch, number)
    with pytest.raises(OSError, match=os.strerror(number)):
        share(tmp_path / "one", tmp_path / "two")
    assert not (tmp_path / "two").exists()


def test_of_several_that_replace_a_file_one_wins_and_nothing_is_left_over(tmp_path: Path) -> None:
    file = tmp_path / "build.wanted"
    contents = [bytes([letter]) * 100_000 for letter in b"abcdefgh"]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda content: replace_bytes(file, content), contents))
    assert file.read_bytes() in contents
    assert [each.name for each in tmp_path.iterdir()] == [file.name]


def test_a_replacement_that_fails_leaves_the_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "CURRENT"
    replace_bytes(file, b"before", mode=0o600)

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("assistant.index.writing.os.fsync", full)
    with pytest.raises(OSError, match=os.strerror(errno.ENOSPC)):
        replace_bytes(file, b"after")
    assert [(each.name, each.read_bytes()) for each in tmp_path.iterdir()] == [
        (file.name, b"before")
    ]
    assert file.stat().st_mode & 0o777 == 0o600
