"""A source becomes a Word file with real heading, list and caption styles."""

import io
import zipfile
from datetime import datetime
from pathlib import Path

from docx import Document
from docx.document import Document as Word
from markup import Block, Source

STYLES = {
    "paragraph": "Normal",
    "bullet": "List Bullet",
    "number": "List Number",
    "caption": "Caption",
    "source": "Quote",
}


def write(source: Source, path: Path) -> None:
    """Write the source as a Word file."""
    word = Document()
    facts = source.facts
    made = datetime.fromisoformat(facts["made"])
    properties = word.core_properties
    properties.title, properties.author = facts["title"], facts["author"]
    properties.subject, properties.language = facts["subject"], "en-GB"
    properties.created = properties.modified = made
    properties.last_modified_by, properties.comments = facts["author"], ""
    word.sections[0].header.paragraphs[0].text = facts["short"]
    word.sections[0].footer.paragraphs[0].text = facts["publisher"]
    word.add_paragraph(facts["title"], style="Title")
    line = f"{facts['kind']} | {facts['publisher']} | {facts['date']}"
    word.add_paragraph(line, style="Subtitle")
    for block in source.blocks:
        _add(word, block)
    _save(word, path)


def _add(word: Word, block: Block) -> None:
    if block.kind == "heading":
        word.add_heading(block.text, block.level)
    elif block.kind == "table":
        table = word.add_table(rows=0, cols=len(block.rows[0]), style="Light Grid Accent 1")
        for row in block.rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
    else:
        word.add_paragraph(block.text, style=STYLES[block.kind])


def _save(word: Word, path: Path) -> None:
    """Save with a fixed date on each part, so that the same source gives the same bytes."""
    made = io.BytesIO()
    word.save(made)
    with zipfile.ZipFile(made) as parts, zipfile.ZipFile(path, "w") as fixed:
        for name in parts.namelist():
            part = zipfile.ZipInfo(name)  # dated 1 January 1980
            part.compress_type = zipfile.ZIP_DEFLATED
            part.create_system = 3  # as on Unix, on every machine
            fixed.writestr(part, parts.read(name))
