"""Newer figures under quotes: found in the background, then told."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from assistant.answer.citation import Citation
from assistant.ledger.entry import Entry
from assistant.web.figures.newer import NewerFinder
from tests.web.fake_assistant import NASTY_QUESTION, RATE_QUESTION, FakeAssistant
from tests.web.fake_corpus import RATE
from tests.web.fake_ledger import FakeLedger
from tests.web.reading import OpenApp, ask, raw, settled, words

NEWER = "A newer figure exists: below 7.5% (the 2025 to 2026 year), Workforce plan"


class Counted(FakeLedger):
    """Counts what it is asked, and fails when the test says so."""

    def __init__(self, assistant: FakeAssistant) -> None:
        super().__init__(assistant)
        self.calls = 0
        self.error: Exception | None = None

    def newer(self, citation: Citation) -> list[Entry]:
        """Count, and do as the fake does."""
        self.calls += 1
        if self.error is not None:
            raise self.error
        return super().newer(citation)


@pytest.fixture
def ledger(tmp_path: Path) -> Counted:
    return Counted(FakeAssistant(tmp_path))


@pytest.fixture
def rate(ledger: Counted) -> Citation:
    return ledger.rate.citation


def test_it_is_found_once_and_remembered(ledger: Counted, rate: Citation) -> None:
    finder = NewerFinder()
    assert finder.look(ledger, rate) is None
    finder.wait()
    assert finder.look(ledger, rate) == (ledger.expected,)
    assert finder.look(ledger, rate) == (ledger.expected,)
    assert ledger.calls == 1


def test_another_index_is_looked_at_anew(ledger: Counted, rate: Citation, tmp_path: Path) -> None:
    finder = NewerFinder()
    finder.look(ledger, rate)
    finder.wait()
    other = Counted(FakeAssistant(tmp_path))
    other.version = "of another build"
    assert finder.look(other, rate) is None
    finder.wait()
    # A page that still has the old one does not make the new one look again.
    assert finder.look(ledger, rate) is not None
    assert finder.look(other, rate) is not None


def test_an_error_is_as_if_there_were_nothing_newer(ledger: Counted, rate: Citation) -> None:
    ledger.error = RuntimeError("inside")
    finder = NewerFinder()
    finder.look(ledger, rate)
    finder.wait()
    assert finder.look(ledger, rate) == ()


def test_the_ask_page_tells_of_it_below_the_quote(open_app: OpenApp) -> None:
    app = ask(open_app(), RATE_QUESTION)
    said = words(settled(app))
    assert [each.startswith(NEWER) for each in said].count(True) == 1
    at = next(number for number, each in enumerate(said) if each.startswith(NEWER))
    assert RATE in said[at - 1]
    assert "&lt;draft&gt;, page 1</a>" in raw(app)


def test_where_nothing_is_newer_nothing_is_said(open_app: OpenApp) -> None:
    app = ask(open_app(), NASTY_QUESTION)
    assert "newer figure" not in raw(settled(app))


def test_an_answer_does_not_wait_for_it(open_app: OpenApp, monkeypatch: pytest.MonkeyPatch) -> None:
    let = threading.Event()

    def slow(self: FakeLedger, citation: Citation) -> list[Entry]:
        assert let.wait(20)
        return []

    monkeypatch.setattr(FakeLedger, "newer", slow)
    app = ask(open_app(), RATE_QUESTION)
    assert "2 quotes found" in words(app)
    let.set()
