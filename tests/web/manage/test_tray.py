"""Files that wait: how many, for whom, and what becomes of them."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from assistant.ingest.draft import Facts
from assistant.settings import Limits
from assistant.upkeep.described import Described, Unreadable
from assistant.upkeep.describing import Progress
from assistant.upkeep.intake import Intake
from assistant.upkeep.uploads import Staged
from assistant.web.manage import tray as manage_tray
from tests.web.manage.fakes import TITLE, FakeReading, bring, tray
from tests.web.reading import labels, words


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
    monkeypatch.setattr(manage_tray, "Describing", Endless)
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
