"""Files that staff bring: read, looked at, put in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from assistant.ingest.corpus import read_catalogue
from assistant.ingest.draft import Facts
from assistant.upkeep.described import Described, Unreadable
from assistant.upkeep.describing import Progress
from assistant.web.manage import tray as manage_tray
from assistant.web.manage.rebuild import IN_THE_BROWSER
from assistant.web.markup import label
from tests.web.manage.fakes import TITLE, FakeReading, FakeRebuild, audited, bring, field, fill
from tests.web.reading import labels, press, raw, words


def test_a_file_is_shown_while_it_is_read(page: Callable[[], AppTest]) -> None:
    app = bring(page(), "slow.pdf", wait=False)
    progress = " ".join(str(element.proto) for element in app.get("progress"))
    assert "Reading page 12 of 80" in progress or "waiting to be read" in progress
    assert f"Leave out {label('slow.pdf')}" in labels(app)
    assert not any(each.startswith("Add ") for each in labels(app))


def test_what_a_file_says_can_be_corrected_before_it_goes_in(
    page: Callable[[], AppTest], folders: tuple[Path, Path]
) -> None:
    app = bring(page(), "new.pdf")
    assert field(app, "Title").value == TITLE  # type: ignore[attr-defined]
    assert "PDF, 80 pages" in " ".join(raw(app).split())
    fill(app, "Publisher", "The <b>library</b>")
    fill(app, "Date published (such as July 2024)", "18 July 2026")
    app = press(app, "Add 1 document")
    assert (folders[0] / "new.pdf").read_bytes() == b"Words of new.pdf"
    facts = read_catalogue(folders[0] / "catalogue.toml")["new.pdf"].facts
    assert facts == Facts(publisher="The <b>library</b>", published="2026-07-18")
    assert "1 document was added." in words(app)
    assert FakeRebuild.started == [IN_THE_BROWSER]
    assert audited(folders)[-2:] == ["document-added", "rebuild-started"]


def test_facts_that_are_wrong_are_said_beside_the_field(
    page: Callable[[], AppTest], folders: tuple[Path, Path]
) -> None:
    app = bring(page(), "new.pdf", "other.pdf")
    fill(app, "Title", "  ")
    fill(app, "Date published (such as July 2024)", "someday")
    fill(app, "Authors, with semicolons between", "")
    app = press(app, "Add 2 documents")
    assert (folders[0] / "other.pdf").exists()
    assert not (folders[0] / "new.pdf").exists()
    said = words(app)
    assert "Error: Enter a title" in said
    assert "Error: Enter a date such as 18 July 2024, July 2024 or 2024" in said
    assert any("document itself says “Ada Marsh”" in each for each in said)
    assert "1 file was not added. What is wrong is said beside each." in said
    assert field(app, "Date published (such as July 2024)").value == "someday"  # type: ignore[attr-defined]


def test_what_cannot_be_read_says_why_and_how_to_mend_it(page: Callable[[], AppTest]) -> None:
    app = bring(page(), "bad.pdf", "catalogue.toml")
    said = " ".join(words(app))
    assert "Protected by a password. It opens <only> with a password." in said
    assert "Save a copy that opens without a password." in said
    assert "a name that this service keeps for itself" in said
    assert not any(each.startswith("Add ") for each in labels(app))
    app = press(app, f"Leave out {label('bad.pdf')}")
    assert "“bad.pdf” was left out." in words(app)
    assert "Protected by a password" not in raw(app)


def test_the_very_same_file_does_not_go_in_again(
    page: Callable[[], AppTest], folders: tuple[Path, Path]
) -> None:
    app = page()
    (folders[0] / "there.txt").write_bytes(b"Words of here.txt")
    app = bring(app, "here.txt")
    assert any("This very file is among the documents already" in each for each in words(app))


def test_a_file_can_take_the_place_of_one_of_the_same_name(
    page: Callable[[], AppTest], folders: tuple[Path, Path]
) -> None:
    app = bring(page(), "Notes_-smile-.md")
    assert not app.radio
    (folders[0] / "new.pdf").write_bytes(b"Old words")
    (folders[0] / "catalogue.toml").write_text('["new.pdf"]\npublisher = "P"\nquestions = ["Q?"]\n')
    app = bring(app, "NEW.pdf")
    (choice,) = app.radio
    assert "Add as a new document" in choice.options[0] and "Replace" in choice.options[1]
    assert choice.value == "new.pdf"
    app = press(app, "Add 2 documents")
    assert (folders[0] / "new.pdf").read_bytes() == b"Words of NEW.pdf"
    entry = read_catalogue(folders[0] / "catalogue.toml")["new.pdf"]
    assert (entry.questions, entry.facts.publisher) == (("Q?",), "P")
    assert "document-replaced" in audited(folders)
    assert any("1 document removed or replaced" in each.label for each in app.expander)


def test_a_file_that_is_read_only_in_the_rebuild_can_be_added(
    page: Callable[[], AppTest], folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Later(FakeReading):
        def results(self, progress: Progress) -> Iterator[tuple[int, Described | Unreadable]]:
            yield 0, Described("pdf", Facts("scan", "document"), None, 0, later=True)

    monkeypatch.setattr(manage_tray, "Describing", Later)
    app = bring(page(), "scan.pdf")
    assert "The next rebuild reads it in full" in raw(app)
    press(app, "Add 1 document")
    assert (folders[0] / "scan.pdf").exists()
    assert not (folders[0] / "catalogue.toml").exists()  # so that what it says itself is taken
