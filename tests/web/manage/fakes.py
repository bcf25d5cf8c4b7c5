"""A rebuild and a reading that tests steer, and how they use the page."""

from __future__ import annotations

import hashlib
import io
import json
import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from streamlit.testing.v1 import AppTest

from assistant.index.build_state import DocumentReport, RebuildState
from assistant.ingest.draft import Facts
from assistant.settings import Settings
from assistant.upkeep.described import Described, Unreadable
from assistant.upkeep.describing import Progress
from assistant.upkeep.uploads import Staged
from assistant.web.manage.tray import Tray, shared_trays

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
