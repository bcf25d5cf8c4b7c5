"""A last check of text formats: a sentence that may be quoted stands in the file as one piece.

Files that were PDFs once have running headers, page numbers and footnotes in the middle of
sentences. The readers take them out, so that the sentence can be read; but then its words do not
follow one another in the file, and who looks it up does not find it. Such a sentence is kept in
its place and never quoted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from assistant.documents import ANSWERING_ROLES, Block, Document
from assistant.folding import folded
from assistant.ingest.sentences import sentence_spans

_LINK_TARGET = re.compile(r"\]\([^()\s]*\)")


def without_torn_sentences(document: Document, file_text: str) -> Document:
    """The same text, its torn sentences in blocks of their own that nobody quotes."""
    whole = folded(_LINK_TARGET.sub("]", file_text))
    blocks = [part for block in document.blocks for part in _parts(document, block, whole)]
    return replace(document, blocks=tuple(blocks))


def _parts(document: Document, block: Block, whole: str) -> Iterator[Block]:
    text = document.text
    if block.role not in ANSWERING_ROLES or folded(text[block.start : block.end]) in whole:
        yield block
        return
    start = block.start
    for sentence_start, sentence_end in sentence_spans(document, block):
        if folded(text[sentence_start:sentence_end]) in whole:
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
