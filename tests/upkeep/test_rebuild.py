"""A rebuild is a process of its own: started, looked at, stopped, killed."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.errors import IndexLocked, IndexNotWritten
from assistant.index.build import BuildReport
from assistant.index.build_state import DocumentReport, RebuildState, builder_of, write_state
from assistant.index.folder.versions import current_version
from assistant.index.lock import is_locked, take_lock
from assistant.settings import Settings
from assistant.upkeep import building
from assistant.upkeep import rebuild as rebuild_module
from assistant.upkeep.rebuild import Rebuild
from assistant.upkeep.state_keeper import StateKeeper
from tests.corpora import PATHS, write, write_corpus
from tests.upkeep.builds import PROGRAM, ended, until


@pytest.fixture
def gate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file that a build waits for before it embeds anything."""
    monkeypatch.setenv("TEST_GATE", str(tmp_path / "gate"))
    return tmp_path / "gate"


@pytest.fixture
def rebuild(tmp_path: Path, gate: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Rebuild]:
    monkeypatch.setattr(rebuild_module, "PROGRAM", PROGRAM)
    monkeypatch.setenv("ASSISTANT_AUDIT", "no")
    settings = Settings(
        write_corpus(tmp_path / "corpus"), tmp_path / "index", records=tmp_path / "records"
    )
    rebuild = Rebuild(settings)
    yield rebuild
    rebuild.stop()  # where a test has failed, it would wait for ever


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return tmp_path / "index"


def test_a_rebuild_tells_how_it_stands_and_can_be_stopped(
    rebuild: Rebuild, gate: Path, index: Path
) -> None:
    assert rebuild.look() is None
    rebuild.start(by="Ann")
    state = rebuild.look()
    assert state is not None
    assert (state.state, state.by, state.ended) == ("running", "Ann", None)
    with pytest.raises(IndexLocked, match="Another build"):
        rebuild.start()
    until(lambda: "Indexing" in rebuild.look().what)  # type: ignore[union-attr]
    gate.touch()
    state = ended(rebuild)
    assert (state.state, state.problem, state.by) == ("done", None, "Ann")
    assert state.version == current_version(index)
    assert {(one.path, one.status) for one in state.documents} == {(p, "added") for p in PATHS}
    assert state.ended is not None
    until(lambda: not is_locked(index))
    assert not rebuild.stop()
    kept = (index / "build.json").read_text("utf-8") + (index / "build.log").read_text("utf-8")
    assert "214 beds" not in kept

    gate.unlink()
    rebuild.start(full=True)
    builder = builder_of(index)
    assert builder is not None
    assert os.getsid(builder.pid) == builder.pid != os.getsid(0)  # it ends with nobody
    until(lambda: "Indexing" in rebuild.look().what)  # type: ignore[union-attr]
    assert rebuild.stop()
    stopped = ended(rebuild)
    assert (stopped.state, stopped.version, stopped.problem) == ("stopped", None, None)
    assert current_version(index) == state.version
    assert [path.name for path in (index / "versions").iterdir()] == [state.version]
    until(lambda: not is_locked(index))


def test_a_rebuild_that_was_killed_is_told_as_died(
    rebuild: Rebuild, gate: Path, index: Path
) -> None:
    rebuild.start()
    until(lambda: "Indexing" in rebuild.look().what)  # type: ignore[union-attr]
    builder = builder_of(index)
    assert builder is not None
    os.kill(builder.pid, signal.SIGKILL)
    state = ended(rebuild)
    assert state.state == "died"
    assert state.problem is not None
    assert state.problem.endswith("Build again: nothing has to be put right first.")
    gate.touch()
    rebuild.start()
    assert ended(rebuild).state == "done"


def test_a_rebuild_that_is_asked_for_during_another_follows_it(
    rebuild: Rebuild, gate: Path, index: Path, tmp_path: Path
) -> None:
    assert rebuild.ask_for(by="Ann", person="account-1")
    until(lambda: "Indexing" in rebuild.look().what)  # type: ignore[union-attr]
    write(tmp_path / "corpus", "new.md", "# New\n\nThere are 12 new beds in the ward.\n")
    assert not rebuild.ask_for(by="Bo", person="account-2")
    assert rebuild.follows()
    gate.touch()
    until(lambda: (state := rebuild.look()) is not None and state.by == "Bo")
    state = ended(rebuild)
    assert (state.state, state.by) == ("done", "Bo")
    assert ("new.md", "added") in {(one.path, one.status) for one in state.documents}
    until(lambda: not is_locked(index))
    assert not rebuild.follows()


def test_a_rebuild_that_is_stopped_is_followed_by_none(rebuild: Rebuild, index: Path) -> None:
    rebuild.start()
    until(lambda: "Indexing" in rebuild.look().what)  # type: ignore[union-attr]
    assert not rebuild.ask_for()
    assert rebuild.stop()
    assert ended(rebuild).state == "stopped"
    until(lambda: not is_locked(index))
    assert not rebuild.follows()


def test_the_audit_log_names_the_documents_and_no_person_in_clear(
    rebuild: Rebuild, gate: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSISTANT_AUDIT", "yes")
    write(tmp_path / "corpus", "broken.pdf", "%PDF-1.4 nothing")
    gate.touch()
    rebuild.start(by="Ann Marsh", person="account-1")
    assert ended(rebuild).by == "Ann Marsh"
    audit = tmp_path / "records" / "audit"
    until(lambda: not is_locked(tmp_path / "index"))
    (day,) = audit.glob("*.jsonl")
    line = json.loads(day.read_text("utf-8"))
    assert (line["what"], line["who"]) == ("rebuild-ended", "account-1")
    assert "Ann" not in json.dumps(line)
    details = line["details"]
    assert details["changed"] == len(PATHS) + 1
    told = {each["path"]: each for each in details["changes"]}
    content = (tmp_path / "corpus" / PATHS[0]).read_bytes()
    assert told[PATHS[0]] == {
        "path": PATHS[0], "status": "added", "sha256": hashlib.sha256(content).hexdigest(),
    }  # fmt: skip
    assert told["broken.pdf"] == {"path": "broken.pdf", "status": "failed", "reason": "damaged"}


def test_the_audit_log_names_only_so_many_documents(tmp_path: Path) -> None:
    state = RebuildState(
        "done", "Done", 1, 1, "", documents=tuple(
            DocumentReport(f"{number}.md", "added" if number else "unchanged")
            for number in range(301)
        ),
    )  # fmt: skip
    told = building._changed(Settings(index=tmp_path), state)
    assert told["changed"] == 300
    assert len(told["changes"]) == 200  # type: ignore[arg-type]


def test_a_build_that_fails_at_once_is_not_told_as_running(
    rebuild: Rebuild, monkeypatch: pytest.MonkeyPatch
) -> None:
    # However slow the one is that starts it: what it writes comes before what the build writes.
    real = write_state

    def slowly(*args: object) -> None:
        ready.wait(2)
        real(*args)  # type: ignore[arg-type]

    ready = threading.Event()
    monkeypatch.setattr(rebuild_module, "write_state", slowly)
    (rebuild._settings.corpus / "catalogue.toml").write_text("what = ")
    rebuild.start()
    assert ended(rebuild).state == "failed"


@pytest.mark.parametrize("new", [False, True])
def test_what_is_in_use_is_said_after_a_fault(tmp_path: Path, new: bool) -> None:
    keeper = StateKeeper(tmp_path, None, None, lambda: None)
    with pytest.raises(ZeroDivisionError), keeper:
        if new:
            keeper.built(BuildReport("7", (), 0, 0.0))
        raise ZeroDivisionError
    assert keeper.state is not None and keeper.state.problem is not None
    said = "Version 7 is in use." if new else "The version before is in use."
    assert keeper.state.problem.endswith(said)


def test_a_fault_in_catalogue_toml_is_told(rebuild: Rebuild, gate: Path, tmp_path: Path) -> None:
    write(tmp_path / "corpus", "catalogue.toml", "what = ")
    rebuild.start()
    state = ended(rebuild)
    assert state.state == "failed"
    assert state.problem is not None
    assert "catalogue.toml cannot be read" in state.problem


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises((IndexNotWritten, OSError)):
        Rebuild(Settings(tmp_path, tmp_path / "file" / "index")).start()


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b'{"build": {}}', b"\xff\xfe"])
def test_a_damaged_record_of_the_build_is_as_none(
    rebuild: Rebuild, index: Path, content: bytes
) -> None:
    index.mkdir()
    (index / "build.json").write_bytes(content)
    assert rebuild.look() is None
    assert not rebuild.stop()


def test_a_lock_that_is_only_looked_at_stops_no_build(index: Path) -> None:
    index.mkdir()
    os.close(take_lock(index))
    assert not is_locked(index)
    lock = take_lock(index)
    assert is_locked(index)
    os.close(lock)
