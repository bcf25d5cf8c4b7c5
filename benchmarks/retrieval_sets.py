"""Test collections of retrieval as the program's own documents: SciFact (BEIR) and MED.

Each abstract is a document of its own, under its title where it has one.
"""

from __future__ import annotations

import csv
import gzip
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.documents import Block, Document

_RECORD = re.compile(r"^\.I (\d+)\s*\n\.W\s*\n", re.M)


@dataclass(frozen=True, slots=True)
class Collection:
    """Documents, questions by id, and for each the grades of the documents that are relevant."""

    name: str
    documents: Sequence[Document]
    questions: Mapping[str, str]
    relevant: Mapping[str, Mapping[str, int]]

    def __post_init__(self) -> None:
        known = {one.path for one in self.documents}
        for question, grades in self.relevant.items():
            if question not in self.questions or not grades.keys() <= known:
                raise ValueError(f"{self.name}: question {question} or a document of it is missing")


def read_scifact(folder: Path) -> Collection:
    """SciFact as BEIR has it (Wadden et al. 2020, Thakur et al. 2021): claims, not questions."""
    with gzip.open(folder / "corpus.jsonl.gz", "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    asked = map(json.loads, (folder / "queries.jsonl").read_text("utf-8").splitlines())
    texts = {row["_id"]: row["text"] for row in asked}
    relevant: dict[str, dict[str, int]] = defaultdict(dict)
    with (folder / "qrels.tsv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            if int(row["score"]) > 0:
                relevant[row["query-id"]][row["corpus-id"]] = int(row["score"])
    return _collection(
        "SciFact", ((row["_id"], row["title"], row["text"]) for row in rows), texts, relevant
    )


def read_medline(folder: Path) -> Collection:
    """MED of the SMART project: abstracts without titles, questions as librarians note them."""
    relevant: dict[str, dict[str, int]] = defaultdict(dict)
    for line in (folder / "MED.REL").read_text("ascii").splitlines():
        question, *_, document, _grade = line.split()
        relevant[question][document] = 1
    abstracts = ((number, "", text) for number, text in _records(folder / "MED.ALL"))
    return _collection("MED", abstracts, dict(_records(folder / "MED.QRY")), relevant)


READERS: Mapping[str, Callable[[Path], Collection]] = {
    "scifact": read_scifact,
    "medline": read_medline,
}


def _records(file: Path) -> Iterator[tuple[str, str]]:
    _, *parts = _RECORD.split(file.read_text("ascii", "replace"))
    for number, text in zip(parts[::2], parts[1::2], strict=True):
        yield number, " ".join(text.split())


def _collection(
    name: str,
    abstracts: Iterable[tuple[str, str, str]],
    questions: Mapping[str, str],
    relevant: Mapping[str, Mapping[str, int]],
) -> Collection:
    documents = tuple(abstract(*each) for each in abstracts)
    return Collection(name, documents, {one: questions[one] for one in relevant}, dict(relevant))


def abstract(path: str, title: str, text: str) -> Document:
    """A document of a heading, where there is a title, and one paragraph."""
    title, text = " ".join(title.split()), " ".join(text.split())
    whole = f"{title}\n{text}" if title else text
    blocks = [Block(0, len(title), "heading", 1)] if title else []
    if text:
        blocks.append(Block(len(whole) - len(text), len(whole), "paragraph"))
    # The heading says what it is about; its name, which a file would have, says nothing.
    return Document(path, "", "", "document", whole, tuple(blocks))
