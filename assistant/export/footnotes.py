"""Word's footnotes, which python-docx 1.2 does not write.

A footnote is a reference in the text and a note in a part of its own. Word also wants the lines
above the notes as notes with the ids -1 and 0, and these named in the settings.
"""

from __future__ import annotations

from collections.abc import Sequence

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import XmlPart
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Pt
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

_TEXT, _REFERENCE = "FootnoteText", "FootnoteReference"


def _separator(identity: int, kind: str, mark: str) -> str:
    spacing = '<w:pPr><w:spacing w:after="0" w:line="240" w:lineRule="auto"/></w:pPr>'
    return (
        f'<w:footnote w:type="{kind}" w:id="{identity}"><w:p>{spacing}'
        f"<w:r><w:{mark}/></w:r></w:p></w:footnote>"
    )


_EMPTY = (
    f"<w:footnotes {nsdecls('w', 'r')}>"
    f"{_separator(-1, 'separator', 'separator')}"
    f"{_separator(0, 'continuationSeparator', 'continuationSeparator')}"
    "</w:footnotes>"
)
_SETTINGS = (
    f'<w:footnotePr {nsdecls("w")}><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
)


class Footnotes:
    """The footnotes of a Word document that has none yet."""

    def __init__(self, document: Document) -> None:
        package = document.part.package
        element = parse_xml(_EMPTY)
        name = PackURI("/word/footnotes.xml")
        self._notes = XmlPart(name, CONTENT_TYPE.WML_FOOTNOTES, element, package)
        document.part.relate_to(self._notes, RELATIONSHIP_TYPE.FOOTNOTES)
        # The order of settings is fixed: these stand just before w:compat.
        compat = document.settings.element.find(qn("w:compat"))
        compat.addprevious(parse_xml(_SETTINGS))
        _add_styles(document)
        self._document = document
        self._last = 0

    def add(self, paragraph: Paragraph, texts: Sequence[str]) -> None:
        """A footnote at the end of a paragraph; each text is a paragraph of it."""
        self._last += 1
        _add_reference(paragraph, "w:footnoteReference").set(qn("w:id"), str(self._last))
        note = OxmlElement("w:footnote")
        note.set(qn("w:id"), str(self._last))
        for number, text in enumerate(texts):
            element = OxmlElement("w:p")
            note.append(element)
            inside = Paragraph(element, self._document)
            inside.style = self._document.styles["footnote text"]
            if number == 0:
                _add_reference(inside, "w:footnoteRef")
                text = f" {text}"
            inside.add_run(text)
        self._notes.element.append(note)


def _add_reference(paragraph: Paragraph, tag: str) -> BaseOxmlElement:
    run = paragraph.add_run(style="footnote reference")
    reference: BaseOxmlElement = OxmlElement(tag)
    run._r.append(reference)
    return reference


def _add_styles(document: Document) -> None:
    text = document.styles.add_style("footnote text", WD_STYLE_TYPE.PARAGRAPH, builtin=True)
    assert isinstance(text, ParagraphStyle)
    text.element.set(qn("w:styleId"), _TEXT)
    text.base_style = document.styles["Normal"]
    text.font.size = Pt(9)
    text.paragraph_format.space_after = Pt(2)
    text.paragraph_format.line_spacing = 1.0
    reference = document.styles.add_style(
        "footnote reference", WD_STYLE_TYPE.CHARACTER, builtin=True
    )
    reference.element.set(qn("w:styleId"), _REFERENCE)
    reference.font.superscript = True
