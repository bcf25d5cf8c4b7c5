from __future__ import annotations

from pathlib import Path

import pytest

from assistant.access import pseudonyms
from assistant.access.pseudonyms import pseudonym
from assistant.access.refusals import Refusals
from assistant.access.sessions import SignIns


def test_a_sign_in_is_new_once_and_out_for_good() -> None:
    sign_ins = SignIns()
    assert [sign_ins.is_new("a"), sign_ins.is_new("a"), sign_ins.is_new("b")] == [True, False, True]
    assert not sign_ins.is_out("a")
    assert [sign_ins.sign_out("a"), sign_ins.sign_out("a")] == [True, False]
    assert sign_ins.is_out("a") and not sign_ins.is_out("b")


def test_a_flood_of_refusals_is_written_down_in_part() -> None:
    now = [0.0]
    refusals = Refusals(lambda: now[0])
    assert sum(refusals.may_write() for _ in range(1000)) == 60
    now[0] += 10
    assert sum(refusals.may_write() for _ in range(1000)) == 10


class TestPseudonym:
    def test_it_stays_and_differs_by_person_purpose_and_service(self, tmp_path: Path) -> None:
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

    def test_the_key_is_for_the_service_alone(self, tmp_path: Path) -> None:
        pseudonym(tmp_path / "records", "audit", "amara")
        key = tmp_path / "records" / "pseudonym.key"
        assert key.stat().st_mode & 0o777 == 0o600
        assert [path.name for path in key.parent.iterdir()] == ["pseudonym.key"]

    def test_an_unwritable_folder_is_no_outage(
        self, tmp_path: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        blocked = tmp_path / "file"
        blocked.write_text("")
        assert pseudonym(blocked / "records", "audit", "amara")
        assert "cannot be kept" in caplog.text
