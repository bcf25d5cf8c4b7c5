"""The page where staff look after the documents: at first, and who may see it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from assistant.web.manage import desk as manage_desk
from tests.web.manage.fakes import RUNNING, FakeRebuild, bring
from tests.web.reading import headings, labels, press, raw, words


def test_at_first_nothing_is_waiting(page: Callable[[], AppTest]) -> None:
    app = page()
    assert not app.exception
    assert headings(app) == ["Manage documents", "Add documents", "The index", "5 documents"]
    assert "Rebuild the index" in labels(app)
    assert "The index has not been rebuilt from here yet." not in words(app)  # files have changed
    assert any("changed since the index was built" in each for each in words(app))


def test_a_catalogue_that_is_broken_stops_changes_and_says_so(
    page: Callable[[], AppTest], folders: tuple[Path, Path]
) -> None:
    (folders[0] / "catalogue.toml").write_text("[oh")
    app = page()
    assert any("Documents cannot be changed here" in each for each in words(app))
    assert not any(each.startswith("Change ") for each in labels(app))
    assert "Rebuild the index" in labels(app)


def test_who_is_not_staff_sees_and_changes_nothing(
    page: Callable[[], AppTest], folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = bring(page(), "new.pdf")
    # They were staff when the page was drawn, and are not when they press the button.
    monkeypatch.setattr(manage_desk, "require_staff", _refused)
    app = press(app, "Add 1 document")
    assert not (folders[0] / "new.pdf").exists()
    assert FakeRebuild.started == []
    assert "Only staff can do this." in words(app)
    for part in ("page", "rebuild", "uploads"):
        monkeypatch.setattr(f"assistant.web.manage.{part}.may_manage", lambda: False)
    app = page()
    assert headings(app) == ["Manage documents"] and labels(app) == []


def _refused() -> None:
    from assistant.errors import AccessDenied

    raise AccessDenied("Only staff can do this.")


@pytest.mark.parametrize("part", ["uploads", "rebuild"])
def test_the_parts_that_draw_themselves_end_with_the_sign_in(
    page: Callable[[], AppTest], monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    bring(page(), "slow.pdf", wait=False)
    FakeRebuild.state = replace(RUNNING, by="Ada Marsh")
    asked: list[str] = []

    def gone() -> bool:
        asked.append(part)
        return False

    def rerun() -> None:
        raise RuntimeError("drawn again as a whole")

    monkeypatch.setattr(f"assistant.web.manage.{part}.may_manage", gone)
    monkeypatch.setattr(f"assistant.web.manage.{part}.st.rerun", rerun)
    app = AppTest.from_string("from assistant.web import app\napp.show_manage()")
    app.session_state["visitor"] = "one-browser"
    app.run(timeout=20)
    assert asked
    assert ("slow.pdf" in raw(app)) == (part == "rebuild")
    assert ("Started by Ada Marsh" in raw(app)) == (part == "uploads" and not app.exception)
