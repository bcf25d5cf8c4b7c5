"""Quality beside the usual tutorial stack: `python benchmarks/quality.py DOCS QUESTIONS`.

The usual stack: pypdf's text in chunks of 150 words, MiniLM embeddings, the ten nearest chunks, and
as the answer their three sentences nearest to the question. It cannot refuse.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
from pypdf import PdfReader

from assistant.answer.assistant import Assistant
from assistant.documents import Answer, Block, Document, Layout, Page, Quote
from assistant.evaluate import Gold, Scores, evaluate, read_questions, score, summarise
from assistant.index.build import build
from assistant.index.embedder import SentenceEmbedder
from assistant.settings import Settings

_WORDS, _CHUNKS, _QUOTES = 150, 10, 3


def main() -> None:
    """Score both on the same questions and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("documents", type=Path)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--index", type=Path, default=Path("index/benchmark"))
    options = parser.parse_args()
    embedder = SentenceEmbedder()
    questions = read_questions(options.questions)
    settings = Settings(corpus=options.documents, index=options.index)
    build(settings, embedder)
    ours = summarise(evaluate(Assistant.open(settings, embedder), questions), options.documents)
    usual = UsualStack(options.documents, embedder)
    theirs = summarise([score(usual.ask(gold), gold) for gold in questions], options.documents)
    sys.stdout.write("| | right@1 | right@3 | list coverage | refused | false refusals |\n")
    sys.stdout.write("|---|---|---|---|---|---|\n")
    sys.stdout.write(_row("usual tutorial stack", theirs) + _row("this project", ours))


def _row(name: str, scores: Scores) -> str:
    return (
        f"| {name} | {scores.right_at_1:.3f} | {scores.right_at_3:.3f} | "
        f"{scores.list_coverage or 0:.3f} | {scores.refused:.3f} | {scores.false_refusals:.3f} |\n"
    )


class UsualStack:
    """Retrieval as tutorials show it."""

    def __init__(self, folder: Path, embedder: SentenceEmbedder) -> None:
        self._embedder = embedder
        self._chunks = [
            chunk for file in sorted(folder.iterdir()) for chunk in _chunks(_document(file))
        ]
        texts = [document.text[start:end] for document, start, end in self._chunks]
        self._vectors = embedder.encode(texts)

    def ask(self, gold: Gold) -> Answer:
        """The three sentences of the nearest chunks that are nearest to the question."""
        vector = self._embedder.encode([gold.question])[0]
        nearest = np.argsort(-(self._vectors @ vector))[:_CHUNKS]
        spans = [
            (document, start + match.start(), start + match.end())
            for document, start, end in (self._chunks[at] for at in nearest)
            for match in re.finditer(r"\S.*?(?:[.!?](?=\s)|$)", document.text[start:end], re.S)
            if len(match[0].split()) >= 4
        ]
        cosines = self._embedder.encode([d.text[a:b] for d, a, b in spans]) @ vector
        best = [spans[at] for at in np.argsort(-cosines)[:_QUOTES]]
        quotes = tuple(Quote(document, start, end) for document, start, end in best)
        return Answer(gold.question, quotes, (), 1.0, "usual", 0.0)


def _document(file: Path) -> Document:
    if file.suffix == ".pdf":
        pages = [page.extract_text() or " " for page in PdfReader(file).pages]
    else:
        pages = [file.read_text(encoding="utf-8", errors="replace")]
    text = "\n".join(pages)
    document = Document(
        file.name, "", file.stem, "document", text, (Block(0, len(text), "paragraph"),)
    )
    if file.suffix != ".pdf":
        return document
    numbers = np.concatenate(
        [np.full(len(page) + 1, number, np.int16) for number, page in enumerate(pages, start=1)]
    )[: len(text)]
    return replace_layout(document, numbers, len(pages))


def replace_layout(document: Document, numbers: np.ndarray, pages: int) -> Document:
    """The document with page numbers for its characters, and no boxes."""
    return replace(
        document,
        pages=tuple(Page(number, None, 0, 0) for number in range(1, pages + 1)),
        layout=Layout(numbers, np.zeros((len(numbers), 4), np.int16)),
    )


def _chunks(document: Document) -> Iterator[tuple[Document, int, int]]:
    words = list(re.finditer(r"\S+", document.text))
    for at in range(0, len(words), _WORDS):
        group = words[at : at + _WORDS]
        yield document, group[0].start(), group[-1].end()


if __name__ == "__main__":
    main()
