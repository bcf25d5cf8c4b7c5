"""What rebuilds changed: in short for everybody, whole for staff; and the standing questions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from streamlit.testing.v1 import AppTest

from assistant.answer.citation import save
from assistant.changes.changed import (
    Changes,
    CitationChange,
    DocumentChange,
    FigureChange,
    StandingChange,
    Told,
)
from assistant.verifying.verdict import Verdict
from assistant.web.documents import page as documents_page
from assistant.web.manage import desk as manage_desk
from tests.web.fake_assistant import (
    NASTY_QUESTION,
    NO_ANSWER_QUESTION,
    RATE_QUESTION,
    FakeAssistant,
)
from tests.web.fake_corpus import NASTY
from tests.web.reading import OpenApp, blockquotes, headings, labels, press, raw, words

TITLE = "A <b>title</b> with *stars*"


@pytest.fixture
def changes(tmp_path: Path) -> Changes:
    """One of each kind of change."""
    fake = FakeAssistant(tmp_path / "other")
    rate, nasty, none = (
        save(fake.ask(question), fake.built)
        for question in (RATE_QUESTION, NASTY_QUESTION, NO_ANSWER_QUESTION)
    )
    quote = rate.quotes[0]
    moved = replace(quote, page=3)
    return Changes(
        "20261122T100000", "20261121T100000", "2026-11-22T10:00:00+00:00",
        documents=(
            DocumentChange("new.pdf", TITLE, "added"),
            DocumentChange("new2.pdf", "Second", "added"),
            DocumentChange("old.pdf", "Old", "removed"),
            DocumentChange("locked.pdf", "locked.pdf", "failed", "It is <locked>."),
        ),
        citations=(
            CitationChange(quote, Verdict("moved", "It moved <to> page 3.", moved), 2),
            CitationChange(nasty.quotes[0], Verdict("gone", "It is gone."), 1),
        ),
        standing=(StandingChange(RATE_QUESTION, rate, none), StandingChange("New?", None, nasty)),
        figures=(
            FigureChange("a.pdf", TITLE, "vacancy rate", "%", "March 2026", Told("8.4%", quote),
                         Told("7.9%", quote)),
        ),
        checked=40, moved=1, broken=1, asked=5, figures_changed=1,
    )  # fmt: skip


@pytest.fixture
def kept(changes: Changes, folders: tuple[Path, Path]) -> Callable[[Changes], None]:
    """Keeps a report."""
    folder = folders[1] / "changes"

    def keep(report: Changes) -> None:
        folder.mkdir(exist_ok=True)
        (folder / f"{report.version}.json").write_bytes(msgspec.json.encode(report))

    return keep


def report_page(open_app: OpenApp) -> AppTest:
    app = open_app(page="changes")
    assert not app.exception
    return app


def test_before_the_first_report_there_is_none(open_app: OpenApp) -> None:
    assert "There is no report yet. The next rebuild makes one." in words(report_page(open_app))
    assert "What changed" not in headings(open_app(page="documents"))


def test_staff_see_the_whole_report(
    open_app: OpenApp, changes: Changes, kept: Callable[[Changes], None]
) -> None:
    kept(changes)
    app = report_page(open_app)
    said = " ".join(words(app))
    assert headings(app)[1:] == ["Documents", "Saved citations", "Standing questions", "Figures"]
    assert "2 documents added, 1 removed, 1 could not be read." in raw(app)
    assert "40 saved citations looked up again: 1 moved, 1 broken." in raw(app)
    assert "5 standing questions asked again: 2 answered differently." in raw(app)
    assert "It moved <to> page 3." in said and "It is <locked>." in said
    assert "vacancy rate, March 2026: 8.4% before, 7.9% now" in said
    assert "I could not find an answer in these documents." in said
    assert "It had not been asked before." in said
    assert NASTY in blockquotes(app)
    assert TITLE in said and TITLE not in raw(app)


def test_everybody_sees_which_documents_changed(
    open_app: OpenApp,
    changes: Changes,
    kept: Callable[[Changes], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kept(changes)
    kept(replace(changes, version="20261120T100000", built="2026-11-20T10:00:00+00:00"))
    app = open_app(page="documents")
    said = " ".join(words(app))
    assert "What changed" in headings(app)
    assert "22 November 2026 at 10:00am: 2 documents added, 1 removed, 1 could not be read." in said
    assert "20 November 2026" in said
    assert "See what this changed in answers and figures" in said
    monkeypatch.setattr(documents_page, "may_manage", lambda: False)
    said = " ".join(words(open_app(page="documents")))
    assert "See what this changed" not in said and "Manage documents" not in said
    assert "It moved" not in said  # what others saved is nobody else's


def test_a_report_that_cannot_be_read_is_left_out(
    open_app: OpenApp, changes: Changes, kept: Callable[[Changes], None], folders: tuple[Path, Path]
) -> None:
    kept(changes)
    (folders[1] / "changes" / "20261123T100000.json").write_text("{")
    assert "40 saved citations looked up again: 1 moved, 1 broken." in raw(report_page(open_app))


def test_standing_questions_are_added_and_removed(open_app: OpenApp) -> None:
    app = report_page(open_app)
    assert "There are no standing questions yet." in words(app)
    app.text_input[0].set_value("How many *beds* <are> there?")
    app = press(app, "Add question")
    assert "1. How many *beds* <are> there?" in words(app)
    app.text_input[0].set_value("  ")
    app = press(app, "Add question")
    assert len([each for each in labels(app) if each.startswith("Remove question")]) == 1
    app = press(app, "Remove question 1")
    assert "There are no standing questions yet." in words(app)


def test_only_staff_change_the_standing_questions(
    open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    from assistant.errors import AccessDenied

    def refused() -> None:
        raise AccessDenied("Only staff can do this.")

    app = report_page(open_app)
    monkeypatch.setattr(manage_desk, "require_staff", refused)
    app.text_input[0].set_value("How many beds?")
    app = press(app, "Add question")
    assert "Only staff can do this." in words(app)
    assert "There are no standing questions yet." in words(app)
