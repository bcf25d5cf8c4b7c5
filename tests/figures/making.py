"""Documents of a few blocks, made by hand, and what is read of them."""

from __future__ import annotations

from dataclasses import replace

from assistant.documents import Block, Cell, Document, Kind, Role, Table


def document(
    *blocks: str | tuple[Role, str], kind: Kind = "report", title: str = "Mill", published: str = ""
) -> Document:
    """A document of paragraphs, or of blocks with their role."""
    text, made = "", []
    for block in blocks:
        role: Role = "paragraph" if isinstance(block, str) else block[0]
        words = block if isinstance(block, str) else block[1]
        level = 1 if role == "heading" else 0
        made.append(Block(len(text), len(text) + len(words), role, level))
        text += words + "\n\n"
    return Document(
        "mill.md", "0" * 64, title, kind, text, tuple(made), published=published or None
    )


def with_table(*rows: tuple[str, ...], caption: str = "", headers: int = 1) -> Document:
    """A document with one table: the first row and the first column are headers."""
    made = document(caption or "Text.", *(("row", " ".join(row)) for row in rows))
    cells = []
    for number, (row, block) in enumerate(zip(rows, made.blocks[1:], strict=True)):
        at = block.start
        for column, words in enumerate(row):
            header = number < headers or column == 0
            if words:
                cells.append(Cell(at, at + len(words), number, column, header))
            at += len(words) + 1
    span = (made.blocks[0].start, made.blocks[0].end) if caption else None
    return replace(made, tables=(Table(tuple(cells), span),))
