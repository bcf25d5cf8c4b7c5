"""From lines to blocks: headings, paragraphs, list items and table rows, joined across pages."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from assistant.documents import Role
from assistant.ingest.draft import DraftBlock, DraftCell
from assistant.ingest.pdf.arrays import Floats
from assistant.ingest.pdf.contents import mark_contents, mark_drawings
from assistant.ingest.pdf.furniture import NOTE_START
from assistant.ingest.pdf.headings import OpenBlock, OutlineEntry, mark_headings
from assistant.ingest.pdf.lines import Line
from assistant.ingest.pdf.order import LETTERED, SIGN

_ITEM = re.compile(rf"^(?:{SIGN}|(?:[-–—o]|{LETTERED})(?=\s))")
_NUMBERED = re.compile(r"^(?:\d{1,3}(?:\.\d{1,3})*[.)]|\d{1,3}(?:\.\d{1,3})+|\(\d{1,3}\))(?=\s|$)")
_LEADERS = re.compile(r"(?:\.\s?){4,}\s*[\divxlc]*\s*$|…+\s*\d+\s*$")
_ENDS_SENTENCE = re.compile(r"[.?!:;][”’\"')\]]*(?:\s\d{1,3})?$")
_ENDS_WORD = re.compile(r"[^\W_]-$")
_DASH = re.compile(r"^[-–—]\s")
_WORDS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def make_blocks(
    pages: Sequence[Sequence[Line]],
    size: float,
    outline: Sequence[OutlineEntry] = (),
    *,
    notes: bool = False,
) -> list[DraftBlock]:
    """Join the lines of all pages into blocks; `size` is the size of the running text.

    With `notes`, the lines are footnotes, and each begins with its mark.

    A paragraph goes on over a column or a page when its last line ends no sentence. A word split
    at a line end is joined, unless the document elsewhere writes it with its hyphen.
    """
    lines = [line for page in pages for line in page]
    words = Counter(
        word.casefold() for line in lines for word in _WORDS.findall(_without_split_words(line))
    )
    blocks = _joined(lines, size, notes=notes)
    if not notes:
        mark_headings(blocks, size, outline)
        mark_contents(blocks)
        mark_drawings(blocks)
        _set_item_levels(blocks)
    return [_close(block, words) for block in blocks]


def _joined(lines: Sequence[Line], size: float, *, notes: bool) -> list[OpenBlock]:
    """The lines put together; what headings are is not yet known."""
    leading, rights = _usual_leading(lines, size), _right_edges(lines)
    blocks: list[OpenBlock] = []
    for line in lines:
        if notes and NOTE_START.match(line.text):
            blocks.append(OpenBlock([line], "note"))
        elif blocks and _continues(blocks[-1], line, size, leading, rights):
            blocks[-1].lines.append(line)
        elif blocks and _same_table_row(blocks[-1].last, line):
            blocks[-1].lines.append(line)
            blocks[-1].role = "row"
        else:
            blocks.append(OpenBlock([line], _first_role(line)))
            if line.row is not None and line.cell is not None and line.cell.drawn:
                blocks[-1].role = "row"
    if notes:
        for block in blocks:
            block.role = "note"
    return blocks


def _same_table_row(before: Line, line: Line) -> bool:
    return before.page == line.page and line.row is not None and before.row == line.row


def _usual_leading(lines: Sequence[Line], size: float) -> float:
    """The usual distance from one base line to the next in running text, in points."""
    steps = [
        after.bottom - before.bottom
        for before, after in itertools.pairwise(lines)
        if before.page == after.page
        and abs(before.size - size) < 1
        and abs(after.size - size) < 1
        and 0.4 * size < after.bottom - before.bottom < 2.2 * size
    ]
    if not steps:
        return size
    # The lower part: lines within paragraphs outnumber the gaps between them, but not everywhere.
    return float(np.percentile(steps, 35))


def _right_edges(lines: Sequence[Line]) -> dict[tuple[int, int], float]:
    """For each page and left edge (in steps of 40 points): how far lines reach to the right."""
    edges: dict[tuple[int, int], float] = {}
    for line in lines:
        for column in (int(line.left // 40), int(line.left // 40) + 1):
            key = (line.page, column)
            edges[key] = max(edges.get(key, 0.0), line.right)
    return edges


def _first_role(line: Line) -> Role:
    if _LEADERS.search(line.text):
        return "contents"
    return "item" if _ITEM.match(line.text) else "paragraph"


def _continues(
    block: OpenBlock,
    line: Line,
    size: float,
    leading: float,
    rights: dict[tuple[int, int], float],
) -> bool:
    """Whether a line goes on with the block before it."""
    last = block.last
    unfinished = not _ENDS_SENTENCE.search(last.text)
    if block.role == "contents" or _LEADERS.search(line.text):
        return False
    if last.row is not None or line.row is not None or last.cell != line.cell:
        return False
    if _ITEM.match(line.text) and not _dashes_on(block, line, unfinished, rights):
        return False
    if _parted_by_colour(block, line, unfinished, rights):
        return False
    flows = unfinished and line.text[:1].islower()
    if _NUMBERED.match(line.text) and not (flows or (unfinished and _fills(last, rights, line))):
        return False
    same_size = abs(last.size - line.size) < 0.08 * max(last.size, line.size)
    step = line.bottom - last.bottom
    same_look = (last.bold, last.slanted) == (line.bold, line.slanted) or (
        # Bold words in a sentence may fill the one line and not the other.
        unfinished and last.closes == line.opens and _fills(last, rights, line)
    )
    if last.page != line.page or step < -2:  # a new column or page
        if not same_size or not (same_look or flows):
            return False
        heads = line.bold and not last.closes[0]
        return flows or (unfinished and _fills(last, rights, line) and not heads)
    if step > 1.38 * leading * max(1.0, line.size / size):
        return False
    if not (same_size and same_look):
        # A bold lead word may fill a short line, but a heading is never run on.
        return flows and abs(last.size - line.size) < 0.2 * line.size
    if unfinished or line.size > 1.12 * size:
        return True
    indented = line.left > last.left + 6 and block.role != "item" and len(block.lines) > 1
    return _fills(last, rights, line) and not indented


def _dashes_on(
    block: OpenBlock, line: Line, unfinished: bool, rights: dict[tuple[int, int], float]
) -> bool:
    """Whether a dash that begins a line stands within a sentence, and begins no item."""
    if not _DASH.match(line.text) or _DASH.match(block.lines[0].text):
        return False
    return unfinished and abs(line.left - block.last.left) < 4 and _fills(block.last, rights, line)


def _parted_by_colour(
    block: OpenBlock, line: Line, unfinished: bool, rights: dict[tuple[int, int], float]
) -> bool:
    """Whether a change of colour parts a heading from its text; a link within a text does not."""
    last = block.last
    if last.coloured == line.coloured or _fills(last, rights, line):
        return False
    if line.coloured:
        return not unfinished
    return all(part.coloured for part in block.lines) and not line.text[:1].islower()


def _fills(line: Line, rights: dict[tuple[int, int], float], following: Line) -> bool:
    """Whether a line reaches the right edge: a shorter one was ended on purpose.

    It need not reach it where the first word of the next line would not have fitted.
    """
    edge = rights[(line.page, int(line.left // 40))]
    if line.right > edge - max(0.12 * (edge - line.left), 30):
        return True
    word = following.text.partition(" ")[0]
    width = float(following.box[len(word) - 1, 2]) - following.left
    return line.right + 0.25 * line.size + width > edge + 1


def _set_item_levels(blocks: Sequence[OpenBlock]) -> None:
    """Items further to the right than the first of their list are nested in it."""
    lefts: list[float] = []
    above: Line | None = None
    for block in blocks:
        if block.role != "item":
            lefts = []
            continue
        first = block.lines[0]
        if above is not None and (first.page != above.page or first.top < above.top):
            lefts = []  # another column or page has another left edge
        above, left = block.last, first.left
        while lefts and left < lefts[-1] - 6:
            lefts.pop()
        if not lefts or left > lefts[-1] + 6:
            lefts.append(left)
        block.level = min(len(lefts) - 1, 5)
        if (block.last.page, block.last.top) < (
            first.page,
            first.top,
        ) or first.page < block.last.page:
            lefts = []


def _close(block: OpenBlock, words: Counter[str]) -> DraftBlock:
    """Join the lines into one text with its boxes, pages and marks."""
    text = ""
    boxes: list[Floats] = []
    pages: list[npt.NDArray[np.int16]] = []
    marks: list[tuple[int, int]] = []
    cells: list[DraftCell] = []
    for line in block.lines:
        if text:
            same_cell = not cells or cells[-1].place == line.cell
            if same_cell and _ENDS_WORD.search(text) and line.text[:1].isalnum():
                if not _keeps_hyphen(text, line.text, words):
                    text, boxes[-1], pages[-1] = (
                        text[:-1],
                        boxes[-1][:-1],
                        pages[-1][:-1],
                    )
            else:
                text += " "
                end = boxes[-1][-1]
                boxes.append(np.array([[end[2], end[1], end[2], end[3]]], np.float32))
                pages.append(np.zeros(1, np.int16))
        marks += [(start + len(text), stop + len(text)) for start, stop in line.marks]
        if line.cell is not None:
            start, end = len(text), len(text) + len(line.text)
            if cells and cells[-1].place == line.cell:
                start = cells.pop().start
            cells.append(DraftCell(start, end, line.cell))
        text += line.text
        boxes.append(line.box)
        pages.append(np.full(len(line.text), line.page, np.int16))
    box = np.clip(np.rint(np.concatenate(boxes) * 10), -32000, 32000).astype(np.int16)
    return DraftBlock(
        *(block.role, text, block.level, tuple(marks), np.concatenate(pages), box),
        cells=tuple(cells),
    )


def _keeps_hyphen(text: str, following: str, words: Counter[str]) -> bool:
    """Whether "whole-" and "system" are one hyphenated word: the rest of the document tells."""
    left = re.search(r"[^\W\d_]+(?:-[^\W\d_]+)*(?=-$)", text)
    right = re.match(r"[^\W\d_]+(?:-[^\W\d_]+)*", following)
    if left is None or right is None:
        return True
    parted = words[f"{left[0]}-{right[0]}".casefold()]
    joined = words[f"{left[0]}{right[0]}".casefold()]
    if parted or joined:
        return parted > joined
    if right[0][0].isupper() or "-" in left[0]:
        return True
    # Unknown either way: two words that both stand alone elsewhere were a compound.
    return min(words[left[0].casefold()], words[right[0].casefold()]) >= 2


def _without_split_words(line: Line) -> str:
    return line.text[: line.text.rfind(" ")] if line.text.endswith("-") else line.text
