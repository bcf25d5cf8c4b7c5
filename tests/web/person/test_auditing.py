"""What is written down of what people do on the pages, and what is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.audit.chain import Entry
from assistant.audit.reading import entries
from assistant.health.metrics import shared_metrics
from assistant.web.person.auditing import NOT_WRITTEN
from tests.web.fake_assistant import (
    NO_ANSWER_QUESTION,
    RATE_QUESTION,
    REFUSED_QUESTION,
    FakeAssistant,
)
from tests.web.reading import OpenApp, ask, blockquotes, words


def written(tmp_path: Path) -> list[Entry]:
    return list(entries(tmp_path / "records" / "audit"))


def counted(outcome: str) -> float:
    name = "assistant_questions_total"
    return shared_metrics().registry.get_sample_value(name, {"outcome": outcome}) or 0.0


def test_a_question_is_written_with_the_places_of_its_quotes(
    open_app: OpenApp, opened: list[FakeAssistant], tmp_path: Path
) -> None:
    before = counted("answered")
    app = ask(open_app(), RATE_QUESTION)
    (entry,) = written(tmp_path)
    assert (entry.what, entry.details["question"]) == ("asked", RATE_QUESTION)
    assert entry.details["outcome"] == "answered"
    assert entry.details["index_version"] == opened[0].version
    assert str(entry.who).startswith("browser-")
    places = entry.details["quotes"]
    assert set(places[0]) == {"document", "sha256", "page", "start", "end"}
    for text in blockquotes(app):  # where they stand, and not what they say
        assert text not in str(entry)
    assert counted("answered") == before + 1


def test_a_question_without_an_answer_and_one_that_is_none(
    open_app: OpenApp, tmp_path: Path
) -> None:
    ask(ask(open_app(), NO_ANSWER_QUESTION), REFUSED_QUESTION)
    first, second = written(tmp_path)
    assert (first.details["outcome"], first.details["quotes"]) == ("no-answer", [])
    assert (second.details["outcome"], second.details["problem"]) == ("problem", "QuestionError")


def test_switched_off_nothing_is_written(
    open_app: OpenApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSISTANT_AUDIT", "no")
    assert blockquotes(ask(open_app(), RATE_QUESTION))
    assert not (tmp_path / "records" / "audit").exists()


class TestWhatCannotBeWritten:
    @pytest.fixture(autouse=True)
    def blocked(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (tmp_path / "full").write_text("a file where the folder should be")
        monkeypatch.setenv("ASSISTANT_AUDIT_FOLDER", str(tmp_path / "full"))

    def test_people_go_on_asking_and_staff_are_told(self, open_app: OpenApp) -> None:
        failures = shared_metrics().audit_failures._value.get()
        app = ask(open_app(), RATE_QUESTION)
        assert blockquotes(app)
        assert shared_metrics().audit_failures._value.get() == failures + 1
        from assistant.web.person.auditing import shared_audit

        assert "cannot be written" in str(shared_audit().problem)

    def test_where_it_is_required_nothing_is_answered(
        self, open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("ASSISTANT_AUDIT", "required")
        app = ask(open_app(), RATE_QUESTION)
        assert blockquotes(app) == []
        assert NOT_WRITTEN in words(app)
