from __future__ import annotations

import errno
import json
import multiprocessing
import os
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from assistant.audit.chain import opened, sealed
from assistant.audit.log import AuditLog, day_files
from assistant.audit.reading import check, entries
from assistant.service_settings import Audit
from assistant.settings import Settings

DAY = datetime(2026, 8, 6, 9, 30, tzinfo=UTC)


class Clock:
    def __init__(self) -> None:
        self.now = DAY

    def __call__(self) -> datetime:
        return self.now


def log_in(records: Path, clock: Clock | None = None, **audit: Any) -> AuditLog:  # noqa: ANN401 - those of Audit
    return AuditLog(Settings(records=records, audit=Audit(**audit)), clock or Clock())


def three(folder: Path) -> Path:
    log = log_in(folder)
    for number in range(3):
        assert log.record("asked", who="account-1", question=f"Question {number}?")
    return log.folder / "2026-08-06.jsonl"


def test_what_was_done_is_written_as_a_line(tmp_path: Path) -> None:
    log = log_in(tmp_path)
    assert log.record("asked", who=None, question="Wie groß?", quotes=[{"page": 3}])
    (line,) = (tmp_path / "audit" / "2026-08-06.jsonl").read_text(encoding="utf-8").splitlines()
    said = json.loads(line)
    assert (said["n"], said["what"], said["who"]) == (1, "asked", None)
    assert said["time"] == "2026-08-06T09:30:00.000+00:00"
    assert said["details"] == {"question": "Wie groß?", "quotes": [{"page": 3}]}


def test_only_the_service_can_read_it(tmp_path: Path) -> None:
    path = three(tmp_path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_a_log_stands_as_it_was_written(tmp_path: Path) -> None:
    path = three(tmp_path)
    found = check(path.parent)
    assert (found.entries, found.broken, found.cut_off) == (3, (), ())
    assert [entry.details["question"] for entry in entries(path.parent)] == [
        "Question 0?", "Question 1?", "Question 2?",
    ]  # fmt: skip
    assert found.last is not None
    assert check(path.parent, known=found.last.hash).broken == ()


def _change(lines: list[bytes]) -> list[bytes]:
    return [lines[0], lines[1].replace(b"Question 1", b"Question 9"), lines[2]]


def _take_out(lines: list[bytes]) -> list[bytes]:
    return [lines[0], lines[2]]


def _swap(lines: list[bytes]) -> list[bytes]:
    return [lines[1], lines[0], lines[2]]


def _take_first(lines: list[bytes]) -> list[bytes]:
    return lines[1:]


def _write_anew(lines: list[bytes]) -> list[bytes]:
    entry = opened(lines[1])
    assert entry is not None
    new = sealed(2, entry.time, "asked", "somebody else", entry.details, entry.before)
    return [lines[0], new, lines[2]]


def _tear_last(lines: list[bytes]) -> list[bytes]:
    return [*lines[:2], lines[2][:40]]


@pytest.mark.parametrize(
    "change", [_change, _take_out, _swap, _take_first, _write_anew, _tear_last]
)
def test_a_change_is_noticed(tmp_path: Path, change: Callable[[list[bytes]], list[bytes]]) -> None:
    path = three(tmp_path)
    path.write_bytes(b"".join(change(path.read_bytes().splitlines(keepends=True))))
    assert check(path.parent).broken


def test_a_log_that_was_cut_is_noticed_by_a_hash_that_was_noted(tmp_path: Path) -> None:
    path = three(tmp_path)
    last = check(path.parent).last
    assert last is not None
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:2]))
    assert check(path.parent).broken == ()
    assert "was cut" in check(path.parent, known=last.hash).broken[0]


def test_a_line_that_the_machine_stopped_in_is_told_from_a_change(tmp_path: Path) -> None:
    path = three(tmp_path)
    with path.open("ab") as file:
        file.write(b'{"n":4,"time":"2026')
    assert log_in(tmp_path).record("asked", who=None, question="After")
    found = check(path.parent)
    assert (found.entries, found.broken) == (4, ())
    assert found.cut_off == ("2026-08-06.jsonl, line 4 was cut off while it was written.",)


def test_a_day_follows_from_the_day_before(tmp_path: Path) -> None:
    clock = Clock()
    log = log_in(tmp_path, clock)
    for _ in range(3):
        log.record("asked", who=None)
        clock.now += timedelta(days=2)
    assert len(day_files(log.folder)) == 3
    assert check(log.folder).broken == ()
    since = entries(log.folder, since=date(2026, 8, 7), until=date(2026, 8, 8))
    assert [entry.number for entry in since] == [2]
    day_files(log.folder)[1].unlink()
    assert check(log.folder).broken


def test_a_clock_that_is_put_back_keeps_the_order(tmp_path: Path) -> None:
    clock = Clock()
    log = log_in(tmp_path, clock)
    log.record("asked", who=None)
    clock.now -= timedelta(days=3)
    log.record("asked", who=None)
    assert [path.name for path in day_files(log.folder)] == ["2026-08-06.jsonl"]
    assert check(log.folder).broken == ()


def test_old_days_are_dropped_by_rule_and_not_otherwise(tmp_path: Path) -> None:
    clock = Clock()
    log = log_in(tmp_path, clock, days=3)
    for _ in range(6):
        log.record("asked", who=None)
        clock.now += timedelta(days=1)
    names = [path.stem for path in day_files(log.folder)]
    assert names == ["2026-08-08", "2026-08-09", "2026-08-10", "2026-08-11"]
    assert check(log.folder).broken == ()
    day_files(log.folder)[0].unlink()
    assert "no entry says" in check(log.folder).broken[0]


def test_what_is_too_old_goes_when_the_app_starts(tmp_path: Path) -> None:
    clock = Clock()
    log_in(tmp_path, clock).record("asked", who=None)
    clock.now += timedelta(days=400)
    log = log_in(tmp_path, clock)
    log.drop_old()
    assert [path.stem for path in day_files(log.folder)] == ["2027-09-10"]
    assert check(log.folder).broken == ()


def test_switched_off_nothing_is_written(tmp_path: Path) -> None:
    assert log_in(tmp_path, keep="no").record("asked", who=None)
    assert list(tmp_path.iterdir()) == []


def test_another_folder_can_be_named(tmp_path: Path) -> None:
    log_in(tmp_path, folder=tmp_path / "elsewhere").record("asked", who=None)
    assert check(tmp_path / "elsewhere").entries == 1


def test_text_that_no_file_can_hold_is_written_all_the_same(tmp_path: Path) -> None:
    log = log_in(tmp_path)
    assert log.record("asked", who=None, question='\ud800 \u2028 \x00 \r\n {"hash":"')
    assert log.record("asked", who=None)
    assert (check(log.folder).entries, check(log.folder).broken) == (2, ())


class TestFailure:
    def test_an_unwritable_folder_is_told_and_never_raised(
        self, tmp_path: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        (tmp_path / "audit").write_text("a file where the folder should be")
        log = log_in(tmp_path)
        assert not log.record("asked", who=None, question="secret words")
        assert not log.record("asked", who=None, question="secret words")
        assert log.failures == 2
        assert log.problem is not None and "Make space" in log.problem
        assert len(caplog.records) == 1 and "secret" not in caplog.text
        (tmp_path / "audit").unlink()
        assert log.record("asked", who=None)
        assert log.problem is None

    def test_a_full_disk_leaves_no_part_of_a_line(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = three(tmp_path)
        before, write = path.read_bytes(), os.write

        def full(file: int, line: bytes) -> int:
            write(file, line[:10])
            raise OSError(errno.ENOSPC, "No space left on device")

        log = log_in(tmp_path)
        with monkeypatch.context() as patch:
            patch.setattr("assistant.audit.log.os.write", full)
            assert not log.record("asked", who=None)
        assert path.read_bytes() == before
        assert log.record("asked", who=None)
        assert check(path.parent).broken == ()

    def test_what_is_no_json_is_no_outage(self, tmp_path: Path) -> None:
        assert not log_in(tmp_path).record("asked", who=None, question=object())


def _write(folder: Path, who: str) -> None:
    log = log_in(folder)
    for number in range(20):
        assert log.record("asked", who=who, question=f"{number} " + "word " * 300)


def test_processes_that_write_at_once_make_one_chain(tmp_path: Path) -> None:
    context = multiprocessing.get_context("fork")
    writers = [context.Process(target=_write, args=(tmp_path, name)) for name in "abc"]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    found = check(tmp_path / "audit")
    assert (found.entries, found.broken, found.cut_off) == (60, (), ())
