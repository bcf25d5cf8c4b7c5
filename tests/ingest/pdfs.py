"""PDF files for the tests, made with reportlab: each line is written where the test says."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from assistant.documents import Block, Document
from assistant.ingest.draft import Facts
from assistant.ingest.read import ToRead, read_document
from assistant.settings import Limits

WIDTH, HEIGHT = A4
LEFT, RIGHT = 72, 523
Page = Callable[[Canvas], object]


def write(
    canvas: Canvas,
    y: float,
    text: str,
    *,
    x: float = LEFT,
    font: str = "Helvetica",
    size: float = 11,
    width: float = RIGHT - LEFT,
    leading: float = 1.2,
) -> float:
    """Write a paragraph, wrapped, its first line `y` points below the top; where the next goes."""
    canvas.setFont(font, size)
    line = ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if line and stringWidth(longer, font, size) > width:
            canvas.drawString(x, HEIGHT - y, line)
            y, line = y + leading * size, word
        else:
            line = longer
    canvas.drawString(x, HEIGHT - y, line)
    return y + leading * size


def lines(canvas: Canvas, y: float, *texts: str, x: float = LEFT, size: float = 11) -> float:
    """Write lines one below the other, just as they are."""
    canvas.setFont("Helvetica", size)
    for text in texts:
        canvas.drawString(x, HEIGHT - y, text)
        y += 1.2 * size
    return y


def save(path: Path, pages: Sequence[Page], encrypt: StandardEncryption | None = None) -> Path:
    """A file with a page for each function that draws one."""
    canvas = Canvas(str(path), pagesize=A4, encrypt=encrypt)
    for page in pages:
        page(canvas)
        canvas.showPage()
    canvas.save()
    return path


def read(path: Path, limits: Limits | None = None) -> Document:
    """The document, read in this process."""
    return read_document(ToRead(path.name, path, "0" * 64, Facts()), limits or Limits())


def made(folder: Path, *pages: Page) -> Document:
    """The document that pages make."""
    return read(save(folder / "paper.pdf", pages))


def texts(document: Document, role: str | None = None) -> list[str]:
    """The texts of the blocks, of one role or of all."""
    return [text(document, block) for block in document.blocks if role in (None, block.role)]


def text(document: Document, block: Block) -> str:
    """The words of a block."""
    return document.text[block.start : block.end]


BEDS = (
    "The trust closed beds in its older wards because they no longer met the fire regulations, "
    "and it moved the staff to the new building in the spring of that year."
)
STAFF = (
    "Nurses told the review that they had too little time to train the people who came to the "
    "wards, and that the rota was often made known only a few days before it began."
)
MONEY = (
    "The cost of agency staff rose in every month of the winter, although the board had asked "
    "each ward to plan its rota without them wherever that could be done in safety."
)
