"""The page where staff look after the documents, in each of its states."""

from __future__ import annotations

import hashlib
import io
import json
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from assistant.index.build_state import DocumentReport, RebuildState, State
from assistant.ingest.corpus import read_catalogue
from assistant.ingest.draft import Facts
from assistant.settings import Limits, Settings
from assistant.upkeep.described import Described, Unreadable
from assistant.upkeep.intake import Intake, Staged
from assistant.upkeep.proposing import Progress
from assistant.web.manage import desk as manage_desk
from assistant.web.manage import tray as manage_tray
from assistant.web.manage.rebuild import AGAIN, FOLLOWS, NEW_IN_USE, WAITS
from assistant.web.manage.tray import Tray, shared_trays
from assistant.web.markup import label
from tests.web.fake_assistant import FakeAssistant
from tests.web.reading import OpenApp, headings, labels, press, raw, words

TITLE = "Review of *beds* -- :smile: <b>2026</b>"
DONE = RebuildState(
    "done", "Done", 3, 3, "2026-11-22T09:00:00+00:00", "2026-11-22T09:05:00+00:00", "1",
    (
        DocumentReport("notes_:smile:.md", "added", passages=4),
        DocumentReport("old.pdf", "failed", "password", "It is <locked>."),
        DocumentReport("same.pdf", "unchanged"),
    ),
    None, "Ada <Marsh>",
)  # fmt: skip
RUNNING = replace(
    DONE, state="running", what="Reading page 12 of 80 of *a*.pdf", ended=None, documents=()
)


class FakeRebuild:
    """A rebuild whose state a test sets."""

    state: RebuildState | None = None
    started: list[str | None] = []
    again: list[bool] = []
    persons: list[str | None] = []
    locked = False
    version: str | None = None

    def __init__(self, settings: Settings) -> None:
        pass

    def ask_for(
        self, *, again: bool = False, by: str | None = None, person: str | None = None
    ) -> bool:
        FakeRebuild.again.append(again)
        FakeRebuild.persons.append(person)
        if FakeRebuild.locked:
            return False
        FakeRebuild.started.append(by)
        FakeRebuild.state = RUNNING
        return True

    def follows(self) -> bool:
        return FakeRebuild.locked

    def stop(self) -> bool:
        stoppable = FakeRebuild.state is not None
        FakeRebuild.state = replace(
            DONE, state="stopped", documents=(), version=FakeRebuild.version
        )
        return stoppable

    def look(self) -> RebuildState | None:
        return FakeRebuild.state


class FakeReading:
    """Says of a file what its name asks for; one named `slow` waits until it is let go."""

    go = threading.Event()

    def __init__(self, files: Sequence[Staged], limits: object) -> None:
        self.files = files

    def results(self, progress: Progress) -> Iterator[tuple[int, Described | Unreadable]]:
        for number, file in enumerate(self.files):
            if "slow" in str(file):
                progress(number, 12, 80)
                FakeReading.go.wait(10)
            if "bad" in str(file):
                yield number, Unreadable("password", "It opens <only> with a password.")
            else:
                facts = Facts(TITLE, "report", ("Ada Marsh",), None, "2026-07")
                yield number, Described("pdf", facts, 80, 1000)

    def stop(self) -> None:
        FakeReading.go.set()


@pytest.fixture(autouse=True)
def fakes(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    FakeRebuild.state, FakeRebuild.started, FakeRebuild.locked = None, [], False
    FakeRebuild.again, FakeRebuild.persons, FakeRebuild.version = [], [], None
    FakeReading.go = threading.Event()
    monkeypatch.setattr(manage_desk, "Rebuild", FakeRebuild)
    monkeypatch.setattr(manage_tray, "Reading", FakeReading)
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


def tray() -> Tray:
    return shared_trays().of(hashlib.sha256(b"one-browser").hexdigest())


def bring(app: AppTest, *names: str, wait: bool = True) -> AppTest:
    tray().bring([(name, io.BytesIO(f"Words of {name}".encode())) for name in names])
    if wait:
        tray().wait(10)
    return app.run()


def field(app: AppTest, label: str, position: int = 0) -> object:
    return [each for each in app.text_input if each.label == label][position]


def fill(app: AppTest, label: str, text: str) -> None:
    next(each for each in app.text_input if each.label == label).set_value(text)


def audited(folders: tuple[Path, Path]) -> list[str]:
    lines = [
        line
        for file in sorted((folders[0].parent / "records" / "audit").glob("*.jsonl"))
        for line in file.read_text().splitlines()
    ]
    return [what for line in lines if (what := json.loads(line).get("what")) is not None]


def test_at_first_nothing_is_waiting(page: Callable[[], AppTest]) -> None:
    app = page()
    assert not app.exception
    assert headings(app) == ["Manage documents", "Add documents", "The index", "5 documents"]
    assert "Rebuild the index" in labels(app)
    assert "The index has not been rebuilt from here yet." not in words(app)  # files have changed
    assert any("changed since the index was built" in each for each in words(app))


def test_a_file_is_shown_while_it_is_read(page: Callable[[], AppTest]) -> None:
    app = bring(page(), "slow.pdf", wait=False)
    progress = " ".join(str(element.proto) for element in app.get("progress"))
    assert "Reading page 12 of 80" in progress or "waiting to be read" in progress
    assert f"Leave out {label('slow.pdf')}" in labels(app)
    assert not any(each.startswith("Add ") for each in labels(app))


def test_what_a_file_says_can_be_corrected_before_it_goes_in(
    page: Callable[[], AppTest], folders: tuple[Path, Path]
) -> None:
    app = bring(page(), "new.pdf")
    assert field(app, "Title").value == TITLE  # type: ignore[attr-defined]
    assert "PDF, 80 pages" in " ".join(raw(app).split())
    fill(app, "Publisher", "The <b>library</b>")
    fill(app, "Date published (such as July 2024)", "18 July 2026")
    app = press(app, "Add 1 document")
    assert (folders[0] / "new.pdf").read_bytes() == b"Words of new.pdf"
    facts = read_catalogue(folders[0] / "catalogue.toml")["new.pdf"].facts
    assert facts == Facts(publisher="The <b>library</b>", published="2026-07-18")
    assert "1 document was added." in words(app)
    assert FakeRebuild.started == [manage_desk.IN_THE_BROWSER]
    assert audited(folders)[-2:] == ["document-added", "rebuild-started"]


def test_facts_that_are_wrong_are_said_beside_the_field(
    page: Callable[[], AppTest], folders: tuple[Path, Path]
) -> None:
    app = bring(page(), "new.pdf", "other.pdf")
    fill(app, "Title", "  ")
    fill(app, "Date published (such as July 2024)", "someday")
    fill(app, "Authors, with semicolons between", "")
    app = press(app, "Add 2 documents")
    assert (folders[0] / "other.pdf").exists()
    assert not (folders[0] / "new.pdf").exists()
    said = words(app)
    assert "Error: Enter a title" in said
    assert "Error: Enter a date such as 18 July 2024, July 2024 or 2024" in said
    assert any("document itself says “Ada Marsh”" in each for each in said)
    assert "1 file was not added. What is wrong is said beside each." in said
    assert field(app, "Date published (such as July 2024)").value == "someday"  # type: ignore[attr-defined]


def test_what_cannot_be_read_says_why_and_how_to_mend_it(page: Callable[[], AppTest]) -> None:
    app = bring(page(), "bad.pdf", "catalogue.toml")
    said = " ".join(words(app))
    assert "Protected by a password. It opens <only> with a password." in said
    assert "Save a copy that opens without a password." in said
    assert "a name that this service keeps for itself" in said
    assert not any(each.startswith("Add ") for each in labels(app))
    app = press(app, f"Leave out {label('bad.pdf')}")
    assert "“bad.pdf” was left out." in words(app)
    assert "Protected by a password" not in raw(app)


def test_the_very_same_file_does_not_go_in_again(
    page: Callable[[], AppTest], folders: tuple[Path, Path]
) -> None:
    app = page()
    (folders[0] / "there.txt").write_bytes(b"Words of here.txt")
    app = bring(app, "here.txt")
    assert any("This very file is among the documents already" in each for each in words(app))


def test_a_file_can_take_the_place_of_one_of_the_same_name(
    page: Callable[[], AppTest], folders: tuple[Path, Path]
) -> None:
    app = bring(page(), "Notes_-smile-.md")
    assert not app.radio
    (folders[0] / "new.pdf").write_bytes(b"Old words")
    (folders[0] / "catalogue.toml").write_text('["new.pdf"]\npublisher = "P"\nquestions = ["Q?"]\n')
    app = bring(app, "NEW.pdf")
    (choice,) = app.radio
    assert "Add as a new document" in choice.options[0] and "Replace" in choice.options[1]
    assert choice.value == "new.pdf"
    app = press(app, "Add 2 documents")
    assert (folders[0] / "new.pdf").read_bytes() == b"Words of NEW.pdf"
    entry = read_catalogue(folders[0] / "catalogue.toml")["new.pdf"]
    assert (entry.questions, entry.facts.publisher) == (("Q?",), "P")
    assert "document-replaced" in audited(folders)
    assert any("1 document removed or replaced" in each.label for each in app.expander)


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
        monkeypatch.setattr(f"assistant.web.manage_{part}.may_manage", lambda: False)
    app = page()
    assert headings(app) == ["Manage documents"] and labels(app) == []


def _refused() -> None:
    from assistant.errors import AccessDenied

    raise AccessDenied("Only staff can do this.")


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


def test_only_so_many_files_can_wait(
    page: Callable[[], AppTest], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(manage_tray, "MOST_FILES", 1)
    app = bring(page(), "first.pdf", "second.pdf")
    assert manage_tray.TOO_MANY in words(app)
    assert "Add 1 document" in labels(app)


def test_a_reload_finds_the_files_again(page: Callable[[], AppTest]) -> None:
    bring(page(), "new.pdf")
    again = AppTest.from_string("from assistant.web import app\napp.show_manage()")
    again.session_state["visitor"] = "one-browser"
    assert "Add 1 document" in labels(again.run(timeout=20))


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

    monkeypatch.setattr(f"assistant.web.manage_{part}.may_manage", gone)
    monkeypatch.setattr(f"assistant.web.manage_{part}.st.rerun", rerun)
    app = AppTest.from_string("from assistant.web import app\napp.show_manage()")
    app.session_state["visitor"] = "one-browser"
    app.run(timeout=20)
    assert asked
    assert ("slow.pdf" in raw(app)) == (part == "rebuild")
    assert ("Started by Ada Marsh" in raw(app)) == (part == "uploads" and not app.exception)


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


def test_what_waited_when_the_app_was_stopped_is_dropped_at_its_start(
    folders: tuple[Path, Path], page: Callable[[], AppTest]
) -> None:
    left = Intake(folders[0], Limits()).stage("left.pdf", io.BytesIO(b"Left"))
    page()
    assert not left.file.exists()


class Endless(FakeReading):
    """Reads for ever, unless it is stopped."""

    def __init__(self, files: Sequence[Staged], limits: object) -> None:
        super().__init__(files, limits)
        self.stopped = threading.Event()
        begun.release()

    def results(self, progress: Progress) -> Iterator[tuple[int, Described | Unreadable]]:
        for number, file in enumerate(self.files):
            if "long" in str(file) or self.stopped.is_set():
                assert self.stopped.wait(10)
                yield number, Unreadable("damaged", "It was stopped.")
            else:
                yield number, Described("text", Facts(TITLE, "report"), None, 10)

    def stop(self) -> None:
        self.stopped.set()


begun = threading.Semaphore(0)


def test_leaving_out_a_file_ends_its_reading_at_once(
    page: Callable[[], AppTest], monkeypatch: pytest.MonkeyPatch
) -> None:
    page()
    monkeypatch.setattr(manage_tray, "Reading", Endless)
    tray().bring([("long.txt", io.BytesIO(b"A")), ("other.txt", io.BytesIO(b"B"))])
    assert begun.acquire(timeout=10)
    tray().leave_out(tray().items()[0])
    tray().wait(10)
    (other,) = tray().items()
    assert (other.name, other.state) == ("other.txt", "ready")
    assert other.unreadable is None
    tray().bring([("short.txt", io.BytesIO(b"C"))])
    tray().wait(10)
    assert tray().items()[-1].state == "ready"


def test_a_file_that_is_read_only_in_the_rebuild_can_be_added(
    page: Callable[[], AppTest], folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Later(FakeReading):
        def results(self, progress: Progress) -> Iterator[tuple[int, Described | Unreadable]]:
            yield 0, Described("pdf", Facts("scan", "document"), None, 0, later=True)

    monkeypatch.setattr(manage_tray, "Reading", Later)
    app = bring(page(), "scan.pdf")
    assert "The next rebuild reads it in full" in raw(app)
    press(app, "Add 1 document")
    assert (folders[0] / "scan.pdf").exists()
    assert not (folders[0] / "catalogue.toml").exists()  # so that what it says itself is taken
