from __future__ import annotations

from pathlib import Path

import pytest

from assistant.access import pseudonyms
from assistant.access.pseudonyms import pseudonym


def test_a_pseudonym_stays_and_differs_by_person_purpose_and_service(tmp_path: Path) -> None:
    here, there = tmp_path / "a", tmp_path / "b"
    first = pseudonym(here, "audit", "amara")
    pseudonyms._key.cache_clear()  # as after a restart
    assert pseudonym(here, "audit", "amara") == first
    others = {
        pseudonym(here, "audit", "ben"),
        pseudonym(here, "owner", "amara"),
        pseudonym(there, "audit", "amara"),
    }
    assert len(others | {first}) == 4


def test_the_key_is_for_the_service_alone(tmp_path: Path) -> None:
    pseudonym(tmp_path / "records", "audit", "amara")
    key = tmp_path / "records" / "pseudonym.key"
    assert key.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in key.parent.iterdir()] == ["pseudonym.key"]


def test_an_unwritable_folder_is_no_outage(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    assert pseudonym(blocked / "records", "audit", "amara")
    assert "cannot be kept" in caplog.text
