"""Builds are killed at moments that nobody chose; every answer stays right, and a build mends all.

The moments are drawn by a seed, which is printed: CRASH_SEED repeats a run that failed.
"""

from __future__ import annotations

import contextlib
import gc
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.answer.assistant import Assistant
from assistant.index.build import build
from assistant.index.lock import is_locked
from assistant.settings import Settings
from tests.corpora import GUIDANCE, GUIDANCE_TEXT, write, write_corpus
from tests.embedders import HashedWords
from tests.index.asking import answers

ROOT = Path(__file__).parents[2]
KILLS = 50
DAYS = (14, 21)
"""The corpus is now the one, now the other: an answer has to be that of either, and no mixture."""
REVIEWED = "How long after discharge should patients be reviewed?"

# One process imports all that a build needs, once; each build is a fork of it, told by a line.
BUILDER = """
import os, sys
from pathlib import Path
from assistant.ingest import ocr, read
from assistant.settings import Settings
from assistant.index import reading
from assistant.index.folder import dense, draft, lexical
from assistant.index.build import build
from tests.conftest import in_this_process
from tests.embedders import HashedWords
import faiss, tantivy
read.in_workers = in_this_process
ocr.ocr_program = lambda: None  # a process that it starts may hold the lock for a moment longer
settings = Settings(Path(sys.argv[1]), Path(sys.argv[2]))
print("ready", flush=True)
for line in sys.stdin:
    child = os.fork()
    if child == 0:
        build(settings, HashedWords(), full=line.strip() == "full")
        os._exit(0)
    print(child, flush=True)
    os.waitpid(child, 0)
    print("over", flush=True)
"""


class Builder:
    """Builds in a process that can be killed."""

    def __init__(self, settings: Settings) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-c", BUILDER, settings.corpus, settings.index],
            cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip
        self._line()

    def run(self, how: str, kill_after: float | None = None) -> float:
        """Build; kill it after some seconds, if it is still at it. Returns the seconds it ran."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{how}\n")
        self._process.stdin.flush()
        child, started = int(self._line()), time.monotonic()
        if kill_after is not None:
            time.sleep(kill_after)  # the moment is the point of it
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
        assert self._line() == "over"
        return time.monotonic() - started

    def end(self) -> None:
        self._process.kill()
        self._process.communicate()

    def _line(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()


@pytest.fixture
def crashing(tmp_path: Path) -> Iterator[tuple[Settings, Builder]]:
    settings = Settings(write_corpus(tmp_path / "corpus"), tmp_path / "index")
    builder = Builder(settings)
    yield settings, builder
    builder.end()


def guidance(days: int) -> str:
    return GUIDANCE_TEXT.replace("within 14 days", f"within {days} days")


def test_builds_that_are_killed_leave_every_answer_right(
    crashing: tuple[Settings, Builder], read_in_this_process: None, tmp_path: Path
) -> None:
    seed = int(os.environ.get("CRASH_SEED", time.time_ns() % 1_000_000))
    print(f"CRASH_SEED={seed}")  # noqa: T201 - pytest shows it where the test fails
    chance = random.Random(seed)
    settings, builder = crashing
    right = {}
    for days in DAYS:
        write(settings.corpus, GUIDANCE, guidance(days))
        whole = Settings(settings.corpus, tmp_path / f"right-{days}")
        build(whole, HashedWords())
        right[days] = answers(whole)
    assert right[14] != right[21]
    seconds, died = builder.run("full"), 0
    for number in range(KILLS):
        write(settings.corpus, GUIDANCE, guidance(DAYS[number % 2]))
        if number % 10 == 5:
            seconds = builder.run("full")  # the machine may be busier now, or less so
        before = (settings.index / "CURRENT").read_text("utf-8")
        builder.run(chance.choice(["full", "changed"]), chance.uniform(0, seconds))
        died += (settings.index / "CURRENT").read_text("utf-8") == before
        assert not is_locked(settings.index)
        found = Assistant.open(settings, HashedWords())
        assert found.instead is None
        asked = found.ask(REVIEWED).quotes[0].text
        assert any(f"within {days} days" in asked for days in DAYS)
        if number % 10 == 9:
            assert answers(settings) in right.values()
    assert died > KILLS / 10, "the builds were too quick to be killed"
    del found
    # What somebody reads is not removed, and now nobody does.
    gc.collect()
    builder.run("changed")
    assert answers(settings) == right[DAYS[(KILLS - 1) % 2]]
    assert len(list((settings.index / "versions").iterdir())) <= 2
