"""The documents that there are: corrected, removed, restored."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from assistant.ingest.corpus import read_catalogue
from assistant.ingest.draft import Facts
from assistant.web.manage.tray import shared_trays
from tests.web.manage.fakes import audited, field, fill
from tests.web.reading import labels, press, raw, words


def test_facts_of_a_document_are_corrected(
    page: Callable[[], AppTest], folders: tuple[Path, Path]
) -> None:
    app = press(page(), "Change Workforce plan \\*2024\\* \\<draft\\>")
    assert field(app, "Publisher").value == "Example Trust"  # type: ignore[attr-defined]
    fill(app, "Title", "A better title")
    app = press(app, "Save changes")
    path = "plans/workforce_plan_*2024*.pdf"
    facts = read_catalogue(folders[0] / "catalogue.toml")[path].facts
    assert facts == Facts(title="A better title")
    assert "What is known of “A better title” was changed." in words(app)
    assert audited(folders)[-2:] == ["facts-changed", "rebuild-started"]


def test_a_document_is_removed_only_when_it_was_confirmed_and_can_come_back(
    page: Callable[[], AppTest], folders: tuple[Path, Path]
) -> None:
    file = folders[0] / "notes_:smile:.md"
    app = press(page(), next(each for each in labels(page()) if "Notes" in each))
    app = press(app, "Remove this document")
    assert file.exists()
    app = press(app, "Keep it")
    assert file.exists() and "Yes, remove it" not in labels(app)
    app = press(app, next(each for each in labels(app) if "Notes" in each))
    app = press(press(app, "Remove this document"), "Yes, remove it")
    assert not file.exists()
    app = press(app, "Undo")
    assert file.exists()
    done = [each for each in audited(folders) if each.startswith("document")]
    assert done == ["document-removed", "document-added"]


def test_only_some_of_the_removed_documents_are_listed_at_first(
    page: Callable[[], AppTest], folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = page()
    for number in range(22):
        (folders[0] / f"{number}.txt").write_text("x")
        shared_trays().intake.remove(f"{number}.txt", title=f"Paper {number}")
    app = app.run()
    assert sum(each.startswith("Restore") for each in labels(app)) == 20
    assert "There are 2 more documents removed earlier." in raw(app)
    assert "for 90 days after it was removed" in raw(app)
    app = press(app, "Show more removed documents")
    assert sum(each.startswith("Restore") for each in labels(app)) == 22


def test_what_is_taken_out_by_a_restoring_is_written_down(
    page: Callable[[], AppTest], folders: tuple[Path, Path]
) -> None:
    (folders[0] / "old.txt").write_text("Old")
    app = page()
    intake = shared_trays().intake
    staged = intake.stage("new.txt", io.BytesIO(b"New"))
    intake.replace("old.txt", staged, "new.txt", Facts(), title="Old paper")
    press(app.run(), "Restore Old paper")
    assert audited(folders)[:2] == ["document-removed", "document-added"]
