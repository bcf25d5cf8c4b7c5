"""What the reader learns from: a question, some passages, and where in them the answer stands."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from nupunkt import sent_spans

from assistant.reader.texts import Text

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage to be read.

    `sentences` are all its sentences as (start, end); `right` the places in that list of those that
    answer; `key` the words that are the answer, where the set says. With no `right`, it does not
    answer.
    """

    heading: str
    text: str
    sentences: tuple[Span, ...]
    right: tuple[int, ...] = ()
    key: Span | None = None

    @property
    def as_read(self) -> Text:
        """What the reader is given of it."""
        return Text(self.heading, self.text)


@dataclass(frozen=True, slots=True)
class Example:
    """A question with passages that are read together; none of them may answer.

    `group` names the article or document: no group is in two parts of a split.
    """

    source: str
    group: str
    question: str
    passages: tuple[Passage, ...]


def sentences_of(text: str) -> tuple[Span, ...]:
    """The sentences of a running text, without the white space around them."""
    spans = []
    for start, end in sent_spans(text):
        piece = text[start:end]
        left, right = len(piece) - len(piece.lstrip()), len(piece.rstrip())
        if left < right:
            spans.append((start + left, start + right))
    return tuple(spans)


def passage_with(heading: str, text: str, key: Span | None) -> Passage:
    """A passage whose right sentences are those that the key touches."""
    sentences = sentences_of(text)
    right = tuple(
        at
        for at, (start, end) in enumerate(sentences)
        if key is not None and start < key[1] and key[0] < end
    )
    return Passage(heading, text, sentences, right, key if right else None)


def write(examples: Iterable[Example], file: Path) -> int:
    """Write examples as JSON lines; returns how many."""
    count = 0
    with file.open("w", encoding="utf-8") as lines:
        for example in examples:
            lines.write(json.dumps(asdict(example), ensure_ascii=False) + "\n")
            count += 1
    return count


def read(file: Path) -> list[Example]:
    """Read what `write` has written."""
    with file.open(encoding="utf-8") as lines:
        return [_example(json.loads(line)) for line in lines]


def _example(row: dict[str, Any]) -> Example:
    passages = tuple(
        Passage(
            heading=passage["heading"],
            text=passage["text"],
            sentences=tuple((start, end) for start, end in passage["sentences"]),
            right=tuple(passage["right"]),
            key=tuple(passage["key"]) if passage["key"] else None,
        )
        for passage in row["passages"]
    )
    return Example(row["source"], row["group"], row["question"], passages)
