"""Speed beside the usual alternatives, in one run: `python benchmarks/speed.py DOCS QUESTIONS`."""

from __future__ import annotations

import argparse
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from pypdf import PdfReader

from assistant.answer.assistant import Assistant
from assistant.evaluate import read_questions
from assistant.index.build import build
from assistant.index.embedder import SentenceEmbedder
from assistant.index.folder.catalogue import Catalogue
from assistant.index.folder.lexical import LexicalIndex
from assistant.index.folder.version_files import VersionFiles
from assistant.index.words import words_of
from assistant.ingest.formats import read_draft
from assistant.settings import Limits, Settings


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("documents", type=Path)
    parser.add_argument("questions", type=Path)
    options = parser.parse_args()
    questions = [gold.question for gold in read_questions(options.questions)]
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(corpus=options.documents, index=Path(folder))
        embedder = SentenceEmbedder()
        embedder.load()
        _reading(options.documents)
        built = _building(settings, embedder)
        _lexical(settings.index / "versions" / built, questions, Path(folder) / "lexical")
        _asking(Assistant.open(settings, embedder), questions)


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


def _seconds(run: Callable[[], object]) -> float:
    started = time.perf_counter()
    run()
    return time.perf_counter() - started


def _reading(folder: Path) -> None:
    """Reading PDFs to blocks with boxes, beside pypdf's plain text."""
    files = sorted(folder.rglob("*.pdf"))
    ours = _seconds(lambda: [read_draft(file, Limits()) for file in files])
    pypdf = _seconds(
        lambda: [page.extract_text() for file in files for page in PdfReader(file).pages]
    )
    _say(f"reading {len(files)} PDFs: {ours:.1f} s; pypdf's text alone {pypdf:.1f} s")
    _say(f"  ratio {pypdf / ours:.1f}")


def _building(settings: Settings, embedder: SentenceEmbedder) -> str:
    first = build(settings, embedder)
    again = _seconds(lambda: build(settings, embedder))
    _say(f"build from nothing: {first.seconds:.1f} s, {first.passages} passages")
    _say(f"build with nothing to do: {again:.2f} s; ratio {first.seconds / again:.0f}")
    return first.version


def _lexical(version: Path, questions: Sequence[str], folder: Path) -> None:
    """The words by tantivy, beside SQLite's FTS5 over the same passages."""
    catalogue = Catalogue.load(VersionFiles(version).catalogue)
    rows = [
        (identity, path, "", catalogue.document(path).text[start:end])
        for _, path, _ in catalogue.numbered()
        for identity, start, end in catalogue.spans(path, "passages")
    ]
    catalogue.close()
    tantivy = LexicalIndex.build(folder, rows)
    fts = sqlite3.connect(":memory:")
    fts.execute("CREATE VIRTUAL TABLE passages USING fts5(text, tokenize='porter')")
    fts.executemany(
        "INSERT INTO passages (rowid, text) VALUES (?, ?)", [(row[0], row[3]) for row in rows]
    )
    select = "SELECT rowid FROM passages WHERE passages MATCH ? ORDER BY rank LIMIT 60"
    asked = [words_of(question) for question in questions]
    ours = [_seconds(lambda w=words: tantivy.search(w, 60)) for words in asked]  # type: ignore[misc]
    theirs = [
        _seconds(lambda w=words: fts.execute(select, (" OR ".join(w),)).fetchall())  # type: ignore[misc]
        for words in asked
    ]
    one, other = statistics.median(ours) * 1000, statistics.median(theirs) * 1000
    _say(f"words, p50: tantivy {one:.2f} ms, FTS5 {other:.2f} ms; ratio {other / one:.1f}")


def _asking(assistant: Assistant, questions: Sequence[str]) -> None:
    seconds = sorted(assistant.ask(question).seconds for question in questions)
    p50, p95 = statistics.median(seconds), seconds[int(0.95 * len(seconds))]
    _say(f"ask: p50 {p50:.3f} s, p95 {p95:.3f} s")


if __name__ == "__main__":
    main()
