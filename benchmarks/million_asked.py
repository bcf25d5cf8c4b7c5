"""One process that opens an index and asks it all questions; used by `benchmarks.million`."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import numpy as np

from assistant.answer.assistant import Assistant
from assistant.answer.search import search
from assistant.answer.understanding.question import understand
from assistant.index.folder.store import FolderStore
from assistant.settings import Settings
from benchmarks.million import nearest_of_all, percentiles


def main() -> None:
    """Measure and print."""
    folder, work = map(Path, sys.argv[1:])
    texts = json.loads((work / "questions.json").read_text(encoding="utf-8"))
    vectors = np.load(work / "questions.npy")
    before = _memory()
    started = time.perf_counter()
    store = FolderStore(folder)
    index = store.open(store.manifest().model)
    opened = time.perf_counter() - started
    index.nearest(vectors[0], 10, None)
    sys.stdout.write(
        f"opened in {opened:.2f} s, first search after {time.perf_counter() - started:.2f} s\n"
    )
    _timed("nearest 60", [lambda v=v: index.nearest(v, 60, None) for v in vectors])
    few = {one.path for one in index.listings[:5]}
    half = {one.path for one in index.listings[::2]}
    _timed("nearest 60 in 5 documents", [lambda v=v: index.nearest(v, 60, few) for v in vectors])
    _timed("nearest 60 in half", [lambda v=v: index.nearest(v, 60, half) for v in vectors])
    words = [text.lower().strip("?").split() for text in texts]
    _timed("sharing words 60", [lambda w=w: index.sharing_words(w, 60, None) for w in words])
    asked = [
        (understand(text, (), index.vocabulary, index.acronyms, 1_000, as_typed=True), vector)
        for text, vector in zip(texts, vectors, strict=True)
    ]
    for what in ("whole search, documents cold", "whole search, asked again"):
        _timed(what, [
            lambda t=t, v=v: search(index, t, v, candidates=60, most=10, only=None)
            for t, v in asked
        ])  # fmt: skip
    anonymous, files = _memory()
    sys.stdout.write(
        f"memory {anonymous + files:.0f} MB, of it {files:.0f} MB pages of files "
        f"({before[0]:.0f} MB before it was opened)\n"
    )
    right = nearest_of_all(store, vectors, 10)
    hits = [
        len({identity for identity, _ in index.nearest(vector, 10, None)} & ten) / 10
        for vector, ten in zip(vectors, right, strict=True)
    ]
    sys.stdout.write(
        f"recall@10 {np.mean(hits):.4f} over {len(hits)} questions, the least {min(hits)}\n"
    )
    assistant = Assistant.open(Settings(index=folder))
    _timed("the whole answer", [lambda t=t: assistant.ask(t) for t in texts])


def _timed(what: str, calls: list) -> None:  # type: ignore[type-arg]
    seconds = []
    for call in calls:
        started = time.perf_counter()
        call()
        seconds.append(time.perf_counter() - started)
    sys.stdout.write(f"{what}: {percentiles(seconds)}\n")


def _memory() -> tuple[float, float]:
    """What this process has in memory, in MB: its own, and pages of files."""
    lines = dict(
        line.split(":") for line in Path("/proc/self/status").read_text("utf-8").splitlines()
    )
    return (int(lines["RssAnon"].split()[0]) / 1e3, int(lines["RssFile"].split()[0]) / 1e3)


if __name__ == "__main__":
    main()
