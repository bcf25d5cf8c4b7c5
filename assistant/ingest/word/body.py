"""The blocks of a Word document's body, in order, and the notes that they refer to.

The body is walked as XML: python-docx's paragraphs leave out content controls (where Word keeps
tables of contents), insertions and notes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml

from assistant.ingest.characters import MARK, UNMARK, without_signs
from assistant.ingest.lines import could_be_heading, has_bullet
from assistant.ingest.pieces import Piece, raised
from assistant.ingest.rows import row_pieces
from assistant.ingest.word.cells import cells_of, placed_cells, rows_of, written_cell
from assistant.ingest.word.styles import Node, Style, all_bold, numbered, style_of

NoteKind = Literal["footnote", "endnote"]

_SKIPPED_NAMES = "w:del w:moveFrom w:instrText w:delText w:pPr w:rPr w:txbxContent w:pict"
_SKIPPED = frozenset(qn(name) for name in _SKIPPED_NAMES.split()) | {
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
}
_WRITTEN = {
    qn("w:tab"): "\t",
    qn("w:br"): "\n",
    qn("w:cr"): "\n",
    qn("w:noBreakHyphen"): "‑",
}


@dataclass(slots=True)
class Body:
    """Walks the body once, and counts the notes as it meets their references."""

    document: WordDocument
    styles: dict[str, Style] = field(default_factory=dict)
    noted: dict[tuple[NoteKind, str], str] = field(default_factory=dict)
    has_headings: bool = False
    tables: int = 0

    def __post_init__(self) -> None:
        self.styles = {style.style_id: style_of(style) for style in self.document.styles}
        used = {node.get(qn("w:val")) for node in self.document.element.body.iter(qn("w:pStyle"))}
        self.has_headings = any(
            self.styles[name].outline is not None for name in used if name in self.styles
        )

    def blocks(self, parent: Node) -> Iterator[Piece]:
        """The blocks below an element, in document order."""
        for node in parent:
            if node.tag == qn("w:p"):
                yield from self._paragraph(node)
            elif node.tag == qn("w:tbl"):
                yield from self._table(node)
            elif node.tag not in _SKIPPED and isinstance(node.tag, str):
                yield from self.blocks(node)  # content controls, block-level insertions

    def _paragraph(self, node: Node) -> Iterator[Piece]:
        text = self._words(node)
        style = self._style_of(node)
        name = style.name
        piece = Piece("paragraph", text)
        numbering = self._numbering(node, style)
        if name.startswith(("toc", "table of", "contents")):
            piece.role = "contents"
        elif style.outline is not None:
            piece.role, piece.level = "heading", min(style.outline + 1, 6)
        elif name.startswith(("footnote text", "endnote text")):
            piece.role = "note"
        elif name.startswith("bibliography"):
            piece.role = "reference"
        elif numbering is not None or has_bullet(text):
            piece = Piece("item", text, numbering or 0)
        elif not self.has_headings and all_bold(node) and could_be_heading(text):
            # Written without styles: a short bold line of its own is what people use for a heading.
            piece.role, piece.level = "heading", 2
        yield piece
        for box in node.iter(qn("w:txbxContent")):
            if not any(parent.tag in _SKIPPED for parent in box.iterancestors()):
                yield from self.blocks(box)

    def _style_of(self, node: Node) -> Style:
        properties = node.find(qn("w:pPr"))
        if properties is None:
            return Style()
        named = properties.find(qn("w:pStyle"))
        style = self.styles.get(named.get(qn("w:val")), Style()) if named is not None else Style()
        own = properties.find(qn("w:outlineLvl"))
        if own is not None and int(own.get(qn("w:val"), 9)) < 9:
            return Style(style.name, int(own.get(qn("w:val"))), style.numbering)
        return style

    def _numbering(self, node: Node, style: Style) -> int | None:
        """The depth of a list item; None for what is no list item."""
        own = numbered(node.find(qn("w:pPr")))
        number, depth = own or style.numbering or (None, 0)
        listed = re.fullmatch(r"list (?:bullet|number)(?: (\d))?", style.name)
        if number == "0" and own is not None:  # numbering taken away by hand
            return None
        if listed:
            return max(depth, int(listed[1] or 1) - 1)
        return depth if number is not None else None

    def _words(self, parent: Node) -> str:
        words: list[str] = []
        for node in parent:
            tag = node.tag
            if tag in _SKIPPED or not isinstance(tag, str):
                continue
            if tag == qn("w:t"):
                words.append(without_signs(node.text or ""))
            elif tag in _WRITTEN:
                words.append(_WRITTEN[tag])
            elif tag in (qn("w:footnoteReference"), qn("w:endnoteReference")):
                words.append(self._mark(node))
            elif tag == qn("w:r") and _is_raised(node):
                words.append(raised("".join(words), self._words(node)))
            else:
                words.append(self._words(node))
        return "".join(words)

    def _mark(self, node: Node) -> str:
        if node.get(qn("w:customMarkFollows")) in ("1", "true", "on"):
            return ""
        kind: NoteKind = "footnote" if node.tag == qn("w:footnoteReference") else "endnote"
        # Word counts footnotes and endnotes apart, in the order in which the text names them.
        count = sum(seen == kind for seen, _ in self.noted) + 1
        number = self.noted.setdefault((kind, node.get(qn("w:id"))), str(count))
        return f"{MARK}{number}{UNMARK}"

    def _table(self, table: Node) -> Iterator[Piece]:
        """The rows of a table; the words of a frame around text are read as text."""
        rows = rows_of(table)
        if all(sum(1 for _ in cells_of(row)) < 2 for row in rows):
            for row in rows:
                for cell in cells_of(row):
                    yield from self.blocks(cell)
            return
        self.tables += 1
        name = (0, self.tables)  # before a table within a cell takes the next number
        written = [written_cell(each, self._cell_words(each.cell)) for each in placed_cells(rows)]
        yield from row_pieces(written, name)

    def _cell_words(self, cell: Node) -> str:
        return " ".join(piece.text.strip() for piece in self.blocks(cell) if piece.text.strip())

    def notes(self) -> Iterator[Piece]:
        """The notes that the text refers to, footnotes first, in the order of their marks."""
        kinds: tuple[NoteKind, ...] = ("footnote", "endnote")
        for kind in kinds:
            by_id = self._note_nodes(kind)
            for (_, identifier), number in [i for i in self.noted.items() if i[0][0] == kind]:
                if identifier in by_id:
                    words = " ".join(piece.text for piece in self.blocks(by_id[identifier]))
                    yield Piece("note", f"{number} {words}")

    def _note_nodes(self, kind: NoteKind) -> dict[str, Node]:
        types = {
            "footnote": RELATIONSHIP_TYPE.FOOTNOTES,
            "endnote": RELATIONSHIP_TYPE.ENDNOTES,
        }
        for relation in self.document.part.rels.values():
            if relation.reltype == types[kind] and not relation.is_external:
                root = parse_xml(relation.target_part.blob)
                return {note.get(qn("w:id")): note for note in root.iter(qn(f"w:{kind}"))}
        return {}


def _is_raised(run: Node) -> bool:
    raised_ = run.find(f"{qn('w:rPr')}/{qn('w:vertAlign')}")
    return raised_ is not None and raised_.get(qn("w:val")) == "superscript"
