"""A last check: what was put together must stand in the file in the same order.

Cells of a table whose columns were misread, or columns read across, make sentences that nobody
wrote. The file writes the characters of a cell or column one after the other, so words that stand
in another order there are doubtful. They are kept where they stand and never quoted.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from assistant.folding import folded
from assistant.ingest.draft import DraftBlock

_SCRAMBLED = 0.1
"""Where more of the paragraphs than this part differ, the file's own order is what is wrong."""


def mark_doubtful(blocks: Sequence[DraftBlock], pages: Sequence[str]) -> list[DraftBlock]:
    """Take blocks whose words are in another order than the file's out of what can be quoted.

    `pages` holds the characters of each page in the order of the file. Files that write a drawn
    table column by column have its cells as they are, but not its rows: these are taken apart.
    """
    in_file = [folded(page) for page in pages]
    blocks = [part for block in blocks for part in _parts(block, in_file)]
    doubtful = [not _stands(block, in_file) for block in blocks]
    running = [
        doubt
        for block, doubt in zip(blocks, doubtful, strict=True)
        if block.role in {"paragraph", "item"}
    ]
    trusted = sum(running) <= _SCRAMBLED * len(running)
    return [
        block.as_role("contents")
        if doubt and (block.role == "row" or (trusted and block.role in {"paragraph", "item"}))
        else block
        for block, doubt in zip(blocks, doubtful, strict=True)
    ]


def _parts(block: DraftBlock, in_file: Sequence[str]) -> list[DraftBlock]:
    """A row of a table as it is, or cell by cell where the file has these in another order."""
    drawn = len(block.cells) > 1 and all(cell.place.drawn for cell in block.cells)
    if block.role != "row" or not drawn or _stands(block, in_file):
        return [block]
    return block.by_cell()


def _stands(block: DraftBlock, in_file: Sequence[str]) -> bool:
    if block.page is None:
        return True
    edges = [0, *(np.flatnonzero(np.diff(block.page)) + 1).tolist(), len(block.page)]
    parts: dict[int, str] = {}
    for start, end in pairwise(edges):
        page = int(block.page[start]) if end > start else 0
        if page:  # white space that no page holds has none
            parts[page] = parts.get(page, "") + block.text[start:end]
    return all(folded(part) in in_file[page - 1] for page, part in parts.items())
