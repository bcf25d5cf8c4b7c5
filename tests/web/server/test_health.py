from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from assistant.errors import SettingsError, StoreAway
from assistant.index.folder.versions import current_version
from assistant.settings import Settings
from assistant.web.library import Shelf
from assistant.web.server import health
from tests.web.fake_assistant import FakeAssistant


def ask(monkeypatch: pytest.MonkeyPatch, shelf: Shelf, index: Path) -> Any:  # noqa: ANN401
    library = SimpleNamespace(shelf=lambda: shelf, settings=Settings(index=index))
    monkeypatch.setattr(health, "shared_library", lambda: library)
    return TestClient(Starlette(routes=health.health_routes())).get("/readyz")


def test_ready_when_questions_are_answered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assistant = FakeAssistant.open(Settings(corpus=tmp_path))
    answer = ask(monkeypatch, Shelf(assistant), tmp_path)
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    assert answer.json()["version"] == assistant.version
    assert answer.json()["documents"] == len(assistant.documents)
    for document in assistant.documents:
        assert document.title not in json.dumps(answer.json())


@pytest.mark.parametrize(
    ("shelf", "reason"),
    [(Shelf(), "loading"), (Shelf(problem="There is no index in /a."), "no-index")],
)
def test_not_ready_says_why_in_a_word(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shelf: Shelf, reason: str
) -> None:
    assert current_version(tmp_path) is None
    answer = ask(monkeypatch, shelf, tmp_path)
    assert (answer.status_code, answer.json()) == (503, {"ready": False, "reason": reason})


def test_a_database_that_is_away_from_the_start_is_a_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Away:
        def current(self) -> str:
            raise StoreAway("The database does not answer.")

    monkeypatch.setattr(health, "store_of", lambda settings: Away())
    answer = ask(monkeypatch, Shelf(problem="The database does not answer."), tmp_path)
    reason = {"ready": False, "reason": "index-unusable"}
    assert (answer.status_code, answer.json()) == (503, reason)


def test_settings_that_are_wrong_are_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise SettingsError("ASSISTANT_OPEN is “maybe”")

    monkeypatch.setattr(health, "shared_library", refuse)
    assert health.readiness().json() == {"ready": False, "reason": "settings"}
