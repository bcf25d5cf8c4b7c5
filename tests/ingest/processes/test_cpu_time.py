from __future__ import annotations

import os
import subprocess
import sys
import time

from assistant.ingest.processes.cpu_time import cpu_time_of


def test_the_cpu_time_of_children_is_counted_while_they_live_and_after() -> None:
    def children() -> float:
        return cpu_time_of(os.getpid()).children

    before = children()
    child = subprocess.Popen([sys.executable, "-c", "while True: pass"])
    try:
        until = time.monotonic() + 30
        runnable = False
        while children() < before + 0.2:
            runnable = runnable or cpu_time_of(os.getpid()).runnable
            assert time.monotonic() < until
            time.sleep(0.01)
        assert runnable
    finally:
        child.kill()
        child.wait()
    assert children() >= before + 0.19  # sums of ticks are not exact
