"""What every Word file of ours has: quotes as runs, receipts as a part of the package."""

from __future__ import annotations

import re
from io import BytesIO

from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.text.paragraph import Paragraph
from lxml import etree

from assistant.answer.citation import Citation
from assistant.export import receipts
from assistant.export.wording import pieces
from assistant.records.papers import Paper

NAMESPACE = "urn:nhs-policy-assistant:board-paper"
"""Of the receipts in XML."""
_PROPERTIES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="no"?>'
    '<ds:datastoreItem ds:itemID="{6B2E0C2A-5D0F-4C0B-9D37-5C6E8A1F7B14}" '
    'xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml"><ds:schemaRefs>'
    f'<ds:schemaRef ds:uri="{NAMESPACE}"/></ds:schemaRefs></ds:datastoreItem>'
)
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def held(text: str) -> str:
    """The text, with U+FFFD for each character that XML cannot hold; a line ends with one sign."""
    return _NOT_XML.sub("\ufffd", re.sub("\r\n?", "\n", text))


def add_quote(paragraph: Paragraph, citation: Citation) -> None:
    """The words of a citation, key words bold and footnote marks raised."""
    for piece in pieces(citation):
        run = paragraph.add_run(held(piece.text))
        run.bold = piece.key or None
        run.font.superscript = piece.mark or None


def add_receipts(document: Document, paper: Paper) -> None:
    """The receipts as custom XML, which Word keeps when it saves the file again."""
    package = document.part.package
    root = etree.Element(f"{{{NAMESPACE}}}paper", nsmap={None: NAMESPACE})
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


def saved(document: Document) -> bytes:
    """The document as a .docx file."""
    file = BytesIO()
    document.save(file)
    return file.getvalue()
