"""Many people at once: `python -m benchmarks.load --documents DIR --questions FILE.jsonl`.

Starts the app over a copy of the documents without the last two, lets `--sessions` people ask for
`--minutes`, and meanwhile adds the two documents, one after the other, each with a rebuild. Prints
how long answers took, every error, every quote that does not stand where it is said to stand, and
the memory of the server. Sessions are those of benchmarks/sessions.py.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from assistant.documents import Document
from assistant.index.stores import store_of
from assistant.settings import Settings
from assistant.upkeep.rebuild import Rebuild
from benchmarks.sessions import Asked, Session

ROOT = Path(__file__).parents[1]


def main() -> None:
    """Measure, and print an account; exit status 1 where anything went wrong."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--documents", type=Path, required=True)
    parser.add_argument("--questions", type=Path, required=True, help="lines with a `question`")
    parser.add_argument("--sessions", type=int, default=50)
    parser.add_argument("--minutes", type=float, default=5.0)
    parser.add_argument("--pause", type=float, default=20.0, help="seconds from answer to question")
    parser.add_argument("--port", type=int, default=8599)
    parser.add_argument("--index", type=Path, help="an index of the documents, to begin sooner")
    options = parser.parse_args()
    lines = options.questions.read_text(encoding="utf-8").splitlines()
    questions = [json.loads(line)["question"] for line in lines if line.strip()]
    with tempfile.TemporaryDirectory() as folder:
        sys.exit(_measure(Path(folder), options, questions))


def _measure(folder: Path, options: argparse.Namespace, questions: list[str]) -> int:
    corpus, later = folder / "corpus", []
    shutil.copytree(options.documents, corpus)
    if options.index:
        shutil.copytree(options.index, folder / "index")
    for file in sorted(corpus.glob("*.pdf"))[-2:]:
        later.append(shutil.move(file, folder / file.name))
    settings = Settings(corpus=corpus, index=folder / "index", records=folder / "records")
    environment = os.environ | {
        "ASSISTANT_CORPUS": str(corpus),
        "ASSISTANT_INDEX": str(settings.index),
        "ASSISTANT_RECORDS": str(settings.records),
    }
    _rebuild(settings)
    url = f"http://localhost:{options.port}"
    command = [sys.executable, "-m", "streamlit", "run", str(ROOT / "streamlit_app.py")]
    arguments = ["--server.port", str(options.port), "--server.headless", "true"]
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen(
            command + arguments, cwd=ROOT, env=environment, stdout=log, stderr=log
        )
    try:
        _wait(url)
        # Somebody comes first, and the models are warm.
        asyncio.run(Session(url).live(questions[:1], time.monotonic() + 60, 0.0))
        before = _cpu_seconds(server.pid)
        asked, memory, builds = asyncio.run(
            _people(url, options, questions, server.pid, later, settings)
        )
        cpu = _cpu_seconds(server.pid) - before
    finally:
        server.terminate()
        server.wait(30)
    texts = _documents(folder / "index")
    text = (folder / "server.log").read_text(encoding="utf-8", errors="replace")
    sys.stdout.write(f"server's processor time: {cpu / max(1, len(asked)):.2f} s a question\n")
    return _account(asked, memory, builds, texts, text)


async def _people(
    url: str,
    options: argparse.Namespace,
    questions: list[str],
    server: int,
    later: list[Path],
    settings: Settings,
) -> tuple[list[Asked], list[tuple[float, float]], list[tuple[str, float]]]:
    until = time.monotonic() + 60 * options.minutes
    chosen = random.Random(6)
    sessions = [Session(url) for _ in range(options.sessions)]
    memory: list[tuple[float, float]] = []

    async def live(session: Session) -> None:
        await asyncio.sleep(chosen.uniform(0, options.pause))  # people do not come all at once
        order = chosen.choices(questions, k=1000)
        await session.live(order, until, options.pause)

    async def watch() -> None:
        started = time.monotonic()
        while time.monotonic() < until:
            memory.append((time.monotonic() - started, _megabytes(server)))
            await asyncio.sleep(5)

    async def rebuild() -> list[tuple[str, float]]:
        took: list[tuple[str, float]] = []
        for file in later:
            await asyncio.sleep(12 * options.minutes)
            shutil.move(file, settings.corpus / file.name)
            started = time.monotonic()
            state = await asyncio.to_thread(_rebuild, settings)
            took.append((state, time.monotonic() - started))
        return took

    results = await asyncio.gather(
        rebuild(), watch(), *(live(one) for one in sessions), return_exceptions=True
    )
    asked = [each for session in sessions for each in session.asked]
    asked += [
        Asked("", 0.0, [], f"{type(one).__name__}: {one}")
        for one in results
        if isinstance(one, BaseException)
    ]
    return asked, memory, results[0] if isinstance(results[0], list) else []


def _rebuild(settings: Settings) -> str:
    """Rebuild as staff do in the browser; how it ended."""
    rebuild = Rebuild(settings)
    rebuild.start()
    while (state := rebuild.look()) is None or state.state == "running":
        time.sleep(0.2)
    return state.state


def _wait(url: str) -> None:
    for _ in range(240):
        try:
            with urllib.request.urlopen(f"{url}/_stcore/health", timeout=2):
                return
        except OSError:
            time.sleep(0.25)
    raise SystemExit("The app did not start.")


def _megabytes(process: int) -> float:
    status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def _cpu_seconds(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _documents(index: Path) -> dict[str, Document]:
    catalogue = store_of(Settings(index=index)).catalogue()
    documents = {each.path: catalogue.document(each.path) for each in catalogue.listings()}
    catalogue.close()
    return documents


def _account(
    asked: list[Asked],
    memory: list[tuple[float, float]],
    builds: list[tuple[str, float]],
    documents: dict[str, Document],
    log: str,
) -> int:
    seconds = sorted(one.seconds for one in asked if one.problem is None)
    problems = [one.problem for one in asked if one.problem is not None]
    quotes = [quote for one in asked for quote in one.quotes]
    wrong = [
        quote
        for quote in quotes
        if not _stands(documents.get(quote.document), quote.text, quote.page)
    ]
    say = sys.stdout.write
    say(f"{len(asked)} questions, {sum(bool(one.quotes) for one in asked)} with quotes\n")
    if seconds:
        p95 = seconds[max(0, round(0.95 * len(seconds)) - 1)]
        say(
            f"answer on the page: median {statistics.median(seconds):.2f} s, p95 {p95:.2f} s, "
            f"slowest {seconds[-1]:.2f} s\n"
        )
    said = ", ".join(f"{state} after {took:.0f} s" for state, took in builds)
    say(f"rebuilds meanwhile: {said or 'none'}\n")
    say(f"problems: {len(problems)} {sorted(set(problems))[:5]}\n")
    say(f"quotes: {len(quotes)}, not where they are said to stand: {len(wrong)} {wrong[:2]}\n")
    tracebacks = log.count("Traceback")
    say(f"tracebacks in the server's log: {tracebacks}\n")
    sixth = max(1, len(memory) // 6)
    at = [statistics.fmean(m for _, m in memory[i : i + sixth]) for i in range(0, 6 * sixth, sixth)]
    say(f"server's memory by sixths of the time, MB: {', '.join(f'{m:.0f}' for m in at)}\n")
    return (
        1
        if problems or wrong or tracebacks or [state for state, _ in builds] != ["done"] * 2
        else 0
    )


def _stands(document: Document | None, text: str, page: int | None) -> bool:
    """Whether a quote's words stand in its document, on the page that is named."""
    if document is None:
        return False
    at = document.text.find(text)
    while at >= 0:
        begins = document.page_at(at, at + len(text))
        if (begins.number if begins else None) == page:
            return True
        at = document.text.find(text, at + 1)
    return False


if __name__ == "__main__":
    main()
