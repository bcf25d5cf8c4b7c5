"""A draft paper as text: what people paste, or a Word or text file as it stands on their disk.

Nothing of a file is executed or fetched: of a Word file the words are read, those of its tables,
headers, footnotes and endnotes too, and none of its macros, fields, links and embedded objects.
"""

from __future__ import annotations

import re
import tempfile
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path, PurePosixPath

import docx
from docx.document import Document as WordDocument
from docx.oxml.ns import qn

from assistant.errors import DocumentError
from assistant.ingest.draft import DraftBlock
from assistant.ingest.formats import sniff
from assistant.ingest.source import decode
from assistant.ingest.word.read import read_docx

MOST_CHARACTERS = 1_500_000
"""Of the text of a draft: some 500 pages."""
MOST_BYTES = 100_000_000
"""Of a file."""
_UNPACKED_BYTES = 400_000_000
_XML_BYTES = 40_000_000
"""Of one part of a Word file: it takes many times that room once it is parsed."""
_QUOTED = re.compile(r"(?:intense )?quote|block ?text|block ?quot\w*|quotation", re.IGNORECASE)
_NOT_WRITABLE = re.compile("[\ud800-\udfff\x00]")


def read_draft(name: str, content: bytes) -> str:
    """The text of a draft; offsets of findings count its characters.

    A row of a table is one line with its cells between " | ", a quoted paragraph of Word begins
    with "> ", headers stand first and notes last. `name` is what the file is called, for messages.

    Raises:
        DocumentError: `password`, `damaged`, `too-large`, `unsupported` or `empty`.
    """
    name = PurePosixPath(name.replace("\\", "/")).name or "The draft"
    if len(content) > MOST_BYTES:
        raise DocumentError(
            "too-large",
            f"{name} has {len(content) / 1e6:.0f} MB; at most {MOST_BYTES / 1e6:.0f} MB are read. "
            "Take the pictures out, or check it in parts.",
        )
    if not content:
        raise DocumentError("empty", f"{name} holds nothing.")
    if content.startswith((b"PK", b"\xd0\xcf\x11\xe0")) or name.lower().endswith(".docx"):
        text = _word_text(name, content)
    elif b"%PDF" in content[:1024]:
        raise DocumentError(
            "unsupported",
            f"{name} is a PDF. Give the Word document it was made from, or paste its text.",
        )
    else:
        text = decode(content, name).removeprefix("\ufeff")
    text = _NOT_WRITABLE.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
    check_size(text, name)
    return text


def check_size(text: str, name: str = "The draft") -> None:
    """Refuse a draft without words, or one that would take too long.

    Raises:
        DocumentError: `empty` or `too-large`.
    """
    if not re.search(r"\w", text):
        raise DocumentError("empty", f"{name} holds no text to check.")
    if len(text) > MOST_CHARACTERS:
        raise DocumentError(
            "too-large",
            f"{name} has {len(text):,} characters; at most {MOST_CHARACTERS:,} are checked at "
            "once, some 500 pages. Check it in parts.",
        )


def _word_text(name: str, content: bytes) -> str:
    with tempfile.TemporaryDirectory() as folder:
        # The reader names the file in its messages, and is given a path.
        is_old = content.startswith(b"\xd0") and not name.lower().endswith(".docx")
        path = Path(folder) / ("draft.doc" if is_old else "draft.docx")
        path.write_bytes(content)
        try:
            if sniff(path) != "docx":
                raise DocumentError("damaged", "draft.docx holds no Word document: save it again.")
            _check_unpacked(content)
            document = docx.Document(BytesIO(content))
            _mark_quoted(document)
            document.save(str(path))
            blocks = read_docx(path).blocks
            return "\n\n".join([*_headers(document), _joined(blocks)])
        except DocumentError as error:
            detail = error.detail.replace(path.name, name)
            raise DocumentError(error.reason, detail) from error
        except Exception as error:  # noqa: BLE001 - whatever a broken file does to its reader
            raise DocumentError(
                "damaged", f"{name} is broken: open it in Word and save it again."
            ) from error


def _check_unpacked(content: bytes) -> None:
    """A small file can unpack to one that fills the memory; no more is unpacked than it states."""
    with zipfile.ZipFile(BytesIO(content)) as package:
        entries = package.infolist()
        if any(entry.flag_bits & 1 for entry in entries):
            raise DocumentError(
                "password", "draft.docx is protected by a password: remove it in Word and save."
            )
        parts = (
            one.file_size for one in entries if one.filename.lower().endswith((".xml", ".rels"))
        )
        if max(parts, default=0) > _XML_BYTES:
            raise DocumentError(
                "too-large",
                f"draft.docx holds more than {_XML_BYTES / 1e6:.0f} MB of text and formatting. "
                "Check it in parts.",
            )
        if sum(entry.file_size for entry in entries) > _UNPACKED_BYTES:
            raise DocumentError(
                "too-large",
                f"draft.docx unpacks to more than {_UNPACKED_BYTES / 1e6:.0f} MB. Take the "
                "pictures out, or check it in parts.",
            )


def _mark_quoted(document: WordDocument) -> None:
    """Put ">" before paragraphs that Word sets off as quoted: their style is lost in the text."""
    for paragraph in document.paragraphs:
        if paragraph.style and _QUOTED.fullmatch(paragraph.style.name or "") and paragraph.text:
            run = paragraph.add_run("> ")
            paragraph._p.remove(run._r)
            properties = paragraph._p.pPr
            paragraph._p.insert(0 if properties is None else 1, run._r)


def _joined(blocks: tuple[DraftBlock, ...]) -> str:
    """The blocks as one text; footnote marks are left out, for they read as figures."""
    text = ""
    for block in blocks:
        if block.role == "row" and block.cells:
            own = _row(block)
        else:
            own = _unmarked(block, 0, len(block.text))
        if not own.strip():
            continue
        gap = "\n" if block.role in ("item", "row") else "\n\n"
        text += (gap if text else "") + own
    return text


def _unmarked(block: DraftBlock, start: int, end: int) -> str:
    """A part of a block without the footnote marks in it."""
    words, at = [], start
    for first, after in block.marks:
        if start <= first and after <= end:
            words.append(block.text[at:first].rstrip())
            at = after
    return "".join([*words, block.text[at:end]])


def _row(block: DraftBlock) -> str:
    """The cells of a row in their columns: the reader leaves out those without words."""
    cells: list[str] = []
    for cell in block.cells:
        cells += [""] * (cell.place.column - len(cells))
        cells.append(_unmarked(block, cell.start, cell.end).strip())
    row = " | ".join(cells)
    return row if cells[0] else f"| {row} |"  # what begins with a line has one around it


def _headers(document: WordDocument) -> Iterator[str]:
    """The words of the headers of pages, each once; page numbers and the like are fields."""
    said: set[str] = set()
    for section in document.sections:
        for header in (section.header, section.first_page_header, section.even_page_header):
            if header.is_linked_to_previous:
                continue
            for paragraph in header.paragraphs:
                text = "".join(
                    node.text or ""
                    for node in paragraph._p.iter(qn("w:t"))
                    if not any(parent.tag == qn("w:fldSimple") for parent in node.iterancestors())
                ).strip()
                if (
                    text
                    and text not in said
                    and paragraph._p.find(f".//{qn('w:instrText')}") is None
                ):
                    said.add(text)
                    yield text
