"""The rebuild on the page, in each of its states."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from assistant.index.build_state import State
from assistant.web.manage.rebuild import AGAIN, FOLLOWS, NEW_IN_USE, WAITS
from tests.web.fake_assistant import FakeAssistant
from tests.web.manage.fakes import DONE, RUNNING, FakeRebuild, bring
from tests.web.reading import OpenApp, labels, press, raw, words


def test_the_rebuild_is_shown_while_it_runs_whoever_began_it(page: Callable[[], AppTest]) -> None:
    FakeRebuild.state = replace(RUNNING, by=None)
    app = page()
    assert "Stop the rebuild" in labels(app) and "Rebuild the index" not in labels(app)
    (bar,) = app.get("progress")
    assert "Reading page 12 of 80" in str(bar.proto).replace("\\\\", "")
    assert "Started from the command line" in raw(app)
    assert WAITS not in raw(app)
    app = press(app, "Stop the rebuild")
    assert "The rebuild was stopped. The previous index is still in use." in words(app)


def test_a_rebuild_that_is_stopped_late_does_not_say_that_the_previous_index_is_in_use(
    page: Callable[[], AppTest],
) -> None:
    FakeRebuild.state, FakeRebuild.version = RUNNING, "2"
    app = press(page(), "Stop the rebuild")
    said = " ".join(words(app))
    assert NEW_IN_USE in said
    assert "The previous index is still in use" not in said


def test_a_rebuild_of_the_watched_folder_says_why_it_began(page: Callable[[], AppTest]) -> None:
    FakeRebuild.state = replace(RUNNING, by="watch")
    assert "Started because files in the folder changed on" in raw(page())
    FakeRebuild.state = replace(DONE, by="watch")
    said = " ".join(words(page()))
    assert "started because files in the folder changed" in said and "watch" not in said


def test_files_that_could_not_be_read_can_be_tried_again(page: Callable[[], AppTest]) -> None:
    FakeRebuild.state = DONE
    press(page(), AGAIN)
    assert FakeRebuild.again == [True]
    assert FakeRebuild.persons[0] is not None and FakeRebuild.persons[0].startswith("browser-")
    FakeRebuild.state = replace(DONE, documents=())
    press(page(), "Rebuild the index")
    assert FakeRebuild.again == [True, False]


@pytest.mark.parametrize("state", ["failed", "died", "stopped"])
def test_a_rebuild_that_did_not_end_well_says_so(page: Callable[[], AppTest], state: State) -> None:
    FakeRebuild.state = replace(
        DONE, state=state, problem="The disk is <full>.", documents=(), version=None
    )
    said = " ".join(words(page()))
    assert "The previous index is still in use." in said
    assert ("The disk is <full>." in said) == (state != "stopped")


def test_the_last_rebuild_tells_of_each_file(page: Callable[[], AppTest]) -> None:
    FakeRebuild.state = DONE
    app = page()
    said = " ".join(words(app))
    assert "started by Ada <Marsh>" in said
    assert "1 added, 1 could not be read, 1 unchanged" in said
    assert "protected by a password. It is <locked>." in said


def test_a_rebuild_that_runs_already_loses_nothing(
    page: Callable[[], AppTest], folders: tuple[Path, Path]
) -> None:
    FakeRebuild.locked = True
    app = press(bring(page(), "new.pdf"), "Add 1 document")
    assert (folders[0] / "new.pdf").exists()
    assert f"1 document was added. {FOLLOWS}" in words(app)
    FakeRebuild.state = RUNNING
    assert WAITS in raw(page())


class NoIndex(FakeAssistant):
    """No index can be opened."""

    @classmethod
    def open(cls, *args: object, **kwargs: object) -> FakeAssistant:
        from assistant.errors import DamagedIndex

        raise DamagedIndex("The index is damaged. Run `nhs-assistant build --full`.")


def test_an_index_that_is_damaged_can_be_rebuilt_here(open_app: OpenApp) -> None:
    app = open_app(NoIndex, page="manage")
    assert any("The index is damaged. Rebuild the index here." in each for each in words(app))
    press(app, "Rebuild the index")
    assert FakeRebuild.started


def test_a_new_index_that_is_still_being_opened_is_said(page: Callable[[], AppTest]) -> None:
    FakeRebuild.state = replace(DONE, version="2")
    said = words(page())
    assert any("The new index is being opened." in each for each in said)
    assert not any("changed since the index was built" in each for each in said)
