"""A rebuild is a process of its own: started, looked at, stopped, killed."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.errors import IndexLocked, IndexNotWritten
from assistant.index.build_state import builder_of
from assistant.index.lock import is_locked, take_lock
from assistant.index.versions import current_version
from assistant.settings import Settings
from assistant.upkeep import rebuild as rebuild_module
from assistant.upkeep.rebuild import Rebuild
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
