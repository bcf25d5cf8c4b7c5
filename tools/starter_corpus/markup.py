"""The small markup in which the starter documents are written, read into blocks.

A file opens with `name: value` lines (its facts) and an empty line. Then, one block a paragraph:

    # Heading, ## Heading, ### Heading
    - bullet                    1. numbered item
    | cell | cell |             a table, its first row the heading
    Table: caption              above the table      Source: line below it
    [^1]: footnote              where [^1] marks it in the text
    ::: columns ... :::         two columns          +++ page break
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

LINE_KINDS = {"- ": "bullet", "Table: ": "caption", "Source: ": "source"}


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading, list item, table, or change of layout."""

    kind: str
    text: str = ""
    level: int = 0
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """A starter document before it is a PDF or a Word file."""

    facts: dict[str, str]
    blocks: list[Block]
    notes: dict[str, str] = field(default_factory=dict)


def read(path: Path) -> Source:
    """Read a source file."""
    head, body = path.read_text(encoding="utf-8").split("\n\n", 1)
    facts = dict(line.split(": ", 1) for line in head.splitlines())
    notes: dict[str, str] = {}
    blocks: list[Block] = []
    for block in _blocks(body):
        if found := re.match(r"\[\^(\d+)\]: (.*)", block.text, re.DOTALL):
            notes[found[1]] = found[2]
        else:
            blocks.append(block)
    return Source(facts, blocks, notes)


def _blocks(body: str) -> Iterator[Block]:
    for paragraph in re.split(r"\n\s*\n", body.strip()):
        lines = paragraph.splitlines()
        if lines[0].startswith("|"):
            cells = [tuple(c.strip() for c in line.strip("|").split("|")) for line in lines]
            yield Block("table", rows=tuple(cells))
        else:
            # A line that opens an item or a caption starts a block; others go on with the last.
            for text in re.split(r"\n(?=- |\d+\. |Source: )", paragraph):
                yield _block(" ".join(text.split()))


def _block(text: str) -> Block:
    if text in {"::: columns", ":::", "+++"}:
        return Block({"::: columns": "columns", ":::": "end", "+++": "break"}[text])
    if heading := re.match(r"(#+) (.*)", text):
        return Block("heading", heading[2], level=len(heading[1]))
    if numbered := re.match(r"\d+\. (.*)", text):
        return Block("number", numbered[1])
    for start, kind in LINE_KINDS.items():
        if text.startswith(start):
            return Block(kind, text if kind == "source" else text.removeprefix(start))
    return Block("paragraph", text)
