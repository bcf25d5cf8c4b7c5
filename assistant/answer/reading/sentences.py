"""The sentences of passages, and what is seen of each without a model."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from assistant.answer.search import Found
from assistant.answer.understanding.question import Question
from assistant.answer.understanding.stop_words import STOP_WORDS
from assistant.documents import Block, Document
from assistant.index.words import Vocabulary, stem, words_of
from assistant.ingest.sentences import sentence_spans

_LABEL_WORDS = 5
POINTS_BACK = ("this ", "these ", "it ", "they ", "that ", "those ", "he ", "she ", "such ")
"""A sentence that begins so says what it speaks of only with the one before."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, `document.text[start:end]`, of the passage that came at `rank` (0 the best).

    `text` has the footnote marks blanked out. `stems` are those of its words; `nearby` those of the
    sentence before, the lead-in of its list, the headers of its table and the headings; `passage`
    those of the whole passage.
    """

    found: Found
    rank: int
    block: Block
    start: int
    end: int
    text: str
    stems: frozenset[str]
    nearby: frozenset[str]
    passage: frozenset[str]

    @property
    def document(self) -> Document:
        """The document that it stands in."""
        return self.found.passage.document

    @property
    def in_passage(self) -> tuple[int, int]:
        """Where it stands in the passage."""
        first = self.found.passage.start
        return self.start - first, self.end - first

    @property
    def known(self) -> frozenset[str]:
        """The stems that a person reading it has before their eyes."""
        return self.stems | self.nearby


def sentences_of(found: Sequence[Found]) -> list[Sentence]:
    """The sentences of passages, in order; labels and bylines are left out."""
    sentences = []
    for rank, passage in enumerate(found):
        spans = _spans(passage)
        document = passage.passage.document
        texts = [document.without_marks(start, end) for _, start, end in spans]
        stems = [frozenset(stem(word) for word in words_of(text)) for text in texts]
        names = (*document.names, *passage.passage.section)
        around = frozenset(stem(word) for name in names for word in words_of(name))
        whole = around.union(*stems)
        for at, (block, start, end) in enumerate(spans):
            before = stems[at - 1] if at else frozenset()
            nearby = around | before | _lead_in(spans, stems, at) | _headers(document, spans[at][0])
            sentences.append(
                Sentence(passage, rank, block, start, end, texts[at], stems[at], nearby, whole)
            )
    return sentences


def _spans(found: Found) -> list[tuple[Block, int, int]]:
    passage, blocks = found.passage, found.passage.document.blocks
    first = bisect_right(blocks, passage.start, key=lambda block: block.end)
    return [
        (block, start, end)
        for block in takewhile(lambda block: block.start < passage.end, blocks[first:])
        for start, end in sentence_spans(passage.document, block)
        if start >= passage.start
        and end <= passage.end
        and not _is_label(block, passage.document.text[start:end])
    ]


def _is_label(block: Block, text: str) -> bool:
    """Whether a paragraph is a byline, a date or a label: it says nothing by itself."""
    few = len(text.split()) < _LABEL_WORDS
    return block.role == "paragraph" and few and not text.endswith((".", "!", ":"))


def _lead_in(
    spans: Sequence[tuple[Block, int, int]], stems: Sequence[frozenset[str]], at: int
) -> frozenset[str]:
    """The words of the sentence that leads in the list that an item is part of."""
    if spans[at][0].role != "item":
        return frozenset()
    while at and spans[at][0].role == "item":
        at -= 1
    # A passage may begin within a list: then its lead-in is not there to be read.
    return stems[at] if spans[at][0].role != "item" else frozenset()


def _headers(document: Document, block: Block) -> frozenset[str]:
    """The words of the headers above the cells of a row, and of the caption of its table."""
    if block.role != "row":
        return frozenset()
    for table in document.tables:
        own = [cell for cell in table.cells if block.start <= cell.start < block.end]
        if own:
            first = min(cell.row for cell in own)
            spans = [
                (cell.start, cell.end) for cell in table.cells if cell.header and cell.row < first
            ]
            spans += [table.caption] if table.caption else []
            words = " ".join(document.without_marks(*span) for span in spans)
            return frozenset(stem(word) for word in words_of(words))
    return frozenset()


def covered(question: Question, stems: frozenset[str], vocabulary: Vocabulary) -> float:
    """The part of what the question's words tell that a text has, from 0 to 1."""
    weights = {s: vocabulary.weight(s) for s in question.stems}
    total = sum(weights.values())
    return sum(weight for s, weight in weights.items() if s in stems) / total if total else 0.0


def says_nothing_new(question: Question, sentence: Sentence) -> bool:
    """Whether all that a sentence says stands in the question."""
    words = {stem(word) for word in words_of(sentence.text) if word not in STOP_WORDS}
    return not words - set(question.stems)
