"""What a Word style makes of a paragraph: a heading of a level, an item of a list."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from docx.oxml.ns import qn

Node = Any  # lxml gives its elements no usable types


@dataclass(slots=True)
class Style:
    """What a paragraph's style makes of it."""

    name: str = ""
    outline: int | None = None
    numbering: tuple[str | None, int] | None = None


def style_of(style: Any) -> Style:  # noqa: ANN401  python-docx's styles share no typed base
    """A style's name and what it inherits: its outline level and its list."""
    outline: int | None = None
    numbering: tuple[str | None, int] | None = None
    name = (style.name or "").lower()
    seen: set[str] = set()
    current = style
    while current is not None and current.style_id not in seen:
        seen.add(current.style_id)
        inherited = (current.name or "").lower()
        heading = re.fullmatch(r"heading (\d)", inherited)
        if outline is None and (heading or inherited == "title"):
            outline = int(heading[1]) - 1 if heading else 0
        properties = current.element.find(qn("w:pPr"))
        if properties is not None:
            level = properties.find(qn("w:outlineLvl"))
            if outline is None and level is not None and int(level.get(qn("w:val"), 9)) < 9:
                outline = int(level.get(qn("w:val")))
            numbering = numbering or numbered(properties)
        current = getattr(current, "base_style", None)
    return Style(name, outline, numbering)


def numbered(properties: Node | None) -> tuple[str | None, int] | None:
    """The list and the depth that `numPr` gives."""
    numbered = properties.find(qn("w:numPr")) if properties is not None else None
    if numbered is None:
        return None
    number, depth = numbered.find(qn("w:numId")), numbered.find(qn("w:ilvl"))
    return (
        number.get(qn("w:val")) if number is not None else None,
        int(depth.get(qn("w:val"), 0)) if depth is not None else 0,
    )


def spanned(cell: Node) -> tuple[int, str]:
    """Over how many columns a cell of a table goes, and "continue" where it goes on from above."""
    span = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
    merged = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
    columns = _count(span)
    return max(columns, 1), "" if merged is None else merged.get(qn("w:val"), "continue")


def skipped(row: Node) -> int:
    """How many columns a row leaves out before its first cell."""
    return _count(row.find(f"{qn('w:trPr')}/{qn('w:gridBefore')}"))


def repeats(row: Node) -> bool:
    """Whether Word repeats a row at the top of each page: then it is a header."""
    header = row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}")
    return header is not None and header.get(qn("w:val"), "1") not in ("0", "false", "off")


def shade(cell: Node) -> int | None:
    """The colour of a cell; None where it has none of its own."""
    shading = cell.find(f"{qn('w:tcPr')}/{qn('w:shd')}")
    colour = "" if shading is None else shading.get(qn("w:fill"), "")
    return int(colour, 16) if re.fullmatch(r"[0-9A-Fa-f]{6}", colour) else None


def _count(node: Node | None) -> int:
    value = "0" if node is None else node.get(qn("w:val"), "0")
    return min(int(value), 1000) if value.isdecimal() else 0
