"""A draft as a Document, so that its figures are read as those of the sources are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.documents import Block, Cell, Document, Role, Table

_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>()]+|\b[\w.+-]+@[\w-]+\.[\w.]+")
_HEADING = re.compile(r"#{1,6} ")
_ITEM = re.compile(r"[ \t]*(?:[•▪●◦■□➢✓·⁃∙*–—-]|\(?(?:\d{1,3}|[a-z]|[ivx]{1,4})[.)])\s")
_RULE = re.compile(r"[\s|:+=_-]+")
_CONTENTS = re.compile(r"(?:\.[ .]{4,}|…+|\t)\s*\d{1,3}$")
_LONGEST = 4_000
"""Nobody writes a paragraph of so many characters; to read one as a sentence would take long."""
_FULL_LINE = 50
"""A shorter line was not broken because it was full: what follows it stands for itself."""


def as_document(draft: str) -> Document:
    """The draft as a document with the same text, but that addresses of the web are blanked out."""
    text = _ADDRESS.sub(lambda match: " " * len(match[0]), draft)
    blocks: list[Block] = []
    tables: list[Table] = []
    rows: list[tuple[int, int]] = []
    for start, end, role in _paragraphs(text):
        if role == "row":
            rows.append((start, end))
        elif rows:
            tables += _tables(text, rows)
            rows = []
        level = 1 if role == "heading" else 0
        blocks += [Block(a, b, role, level) for a, b in _bounded(text, start, end)]
    tables += _tables(text, rows)
    return Document(
        path="draft",
        sha256="",
        title="",
        kind="document",
        text=text,
        blocks=tuple(blocks),
        tables=tuple(tables),
    )


def _paragraphs(text: str) -> Iterator[tuple[int, int, Role]]:
    """Lines that belong together as one block: a text file may break its lines anywhere."""
    start, end = -1, -1
    role: Role = "paragraph"
    for match in re.finditer(r"[^\n]*\n?", text):
        line = match[0].strip()
        own = _role(line)
        goes_on = (
            start >= 0
            and line
            and own == "paragraph"
            and role in ("paragraph", "item")
            and _is_broken(text[start:end])
        )
        if not goes_on:
            if start >= 0:
                yield start, end, role
            start, role = -1, own
        if line and (own != "row" or not _RULE.fullmatch(line)):
            here = match.start() + len(match[0]) - len(match[0].lstrip())
            start = here if start < 0 else start
            end = here + len(line)
    if start >= 0:
        yield start, end, role


def _bounded(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A block, cut at white space into several where it is longer than any paragraph."""
    while end - start > _LONGEST:
        cut = max(
            text.rfind(" ", start + 1, start + _LONGEST),
            text.rfind("\n", start + 1, start + _LONGEST),
        )
        cut = cut if cut > start else start + _LONGEST
        yield start, cut
        start = cut + len(text[cut:end]) - len(text[cut:end].lstrip())
    if start < end:
        yield start, end


def _role(line: str) -> Role:
    if _CONTENTS.search(line):
        return "contents"
    if _HEADING.match(line):
        return "heading"
    if " | " in line or line.startswith("|"):
        return "row"
    return "item" if _ITEM.match(line) else "paragraph"


def _is_broken(before: str) -> bool:
    last = before.rsplit("\n", 1)[-1]
    return len(last) >= _FULL_LINE and not last.endswith((".", ":", ";", "!", "?"))


def _tables(text: str, rows: Sequence[tuple[int, int]]) -> list[Table]:
    """The table of rows that follow one another: its first row and first column name things."""
    if len(rows) < 2:
        return []
    cells = []
    for row, (start, end) in enumerate(rows):
        line = text[start:end]
        if len(line) > 1 and line[0] == line[-1] == "|":  # the frame; the first cell may be empty
            start, line = start + 1, line[1:-1]
        for column, match in enumerate(re.finditer(r"(?:^|\|)([^|]*)", line)):
            words = match[1].strip()
            if words:
                at = start + match.end(1) - len(match[1].lstrip())
                header = row == 0 or column == 0
                cells.append(Cell(at, at + len(words), row, column, header=header))
    return [Table(tuple(cells))]
