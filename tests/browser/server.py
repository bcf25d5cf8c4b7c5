"""Runs the app in a server of its own, with every host that the server tries to reach on record."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass
class Site:
    """A running app: where it is, and which hosts its server tried to reach."""

    url: str
    corpus: Path
    index: Path
    outside: list[str] = field(default_factory=list)


@contextmanager
def serve(
    script: Path, corpus: Path, index: Path, settings: Mapping[str, str] | None = None
) -> Iterator[Site]:
    """Run a Streamlit script on a free port until the block ends; `settings` are its own."""
    with _recording_proxy() as (proxy, outside):
        port = free_port()
        site = Site(f"http://localhost:{port}", corpus, index, outside)
        environment = os.environ | {
            "ASSISTANT_CORPUS": str(corpus),
            "ASSISTANT_INDEX": str(index),
            "ASSISTANT_RECORDS": str(corpus.parent / "records"),
            "HTTP_PROXY": proxy,
            "HTTPS_PROXY": proxy,
            "http_proxy": proxy,
            "https_proxy": proxy,
            "NO_PROXY": "",
            "no_proxy": "",
            **(settings or {}),
        }
        log = corpus.parent / "server.log"
        command = [sys.executable, "-m", "streamlit", "run", str(script)]
        options = ["--server.port", str(port), "--server.headless", "true"]
        with log.open("wb") as output:
            server = subprocess.Popen(
                command + options, cwd=ROOT, env=environment, stdout=output, stderr=output
            )
        try:
            _wait_until_healthy(site.url, server, log)
            yield site
        finally:
            server.terminate()
            server.wait(20)


@contextmanager
def _recording_proxy() -> Iterator[tuple[str, list[str]]]:
    """A proxy that lets nothing through and writes down what was asked for."""
    outside: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def _refuse(self) -> None:
            outside.append(self.path)
            self.send_error(403)

        do_GET = do_POST = do_HEAD = do_CONNECT = _refuse

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", outside
    server.shutdown()
    server.server_close()


def free_port() -> int:
    """A port of this machine that nobody listens at."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def _wait_until_healthy(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(240):
        if server.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{url}/_stcore/health", timeout=2) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.25)
    raise RuntimeError(f"The app did not start:\n{log.read_text(errors='replace')}")
