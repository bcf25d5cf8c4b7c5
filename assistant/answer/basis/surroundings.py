"""What stands around a sentence: the rest of it, its lead-in, the quotation that it is in."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answer.basis.words import QUOTATION
from assistant.answer.remembering import once_a_document
from assistant.attribution import open_quotation
from assistant.documents import ANSWERING_ROLES, Document
from assistant.ingest.sentences import sentence_spans

_LONG_QUOTATION = 6
"""Fewer words in quotation marks are a term or a title."""
_RUNNING = ("paragraph", "item")
_ENDS = (".", "!", "?", ":", ";", "”", '"', "’", ")", "]")


def whole_sentence(
    document: Document, at: int, spans: Sequence[tuple[int, int]], number: int
) -> str:
    """A sentence, with what a page break or a column has put into the blocks beside it."""
    start, end = spans[number]
    follows = at > 0 and number == 0 and document.blocks[at].role == "paragraph"
    if follows and _breaks_off(document, at - 1):
        start = sentences_of_block(document, at - 1)[-1][0]
    last = number == len(spans) - 1 and at + 1 < len(document.blocks)
    if last and document.blocks[at + 1].role == "paragraph" and _breaks_off(document, at):
        end = sentences_of_block(document, at + 1)[0][1]
    return document.without_marks(start, end)


def sentences_of_block(document: Document, at: int) -> list[tuple[int, int]]:
    """The sentences of a block: those beside each other look at the same ones."""
    cut = _cut_before(document)
    if at not in cut:
        cut[at] = sentence_spans(document, document.blocks[at])
    return cut[at]


@once_a_document
def _cut_before(_document: Document) -> dict[int, list[tuple[int, int]]]:
    return {}


def _breaks_off(document: Document, at: int) -> bool:
    """Whether a block of running text ends within a sentence."""
    block = document.blocks[at]
    text = document.without_marks(block.start, block.end).rstrip()
    return (
        block.role in _RUNNING
        and len(text.split()) >= _LONG_QUOTATION
        and not text.endswith(_ENDS)
        and not text[-1].isdigit()
    )


def lead_in_of(document: Document, at: int) -> int | None:
    """The block that ends with ":" and leads in to this one, over the items between."""
    for before in range(at - 1, max(at - 40, -1), -1):
        block = document.blocks[before]
        if document.without_marks(block.start, block.end).rstrip().endswith(":"):
            return before if block.role in ANSWERING_ROLES else None
        if block.role != "item" or document.blocks[at].role != "item":
            return None
    return None


def in_quotation(document: Document, at: int, start: int, text: str) -> bool:
    """Whether a sentence stands in a quotation, begins with one, or takes in a long one."""
    block = document.blocks[at]
    if open_quotation(document.text[block.start : start]):
        return True
    marks = re.search("[“”]", document.text[block.start : block.end])
    closed_first = marks is not None and marks[0] == "”"
    if closed_first and marks is not None and block.start + marks.start() >= start:
        return True  # it was opened in the block before: a page may break a quotation
    return any(len(words[0].split()) >= _LONG_QUOTATION for words in QUOTATION.finditer(text))
