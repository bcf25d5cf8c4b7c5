from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from types import SimpleNamespace
from typing import Any, cast

from assistant.ingest.processes.cpu_time import cpu_time_of
from assistant.ingest.processes.worker import Worker
from assistant.settings import Limits


def test_a_worker_that_waits_for_a_busy_child_has_not_hung() -> None:
    """As one does that waits for tesseract on a busy machine: it sleeps, the child works."""
    spin = f"{sys.executable} -c 'while True: pass'; true"
    shell = subprocess.Popen(["/bin/sh", "-c", spin], start_new_session=True)
    try:
        until = time.monotonic() + 30
        while not cpu_time_of(shell.pid).children:
            assert time.monotonic() < until
            time.sleep(0.01)
        worker = Worker(cast("Any", SimpleNamespace(pid=shell.pid)), cast("Any", None))
        worker.begin(100.0)
        assert worker.lost() > 0
        worker.begin(100.0)
        worker.cpu_before = -1000.0  # it has worked for all of its time
        assert worker.lost() == 0
    finally:
        os.killpg(shell.pid, signal.SIGKILL)
        shell.wait()
    assert worker.lost() == 0


def test_pages_earn_time_but_no_more_than_a_page_may_take() -> None:
    worker = Worker(cast("Any", SimpleNamespace(pid=0)), cast("Any", None))
    limits = Limits(pages=1, page_seconds=5.0, ocr_page_seconds=50.0)
    worker.begin(10.0)
    began = worker.begun
    worker.last_page = began - 1000.0  # a page that took long
    worker.page_done(limits, slow=False)
    assert worker.until == began + 15.0
    worker.last_page = began - 1000.0
    worker.page_done(limits, slow=True)
    assert worker.until == began + 65.0
    # One page is read and recognised once: what else is said to be done earns nothing.
    worker.last_page = began - 1000.0
    worker.page_done(limits, slow=True)
    assert worker.until == began + 65.0
