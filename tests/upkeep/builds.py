"""Rebuilds as processes of their own that load no model and wait until the test lets them go on."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

from assistant.index.build_state import RebuildState
from assistant.upkeep.rebuild import Rebuild

ROOT = Path(__file__).parents[2]

PROGRAM = (
    sys.executable,
    "-W",
    "ignore",
    "-c",
    f"""
import os, sys, time
sys.path.insert(0, {str(ROOT)!r})
from pathlib import Path
from assistant.index import embedder
from assistant.ingest import read
from assistant.errors import DocumentError
from tests.embedders import HashedWords

def in_this_process(work, files, limits, workers=None, progress=None):
    for file in files:
        try:
            yield work(file, limits)
        except DocumentError as error:
            yield error

class Gated(HashedWords):
    def encode(self, texts, *, quick=False):
        gate = os.environ.get("TEST_GATE")
        while gate and not Path(gate).exists():
            time.sleep(0.02)
        return super().encode(texts)

embedder.SentenceEmbedder = lambda model="", precision="": Gated()
read.in_workers = in_this_process
from assistant.commands import build
# Else it would wait for as long as other tests run beside it.
build._stand_back = lambda: None
from assistant.cli import main
sys.exit(main(sys.argv[1:]))
""",
)


def until(true: Callable[[], object], seconds: float = 120.0) -> None:
    """Wait until something is so; fails where it never is."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it has not happened"
        time.sleep(0.02)


def ended(rebuild: Rebuild) -> RebuildState:
    """How a build has ended, once it has."""
    until(lambda: (state := rebuild.look()) is not None and state.state != "running")
    state = rebuild.look()
    assert state is not None
    return state
