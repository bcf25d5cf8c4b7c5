"""Questions over NHS documents become examples: each with the passages that the search finds.

Two kinds of files are read. One, given with the documents, quotes its answers; the other, in
training/questions, names them by a hash of the sentence, so that it holds no text of others.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from assistant.answer.assistant import Assistant
from assistant.answer.search import Found
from assistant.answer.understanding.question import Question
from assistant.documents import ANSWERING_ROLES, Document, Passage
from assistant.folding import folded, words
from assistant.ingest.passages import split_passages
from assistant.ingest.sentences import sentence_spans
from assistant.reader.texts import heading_of
from training.reader import examples

Span = tuple[int, int]
_folded = lru_cache(maxsize=50_000)(folded)
_FEWEST_LETTERS = 12
"""What is shorter stands in too many sentences."""


@dataclass(frozen=True, slots=True)
class Gold:
    """A question over one document: the sentences that answer, as offsets, and the words in them.

    `right` is empty where nothing answers. `near` are sentences that look as if they did.
    """

    document: str
    type: str
    question: str
    history: tuple[str, ...]
    right: tuple[Span, ...]
    key: Span | None
    near: tuple[Span, ...] = field(default=())


def own_questions(folder: Path, documents: Mapping[str, Document]) -> Iterator[Gold]:
    """The questions of training/questions whose sentences are still found."""
    for file in sorted(folder.glob("*.jsonl")):
        document = documents.get(file.stem)
        if document is None:
            continue
        # A sentence may stand in several places: it answers in each.
        places: dict[str, list[Span]] = defaultdict(list)
        for span in sentences_of(document):
            places[_hash(document, span)].append(span)
        for line in file.read_text("utf-8").splitlines():
            row = json.loads(line)
            named = row.get("sentences", ())
            if not all(name in places for name in named):
                continue
            right = [places[name][0] for name in named]
            also = [
                span for name in (*named, *row.get("also", ())) for span in places.get(name, ())
            ]
            near = [span for name in row.get("near", ()) for span in places.get(name, ())]
            key = None
            if "key" in row:
                sentence, first, last = row["key"]
                key = _uncollapsed(document, right[sentence], first, last)
            yield Gold(
                file.stem, row["type"], row["question"], tuple(row.get("history", ())),
                tuple(dict.fromkeys((*right, *also))), key, tuple(near),
            )  # fmt: skip


def _hash(document: Document, span: Span) -> str:
    text = " ".join(document.without_marks(*span).split())
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _uncollapsed(document: Document, sentence: Span, first: int, last: int) -> Span:
    """Offsets in a sentence with single spaces, as offsets in the document."""
    text = document.without_marks(*sentence)
    places = []
    for at, letter in enumerate(text):
        if not letter.isspace() or (places and not text[at - 1].isspace()):
            places.append(at)
    return sentence[0] + places[first], sentence[0] + places[last - 1] + 1


def given_questions(file: Path, documents: Mapping[str, Document]) -> Iterator[Gold]:
    """The questions that come with the documents: a sentence is right that a quote covers."""
    spans = {path: sentences_of(document) for path, document in documents.items()}
    for line in file.read_text("utf-8").splitlines():
        row = json.loads(line)
        document = documents[row["document"]]
        right = [
            span
            for span in spans[document.path]
            if any(_covers(quote, document.without_marks(*span)) for quote in row["quotes"])
        ]
        if bool(right) != row["answerable"]:
            continue
        hint = row.get("passage_hint", "")
        near = [
            span
            for span in spans[document.path]
            if not row["answerable"] and _covers(hint, document.without_marks(*span))
        ]
        yield Gold(
            document.path, row["type"], row["question"], (), tuple(right),
            _find(document, right, row["span"]), tuple(near),
        )  # fmt: skip


def _covers(quote: str, sentence: str) -> bool:
    one, other = _folded(quote), _folded(sentence)
    if min(len(one), len(other)) < _FEWEST_LETTERS:
        return False
    if other in one or one in other:
        return True
    own, given = words(sentence), set(words(quote))
    return len(own) > 5 and sum(word in given for word in own) >= 0.9 * len(own)


def _find(document: Document, sentences: Sequence[Span], wanted: str) -> Span | None:
    pattern = " ".join(wanted.split())
    for sentence in sentences:
        collapsed = " ".join(document.without_marks(*sentence).split())
        at = collapsed.find(pattern)
        if at >= 0 and pattern:
            return _uncollapsed(document, sentence, at, at + len(pattern))
    return None


def sentences_of(document: Document) -> list[Span]:
    """Every sentence that can be quoted, in order."""
    return [
        span
        for block in document.blocks
        if block.role in ANSWERING_ROLES
        for span in sentence_spans(document, block)
    ]


class Examples:
    """Makes examples over one index."""

    def __init__(self, assistant: Assistant, passage_words: tuple[int, int]) -> None:
        self._assistant = assistant
        self.documents = {
            listing.path: assistant.document(listing.path) for listing in assistant.documents
        }
        self._passages = {
            path: split_passages(document, passage_words)
            for path, document in self.documents.items()
        }
        self._spans = {path: sentences_of(document) for path, document in self.documents.items()}

    def of(self, gold: Gold, question: Question, found: Sequence[Found]) -> examples.Example:
        """A question with the passages found, best first.

        One that holds a right sentence, or one that looks so, comes first if the search missed it.
        """
        read = [one.passage for one in found]
        for span in (*gold.right[:1], *gold.near[:1]):
            if not any(self._holds(passage, gold.document, span) for passage in read):
                read[:0] = [
                    passage
                    for passage in self._passages[gold.document]
                    if passage.start <= span[0] < passage.end
                ]
        asked = question.understood or question.text
        return examples.Example(
            f"nhs-{gold.type}", gold.document, asked, tuple(self._passage(p, gold) for p in read)
        )

    def _holds(self, passage: Passage, path: str, span: Span) -> bool:
        return passage.document.path == path and passage.start <= span[0] < passage.end

    def _passage(self, passage: Passage, gold: Gold) -> examples.Passage:
        document, offset = passage.document, passage.start
        spans = [
            span
            for span in self._spans[document.path]
            if span[0] >= passage.start and span[1] <= passage.end
        ]
        own = document.path == gold.document
        right = tuple(at for at, span in enumerate(spans) if own and span in gold.right)
        key = gold.key
        if not right or key is None or not (passage.start <= key[0] and key[1] <= passage.end):
            key = None
        return examples.Passage(
            heading=heading_of(passage),
            text=document.without_marks(passage.start, passage.end),
            sentences=tuple((start - offset, end - offset) for start, end in spans),
            right=right,
            key=(key[0] - offset, key[1] - offset) if key else None,
        )
