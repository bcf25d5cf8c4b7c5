"""`nhs-assistant changes` and `standing`."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from assistant.changes.report import report_changes
from assistant.index.build import build
from assistant.settings import Settings
from tests.commands.runs import Command, folders, is_sentence
from tests.corpora import GUIDANCE, OPINION
from tests.embedders import HashedWords

REVIEWED = "How long after discharge should patients be reviewed?"


@pytest.fixture
def mine(
    built: Settings, tmp_path: Path, read_in_this_process: None, monkeypatch: pytest.MonkeyPatch
) -> Settings:
    """The three documents, to change, with records of their own."""
    shutil.copytree(built.index.parent, tmp_path, dirs_exist_ok=True)
    settings = Settings(tmp_path / "corpus", tmp_path / "index", tmp_path / "records")
    monkeypatch.setenv("ASSISTANT_RECORDS", str(settings.records))
    return settings


def rebuild(settings: Settings) -> None:
    report_changes(settings, build(settings, HashedWords()), HashedWords())


def test_standing_questions(run: Command, mine: Settings) -> None:
    assert "no standing questions" in run("standing", *folders(mine)).out
    assert run("standing", "add", REVIEWED, "--json").json == [REVIEWED]
    assert REVIEWED in run("standing", "list").out
    assert run("standing", "remove", REVIEWED, "--json").json == []
    for wrong in (("remove", REVIEWED), ("add", ""), ("add", "5")):
        done = run("standing", *wrong)
        assert done.status == 1
        assert is_sentence(done.err)
    assert run("standing", "add").status == 2
    assert run("standing", "list", REVIEWED).status == 2


def test_what_a_build_changed(run: Command, mine: Settings) -> None:
    rebuild(mine)
    run("standing", "add", REVIEWED)
    guidance = mine.corpus / GUIDANCE
    guidance.write_text(guidance.read_text().replace("within 14 days", "within 10 days"))
    (mine.corpus / OPINION).unlink()
    rebuild(mine)
    done = run("changes", *folders(mine))
    assert done.status == 0
    for said in (
        "2 documents changed", f"Removed: Why hospital parking needs a rethink ({OPINION})",
        "1 of 1 standing question answered differently", "14 days before, ", "10 days now",
        "“Patients should be reviewed within 14 days of discharge.”",
        "“Patients should be reviewed within 10 days of discharge.”",
    ):  # fmt: skip
        assert said in done.out
    value = run("changes", *folders(mine), "--json").json
    assert value["standing"][0]["now"]["quotes"][0]["page"] is None
    every = run("changes", *folders(mine), "--json", "--all").json
    assert [one["version"] for one in every] == [value["version"], value["before"]]
    first = run("changes", *folders(mine), "--version", value["before"])
    assert "No document was added, updated or removed." in first.out


def test_no_report(run: Command, mine: Settings) -> None:
    for flags in ((), ("--version", "20200101T000000"), ("--version", "../x"), ("--json",)):
        done = run("changes", *folders(mine), *flags)
        assert (done.status, done.out) == (1, "")
        assert is_sentence(done.err)
    assert run("changes", *folders(mine), "--all", "--json").json == []
