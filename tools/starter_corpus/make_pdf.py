"""A source becomes a PDF report: outline, page labels, running lines, tables, footnotes."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from xml.sax.saxutils import escape

from markup import Block, Source
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BalancedColumns,
    BaseDocTemplate,
    Flowable,
    Frame,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
)

BLUE = HexColor("#003087")
TEXT = ParagraphStyle("text", fontName="Helvetica", fontSize=10.5, leading=14, spaceAfter=6)
BOLD = ParagraphStyle("bold", TEXT, fontName="Helvetica-Bold", textColor=BLUE, keepWithNext=1)
SMALL = ParagraphStyle("small", TEXT, fontSize=8.5, leading=11, spaceAfter=4)
CELL = ParagraphStyle("cell", TEXT, fontSize=9.5, leading=12, spaceAfter=0)
STYLES = {
    "paragraph": TEXT,
    "bullet": ParagraphStyle("bullet", TEXT, leftIndent=14, bulletIndent=3, spaceAfter=3),
    "caption": ParagraphStyle("caption", BOLD, fontSize=10, spaceBefore=6, spaceAfter=4),
    "source": ParagraphStyle("source", SMALL, spaceBefore=3, spaceAfter=10),
    "title": ParagraphStyle("title", BOLD, fontSize=26, leading=32, spaceAfter=16),
    "fact": ParagraphStyle("fact", TEXT, fontSize=12, leading=17, spaceAfter=4),
    "heading1": ParagraphStyle("heading1", BOLD, fontSize=17, leading=21, spaceBefore=10),
    "heading2": ParagraphStyle("heading2", BOLD, fontSize=13, leading=17, spaceBefore=8),
    "heading3": ParagraphStyle("heading3", BOLD, fontSize=11, leading=15, spaceBefore=5),
}
GRID = [
    ("BACKGROUND", (0, 0), (-1, 0), HexColor("#dde6f3")),
    ("LINEBELOW", (0, 0), (-1, -1), 0.5, HexColor("#8a99ad")),
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
]
MARGIN = 24 * mm
NOTES_TOP = 33 * mm  # footnotes stand between here and the footer
WIDTH = A4[0] - 2 * MARGIN


def write(source: Source, path: Path) -> None:
    """Write the source as a PDF."""
    facts = source.facts
    document = BaseDocTemplate(
        str(path),
        pagesize=A4,
        title=facts["title"],
        author=facts["author"],
        subject=facts["subject"],
        creator=facts["publisher"],
        lang="en-GB",
        invariant=1,
        pageCompression=0,  # compressed bytes differ from one zlib to the next
    )
    frame = Frame(MARGIN, NOTES_TOP, WIDTH, A4[1] - NOTES_TOP - 24 * mm, 0, 0, 0, 0, id="text")
    pages = _Pages(source)
    document.addPageTemplates(
        PageTemplate("page", [frame], onPage=pages.begin, onPageEnd=pages.end)
    )
    cover = [Spacer(0, 40 * mm), Paragraph(facts["title"], STYLES["title"])]
    cover += [Paragraph(facts[name], STYLES["fact"]) for name in ("kind", "publisher", "date")]
    cover.append(Spacer(0, 12 * mm))
    document.build([*cover, *_flowables(iter(source.blocks))])


class _Pages:
    """What is drawn on a page beside its text: running lines, footnotes, outline entries."""

    def __init__(self, source: Source) -> None:
        self.facts, self.texts = source.facts, source.notes
        self.marked: list[str] = []

    def begin(self, canvas: Canvas, document: BaseDocTemplate) -> None:
        canvas.setNamedCB("note", lambda _canvas, _kind, label: self.marked.append(label))
        canvas.setNamedCB("outline", _outline)
        if document.page == 1:
            canvas.addPageLabel(0, style="ROMAN_LOWER", start=1)
            canvas.addPageLabel(1, style="ARABIC", start=1)
            canvas.showOutline()
            made = datetime.fromisoformat(self.facts["made"])
            canvas.setDateFormatter(lambda *_now: f"D:{made:%Y%m%d%H%M%S}Z")

    def end(self, canvas: Canvas, document: BaseDocTemplate) -> None:
        canvas.setFont("Helvetica", 8.5)
        right = A4[0] - MARGIN
        if document.page > 1:
            canvas.drawString(MARGIN, A4[1] - 15 * mm, self.facts["short"])
            canvas.drawRightString(right, A4[1] - 15 * mm, self.facts["date"])
        canvas.drawString(MARGIN, 12 * mm, self.facts["publisher"])
        number = "i" if document.page == 1 else str(document.page - 1)
        canvas.drawRightString(right, 12 * mm, number)
        notes = [f"<super>{name}</super> {escape(self.texts[name])}" for name in self.marked]
        bottom = NOTES_TOP - 3 * mm
        if notes:
            canvas.line(MARGIN, bottom, MARGIN + 40 * mm, bottom)
        for note in (Paragraph(text, SMALL) for text in notes):
            bottom -= note.wrap(WIDTH, bottom)[1] + 2
            note.drawOn(canvas, MARGIN, bottom)
        self.marked.clear()


def _outline(canvas: Canvas, _kind: str | None, label: str) -> None:
    level, text = label.split(" ", 1)
    canvas.bookmarkPage(text)
    canvas.addOutlineEntry(text, text, level=int(level) - 1, closed=False)


def _flowables(blocks: Iterator[Block]) -> Iterator[Flowable]:
    for block in blocks:
        if block.kind == "end":
            return
        if block.kind == "break":
            yield PageBreak()
        elif block.kind == "columns":
            columns = list(_flowables(blocks))
            yield BalancedColumns(columns, innerPadding=9 * mm, name="columns", spaceAfter=8)
        elif block.kind == "heading":
            text = escape(block.text)
            entry = f'<onDraw name="outline" label="{block.level} {text}"/>'
            yield Paragraph(entry + text, STYLES[f"heading{block.level}"])
        elif block.kind == "table":
            yield Table(list(_rows(block.rows)), colWidths=_widths(block), repeatRows=1, style=GRID)
        else:
            bullet = "\u2022" if block.kind == "bullet" else None
            yield Paragraph(_marks(block.text), STYLES[block.kind], bulletText=bullet)


def _rows(rows: Iterable[tuple[str, ...]]) -> Iterator[list[object]]:
    for number, row in enumerate(rows):
        shape = "<b>{}</b>" if number == 0 else "{}"
        yield [Paragraph(shape.format(escape(cell)), CELL) for cell in row]


def _widths(table: Block) -> list[float]:
    """Widths in proportion to the longest cell of each column, within bounds."""
    longest = [min(max(20, *map(len, column)), 60) for column in zip(*table.rows, strict=True)]
    return [WIDTH * length / sum(longest) for length in longest]


def _marks(text: str) -> str:
    """Footnote marks as superscripts that put their note on the page they are drawn on."""
    mark = r'<super>\1</super><onDraw name="note" label="\1"/>'
    return re.sub(r"\[\^(\d+)\]", mark, escape(text))
