"""Sentences as offsets. nupunkt knows abbreviations, decimals and closing quotes, and is fast."""

from __future__ import annotations

import re

from nupunkt import sent_spans

from assistant.documents import Block, Document

_LEADING_MARKER = re.compile(
    r"(?:[•▪●◦‣○■□➢➤✓·⁃∙*]|[-–—o](?=\s)"
    r"|\(?(?:[a-z]|[ivx]{1,4}|\d{1,3})[).](?=\s)"
    r"|\d{1,3}(?:\.\d{1,3})+[.)]?(?=\s))\s*"
)
"""A bullet, letter or paragraph number in front of the words of a block."""


def sentence_spans(document: Document, block: Block) -> list[tuple[int, int]]:
    """The sentences of a block as (start, end) in the document's text.

    A bullet or paragraph number in front, and footnote marks around a sentence, are left out.
    """
    text = document.without_marks(block.start, block.end)
    marker = _LEADING_MARKER.match(text)
    skip = marker.end() if marker else 0
    # Cells do not end in full stops: a row is read as a whole.
    pieces = [(0, len(text) - skip)] if block.role == "row" else sent_spans(text[skip:])
    spans = [
        _trimmed(text, start + skip, end + skip, block.start)
        for start, end in pieces
        if text[start + skip : end + skip].strip()
    ]
    return spans or [(block.start, block.end)]


def _trimmed(text: str, start: int, end: int, offset: int) -> tuple[int, int]:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    return offset + start + left, offset + start + len(piece.rstrip())
