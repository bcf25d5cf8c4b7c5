"""A scheduler and two workers in processes of their own; one is killed in the middle of a build."""

from __future__ import annotations

import os
import signal
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.errors import SpreadError
from assistant.index.build import build
from assistant.index.build_state import DocumentReport
from assistant.index.spread import cluster
from assistant.index.stores import store_of
from assistant.settings import Limits, Settings
from tests.cluster import dask_machines as machines
from tests.embedders import HashedWords
from tests.index.spread.crews import documents

pytest.importorskip("distributed")
pytestmark = pytest.mark.cluster

_DOCUMENTS = 24
_NO_SCANS = Limits(ocr=False)
"""In tests nothing recognises scans, in the workers' processes something may."""


def held(settings: Settings) -> dict[str, list[tuple[str, int, int, bytes]]]:
    """Every passage and statement of the index, by document: its place and its vector."""
    catalogue = store_of(settings).catalogue()
    try:
        return {
            listing.path: [
                (what, one.start, one.end, bytes(one.vector))
                for what in ("passages", "statements")
                for one in catalogue.placed(listing.path, what)
            ]
            for listing in catalogue.listings()
        }
    finally:
        catalogue.close()


def test_a_worker_that_is_killed_loses_and_doubles_nothing(tmp_path: Path) -> None:
    documents(tmp_path / "corpus", _DOCUMENTS)
    alone = Settings(corpus=tmp_path / "corpus", index=tmp_path / "alone", limits=_NO_SCANS)
    build(alone, HashedWords())
    with ExitStack() as stack:
        scheduler, _ = stack.enter_context(machines.scheduler(tmp_path))
        first = stack.enter_context(machines.worker(scheduler, tmp_path / "first.log"))
        stack.enter_context(machines.worker(scheduler, tmp_path / "second.log"))
        shared = replace(alone, index=tmp_path / "shared", scheduler=scheduler)
        told: list[str] = []

        def kill_at_the_third(report: DocumentReport) -> None:
            told.append(report.path)
            if len(told) == 3:
                os.kill(first.pid, signal.SIGKILL)

        report = build(shared, HashedWords(), each=kill_at_the_third)
        assert first.wait() == -signal.SIGKILL
        assert told == sorted(told)
        assert {one.status for one in report.documents} == {"added"}
        assert len(report.documents) == _DOCUMENTS
        assert held(shared) == held(alone)

        # What has changed goes the same way, and what is known is not embedded again.
        changed = tmp_path / "corpus" / "ward-003.md"
        changed.write_text(changed.read_text() + "\nA bell rang in the ward at night.\n")
        again = build(shared, HashedWords())
        build(alone, HashedWords())
        assert [one.path for one in again.documents if one.status == "updated"] == [changed.name]
        assert held(shared) == held(alone)


def test_what_a_cluster_lacks_is_said_and_the_version_before_serves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents(tmp_path / "corpus", 2)
    settings = Settings(corpus=tmp_path / "corpus", index=tmp_path / "index", limits=_NO_SCANS)
    before = build(settings, HashedWords()).version
    documents(tmp_path / "corpus", 12)
    monkeypatch.setattr(cluster, "_WORKERS_SECONDS", 0.5)
    with ExitStack() as stack:
        scheduler, process = stack.enter_context(machines.scheduler(tmp_path))
        shared = replace(settings, scheduler=scheduler)
        with pytest.raises(SpreadError, match=f"nhs-assistant worker {scheduler.address}"):
            build(shared, HashedWords())
        with (
            machines.worker(scheduler, tmp_path / "other.log", "hashed words:2"),
            pytest.raises(SpreadError, match="its embedding model is hashed words:2"),
        ):
            build(shared, HashedWords())
        worker = stack.enter_context(machines.worker(scheduler, tmp_path / "worker.log"))

        def kill(report: DocumentReport) -> None:
            process.kill()

        with pytest.raises(SpreadError, match="has gone in the middle of the build"):
            build(shared, HashedWords(), each=kill)
        assert worker.wait(30) == 1
        assert "so this worker has ended" in (tmp_path / "worker.log").read_text()
    assert store_of(settings).current() == before
    assert len(store_of(settings).versions()) == 1


def test_a_worker_that_hangs_is_said_at_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents(tmp_path / "corpus", 1)
    monkeypatch.setattr(cluster, "_ASK_SECONDS", 1.0)
    with (
        machines.scheduler(tmp_path) as (scheduler, _),
        machines.worker(scheduler, tmp_path / "worker.log") as worker,
    ):
        os.kill(worker.pid, signal.SIGSTOP)
        shared = Settings(tmp_path / "corpus", tmp_path / "index", scheduler=scheduler)
        with pytest.raises(SpreadError, match="Not all workers said within 1 seconds"):
            build(replace(shared, limits=_NO_SCANS), HashedWords())


@pytest.mark.parametrize(
    ("flags", "why"),
    [(("--nthreads", "1"), "below a nanny"), (("--nthreads", "2", "--no-nanny"), "does 2 tasks")],
)
def test_a_worker_of_dasks_own_that_cannot_take_part_is_refused(
    tmp_path: Path, flags: tuple[str, ...], why: str
) -> None:
    documents(tmp_path / "corpus", 1)
    with (
        machines.scheduler(tmp_path) as (scheduler, _),
        machines.other_worker(scheduler, tmp_path / "worker.log", *flags),
    ):
        shared = Settings(tmp_path / "corpus", tmp_path / "index", scheduler=scheduler)
        with pytest.raises(SpreadError, match=why):
            build(replace(shared, limits=_NO_SCANS), HashedWords())
