"""`audit`, as docs/contract.md promises it."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant.audit.log import AuditLog
from assistant.settings import Settings
from tests.commands.runs import Command, is_sentence


def _log_on(day: int, settings: Settings) -> AuditLog:
    return AuditLog(settings, lambda: datetime(2026, 8, day, tzinfo=UTC))


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three entries on two days, the first with what a spreadsheet takes for a formula."""
    monkeypatch.setenv("ASSISTANT_RECORDS", str(tmp_path))
    place = {"document": "a.pdf", "sha256": "0", "page": 3, "start": 1, "end": 9}
    settings = Settings(records=tmp_path)
    for day, what, details in (
        (6, "asked", {"question": "=1+1\x1b[31m", "quotes": [place]}),
        (6, "document-added", {"document": "a.pdf"}),
        (7, "asked", {"question": "Later?"}),
    ):
        _log_on(day, settings).record(what, who="account-1", **details)
    return tmp_path / "audit"


def test_it_prints_a_line_for_each(run: Command, log: Path) -> None:
    done = run("audit")
    assert done.status == 0
    first, second, third = done.out.splitlines()
    assert first.startswith("2026-08-06T00:00:00.000+00:00 asked account-1 question: =1+1")
    assert first.endswith("quotes: a.pdf page 3 [1:9]")
    assert "\x1b" not in done.out
    assert "document-added" in second and "Later?" in third


def test_only_what_is_asked_for(run: Command, log: Path) -> None:
    numbers = [entry["number"] for entry in run("audit", "--json", "--since", "2026-08-07").json]
    assert numbers == [3]
    assert len(run("audit", "--json", "--until", "2026-08-06").json) == 2
    found = run("audit", "--json", "--what", "document-added", "--what", "refused").json
    assert [entry["what"] for entry in found] == ["document-added"]
    assert "no such entries" in run("audit", "--what", "refused").out


def test_a_table_holds_no_formula(run: Command, log: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(run("audit", "--csv").out.removeprefix("\ufeff"))))
    assert len(rows) == 3
    assert set(rows[0]) == {"number", "time", "what", "who", "details", "hash"}
    assert not any(value.startswith("=") for row in rows for value in row.values())


def test_it_says_whether_the_log_stands(run: Command, log: Path) -> None:
    done = run("audit", "--check")
    assert done.status == 0
    assert "Every entry stands as it was written." in done.out
    last = run("audit", "--check", "--json").json["hash"]
    assert run("audit", "--check", "--known", last).status == 0
    file = log / "2026-08-06.jsonl"
    file.write_bytes(file.read_bytes().replace(b"=1+1", b"=1+2"))
    broken = run("audit", "--check")
    assert broken.status == 1
    assert "does not stand" in broken.out
    assert run("audit", "--check", "--json").json["stands"] is False


def test_a_log_that_is_not_there_is_no_failure(
    run: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSISTANT_RECORDS", str(tmp_path / "none"))
    assert run("audit", "--json").json == []
    assert run("audit", "--check").status == 0


@pytest.mark.parametrize("flags", [["--json", "--csv"], ["--known", "0"]])
def test_flags_that_do_not_go_together(run: Command, log: Path, flags: list[str]) -> None:
    done = run("audit", *flags)
    assert (done.status, done.out) == (2, "")
    assert is_sentence(done.err)
