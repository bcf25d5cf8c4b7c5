"""The table of contents of a PDF: its entries answer no question."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.ingest.pdf_headings import OpenBlock

_HEADING = re.compile(r"^(?:table of )?contents$|^index$", re.IGNORECASE)
_ENTRY = re.compile(r"(?:^|\s)(?:\d{1,3}|[ivxlc]{1,6})$")
_NUMBER_FIRST = re.compile(r"^\d{1,3}(?:\s?[-–]\s?\d{1,3})?\s+\S")
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


def _last_entry(blocks: Sequence[OpenBlock], heading: int) -> int:
    last, page = heading, blocks[heading].last.page
    for at in range(heading + 1, len(blocks)):
        block = blocks[at]
        number = block.lines[0].page
        if number > page + 1 or len(block.text.split()) > _LONG or at > last + 4:
            break
        first_page = number == blocks[heading].last.page and _NUMBER_FIRST.match(block.text)
        if block.role == "contents" or first_page or _ENTRY.search(block.text):
            last, page = at, number
    return last
