"""Documents for tests, with the files they would have been read from.

Set in Courier, where every character is as wide as the next, so that its place can be reckoned.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Literal

import numpy as np
from reportlab.pdfgen.canvas import Canvas

from assistant.documents import Block, Document, Kind, Layout, Page

Setting = Literal["upright", "landscape", "turned"]
"""Upright; upright on a page that is rotated; running down on a page that is rotated."""

WIDTH, HEIGHT, SIZE, LEADING, MARGIN = 595, 842, 11, 16, 60
NASTY = (
    "The *board* agreed _two_ things -- <b>not</b> three & no more: $5m to $10m, ~~none~~ of it "
    'in `code`, [see](http://example.org/x.png) :smile: "quoted" 1. \\* #one | &amp; ![a](b).'
)
HEADING = "2 Workforce"
RATE = "The nursing vacancy rate fell to 8.4% by March 2024, against a target of 9.0%."
RATE_WITH_MARK = "The trust expects it to fall below 7.5% 12 by the end of the 2025 to 2026 year."
PADDING = "The board receives assurance through its committees, which meet quarterly and report."


def paged_document(folder: Path, path: str, *, setting: Setting = "upright") -> Document:
    """A PDF of three pages and the document it is; page 2 is printed as "ii"."""
    first = [HEADING, *[PADDING] * 8, RATE, RATE_WITH_MARK, *[PADDING] * 4]
    pages = [wrapped(first), wrapped([NASTY]), wrapped([PADDING] * 4)]
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    _write_pdf(file, pages, setting=setting)
    text = "\n".join(" ".join(lines) for lines in pages)
    numbers, boxes = _places(pages, setting=setting)
    size = (WIDTH, HEIGHT) if setting == "upright" else (HEIGHT, WIDTH)
    mark = text.index("7.5% 12") + len("7.5% ")
    return Document(
        path=path,
        sha256=hashlib.sha256(file.read_bytes()).hexdigest(),
        title="Workforce plan *2024* <draft>",
        kind="board paper",
        text=text,
        blocks=_blocks(text, len(HEADING)),
        publisher="Example Trust",
        published="2024-07-18",
        pages=tuple(Page(n, label, *size) for n, label in ((1, "1"), (2, "ii"), (3, None))),
        marks=((mark, mark + 2),),
        layout=Layout(numbers, boxes),
    )


def unpaged_document(folder: Path, path: str) -> Document:
    """A text file with two sections, and the document it is."""
    text = f"{HEADING}\n{PADDING}\n{NASTY}\n{PADDING}\n3 Money\n{PADDING}"
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    starts = [0, *(at + 1 for at, character in enumerate(text) if character == "\n")]
    ends = [*(start - 1 for start in starts[1:]), len(text)]
    blocks = tuple(
        Block(start, end, "heading" if number in (0, 4) else "paragraph", 1)
        for number, (start, end) in enumerate(zip(starts, ends, strict=True))
    )
    return Document(
        path=path,
        sha256=hashlib.sha256(file.read_bytes()).hexdigest(),
        title="Notes on :smile: and -- dashes",
        kind="opinion piece",
        text=text,
        blocks=blocks,
        authors=("A. Writer",),
    )


def listed_document(path: str, title: str, kind: Kind = "document") -> Document:
    """A document of which only the facts matter."""
    blocks = (Block(0, 1, "heading", 1),)
    return Document(path, "0" * 64, title, kind, text="x", blocks=blocks)


def wrapped(paragraphs: list[str], characters: int = 70) -> list[str]:
    """Lines of at most so many characters; joined by spaces they are the paragraphs again."""
    lines: list[str] = []
    for paragraph in paragraphs:
        line = ""
        for word in paragraph.split(" "):
            if line and len(line) + 1 + len(word) > characters:
                lines.append(line)
                line = word
            else:
                line = f"{line} {word}" if line else word
        lines.append(line)
    return lines


def _write_pdf(file: Path, pages: list[list[str]], *, setting: Setting) -> None:
    # reportlab takes the size of a rotated page as it is shown.
    size = (WIDTH, HEIGHT) if setting == "upright" else (HEIGHT, WIDTH)
    canvas = Canvas(str(file), pagesize=size, invariant=1)
    for lines in pages:
        if setting != "upright":
            canvas.setPageRotation(90)
        if setting == "landscape":
            canvas.rotate(90)
        canvas.setFont("Courier", SIZE)
        # After the quarter turn the left edge of the paper is the top edge of what is shown.
        top = 0 if setting == "landscape" else HEIGHT
        for number, line in enumerate(lines):
            canvas.drawString(MARGIN, top - MARGIN - number * LEADING, line)
        canvas.showPage()
    canvas.save()


def _places(pages: list[list[str]], *, setting: Setting) -> tuple[np.ndarray, np.ndarray]:
    numbers: list[int] = []
    boxes: list[tuple[float, float, float, float]] = []
    for number, lines in enumerate(pages, start=1):
        for row, line in enumerate(lines):
            # The space that joins two lines, and the line end that joins two pages, is nowhere.
            for column in range(len(line)):
                numbers.append(number)
                boxes.append(_place(row, column, setting=setting))
            if (number, row) != (len(pages), len(lines) - 1):
                numbers.append(0)
                boxes.append((0, 0, 0, 0))
    tenths = np.array(boxes) * 10
    return np.array(numbers, dtype=np.int16), tenths.round().astype(np.int16)


def _place(row: int, column: int, *, setting: Setting) -> tuple[float, float, float, float]:
    left, baseline = MARGIN + column * SIZE * 0.6, MARGIN + row * LEADING
    right, top, bottom = left + SIZE * 0.6, baseline - 0.75 * SIZE, baseline + 0.25 * SIZE
    if setting == "turned":  # What was the top of the paper is shown on the right.
        return HEIGHT - bottom, left, HEIGHT - top, right
    return left, top, right, bottom


def _blocks(text: str, heading: int) -> tuple[Block, ...]:
    ends = [at for at, character in enumerate(text) if character == "\n"]
    starts = [heading + 1, *(end + 1 for end in ends)]
    paragraphs = zip(starts, [*ends, len(text)], strict=True)
    return (
        Block(0, heading, "heading", 1),
        *(Block(start, end, "paragraph") for start, end in paragraphs),
    )
