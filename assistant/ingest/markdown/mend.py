"""Mends what a conversion from PDF broke: page furniture, split sentences, glued headings.

The words stay as they are, wrong ones too; only blocks are split, joined and given roles. A file
that shows no sign of a conversion passes through unchanged but for bold lines as headings.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.ingest.lines import could_be_heading, has_bullet
from assistant.ingest.markdown.furniture import pages_of
from assistant.ingest.markdown.headings import mark_contents, mark_headings, set_levels
from assistant.ingest.markdown.joining import join_broken
from assistant.ingest.markdown.notes import mend_references, take_page_notes
from assistant.ingest.markdown.split import split_blocks, split_letters
from assistant.ingest.pieces import Piece


def mend(pieces: Sequence[Piece]) -> list[Piece]:
    """The blocks of a Markdown file as its author wrote them, as far as that can be told."""
    pages = pages_of(pieces)
    if len(pages) == 1 and not _converted(pieces):
        return _bold_headings(pieces)
    bodies = [list(split_letters(split_blocks(page))) for page in pages]
    notes: list[Piece] = []
    if len(pages) > 1:
        bodies, notes = take_page_notes(bodies)
    flat = mark_contents([piece for page in bodies for piece in page])
    flat = set_levels(mark_headings(flat))
    return [*mend_references(join_broken(flat)), *notes]


def _converted(pieces: Sequence[Piece]) -> bool:
    bullets = sum(piece.role == "paragraph" and has_bullet(piece.text) for piece in pieces)
    bold = sum(piece.role == "paragraph" and piece.all_bold for piece in pieces)
    written = sum(piece.role == "heading" for piece in pieces)
    return bullets >= 3 or (bold >= 3 and bold > written)


def _bold_headings(pieces: Sequence[Piece]) -> list[Piece]:
    """A short bold line of its own heads what follows, one level below the heading above it."""
    done: list[Piece] = []
    level = 1
    for at, piece in enumerate(pieces):
        if piece.role == "heading":
            level = piece.level
        last = at + 1 == len(pieces)
        bold = piece.role == "paragraph" and piece.all_bold and could_be_heading(piece.text)
        heads = bold and not last and not piece.plain.endswith(":")
        done.append(Piece("heading", piece.text, min(level + 1, 6)) if heads else piece)
    return done
