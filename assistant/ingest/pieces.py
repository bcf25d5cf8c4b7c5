"""Blocks in the making, and how they become the blocks of a draft."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from assistant.documents import Role
from assistant.errors import DocumentError
from assistant.ingest.characters import (
    BOLD,
    CELL,
    MARK,
    PLAIN,
    UNCELL,
    UNMARK,
    clean,
    without_signs,
)
from assistant.ingest.draft import DraftBlock, DraftCell, Place
from assistant.ingest.lines import ends_sentence, heads_contents, heads_references


@dataclass(slots=True)
class Piece:
    """A block in the making: its text may hold signs and loose white space.

    `bullet` is the character of the file that makes it a list item, and begins the finished text.
    `places` are those of the cells that its signs mark, in order; `caption` is the table that it is
    the caption of.
    """

    role: Role
    text: str
    level: int = 0
    bullet: str = ""
    places: tuple[Place, ...] = ()
    caption: tuple[int, ...] | None = None

    @property
    def plain(self) -> str:
        """The words without signs."""
        return clean(without_signs(self.text))

    @property
    def all_bold(self) -> bool:
        """Whether every word is bold."""
        rest = re.sub(f"{BOLD}[^{PLAIN}]*{PLAIN}", "", self.text)
        return BOLD in self.text and not without_signs(rest).strip()

    def block(self) -> DraftBlock | None:
        """The finished block; None where there are no words."""
        text = re.sub(f"\\s*{MARK}\\s*(\\w+)\\s*{UNMARK}", f" {MARK}\\1{UNMARK}", self.text)
        text = re.sub(f"{UNMARK}(?=\\w)", f"{UNMARK} ", text.replace(BOLD, "").replace(PLAIN, ""))
        if not any(character.isalnum() for character in text):
            return None
        words: list[str] = []
        marks: list[tuple[int, int]] = []
        starts: list[int] = []
        ends: list[int] = []
        at = 0
        for part in re.split(f"([{MARK}{UNMARK}{CELL}{UNCELL}])", clean(f"{self.bullet} {text}")):
            if part == MARK:
                marks.append((at, at))
            elif part == UNMARK:
                marks[-1] = (marks[-1][0], at)
            elif part == CELL:
                starts.append(at)
            elif part == UNCELL:
                ends.append(at)
            else:
                words.append(part)
                at += len(part)
        cells = [
            DraftCell(start, end, place)
            for start, end, place in zip(starts, ends, self.places, strict=False)
            if start < end
        ]
        return DraftBlock(
            *(self.role, "".join(words), self.level, tuple(marks)),
            cells=tuple(cells),
            caption=self.caption,
        )


def finish(pieces: Iterable[Piece], name: str) -> tuple[DraftBlock, ...]:
    """The blocks of a draft.

    Raises:
        DocumentError: `empty` where no piece has words.
    """
    blocks = tuple(block for piece in pieces if (block := piece.block()) is not None)
    if not blocks:
        raise DocumentError("empty", f"{name} holds no text. Put a file with text in its place.")
    return blocks


def raised(before: str, raised_text: str) -> str:
    """Superscript digits as a footnote mark, or glued where they are a power or a unit (m², 10³).

    A mark follows a word or a closing sign; a power follows a number or one or two letters.
    """
    digits = raised_text.strip().strip("[]()")
    if re.fullmatch(r"\d{1,3}", digits) and re.search(r"([^\W\d_]{3}|[.,;:!?)”’\"'%])$", before):
        return f"{MARK}{digits}{UNMARK}"
    return raised_text


def mark_lists(pieces: Sequence[Piece]) -> list[Piece]:
    """Gives the entries of reference lists and tables of contents their roles."""
    done: list[Piece] = []
    under: Role | None = None
    level = 0
    for piece in pieces:
        role = piece.role
        if role == "heading":
            plain = piece.plain
            if under is None or piece.level <= level:
                under = "reference" if heads_references(plain) else None
                level = piece.level
            if heads_contents(plain):
                under, level, role = "contents", 6, "contents"
        elif under == "contents" and (role != "item" and ends_sentence(piece.text)):
            under = None
        elif under is not None and role in ("paragraph", "item"):
            role = under
        level_ = 0 if role in ("reference", "contents") else piece.level
        done.append(replace(piece, role=role, level=level_))
    return done
