"""The pointer to the version in use."""

from __future__ import annotations

from pathlib import Path

from assistant.index.folder.versions import current_version, make_current


def test_the_pointer_is_replaced_and_never_written_into(tmp_path: Path) -> None:
    (tmp_path / "versions").mkdir()
    make_current(tmp_path, "20260101T000000")
    with (tmp_path / "CURRENT").open(encoding="utf-8") as reading:
        make_current(tmp_path, "20260102T000000")
        # Whoever reads it meanwhile reads a whole name: the one or the other.
        assert reading.read() == "20260101T000000\n"
    assert current_version(tmp_path) == "20260102T000000"
