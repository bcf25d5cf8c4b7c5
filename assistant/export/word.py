"""A paper as a Word file, and back from its receipts."""

from __future__ import annotations

import re
import zipfile
from datetime import datetime
from io import BytesIO

from docx.document import Document
from lxml import etree

from assistant.export import receipts
from assistant.export.footnotes import Footnotes
from assistant.export.packed import UNREADABLE, check_size
from assistant.export.word_parts import NAMESPACE, add_quote, add_receipts, held, saved
from assistant.export.word_styles import REMARK, new_document
from assistant.export.wording import (
    COMMENT,
    EMPTY,
    by_question,
    note,
    opening,
    this_moment,
)
from assistant.records.papers import Paper, PaperItem
from assistant.wording import basis_words


def word(paper: Paper, exported: datetime | None = None) -> bytes:
    """The paper as a .docx file with footnotes; `exported` is now unless it is given."""
    exported = exported or this_moment()
    document = new_document(held(paper.title), exported)
    footnotes = Footnotes(document)
    document.add_heading(held(paper.title), 0)
    for sentence in opening(exported):
        document.add_paragraph(sentence)
    for question, items in by_question(paper):
        document.add_heading(held(question), 1)
        for _, item in items:
            _add_item(document, footnotes, item)
    if not paper.items:
        document.add_paragraph(EMPTY)
    add_receipts(document, paper)
    return saved(document)


def _add_item(document: Document, footnotes: Footnotes, item: PaperItem) -> None:
    quote = document.add_paragraph(style="Quote")
    add_quote(quote, item.citation)
    footnotes.add(quote, [held(text) for text in note(item)])
    document.add_paragraph(held(basis_words(item.citation)), REMARK)
    if item.comment:
        comment = document.add_paragraph(style=REMARK)
        comment.add_run(f"{COMMENT}: ").bold = True
        comment.add_run(held(item.comment))


def read_word(data: bytes) -> Paper:
    """The paper that a Word file was made of, from its receipts.

    What was changed in Word since, the words of a quote included, is not in it.

    Raises:
        PaperError: it is no Word file of this program's, or its receipts are damaged.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    try:
        check_size(data)
        with zipfile.ZipFile(BytesIO(data)) as package:
            # Word and LibreOffice number the parts anew when they save.
            for entry in package.infolist():
                if not re.fullmatch(r"customXml/item\d+\.xml", entry.filename):
                    continue
                root = etree.fromstring(package.read(entry), parser)
                if root.tag == f"{{{NAMESPACE}}}paper":
                    return receipts.read(root.text or "")
    except UNREADABLE as error:
        raise receipts.missing("a Word file") from error
    raise receipts.missing("a Word file")
