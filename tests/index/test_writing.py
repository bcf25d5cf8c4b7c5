"""Files that two versions share."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from assistant.index.writing import share


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
