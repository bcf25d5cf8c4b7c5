"""How the index grows: `python -m benchmarks.million INDEX QUESTIONS WORK [--passages N ...]`.

INDEX is one that is built of real documents. Its sentences are recombined into documents of 500
passages: a passage is five sentences, one drawn at random and four of the 200 nearest to it, so it
is about something, and no two are the same. Its vector is the normalised mean of its sentences'
own, and a sample of such vectors is compared with what the model makes of the passages. Pages have
no boxes, which are not searched and take some 2 kB a passage on disk.

For each number of passages: what a passage takes, how long writing, opening and adding a report
take, how much memory a process has that searched, what the searches take, and how many of the ten
nearest passages of each question they find.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from shutil import rmtree

import numpy as np

from assistant.documents import Block, Document, Page, Passage
from assistant.evaluate import read_questions
from assistant.figures.figure import Figure
from assistant.index.embedder import Embedder, SentenceEmbedder, Vectors
from assistant.index.folder.store import FolderStore
from assistant.index.folder.version_files import VersionFiles
from assistant.index.manifest import READER, Facts
from assistant.index.rows import PLACES, Embedded, Made
from assistant.index.version import Draft
from assistant.ingest.sentences import sentence_spans

IN_DOCUMENT, IN_PASSAGE, NEAR = 500, 5, 200
REPORT = 700
"""So many passages has a report of 240 pages."""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("index", type=Path)
    parser.add_argument("questions", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--passages", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--keep", action="store_true", help="leave the last index in WORK")
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    embedder = SentenceEmbedder()
    asked = options.work / "questions.json"
    texts = [gold.question for gold in read_questions(options.questions)]
    asked.write_text(json.dumps(texts), encoding="utf-8")
    np.save(options.work / "questions.npy", embedder.encode(texts))
    sentences = Sentences.of(options.index, embedder, options.work / "sentences.npy")
    _say(f"{len(sentences.texts):,} sentences; {sentences.likeness(embedder)}")
    for passages in options.passages:
        folder = options.work / str(passages)
        rmtree(folder, ignore_errors=True)
        _grow(folder, passages, sentences, embedder, options.work)
        if not options.keep or passages != options.passages[-1]:
            rmtree(folder)


def _say(line: str) -> None:
    sys.stdout.write(f"{datetime.now(UTC):%H:%M:%S} {line}\n")
    sys.stdout.flush()


@dataclass
class Sentences:
    """The sentences of real documents, their figures, vectors and nearest others."""

    texts: list[str]
    figures: list[list[Figure]]
    vectors: Vectors
    near: np.ndarray

    @classmethod
    def of(cls, folder: Path, embedder: Embedder, kept: Path) -> Sentences:
        """Read them from an index, and embed each, unless that was done before."""
        found: dict[str, list[Figure]] = {}
        catalogue = FolderStore(folder).catalogue()
        for listing in catalogue.listings():
            document = catalogue.document(listing.path)
            for block in document.blocks:
                if block.role in ("paragraph", "item"):
                    for start, end in sentence_spans(document, block):
                        text = document.text[start:end]
                        if 8 <= len(text.split()) <= 60:
                            figures = catalogue.figures(listing.path, start, end)
                            found[text] = [_moved(one, -start) for one in figures]
        texts = list(found)
        if not kept.exists():
            np.save(kept, embedder.encode(texts))
        vectors = np.load(kept)
        if len(vectors) != len(texts):
            raise SystemExit(f"{kept} is of other documents: remove it.")
        near = [
            np.argpartition(-(vectors[at : at + 500] @ vectors.T), NEAR)[:, :NEAR]
            for at in range(0, len(texts), 500)
        ]
        return cls(texts, list(found.values()), vectors, np.concatenate(near).astype(np.int32))

    def drawn(self, passages: int, chance: np.random.Generator) -> np.ndarray:
        """The sentences of so many passages, shape (passages, IN_PASSAGE)."""
        first = chance.integers(0, len(self.texts), passages)
        others = chance.integers(0, NEAR, (passages, IN_PASSAGE - 1))
        return np.column_stack([first, self.near[first[:, None], others]])

    def mean(self, drawn: np.ndarray) -> Vectors:
        """The vectors of passages."""
        vectors = self.vectors[drawn].sum(axis=1)
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)

    def likeness(self, embedder: Embedder) -> str:
        """How near the means are to what the model makes of the passages."""
        drawn = self.drawn(300, np.random.default_rng(1))
        true = embedder.encode([" ".join(self.texts[one] for one in row) for row in drawn])
        made = self.mean(drawn)
        own = np.einsum("ij,ij->i", true, made)
        others = np.einsum("ij,ij->i", true, np.roll(made, 1, axis=0))
        return (
            f"of 300 passages the mean has a cosine of {own.mean():.3f} with the true vector "
            f"(5th percentile {np.percentile(own, 5):.3f}); that of another passage "
            f"{others.mean():.3f}"
        )

    def put(self, draft: Draft, number: int, passages: int) -> None:
        """Put a document of so many passages, drawn by its number."""
        chance = np.random.default_rng(number)
        drawn = self.drawn(passages, chance)
        path = f"{number % 100:02}/document-{number:06}.pdf"
        parts, blocks, at = [], [], 0
        for place, row in enumerate(drawn):
            if place % 10 == 0:
                heading = f"Section {place // 10 + 1}"
                blocks.append(Block(at, at + len(heading), "heading", 1))
                parts.append(heading)
                at += len(heading) + 2
            text = " ".join(self.texts[one] for one in row)
            blocks.append(Block(at, at + len(text), "paragraph"))
            parts.append(text)
            at += len(text) + 2
        text = "\n\n".join(parts)
        document = Document(
            path, sha256(text.encode()).hexdigest(), f"Report {number}", "report", text,
            tuple(blocks), publisher=f"Body {number % 50}", published="2024",
            pages=tuple(Page(one, None, 595.0, 842.0) for one in range(1, passages // 3 + 2)),
        )  # fmt: skip
        rows: list[Embedded] = []
        stated: list[Embedded] = []
        figures: list[Figure] = []
        paragraphs = [block for block in blocks if block.role == "paragraph"]
        for block, row, vector in zip(paragraphs, drawn, self.mean(drawn), strict=True):
            rows.append(_embedded(document, block.start, block.end, vector))
            start = block.start
            for one in row:
                if own := self.figures[one]:
                    end = start + len(self.texts[one])
                    stated.append(_embedded(document, start, end, self.vectors[one]))
                    figures += [replace(_moved(each, start), start=start, end=end) for each in own]
                start += len(self.texts[one]) + 1
        made = Made(document, tuple(rows), tuple(stated), tuple(figures))
        draft.put(made, "", "2026-01-01T00:00:00+00:00")


def _embedded(document: Document, start: int, end: int, vector: Vectors) -> Embedded:
    key = sha256(f"{document.path} {start} {end}".encode()).hexdigest()
    return Passage(document, start, end), key, vector.tobytes()


def _moved(figure: Figure, by: int) -> Figure:
    first, last = figure.key
    return replace(
        figure, start=figure.start + by, end=figure.end + by, key=(first + by, last + by)
    )


def _grow(
    folder: Path, passages: int, sentences: Sentences, embedder: Embedder, work: Path
) -> None:
    store = FolderStore(folder)
    facts = Facts(embedder.name, 384, READER, (80, 120), "2026-01-01T00:00:00+00:00")
    started = time.perf_counter()
    draft = store.begin(None, None)
    for number in range(passages // IN_DOCUMENT):
        sentences.put(draft, number, IN_DOCUMENT)
    put = time.perf_counter() - started
    manifest = draft.publish(facts)
    whole = time.perf_counter() - started
    _say(
        f"{manifest.passages:,} passages, {manifest.statements:,} statements: rows and records "
        f"{put:.0f} s, all {whole:.0f} s ({manifest.passages / whole:.0f} passages a second)"
    )
    _sizes(store, manifest.passages)
    _ask(folder, work)
    for number in (10_000_000, 10_000_001):
        started = time.perf_counter()
        draft = store.begin(store.current(), store.current())
        begun = time.perf_counter()
        sentences.put(draft, number, REPORT)
        put = time.perf_counter()
        draft.publish(facts)
        _say(f"adding a report of {REPORT} passages, embedded already: "
             f"{time.perf_counter() - started:.1f} s (beginning {begun - started:.1f}, its rows "
             f"{put - begun:.1f}, what is searched {time.perf_counter() - put:.1f})")  # fmt: skip
    _ask(folder, work)


def _sizes(store: FolderStore, passages: int) -> None:
    version = store.current()
    assert version is not None
    files = VersionFiles(store.folder / "versions" / version)
    parts = {
        "vectors": files.dense, "words": files.lexical, "statements": files.dense_statements,
        "their words": files.lexical_statements, "rows": files.catalogue, "records": files.records,
    }  # fmt: skip
    sizes = {name: _size(path) / passages for name, path in parts.items()}
    _say("bytes a passage: " + ", ".join(f"{name} {size:,.0f}" for name, size in sizes.items()))


def _size(path: Path) -> int:
    files = [path] if path.is_file() else [one for one in path.rglob("*") if one.is_file()]
    return sum(file.stat().st_size for file in files)


def _ask(folder: Path, work: Path) -> None:
    """Search in a process of its own: what it takes is what one that only asks takes."""
    command = [sys.executable, "-m", "benchmarks.million_asked", str(folder), str(work)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    for line in done.stdout.splitlines():
        _say(line)


def vectors_in(store: FolderStore) -> Iterator[tuple[np.ndarray, Vectors]]:
    """Ids and vectors of all passages, document by document, from the records."""
    catalogue = store.catalogue()
    for number, path, _ in catalogue.numbered():
        vectors = catalogue.vectors_of(path, "passages")
        yield (number << PLACES) + np.arange(len(vectors)), vectors


def nearest_of_all(store: FolderStore, questions: Vectors, count: int) -> list[set[int]]:
    """The nearest passages of each question by comparing every pair."""
    best: list[list[tuple[float, int]]] = [[] for _ in questions]
    for ids, vectors in vectors_in(store):
        cosines = questions @ vectors.T
        near = np.argpartition(-cosines, min(count, len(ids) - 1), axis=1)[:, :count]
        for row, (mine, places) in enumerate(zip(best, near, strict=True)):
            mine += [(float(cosines[row, at]), int(ids[at])) for at in places]
            mine.sort(key=lambda one: (-one[0], one[1]))
            del mine[count:]
    return [{identity for _, identity in mine} for mine in best]


def percentiles(seconds: Sequence[float]) -> str:
    """The median and the 95th percentile, in milliseconds."""
    half, most = np.percentile(seconds, [50, 95]) * 1000
    return f"p50 {half:.1f} ms, p95 {most:.1f} ms"


if __name__ == "__main__":
    main()
