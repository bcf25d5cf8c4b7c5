"""A paper as a Word file, and back from its receipts."""

from __future__ import annotations

import re
import zipfile
from datetime import datetime
from io import BytesIO

from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.text.paragraph import Paragraph
from lxml import etree

from assistant.answer.citation import Citation
from assistant.export import receipts
from assistant.export.footnotes import Footnotes
from assistant.export.packed import UNREADABLE, check_size
from assistant.export.paper import Paper, PaperItem
from assistant.export.word_styles import REMARK, new_document
from assistant.export.wording import (
    COMMENT,
    EMPTY,
    by_question,
    note,
    opening,
    pieces,
    this_moment,
)
from assistant.present import basis_words

_NAMESPACE = "urn:nhs-policy-assistant:board-paper"
_PROPERTIES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="no"?>'
    '<ds:datastoreItem ds:itemID="{6B2E0C2A-5D0F-4C0B-9D37-5C6E8A1F7B14}" '
    'xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml"><ds:schemaRefs>'
    f'<ds:schemaRef ds:uri="{_NAMESPACE}"/></ds:schemaRefs></ds:datastoreItem>'
)
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


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
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _add_item(document: Document, footnotes: Footnotes, item: PaperItem) -> None:
    quote = document.add_paragraph(style="Quote")
    _add_quote(quote, item.citation)
    footnotes.add(quote, [held(text) for text in note(item)])
    document.add_paragraph(held(basis_words(item.citation)), REMARK)
    if item.comment:
        comment = document.add_paragraph(style=REMARK)
        comment.add_run(f"{COMMENT}: ").bold = True
        comment.add_run(held(item.comment))


def _add_quote(paragraph: Paragraph, citation: Citation) -> None:
    for piece in pieces(citation):
        run = paragraph.add_run(held(piece.text))
        run.bold = piece.key or None
        run.font.superscript = piece.mark or None


def held(text: str) -> str:
    """The text, with U+FFFD for each character that XML cannot hold; a line ends with one sign."""
    return _NOT_XML.sub("\ufffd", re.sub("\r\n?", "\n", text))


def add_receipts(document: Document, paper: Paper) -> None:
    """The receipts as custom XML, which Word keeps when it saves the file again."""
    package = document.part.package
    root = etree.Element(f"{{{_NAMESPACE}}}paper", nsmap={None: _NAMESPACE})
    root.text = receipts.written(paper)
    blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    part = Part(PackURI("/customXml/item2.xml"), CONTENT_TYPE.XML, blob, package)
    properties = Part(
        PackURI("/customXml/itemProps2.xml"),
        CONTENT_TYPE.OFC_CUSTOM_XML_PROPERTIES,
        _PROPERTIES.encode(),
        package,
    )
    part.relate_to(properties, RELATIONSHIP_TYPE.CUSTOM_XML_PROPS)
    document.part.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_XML)


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
                if root.tag == f"{{{_NAMESPACE}}}paper":
                    return receipts.read(root.text or "")
    except UNREADABLE as error:
        raise receipts.missing("a Word file") from error
    raise receipts.missing("a Word file")
