"""The period that what stands around a sentence gives its figures."""

from __future__ import annotations

import re

from assistant.documents import ANSWERING_ROLES, Block, Document
from assistant.figures.figure import Period
from assistant.figures.periods import periods_in
from assistant.figures.when import is_beside
from assistant.ingest.sentences import sentence_spans

_GOES_ON = re.compile(
    r"(?:(?:However|But|And|Yet|Overall|In\s+total|Indeed),?\s+)?(?:this|these|that|those|of\s+(?:these"
    r"|those|this|which)|it|they|its|their|the\s+(?:remaining|rest|figure|total|number|same|other))\b",
    re.IGNORECASE,
)
_LIST_BLOCKS = 40
_SHORT = 12
_BULLET = re.compile(r"\s*[–—•▪●◦·*-]\s")
_A_PLAN = re.compile(
    r"\b(?:plan|planning|priorities|guidance|guidelines|budget|framework|mandate|targets)\b",
    re.IGNORECASE,
)
_PLANNED = re.compile(
    r"\b(?:must|will\s+(?:need|be\s+(?:required|expected))|need(?:s|ed)?\s+to|should|(?:is|are)\s+(?:expected|required|asked)|targets?"
    r"|ambition)\b",
    re.IGNORECASE,
)


def period_before(text: str, before: str) -> Period | None:
    """The one period of the sentence before, where this one goes on with it: "This was 5%"."""
    return _one(before) if _GOES_ON.match(text) else None


def period_around(document: Document, at: int, text: str) -> Period | None:
    """The period of a sentence of the block at `at` that names none itself.

    From the sentence that leads in its list, else the heading above it, else, for what a plan of
    one year asks, that year; None where neither names exactly one period.
    """
    return (
        _led_in(document, at)
        or _one(" ".join(document.section_at(document.blocks[at].start)[-1:]))
        or (_planned(document) if _PLANNED.search(text) else None)
    )


def period_above(document: Document, at: int) -> Period | None:
    """The period over a cell of a table whose lines are lost: in the short blocks above it.

    None where two of them side by side name different ones, as the heads of columns do.
    """
    blocks = document.blocks
    for above in range(at - 1, max(at - _LIST_BLOCKS, -1), -1):
        words = document.without_marks(*_span(blocks[above]))
        if len(words.split()) > _SHORT:
            return None
        found = _one(words)
        if found is not None:
            beside = _one(document.without_marks(*_span(blocks[above - 1]))) if above else None
            return found if beside is None or beside.start == found.start else None
    return None


def _one(text: str) -> Period | None:
    found = [one for one in periods_in(text) if not is_beside(text, one)]
    return found[0].period if len(found) == 1 else None


def _led_in(document: Document, at: int) -> Period | None:
    blocks = document.blocks
    for before in range(at - 1, max(at - _LIST_BLOCKS, -1), -1):
        if not _listed(document, before + 1):
            return None
        if blocks[before].role not in ANSWERING_ROLES:
            return None
        if document.without_marks(*_span(blocks[before])).rstrip().endswith(":"):
            last = sentence_spans(document, blocks[before])[-1]
            return _one(document.without_marks(*last))
    return None


def _span(block: Block) -> tuple[int, int]:
    return block.start, block.end


def _listed(document: Document, at: int) -> bool:
    block = document.blocks[at]
    return block.role == "item" or _BULLET.match(document.text[block.start : block.end]) is not None


def _planned(document: Document) -> Period | None:
    """The year of a plan for one year."""
    found = _one(document.title) if _A_PLAN.search(document.title) else None
    one_year = found is not None and int(found.end[:4]) - int(found.start[:4]) <= 1
    return found if one_year else None
