"""catalogue.toml is changed entry by entry, or not at all."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from assistant.errors import IntakeError
from assistant.ingest.corpus import CATALOGUE, read_catalogue
from assistant.ingest.draft import Facts
from assistant.upkeep import intake as intake_module
from assistant.upkeep.catalogue_file import corrections
from assistant.upkeep.intake import Intake
from tests.upkeep.corpora import WRITTEN, brought, everything


def test_facts_are_corrected_and_comments_and_line_ends_stay(intake: Intake, corpus: Path) -> None:
    intake.correct("beds.txt", Facts(title="All beds", authors=("Ada", "Bo")))
    text = (corpus / CATALOGUE).read_bytes().decode()
    assert "# Who wrote this: the library.\r\n" in text
    assert "# the beds" in text and "# as on the cover" in text
    assert "# The plan comes last." in text
    facts = read_catalogue(corpus / CATALOGUE)["beds.txt"].facts
    assert facts == Facts(title="All beds", authors=("Ada", "Bo"))


def test_an_entry_that_says_nothing_any_more_goes(intake: Intake, corpus: Path) -> None:
    intake.correct("plans/plan.txt", Facts())
    assert set(read_catalogue(corpus / CATALOGUE)) == {"beds.txt"}


def test_a_catalogue_that_is_broken_is_never_written_over(intake: Intake, corpus: Path) -> None:
    staged = brought(intake)
    (corpus / CATALOGUE).write_text('["beds.txt"\ntitle = oh')
    before = everything(corpus)
    assert CATALOGUE in (intake.problem() or "")
    for act in (
        lambda: intake.add(staged, "new.txt", Facts(title="x")),
        lambda: intake.correct("beds.txt", Facts(title="x")),
        lambda: intake.remove("beds.txt", title="x"),
        lambda: intake.replace("beds.txt", staged, "n.txt", Facts(), title="x"),
    ):
        with pytest.raises(IntakeError, match=CATALOGUE):
            act()
    assert everything(corpus) == before


def test_a_folder_without_a_catalogue_gets_one(intake: Intake, corpus: Path) -> None:
    (corpus / CATALOGUE).unlink()
    intake.correct("beds.txt", Facts(title="x"))
    assert read_catalogue(corpus / CATALOGUE)["beds.txt"].facts.title == "x"


def test_only_what_somebody_changed_is_written() -> None:
    read = Facts("Title", "report", ("Ada",), None, "2023")
    wanted = Facts("Title", "plan", ("Ada",), "The library", "2023")
    assert corrections(wanted, read) == Facts(kind="plan", publisher="The library")
    written = Facts(title="Title")
    assert corrections(read, read, written) == written


def test_a_change_that_cannot_be_done_leaves_the_catalogue_as_it_was(
    intake: Intake, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (corpus / CATALOGUE).chmod(0o640)

    def fail(file: Path, target: Path) -> None:
        raise OSError(errno.EIO, "broken")

    monkeypatch.setattr(intake_module, "place", fail)
    with pytest.raises(IntakeError, match="could not be changed"):
        intake.add(brought(intake), "new.txt", Facts(title="New"))
    assert (corpus / CATALOGUE).read_bytes() == WRITTEN.encode()
    assert (corpus / CATALOGUE).stat().st_mode & 0o777 == 0o640
