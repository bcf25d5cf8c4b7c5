"""Sentences put together again that a conversion tore at the ends of lines, columns and pages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.ingest.lines import (
    breaks_off,
    ends_open,
    ends_sentence,
    glue,
    heads_references,
    starts_lower,
)
from assistant.ingest.pieces import Piece


def _line_width(pieces: Sequence[Piece]) -> int | None:
    """The width of the page in characters where a conversion made a block of each line."""
    lengths = sorted(len(p.plain) for p in pieces if p.role in ("paragraph", "item"))
    lines = [p for p in pieces if p.role == "paragraph" and 40 <= len(p.plain) <= 110]
    if len(lines) < 20 or len(lines) * 2 < len(lengths):
        return None
    broken = sum(not ends_sentence(piece.text) for piece in lines)
    sizes = sorted(len(piece.plain) for piece in lines)
    return sizes[int(len(sizes) * 0.9)] if broken * 5 >= len(lines) * 2 else None


def join_broken(pieces: Sequence[Piece]) -> list[Piece]:
    """Sentences that were torn apart put together again."""
    width = _line_width(pieces)
    done: list[Piece] = []
    last_line = 0
    for piece in pieces:
        plain = piece.plain
        if not plain:
            continue
        if done and _continues(done[-1], piece, width, last_line):
            done[-1].text = glue(done[-1].text, piece.text)
        else:
            done.append(replace(piece))
        last_line = len(plain)
    return _numbered_paragraphs(done)


def _numbered_paragraphs(pieces: list[Piece]) -> list[Piece]:
    """The items of a paper that numbers its paragraphs ("12. NHS England has …") as such."""
    numbered = [
        piece for piece in pieces if piece.role == "item" and re.match(r"\d{1,3}[.)] ", piece.plain)
    ]
    if sum(len(piece.plain.split()) > 25 for piece in numbered) >= 3:
        for piece in numbered:
            piece.role, piece.level = "paragraph", 0
    return pieces


def _unclosed(text: str) -> bool:
    """Whether the text breaks off within a bracket or a title in quotation marks."""
    inner = text[-80:]
    return inner.rfind("(") > inner.rfind(")") or inner.rfind("‘") > inner.rfind("’")


def _continues(before: Piece, after: Piece, width: int | None, last_line: int) -> bool:
    """Whether a block goes on where the one before it broke off."""
    if before.role not in ("paragraph", "item"):
        return False
    above, below = before.plain, after.plain
    if re.match(r"[–—-]\s", below) and after.role == "item":
        return before.role == "paragraph" and not (ends_sentence(above) or ends_open(above))
    if after.role != "paragraph":
        return False
    if _unclosed(above):
        return True
    if ends_open(above):
        return False
    broken = not ends_sentence(before.text)
    if broken and starts_lower(below):
        return len(above) >= 25 or above.endswith((",", "-")) or breaks_off(above)
    if width is not None:
        # List items are set in, so their lines are shorter.
        share = 0.93 if before.role == "paragraph" else 0.8
        full = last_line + 1 + len(below.split()[0]) > width * share
        return full and (broken or before.role == "paragraph")
    if not broken or after.all_bold or heads_references(below):
        return False
    if above.endswith(",") and not above.lower().startswith("dear "):
        return True
    whole = len(below) >= 60 or ends_sentence(below)
    return whole and (breaks_off(above) or (before.role == "paragraph" and len(above) >= 60))
