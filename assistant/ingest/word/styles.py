"""What Word's styles and properties make of a paragraph: a heading, an item of a list, bold."""

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


def is_on(switch: Node | None) -> bool:
    """Whether a property that is on or off is there, and on."""
    return switch is not None and switch.get(qn("w:val"), "1") not in ("0", "false", "off")


def all_bold(node: Node) -> bool:
    """Whether every run of a paragraph or a cell that holds words is bold."""
    runs = [run for run in node.iter(qn("w:r")) if "".join(run.itertext()).strip()]
    return bool(runs) and all(is_on(run.find(f"{qn('w:rPr')}/{qn('w:b')}")) for run in runs)
