"""Ingest beside its alternatives, in one run: `python -m benchmarks.ingest DOCUMENTS`.

- `reading`: each stage of reading in one process, in CPU seconds (files to documents, figures,
  passages and statements, handing over to another process), and all of it in the workers of a
  build, in wall seconds, beside pypdf's text of the same files;
- `build` (with `--build`): a build from nothing beside the whole of each peer (`ingest_peers.py`),
  in wall seconds. `--sample` has peers embed only every so-many-th chunk, and scales.

Ours and theirs take turns; a ratio is the median of the ratios of the pairs, with the least and the
most. With `--files` the reading of each file is told, with `--modules` where its time goes.
"""

from __future__ import annotations

import argparse
import cProfile
import hashlib
import os
import pickle
import pstats
import resource
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from assistant.documents import Document
from assistant.figures.extract import figures_of
from assistant.figures.figure import Figure
from assistant.index.reading import read_file
from assistant.index.rows import ReadFile
from assistant.index.texts import statement_text, statements_of
from assistant.ingest.corpus import corpus_files
from assistant.ingest.passages import split_passages
from assistant.ingest.processes.messages import unpickled
from assistant.ingest.read import ToRead, in_workers, read_document
from assistant.settings import Limits, Settings
from benchmarks.ingest_peers import PEERS, plain_texts

Result = TypeVar("Result")

LIMITS = Limits(ocr=False)
STAGES = ("reading", "figures", "passages, statements", "handing over")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("documents", type=Path)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--build", action="store_true", help="whole builds too")
    parser.add_argument("--peers", nargs="*", choices=sorted(PEERS), default=["tutorial"])
    parser.add_argument("--sample", type=int, default=1, help="embed every so-many-th chunk")
    parser.add_argument("--files", action="store_true", help="tell the reading of each file")
    parser.add_argument("--modules", action="store_true", help="tell where the reading's time goes")
    options = parser.parse_args()
    files = files_of(options.documents)
    if options.modules:
        _modules(files)
        return
    _reading(options.documents, files, options.repeats, each=options.files)
    if options.build:
        for peer in options.peers:
            _building(options.documents, peer, options.repeats, options.sample)


def files_of(folder: Path) -> list[ToRead]:
    """The documents of a folder, as a build reads them."""
    return [
        ToRead(
            file.path,
            file.file,
            hashlib.sha256(file.file.read_bytes()).hexdigest(),
            file.entry.facts,
        )
        for file in corpus_files(folder)
    ]


def _reading(folder: Path, files: Sequence[ToRead], repeats: int, *, each: bool) -> None:
    ours, theirs = [], []
    for _ in range(repeats):
        ours.append(_stages(files, each=each))
        each = False
        with _measured() as spent:
            plain_texts(folder)
        theirs.append(spent["cpu"])
    for stage in STAGES:
        _say(f"{stage}: {_spread([run[stage] for run in ours])} s of CPU")
    sums = [sum(run.values()) for run in ours]
    _say(f"all stages: {_spread(sums)} s of CPU")
    _say(f"pypdf's text alone: {_spread(theirs)} s of CPU")
    _say(f"  ratio pypdf / all stages: {_ratio(theirs, sums)}")
    workers = [_in_workers(files) for _ in range(repeats)]
    _say(
        f"in {os.cpu_count()} workers: {_spread([run['wall'] for run in workers])} s of wall, "
        f"{_spread([run['cpu'] for run in workers])} s of CPU"
    )


def _stages(files: Sequence[ToRead], *, each: bool) -> dict[str, float]:
    """The CPU seconds of each stage, in this process."""
    spent: dict[str, float] = defaultdict(float)

    def timed(stage: str, run: Callable[[], Result]) -> Result:
        before = time.process_time()
        result = run()
        spent[stage] += time.process_time() - before
        return result

    for file in files:
        before = dict(spent)
        document = timed("reading", lambda file=file: read_document(file, LIMITS))  # type: ignore[misc]
        figures = timed("figures", lambda of=document: figures_of(of))  # type: ignore[misc]
        timed("passages, statements", lambda of=document, has=figures: _cut(of, has))  # type: ignore[misc]
        read = ReadFile(document, figures)
        timed("handing over", lambda read=read: _handed(read))  # type: ignore[misc]
        if each:
            took = ", ".join(
                f"{stage} {spent[stage] - before.get(stage, 0):.2f}" for stage in STAGES
            )
            _say(f"  {file.path}, {len(document.pages)} pages: {took}")
    return dict(spent)


def _cut(document: Document, figures: Sequence[Figure]) -> None:
    split_passages(document, Settings().passage_words)
    for statement in statements_of(document, figures):
        statement_text(*statement)


def _handed(read: ReadFile) -> None:
    unpickled(pickle.dumps(read), read_file.__module__)


def _in_workers(files: Sequence[ToRead]) -> dict[str, float]:
    with _measured() as spent:
        for result in in_workers(read_file, files, LIMITS):
            if not isinstance(result, ReadFile):
                raise result
    return spent


def _building(folder: Path, peer: str, repeats: int, sample: int) -> None:
    from assistant.index.build import build
    from assistant.index.embedder import SentenceEmbedder

    ours, theirs = [], []
    for _ in range(repeats):
        with tempfile.TemporaryDirectory() as index, _measured() as spent:
            build(Settings(corpus=folder, index=Path(index), limits=LIMITS), SentenceEmbedder())
        ours.append(spent["wall"])
        stages = PEERS[peer](folder, sample)
        theirs.append(sum(stages.values()))
        told = ", ".join(f"{stage} {seconds:.1f}" for stage, seconds in stages.items())
        _say(f"  build {ours[-1]:.1f} s; {peer}: {told} s")
    _say(f"build: {_spread(ours)} s of wall; {peer}: {_spread(theirs)}")
    _say(f"  ratio {peer} / build: {_ratio(theirs, ours)}")


@contextmanager
def _measured() -> Iterator[dict[str, float]]:
    """The wall seconds of what is done within, and the CPU seconds, those of processes included."""
    spent: dict[str, float] = {}
    wall, cpu = time.perf_counter(), _cpu()
    yield spent
    spent["wall"], spent["cpu"] = time.perf_counter() - wall, _cpu() - cpu


def _cpu() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _modules(files: Sequence[ToRead]) -> None:
    profile = cProfile.Profile()
    for file in files:
        profile.enable()
        read_file(file, LIMITS)
        profile.disable()
    spent: dict[str, float] = defaultdict(float)
    for (where, _, _), (_, _, own, _, _) in pstats.Stats(profile).stats.items():  # type: ignore[attr-defined]
        spent[Path(where).name] += own
    for module, seconds in sorted(spent.items(), key=lambda one: -one[1])[:25]:
        _say(f"{module}: {seconds:.2f} s (with what it costs to measure)")


def _spread(seconds: Sequence[float]) -> str:
    return f"{statistics.median(seconds):.2f} ({min(seconds):.2f}-{max(seconds):.2f})"


def _ratio(theirs: Sequence[float], ours: Sequence[float]) -> str:
    return _spread([their / our for their, our in zip(theirs, ours, strict=True)])


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
