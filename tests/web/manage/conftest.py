"""The page where staff look after the documents, over fakes."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest
from streamlit.testing.v1 import AppTest

from assistant.web.manage import desk as manage_desk
from assistant.web.manage import tray as manage_tray
from tests.web.manage.fakes import FakeReading, FakeRebuild
from tests.web.reading import OpenApp


@pytest.fixture(autouse=True)
def fakes(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    FakeRebuild.state, FakeRebuild.started, FakeRebuild.locked = None, [], False
    FakeRebuild.again, FakeRebuild.persons, FakeRebuild.version = [], [], None
    FakeReading.go = threading.Event()
    monkeypatch.setattr(manage_desk, "Rebuild", FakeRebuild)
    monkeypatch.setattr(manage_tray, "Describing", FakeReading)
    yield
    FakeReading.go.set()


@pytest.fixture
def page(open_app: OpenApp) -> Callable[[], AppTest]:
    """Opens the page; every session is the same browser's."""

    def opened() -> AppTest:
        app = open_app(page="manage")
        app.session_state["visitor"] = "one-browser"
        return app.run()

    return opened
