"""The app over the fake assistant, run without a browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from assistant.web import library
from assistant.web.check import job as check_job
from tests.web.fake_assistant import FakeAssistant, RememberedAssistant
from tests.web.fake_ledger import STARTING, FakeCheck, FakeLedger
from tests.web.reading import OpenApp

APP = Path(__file__).parents[2] / "streamlit_app.py"


@pytest.fixture(scope="session", autouse=True)
def looks_for_no_components() -> Iterator[None]:
    """No run of a page looks through all installed packages for components: there are none.

    A server does it once, `AppTest` for each run of a page, where it takes most of the time.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", lambda: [])
        yield


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """An empty corpus and an empty index folder, which the app is told to use."""
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    corpus.mkdir()
    index.mkdir()
    monkeypatch.setenv("ASSISTANT_CORPUS", str(corpus))
    monkeypatch.setenv("ASSISTANT_INDEX", str(index))
    monkeypatch.setenv("ASSISTANT_RECORDS", str(tmp_path / "records"))
    return corpus, index


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[FakeAssistant]:
    """The fake assistants that the app has opened."""
    monkeypatch.setattr(RememberedAssistant, "opened", [])
    return RememberedAssistant.opened


@pytest.fixture
def open_app(
    folders: tuple[Path, Path], opened: list[FakeAssistant], monkeypatch: pytest.MonkeyPatch
) -> Iterator[OpenApp]:
    """Opens the app over a class of assistants, on a page, when the index has been loaded."""

    def open_with(
        assistant_class: type = RememberedAssistant, page: str | None = None, *, wait: bool = True
    ) -> AppTest:
        monkeypatch.setattr(library, "Assistant", assistant_class)
        monkeypatch.setattr(library, "Ledger", FakeLedger)
        monkeypatch.setattr(library, "starting_look_ups", lambda ledger: STARTING)
        monkeypatch.setattr(check_job, "check_draft", FakeCheck())
        st.cache_resource.clear()
        st.cache_data.clear()
        if wait:
            library.shared_library().wait(10)
        if page is None:
            return AppTest.from_file(APP, default_timeout=20).run()
        # AppTest can switch only between pages that are files: draw this one by itself.
        script = f"from assistant.web import app\napp.show_{page}()"
        return AppTest.from_string(script, default_timeout=20).run()

    yield open_with
    library.shared_library().wait(10)
    st.cache_resource.clear()
