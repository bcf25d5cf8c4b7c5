"""What is done to the corpus folder: nothing is lost, nothing is half there, nothing leads out."""

from __future__ import annotations

import errno
import os
import shutil
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from filelock import FileLock

from assistant.errors import IntakeError
from assistant.ingest.corpus import CATALOGUE, corpus_files, read_catalogue
from assistant.ingest.draft import Facts
from assistant.settings import Limits
from assistant.upkeep import disk
from assistant.upkeep import intake as intake_module
from assistant.upkeep.disk import BUSY, NO_ROOM, NOT_WRITABLE
from assistant.upkeep.intake import Intake
from assistant.upkeep.uploads import Staged
from tests.upkeep.corpora import WRITTEN, brought, everything


def test_a_document_is_added_with_what_is_said_of_it(intake: Intake, corpus: Path) -> None:
    staged = brought(intake)
    path = intake.add(staged, "new.txt", Facts(title='The "new" ü', published="2024-07"))
    assert (corpus / path).read_text() == "New words."
    found = {file.path: file.entry.facts for file in corpus_files(corpus)}
    assert found["new.txt"] == Facts(title='The "new" ü', published="2024-07")
    assert not staged.file.parent.exists()
    assert (corpus / CATALOGUE).read_bytes().startswith(WRITTEN.encode())


def test_a_document_that_says_all_itself_gets_no_entry(intake: Intake, corpus: Path) -> None:
    intake.add(brought(intake), "new.txt", Facts())
    assert (corpus / CATALOGUE).read_bytes() == WRITTEN.encode()


@pytest.mark.parametrize("name", ["beds.txt", "BEDS.txt"])
def test_no_document_is_written_over(intake: Intake, corpus: Path, name: str) -> None:
    before = everything(corpus)
    staged = brought(intake)
    with pytest.raises(IntakeError, match="already"):
        intake.add(staged, name, Facts())
    assert everything(corpus) == before
    assert staged.file.exists()
    assert intake.taken(name) == "beds.txt"
    assert intake.free_name("beds.txt") == "beds 2.txt"


def test_two_who_bring_the_same_name_do_not_lose_one(intake: Intake, corpus: Path) -> None:
    staged = [brought(intake, text=f"Words of {number}.") for number in range(6)]
    refused: list[str] = []

    def add(each: Staged) -> None:
        try:
            intake.add(each, "new.txt", Facts())
        except IntakeError as error:
            refused.append(str(error))

    threads = [threading.Thread(target=add, args=(each,)) for each in staged]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 5
    assert sum(each.file.exists() for each in staged) == 5


def test_a_replacement_under_the_same_name_keeps_place_and_questions(
    intake: Intake, corpus: Path
) -> None:
    staged = brought(intake, "Beds.txt", "There are 14 beds.")
    removed = intake.replace("beds.txt", staged, "Beds.txt", Facts(published="2024"), title="Beds")
    assert (corpus / "beds.txt").read_text() == "There are 14 beds."
    entry = read_catalogue(corpus / CATALOGUE)["beds.txt"]
    assert entry.facts == Facts(published="2024")
    assert entry.questions == ("How many beds?",)
    assert [each.path for each in intake.removed()] == ["beds.txt"]
    intake.restore(removed.id)
    assert (corpus / "beds.txt").read_text() == "There are 12 beds."
    assert read_catalogue(corpus / CATALOGUE)["beds.txt"].facts.title == "Beds"
    assert [each.path for each in intake.removed()] == ["beds.txt"]  # now the other edition


def test_a_replacement_under_another_name_takes_the_entry_along(
    intake: Intake, corpus: Path
) -> None:
    staged = brought(intake, "plan-2.txt", "A better plan.")
    removed = intake.replace("plans/plan.txt", staged, "plan-2.txt", Facts(kind="plan"), title="P")
    assert removed.replaced_by == "plans/plan-2.txt"
    assert intake.paths() == ["beds.txt", "plans/plan-2.txt"]
    assert set(read_catalogue(corpus / CATALOGUE)) == {"beds.txt", "plans/plan-2.txt"}
    restored = intake.restore(removed.id)
    assert restored.path == "plans/plan.txt"
    assert restored.taken_out is not None and restored.taken_out.path == "plans/plan-2.txt"
    assert intake.paths() == ["beds.txt", "plans/plan.txt"]
    assert read_catalogue(corpus / CATALOGUE)["plans/plan.txt"].facts.kind == "plan"


def test_what_is_removed_can_be_restored_with_its_entry(intake: Intake, corpus: Path) -> None:
    before = {file.path: file.entry for file in corpus_files(corpus)}
    removed = intake.remove("plans/plan.txt", title="The plan")
    assert intake.paths() == ["beds.txt"]
    assert set(read_catalogue(corpus / CATALOGUE)) == {"beds.txt"}
    assert (removed.path, removed.title) == ("plans/plan.txt", "The plan")
    assert intake.restore(removed.id) == ("plans/plan.txt", None)
    assert {file.path: file.entry for file in corpus_files(corpus)} == before
    assert intake.removed() == []


def test_what_is_restored_does_not_write_over_what_came_since(intake: Intake) -> None:
    removed = intake.remove("beds.txt", title="Beds")
    intake.add(brought(intake), "beds.txt", Facts())
    with pytest.raises(IntakeError, match="another document named"):
        intake.restore(removed.id)
    assert [each.id for each in intake.removed()] == [removed.id]


def test_what_replaced_a_document_stays_where_it_cannot_be_restored(
    intake: Intake, corpus: Path
) -> None:
    staged = brought(intake, "beds-2.txt", "There are 14 beds.")
    old = intake.replace("beds.txt", staged, "beds-2.txt", Facts(), title="Beds")
    intake.add(brought(intake, "beds.txt", "Other beds."), "beds.txt", Facts())
    before = everything(corpus)
    with pytest.raises(IntakeError, match="another document named"):
        intake.restore(old.id)
    assert everything(corpus) == before
    assert [each.id for each in intake.removed()] == [old.id]


def test_another_file_under_the_name_of_the_replacement_is_not_taken_out(
    intake: Intake, corpus: Path
) -> None:
    staged = brought(intake, "beds-2.txt", "There are 14 beds.")
    old = intake.replace("beds.txt", staged, "beds-2.txt", Facts(), title="Beds")
    intake.remove("beds-2.txt", title="Beds")
    intake.add(brought(intake, "beds-2.txt", "Something else."), "beds-2.txt", Facts())
    assert intake.restore(old.id) == ("beds.txt", None)
    assert (corpus / "beds-2.txt").read_text() == "Something else."
    assert (corpus / "beds.txt").read_text() == "There are 12 beds."


def test_a_restoring_that_fails_leaves_the_replacement(
    intake: Intake, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    staged = brought(intake, "beds.txt", "There are 14 beds.")
    old = intake.replace("beds.txt", staged, "beds.txt", Facts(), title="Beds")
    before = everything(corpus)
    real, calls = disk.place, []

    def fail_once(file: Path, target: Path) -> None:
        calls.append(target)
        if len(calls) == 1:
            raise OSError(errno.EIO, "broken")
        real(file, target)

    monkeypatch.setattr(intake_module, "place", fail_once)
    with pytest.raises(IntakeError, match="could not be changed"):
        intake.restore(old.id)
    assert everything(corpus) == before
    assert [each.id for each in intake.removed()] == [old.id]


def test_what_was_removed_long_ago_is_deleted(intake: Intake, corpus: Path) -> None:
    old = intake.remove("beds.txt", title="Beds")
    record = corpus / ".removed" / old.id / "removed.json"
    when = f"{datetime.now(UTC) - timedelta(days=91):%Y-%m-%dT%H:%M:%S+00:00}"
    record.write_text(record.read_text().replace(old.when, when))
    assert [each.id for each in intake.removed()] == [old.id]
    new = intake.remove("plans/plan.txt", title="Plan")
    assert [each.id for each in intake.removed()] == [new.id]
    assert not record.exists()
    record = corpus / ".removed" / new.id / "removed.json"
    record.write_text(record.read_text().replace(new.when, when))
    Intake(corpus, Limits(), 92).tidy()
    assert record.exists()
    intake.tidy()
    assert not record.exists()


@pytest.mark.parametrize(
    "path",
    ["../outside.txt", "plans/../../outside.txt", CATALOGUE, ".incoming/lock", "", "gone.txt"],
)
def test_only_what_is_listed_can_be_touched(intake: Intake, corpus: Path, path: str) -> None:
    outside = corpus.parent / "outside.txt"
    outside.write_text("Not ours.")
    before = everything(corpus)
    with pytest.raises(IntakeError, match="not among the documents"):
        intake.remove(path, title="x")
    with pytest.raises(IntakeError, match="not among the documents"):
        intake.replace(path, brought(intake), "new.txt", Facts(), title="x")
    with pytest.raises(IntakeError, match="not among the documents"):
        intake.correct(path, Facts(title="x"))
    assert everything(corpus) == before
    assert outside.read_text() == "Not ours."


@pytest.mark.parametrize("identity", ["../x", "", ".", "20200101"])
def test_nothing_is_restored_by_an_id_that_is_none(intake: Intake, identity: str) -> None:
    with pytest.raises(IntakeError, match="no longer kept"):
        intake.restore(identity)


def test_the_very_same_file_is_found(intake: Intake) -> None:
    assert intake.same_as(brought(intake, text="There are 12 beds.")) == "beds.txt"
    assert intake.same_as(brought(intake, text="There are 13 beds.")) is None


@pytest.mark.parametrize(
    ("number", "sentence"),
    [(errno.ENOSPC, NO_ROOM), (errno.EROFS, NOT_WRITABLE), (errno.EACCES, NOT_WRITABLE)],
)
@pytest.mark.parametrize("call", ["replace", "unlink", "link"])
def test_what_the_system_refuses_changes_nothing(
    intake: Intake, corpus: Path, monkeypatch: pytest.MonkeyPatch, number: int, sentence: str,
    call: str,
) -> None:  # fmt: skip
    """Each step of a replacement fails in turn; then all is as it was, and nothing is lost."""
    staged = brought(intake, "plan-2.txt", "A better plan.")
    before = everything(corpus)

    def refuse(*args: object, **kwargs: object) -> None:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patched:
        if call == "link":
            patched.setattr(os, "link", refuse)
            patched.setattr(shutil, "copy2", refuse)
        elif call == "replace":
            patched.setattr(Path, "replace", refuse)
        else:
            # The lock and the tidying up afterwards go on.
            real = Path.unlink
            patched.setattr(
                Path, "unlink",
                lambda self, missing_ok=False: refuse()
                if self == corpus / "plans" / "plan.txt"
                else real(self, missing_ok),
            )  # fmt: skip
        with pytest.raises(IntakeError) as raised:
            intake.replace("plans/plan.txt", staged, "plan-2.txt", Facts(title="T"), title="P")
    assert str(raised.value) == sentence
    now = everything(corpus)
    assert now["plans/plan.txt"] == before["plans/plan.txt"]
    entries = read_catalogue(corpus / CATALOGUE)
    assert entries["plans/plan.txt"].facts == Facts(kind="plan")
    assert now.keys() == before.keys()
    assert staged.file.read_text() == "A better plan."


def test_two_at_once_wait_for_each_other(
    intake: Intake, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake_module, "_PATIENCE_SECONDS", 0.05)
    staged = brought(intake)
    with FileLock(corpus / ".incoming" / "lock"), pytest.raises(IntakeError) as raised:
        intake.add(staged, "new.txt", Facts())
    assert str(raised.value) == BUSY
    assert intake.add(staged, "new.txt", Facts()) == "new.txt"


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    intake = Intake(tmp_path / "nowhere", Limits())
    assert intake.problem() == NOT_WRITABLE
    assert intake.paths() == []
    with pytest.raises(IntakeError):
        brought(intake)
