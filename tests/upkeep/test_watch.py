"""Files that are dropped into the corpus are built in, when they have come to rest."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.index.lock import take_lock
from assistant.settings import Settings
from assistant.upkeep import rebuild as rebuild_module
from assistant.upkeep.watch import Pace, seen_in, watch
from tests.corpora import OPINION, write, write_corpus
from tests.upkeep.builds import PROGRAM, until

QUICK = Pace(rest=0.3, look=0.2, backstop=60.0, build=0.02)


class Watched:
    """A corpus that is watched, and what was said."""

    def __init__(self, settings: Settings, *, polling: bool) -> None:
        self.said: list[str] = []
        self.stop = threading.Event()
        self.thread = threading.Thread(
            target=watch,
            args=(settings, self.stop, self.said.append),
            kwargs={"polling": polling, "pace": QUICK},
        )
        self.thread.start()

    def end(self) -> None:
        self.stop.set()
        self.thread.join(30)


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setattr(rebuild_module, "PROGRAM", PROGRAM)
    monkeypatch.setenv("ASSISTANT_AUDIT", "no")
    return Settings(
        write_corpus(tmp_path / "corpus"), tmp_path / "index", records=tmp_path / "records"
    )


@pytest.fixture(params=[False, True], ids=["told", "polling"])
def watched(settings: Settings, request: pytest.FixtureRequest) -> Iterator[Watched]:
    watched = Watched(settings, polling=request.param)
    yield watched
    watched.end()


def test_what_changes_is_built_in_and_faults_are_said(settings: Settings, watched: Watched) -> None:
    until(lambda: len(watched.said) == 1)
    assert watched.said[0].endswith("is in use: 3 added.")
    write(settings.corpus, "catalogue.toml", "what = ")
    until(lambda: len(watched.said) == 2)
    assert "catalogue.toml cannot be read" in watched.said[1]
    write(settings.corpus, "catalogue.toml", "")
    write(settings.corpus, ".hidden/new.md", "# Hidden\n\nNothing to see.\n")
    (settings.corpus / OPINION).unlink()
    until(lambda: len(watched.said) == 3)
    assert "1 removed" in watched.said[2]


def test_it_waits_for_a_build_that_somebody_else_runs(settings: Settings) -> None:
    lock = take_lock(settings.index)
    watched = Watched(settings, polling=False)
    try:
        watched.thread.join(0.5)
        assert watched.thread.is_alive()
        assert watched.said == []
        os.close(lock)
        until(lambda: len(watched.said) == 1)
        assert watched.said[0].endswith("is in use: 3 added.")
    finally:
        watched.end()


def test_hidden_files_and_folders_are_not_seen(tmp_path: Path) -> None:
    assert seen_in(tmp_path / "none") is None
    write(tmp_path, "a.md", "a")
    before = seen_in(tmp_path)
    write(tmp_path, ".removed/b.md", "b")
    write(tmp_path, "~$a.docx", "lock")
    assert seen_in(tmp_path) == before
    write(tmp_path, "a.md", "ab")
    assert seen_in(tmp_path) != before
