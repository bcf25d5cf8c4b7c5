"""Splits blocks that a conversion glued together: bullets, lettered points, bold headings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from assistant.documents import Role
from assistant.ingest.characters import BOLD, BULLETS, PLAIN, without_signs
from assistant.ingest.lines import (
    could_be_heading,
    ends_open,
    ends_sentence,
    has_bullet,
    section_number,
)
from assistant.ingest.pieces import Piece

_BOLD_RUN = re.compile(f"{BOLD}([^{PLAIN}]*){PLAIN}")


def split_blocks(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Each block split where a bullet, a lettered point or a bold heading is glued into it."""
    bullet = ""
    for piece in pieces:
        if piece.role not in ("paragraph", "item"):
            bullet = ""
            yield piece
            continue
        first, *rest = re.split(rf"\s*([{BULLETS}])(?=\s|{BOLD}|[A-Z]|$)\s*", piece.text)
        for at, part in enumerate([first, *rest[1::2]]):
            bullet = rest[2 * at - 2] if at else bullet
            if not part.strip(f" \n{BOLD}{PLAIN}"):
                continue  # where a bullet stands alone, the next block is its text
            role: Role = "item" if bullet or piece.role == "item" else "paragraph"
            for cut in _split_headings(Piece(role, _balanced(part), piece.level, bullet)):
                yield from _split_points(cut)
            bullet = ""


def _balanced(text: str) -> str:
    """Bold signs in pairs again after a split through bold words."""
    if text.count(BOLD) > text.count(PLAIN):
        return text + PLAIN
    return BOLD + text if text.count(BOLD) < text.count(PLAIN) else text


def _split_headings(piece: Piece) -> Iterator[Piece]:
    """A block split around the bold runs in it that are headings."""
    if piece.all_bold:
        yield piece
        return
    at = 0
    for run in _BOLD_RUN.finditer(piece.text):
        before, after = piece.text[at : run.start()], piece.text[run.end() :]
        if not _glued_heading(before, run[1], after):
            continue
        if before.strip():
            yield replace(piece, text=before)
        yield Piece("heading", run[1], 2)
        piece = Piece("paragraph", piece.text)
        at = run.end()
    if piece.text[at:].strip():
        yield replace(piece, text=piece.text[at:])


def _glued_heading(before: str, bold: str, after: str) -> bool:
    """Whether bold words are a heading that lost its own line, and not emphasis.

    Emphasis goes on in the sentence around it; a heading begins with a capital, has no full stop,
    and a new sentence of some length follows it, or nothing.
    """
    if not could_be_heading(bold) or len(bold.split()) < 2:
        return False
    numbered = section_number(bold) > 0
    begun = not before.strip() or ends_sentence(before) or ends_open(before)
    if not after.strip():
        return bool(before.strip()) and (numbered or len(bold.split()) >= (2 if begun else 4))
    follows = re.match(r"\s*[A-Z0-9‘“]", without_signs(after)) is not None
    long = len(after.split()) >= 8
    if has_bullet(bold) or bold.rstrip().endswith((":", "?")) and not numbered:
        return False
    return follows and long and (begun or numbered or len(bold.split()) >= 4)


def _split_points(piece: Piece) -> Iterator[Piece]:
    """A block split before "o " and before "a. ", "b. " where these points are glued together."""
    if piece.role == "heading":
        yield piece
        return
    text = piece.text.strip()
    if re.search(r":\s+o (?=[a-z])", text) or re.match(r"o (?=[a-z])", text):
        first, *rest = re.split(r"(?:^|\s+)(?=o [a-z])", text)
        if first.strip():
            yield replace(piece, text=first)
        for point in rest:
            yield Piece("item", point[2:], piece.level + 1, "o")
        return
    if re.match(r"[–—-]\s+(?=[A-Za-z])", text):
        # Whether this is a point or amid a sentence, `join_broken` tells from what is above.
        yield replace(piece, role="item", text=text, level=1)
        return
    yield replace(piece, text=text)


def split_letters(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Blocks split before "a. ", "b. " and so on, as long as the letters go on."""
    expected = ""
    for piece in pieces:
        text, role = piece.text.strip(), piece.role
        if role == "heading":
            expected = ""
        if role not in ("paragraph", "item"):
            yield piece
            continue
        if start := re.match(rf"{BOLD}?([a-y])\. ", text):
            role, expected = "item", chr(ord(start[1]) + 1)
        elif re.search(r":\s+a\. (?=\S)", text):
            expected = "a"
        while expected and (cut := re.search(rf"\s{expected}\. (?={BOLD}?[A-Z])", text)):
            yield Piece(role, _balanced(text[: cut.start()]), piece.level, piece.bullet)
            piece = replace(piece, bullet="")
            text, role = _balanced(text[cut.start() :].strip()), "item"
            expected = chr(ord(expected) + 1)
        yield Piece(role, text, piece.level, piece.bullet)
