"""Which blocks of a PDF are headings, and how deep each stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from assistant.documents import Role
from assistant.ingest.dates import is_dated
from assistant.ingest.pdf.lines import Line

_BOX = re.compile(r"(?:box|table|figure|panel|chart|exhibit)\s+[A-Z]?\d", re.IGNORECASE)
_FRONT = 4
"""On so many pages a date is the document's, and heads nothing."""
_SECTION_NUMBER = re.compile(r"^(\d{1,2}(?:\.\d{1,2})*)\.?\s+\S")


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """A bookmark of the file: its title, page number and depth (1 is the outermost)."""

    title: str
    page: int
    depth: int


@dataclass(slots=True)
class OpenBlock:
    """A block that is being put together."""

    lines: list[Line]
    role: Role
    level: int = 0

    @property
    def last(self) -> Line:
        """The line that was added last."""
        return self.lines[-1]

    @property
    def text(self) -> str:
        """Its words as far as they are known."""
        return " ".join(line.text for line in self.lines)


def mark_headings(
    blocks: Sequence[OpenBlock], size: float, outline: Sequence[OutlineEntry]
) -> None:
    """Give headings their role and level: from the outline where it names them, else by looks."""
    in_outline = _found_in_outline(blocks, outline)
    headings = []
    for block, following in zip(blocks, [*blocks[1:], None], strict=False):
        if block.role != "paragraph" or block.lines[0].cell is not None:
            continue
        looks = following is not None and _looks_like_heading(block, size)
        if looks or id(block) in in_outline:
            block.role = "heading"
            headings.append(block)
    _set_levels(headings, in_outline)
    _lower_boxes(blocks)


def _found_in_outline(
    blocks: Sequence[OpenBlock], outline: Sequence[OutlineEntry]
) -> dict[int, int]:
    """The depth of each block that a bookmark names, by the block's identity."""
    by_page: dict[int, list[OpenBlock]] = {}
    for block in blocks:
        if block.role == "paragraph" and len(block.lines) <= 5:
            by_page.setdefault(block.lines[0].page, []).append(block)
    found: dict[int, int] = {}
    for entry in outline:
        title = entry.title.casefold()
        for block in by_page.get(entry.page, []):
            if id(block) not in found and _names(title, block.text.casefold()):
                found[id(block)] = entry.depth
                break
    return found


def _names(title: str, heading: str) -> bool:
    """Whether a bookmark names a heading: in its words, or in those that it begins with."""
    return fuzz.ratio(title, heading) >= 90 or (
        len(title) >= 10 and len(heading) <= 3 * len(title) and heading.startswith(f"{title} ")
    )


def _looks_like_heading(block: OpenBlock, size: float) -> bool:
    text = block.text
    words = text.split()
    if len(words) > 24 or len(block.lines) > 4 or not re.search(r"[^\W\d_]{2}", text):
        return False
    first = next((c for c in text if c.isalpha()), "")
    if first.islower() or re.search(r"[.,;][”’\"')]*$|https?:|www\.|@\w", text):
        return False
    dates_the_document = block.lines[0].page <= _FRONT and is_dated(text)
    if dates_the_document or 2 * sum(c.isalpha() for c in text) < len(text.replace(" ", "")):
        return False
    if all(line.size > 1.12 * size for line in block.lines):
        return True
    styled = all(line.bold or line.slanted for line in block.lines) or text.isupper()
    styled = styled or (all(line.coloured for line in block.lines) and len(words) <= 12)
    return styled and len(words) <= 16 and all(line.size > 0.93 * size for line in block.lines)


def _set_levels(headings: Sequence[OpenBlock], in_outline: dict[int, int]) -> None:
    """Bookmarks and section numbers tell the level; else larger is higher, bold above slanted.

    What looks like a heading that the bookmarks place stands as deep as that one; any other look
    stands one below the next larger look.
    """
    depths: dict[_Look, list[int]] = {}
    for block in headings:
        if id(block) in in_outline:
            depths.setdefault(_look(block), []).append(in_outline[id(block)])
    # A title page has the largest type of all; were it level 1, every chapter would stand in it.
    looks = {_look(block) for block in headings if block.lines[0].page > 1}
    level, levels = 0, dict[_Look, int]()
    for look in sorted(looks | set(depths), reverse=True):
        level = max(depths[look], key=depths[look].count) if look in depths else level + 1
        levels[look] = level
    for block in headings:
        numbered = _SECTION_NUMBER.match(block.text)
        if id(block) in in_outline:
            block.level = in_outline[id(block)]
        elif numbered and not in_outline:
            block.level = numbered[1].count(".") + 1
        else:
            block.level = levels.get(_look(block), 1)
        block.level = min(block.level, 6)


def _lower_boxes(blocks: Sequence[OpenBlock]) -> None:
    """A box, table or figure stands within its section, whatever its bookmark or look says.

    The heading right below "Box 1" is its title.
    """
    above = 0
    boxed = False
    for block in blocks:
        if block.role != "heading":
            boxed = False
        elif boxed or (_BOX.match(block.text) and above):
            block.level = min(above + (2 if boxed else 1), 6)
            boxed = True
        else:
            above = block.level


_Look = tuple[float, bool, bool]


def _look(block: OpenBlock) -> _Look:
    line = block.lines[0]
    return round(line.size), line.bold, not line.slanted
