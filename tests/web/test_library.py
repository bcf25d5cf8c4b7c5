"""Opening the index: at the start, when there is none, and when there is a new one."""

from __future__ import annotations

import logging
import threading
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from assistant.answer.reading.passage_reader import Model
from assistant.errors import NoIndex, StaleIndex, StoreAway
from assistant.index.embedder import Embedder
from assistant.index.folder.store import FolderStore
from assistant.settings import Settings
from assistant.web.library import Library, shared_library
from tests.upkeep.builds import until
from tests.web.fake_assistant import (
    FOLLOW_UP,
    RATE_QUESTION,
    FakeAssistant,
    RememberedAssistant,
    Where,
)
from tests.web.fake_corpus import NASTY, RATE, RATE_WITH_MARK
from tests.web.reading import OpenApp, ask, blockquotes, pictures, press, words

NO_INDEX = "There is no index in *this* <folder>: run nhs-assistant build."


class Never(RememberedAssistant):
    """An index that has not been built."""

    @classmethod
    def open(
        cls, settings: Where = None, embedder: Embedder | None = None, model: Model | None = None
    ) -> FakeAssistant:
        """Open nothing until there is a version."""
        assert isinstance(settings, Settings)
        if not (settings.index / "CURRENT").exists():
            raise NoIndex(NO_INDEX)
        return super().open(settings)


class Gated(RememberedAssistant):
    """Opens when the test lets it."""

    gate = threading.Event()

    @classmethod
    def open(
        cls, settings: Where = None, embedder: Embedder | None = None, model: Model | None = None
    ) -> FakeAssistant:
        """Wait for the gate."""
        cls.gate.wait(10)
        return super().open(settings)


class Failing(RememberedAssistant):
    """Fails to open, in the way that the test chose."""

    error: Exception | None = None

    @classmethod
    def open(
        cls, settings: Where = None, embedder: Embedder | None = None, model: Model | None = None
    ) -> FakeAssistant:
        """Raise the error, if there is one."""
        if cls.error is not None:
            raise cls.error
        return super().open(settings)


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    gate = threading.Event()
    monkeypatch.setattr(Gated, "gate", gate)
    return gate


def is_ready(app: AppTest) -> bool:
    return len(app.chat_input) == 1


def build(index: Path, version: str) -> None:
    """Do what a build does last: name another version."""
    (index / "CURRENT").write_text(version, encoding="utf-8")


def test_while_it_loads_the_page_says_so(open_app: OpenApp, gate: threading.Event) -> None:
    app = open_app(Gated, wait=False)
    assert words(app) == ["Getting ready. This takes a few seconds."]
    assert not is_ready(app)
    gate.set()
    shared_library().wait(10)
    assert is_ready(app.run())


def test_without_an_index_it_says_what_to_do(open_app: OpenApp) -> None:
    app = open_app(Never)
    assert words(app) == [NO_INDEX]
    assert not is_ready(app)


def test_the_first_index_is_found_without_a_restart(
    open_app: OpenApp, folders: tuple[Path, Path]
) -> None:
    app = open_app(Never)
    build(folders[1], "1")
    app.run()
    shared_library().wait(10)
    assert is_ready(app.run())


def test_trying_again_opens_an_index_that_was_mended_in_place(
    open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Failing, "error", StaleIndex("It is stale: run nhs-assistant build."))
    app = open_app(Failing)
    assert words(app) == ["It is stale: run nhs-assistant build."]
    monkeypatch.setattr(Failing, "error", None)
    app.button(key="try-again").click().run()
    shared_library().wait(10)
    assert is_ready(app.run())


def test_an_unexpected_error_is_logged_and_not_shown(
    open_app: OpenApp, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(Failing, "error", RuntimeError("secret internal detail"))
    with caplog.at_level(logging.ERROR):
        app = open_app(Failing)
    assert words(app) == ["There is a problem with the service. Try again."]
    assert "secret internal detail" in caplog.text


def test_sessions_share_one_assistant(open_app: OpenApp, opened: list[FakeAssistant]) -> None:
    open_app()
    AppTest.from_file(Path(__file__).parents[2] / "streamlit_app.py", default_timeout=20).run()
    assert len(opened) == 1


def test_a_new_version_is_loaded_while_the_old_one_answers(
    open_app: OpenApp,
    folders: tuple[Path, Path],
    opened: list[FakeAssistant],
    gate: threading.Event,
) -> None:
    gate.set()
    app = open_app(Gated)
    gate.clear()
    build(folders[1], "2")
    assert is_ready(app.run())
    assert shared_library().shelf().assistant is opened[0]
    gate.set()
    shared_library().wait(10)
    assert shared_library().shelf().assistant is opened[1]
    assert is_ready(app.run())


def test_a_new_version_that_cannot_be_opened_leaves_the_old_one(
    open_app: OpenApp,
    folders: tuple[Path, Path],
    opened: list[FakeAssistant],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = open_app(Failing)
    monkeypatch.setattr(Failing, "error", StaleIndex("It is stale."))
    build(folders[1], "2")
    app.run()
    shared_library().wait(10)
    assert is_ready(app.run())
    assert shared_library().shelf().assistant is opened[0]


def test_a_chat_goes_on_over_the_new_index(
    open_app: OpenApp, folders: tuple[Path, Path], opened: list[FakeAssistant]
) -> None:
    app = ask(open_app(), RATE_QUESTION)
    build(folders[1], "2")
    app.run()
    shared_library().wait(10)
    ask(app, FOLLOW_UP)
    assert opened[0].asked == [(RATE_QUESTION, ())]
    assert opened[1].asked == [(FOLLOW_UP, (RATE_QUESTION,))]
    assert blockquotes(app) == [RATE, NASTY, RATE_WITH_MARK]
    press(app, "View page 1")
    assert pictures(app) == ["Page 1 of Workforce plan *2024* <draft>, with the quote marked"]


class HandedOn(RememberedAssistant):
    """Remembers the models that it was given, and may be that of an earlier version."""

    given: list[tuple[object, object]] = []
    earlier: str | None = None

    @classmethod
    def open(
        cls, settings: Where = None, embedder: Embedder | None = None, model: Model | None = None
    ) -> FakeAssistant:
        """Open with these models."""
        cls.given.append((embedder, model))
        assistant = super().open(settings)
        assistant.instead = cls.earlier
        return assistant


def test_models_are_loaded_once_and_handed_on(
    open_app: OpenApp,
    folders: tuple[Path, Path],
    opened: list[FakeAssistant],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(HandedOn, "given", [])
    open_app(HandedOn)
    build(folders[1], "2")
    shared_library().look()  # nobody has to click for it
    shared_library().wait(10)
    assert shared_library().shelf().assistant is opened[1]
    assert HandedOn.given == [(None, None), (opened[0].embedder, opened[0].model)]


def test_people_are_told_while_an_earlier_version_serves_and_no_longer(
    open_app: OpenApp, folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(HandedOn, "earlier", "Version 2 is damaged.")
    app = open_app(HandedOn)
    assert is_ready(app)
    assert any("cannot be used at the moment. You can go on" in word for word in words(app))
    monkeypatch.setattr(HandedOn, "earlier", None)
    build(folders[1], "3")
    shared_library().look()
    shared_library().wait(10)
    assert not any("cannot be used" in word for word in words(app.run()))


def test_a_database_that_was_away_is_opened_when_it_is_back(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.web.library._LOOK_EVERY", 0.05)
    monkeypatch.setattr("assistant.web.library.Assistant", Failing)
    monkeypatch.setattr(Failing, "error", StoreAway("The database does not answer."))
    library = Library(settings)
    library.wait(10)
    assert library.shelf().problem == "The database does not answer."
    monkeypatch.setattr(Failing, "error", None)
    until(lambda: library.shelf().assistant is not None)  # though nothing on the disk has changed


def test_an_index_that_is_put_right_in_place_is_found(tmp_path: Path) -> None:
    (tmp_path / "versions" / "1").mkdir(parents=True)
    build(tmp_path, "1")
    store = FolderStore(tmp_path)
    before = store.stamp()
    assert store.stamp() == before
    (tmp_path / "versions" / "1" / "catalogue.sqlite").write_bytes(b"whole again")
    assert store.stamp() != before
    (tmp_path / "CURRENT").write_bytes(b"\x00..")
    assert store.stamp()


def test_a_setting_that_is_wrong_is_said_on_every_page(
    open_app: OpenApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_app()
    monkeypatch.setenv("ASSISTANT_KEEP_DAYS", "a while")
    st.cache_resource.clear()
    app = AppTest.from_file(Path(__file__).parents[2] / "streamlit_app.py").run()
    assert words(app) == [
        "ASSISTANT_KEEP_DAYS is “a while”: it must be a whole number of days, 1 to 99999."
    ]
    monkeypatch.delenv("ASSISTANT_KEEP_DAYS")
