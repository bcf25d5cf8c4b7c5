"""A last check: a sentence that may be quoted stands in the file as one piece, and as it is read.

Files that were PDFs once have running headers, page numbers and footnotes in the middle of
sentences. The readers take them out, so that the sentence can be read; but then its words do not
follow one another in the file, and who looks it up does not find it. Such a sentence is kept in
its place and never quoted. So is a sentence of a scan with a word that may be misread.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from assistant.documents import ANSWERING_ROLES, Block, Document
from assistant.folding import folded
from assistant.ingest.sentences import sentence_spans

_LINK_TARGET = re.compile(r"\]\([^()\s]*\)")


def without_torn_sentences(document: Document, file_text: str) -> Document:
    """The same text, its torn sentences in blocks of their own that nobody quotes."""
    whole = folded(_LINK_TARGET.sub("]", file_text))
    return _quoting_only(document, lambda start, end: folded(document.text[start:end]) in whole)


def without_doubtful_sentences(
    document: Document, doubtful: Mapping[int, npt.NDArray[np.float32]]
) -> Document:
    """The same text, sentences with words that may be misread in blocks that nobody quotes.

    `doubtful` has the boxes of such words by page, as in `Draft`.
    """
    layout = document.layout
    if layout is None or not any(len(boxes) for boxes in doubtful.values()):
        return document
    middle = (layout.box[:, :2].astype(np.float32) + layout.box[:, 2:]) / 20
    in_doubt = np.zeros(len(document.text), np.bool_)
    for page, boxes in doubtful.items():
        there = np.flatnonzero(layout.page == page)
        for left, top, right, bottom in boxes.tolist():
            x, y = middle[there].T
            in_doubt[there[(left <= x) & (x <= right) & (top <= y) & (y <= bottom)]] = True
    return _quoting_only(document, lambda start, end: not in_doubt[start:end].any())


def _quoting_only(document: Document, sound: Callable[[int, int], bool]) -> Document:
    """The document, its sentences that are not sound in blocks of their own."""
    blocks = [part for block in document.blocks for part in _parts(document, block, sound)]
    return replace(document, blocks=tuple(blocks))


def _parts(document: Document, block: Block, sound: Callable[[int, int], bool]) -> Iterator[Block]:
    text = document.text
    if block.role not in ANSWERING_ROLES or sound(block.start, block.end):
        yield block
        return
    start = block.start
    for sentence_start, sentence_end in sentence_spans(document, block):
        if sound(sentence_start, sentence_end):
            continue
        if _has_words(document, start, sentence_start):
            yield _trimmed(text, replace(block, start=start, end=sentence_start))
        yield Block(sentence_start, sentence_end, "contents")
        start = sentence_end
    if _has_words(document, start, block.end):
        yield _trimmed(text, replace(block, start=start))


def _has_words(document: Document, start: int, end: int) -> bool:
    return bool(folded(document.without_marks(start, end)))


def _trimmed(text: str, block: Block) -> Block:
    piece = text[block.start : block.end]
    left = len(piece) - len(piece.lstrip())
    return replace(block, start=block.start + left, end=block.start + len(piece.rstrip()))
