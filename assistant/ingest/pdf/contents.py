"""What answers no question: the table of contents of a PDF, and the words within its drawings."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.ingest.pdf.headings import OpenBlock

_HEADING = re.compile(r"^(?:table of )?contents$|^index$", re.IGNORECASE)
_ENTRY = re.compile(r"(?:^|\s)(?:\d{1,3}|[ivxlc]{1,6})$")
_NUMBER_FIRST = re.compile(r"^\d{1,3}(?:\s?[-–]\s?\d{1,3})?\s+\S")
_PAGE_AT_END = re.compile(r"\s[ivxlc]{1,6}$")
_FIGURE = re.compile(r"(?:figure|chart|diagram)\s+[A-Z]?\d", re.IGNORECASE)
_PIECES = 8
"""With so many pieces, a page with a figure shows a drawing with words in it."""
_LONG = 45
"""An entry has fewer words than this."""


def mark_contents(blocks: Sequence[OpenBlock]) -> None:
    """Give the entries under a heading "Contents" their role, those without a number between too.

    They run to the end of the page, and over the next pages as long as these list entries.
    """
    for at, block in enumerate(blocks):
        if _HEADING.match(block.text.strip()):
            last = _last_entry(blocks, at)
            for entry in blocks[at + 1 : last + 1]:
                entry.role = "contents"
                entry.level = 0


def mark_drawings(blocks: Sequence[OpenBlock]) -> None:
    """Take the words in the boxes of a drawing out of what can be quoted.

    They come in no order that can be read. On a page with a figure they are the many short pieces
    that end no sentence; they get the role of contents, which are kept where they stand.
    """
    by_page: dict[int, list[OpenBlock]] = {}
    for block in blocks:
        by_page.setdefault(block.lines[0].page, []).append(block)
    for page in by_page.values():
        pieces = [block for block in page if _could_be_drawn(block) and _is_piece(block.text)]
        if len(pieces) >= _PIECES and any(_FIGURE.match(block.text) for block in page):
            for block in pieces:
                block.role = "contents"
                block.level = 0


def _could_be_drawn(block: OpenBlock) -> bool:
    cell = block.lines[0].cell
    return block.role != "heading" and not (cell is not None and cell.drawn)


def _is_piece(text: str) -> bool:
    return len(text.split()) < 2 * _LONG and not re.search(r"[.?!:;][”’\"')]*(?:\s\d{1,3})?$", text)


def _last_entry(blocks: Sequence[OpenBlock], heading: int) -> int:
    last, page = heading, blocks[heading].last.page
    seen: set[str] = set()
    for at in range(heading + 1, len(blocks)):
        block = blocks[at]
        number = block.lines[0].page
        if number > page + 1 or len(block.text.split()) > _LONG or at > last + 4:
            break
        words = " ".join(re.findall(r"[^\W\d]+", block.text.casefold()))
        if words in seen and len(words) > 4:
            break  # the chapter itself begins
        seen.add(_PAGE_AT_END.sub("", words))
        first_page = number == blocks[heading].last.page and _NUMBER_FIRST.match(block.text)
        if block.role == "contents" or first_page or _ENTRY.search(block.text):
            last, page = at, number
    return last
