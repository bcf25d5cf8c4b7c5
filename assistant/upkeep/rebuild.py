"""The rebuild as a process of its own, which the browser starts, looks at and stops.

The process outlives the app. All that is known of it stands in the index folder: index/build.json
says how it stands, index/build.log holds what it printed, index/build.wanted that another is to
follow it.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace

from assistant.errors import IndexLocked, IndexProblem
from assistant.index.build_state import (
    Builder,
    RebuildState,
    builder_of,
    now,
    read_state,
    write_state,
)
from assistant.index.lock import INHERITED, is_locked, take_lock
from assistant.index.writing import writing
from assistant.settings import Settings
from assistant.upkeep.wanted import Wanted, drop_wanted, read_wanted, write_wanted

PROGRAM = (sys.executable, "-m", "assistant")
"""What is started to build."""
BY, PERSON = "ASSISTANT_BUILD_BY", "ASSISTANT_BUILD_PERSON"
"""The variables with who asked for a build: as people read it, and as the audit log has it."""
_PATIENCE = 5.0
"""So many seconds a build that was told to stop has to end in good order."""


class Rebuild:
    """Rebuilds of one index. Any number of these may look at the same one."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def start(
        self,
        *,
        full: bool = False,
        again: bool = False,
        by: str | None = None,
        person: str | None = None,
    ) -> None:
        """Start a build that goes on by itself; `by` is who asked for it, for people to read.

        `person` is what the audit log calls them. `full` and `again` are those of the command line.

        Raises:
            IndexLocked: another build is running.
            IndexNotWritten: the index folder cannot be written to.
        """
        index = self._settings.index
        lock = take_lock(index)
        try:
            with writing(index):
                wanted = read_wanted(index)
                again = again or (wanted is not None and wanted.again)
                process = self._launch(
                    lock, full=full, again=again, wanted=Wanted(by, person, again)
                )
                state = RebuildState("running", "Starting", 0, 1, now(), by=by)
                with contextlib.suppress(OSError):  # the build writes it again
                    write_state(index, state, Builder.here(process.pid))
                let_go(process)  # it waits for this, so that what it writes is never written over
        finally:
            os.close(lock)  # the build has it now
        threading.Thread(target=process.wait, name="rebuild", daemon=True).start()

    def ask_for(
        self, *, again: bool = False, by: str | None = None, person: str | None = None
    ) -> bool:
        """Start a build, or have one follow the one that runs; whether it was started now.

        Raises:
            IndexNotWritten: the index folder cannot be written to.
        """
        index = self._settings.index
        try:
            self.start(again=again, by=by, person=person)
        except IndexLocked:
            with writing(index):
                write_wanted(index, Wanted(by, person, again))
            try:  # the other may have ended, and looked for this, just before
                self.start(again=again, by=by, person=person)
            except IndexLocked:
                return False
        return True

    def follows(self) -> bool:
        """Whether another build follows the one that runs."""
        return read_wanted(self._settings.index) is not None

    def stop(self) -> bool:
        """Stop the build that runs, and have none follow it.

        False where there is none that can be stopped from here.
        """
        index = self._settings.index
        builder = builder_of(index)
        if builder is None or builder.host != Builder.here().host:
            return False
        try:
            drop_wanted(index)
            os.kill(builder.pid, signal.SIGTERM)
        except OSError:
            return False
        until = time.monotonic() + _PATIENCE
        while is_locked(index) and builder_of(index) in (builder, None):
            if time.monotonic() > until:
                _kill(builder.pid)
                break
            time.sleep(0.05)
        self._say_stopped()
        return True

    def look(self) -> RebuildState | None:
        """The build that runs or the last one; None where there was none."""
        return read_state(self._settings.index)

    def _say_stopped(self) -> None:
        """Say so in the place of a build that had no time to say it."""
        state = self.look()
        if state is None or state.state != "died":
            return
        with contextlib.suppress(IndexProblem, OSError):
            lock = take_lock(self._settings.index)
            try:
                told = replace(state, state="stopped", problem=None, ended=now())
                write_state(self._settings.index, told, Builder.here())
            finally:
                os.close(lock)

    def _launch(
        self, lock: int, *, full: bool, again: bool, wanted: Wanted
    ) -> subprocess.Popen[bytes]:
        settings = self._settings
        command = [*PROGRAM, "build", "--background"]
        command += ["--corpus", str(settings.corpus), "--index", str(settings.index)]
        command += ["--full"] * full + ["--again"] * again
        environment = {
            **os.environ,
            "ASSISTANT_RECORDS": str(settings.records),
            "ASSISTANT_MODEL": settings.model,
            INHERITED: str(lock),
        }
        for name, value in ((BY, wanted.by), (PERSON, wanted.person)):
            environment.pop(name, None)
            if value is not None:
                environment[name] = value
        if settings.reader is not None:
            environment["ASSISTANT_READER"] = str(settings.reader)
        with (settings.index / "build.log").open("wb") as log:
            return subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                env=environment,
                pass_fds=(lock,),
                start_new_session=True,
            )


def let_go(process: subprocess.Popen[bytes]) -> None:
    """Tell a build that was started that it can go on: its standard input ends."""
    if process.stdin is not None:
        with contextlib.suppress(OSError):
            process.stdin.close()


def _kill(pid: int) -> None:
    # Its session has its readers too, where `start` has started it.
    with contextlib.suppress(OSError):
        if os.getpgid(pid) == pid:
            os.killpg(pid, signal.SIGKILL)
        else:
            os.kill(pid, signal.SIGKILL)
