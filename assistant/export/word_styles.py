"""How the Word file looks, and what it says of itself: python-docx's template made ours."""

from __future__ import annotations

from datetime import UTC, datetime

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.rel import Relationships
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

REMARK = "Remark on a quote"
"""The style of what is said of a quote."""

_INDENT = Mm(10)
_FONT = "Arial"
_LANGUAGE = "en-GB"
_TEXT, _BLUE, _GREY = (RGBColor.from_string(code) for code in ("212B32", "005EB8", "4C6272"))
_LONGEST_TITLE = 255  # of the title among the file's properties, in characters
_BAR = (
    f"<w:pBdr {nsdecls('w')}>"
    '<w:left w:val="single" w:sz="24" w:space="12" w:color="005EB8"/></w:pBdr>'
)
_STYLES_OF_WORD_2007 = "http://schemas.microsoft.com/office/2007/relationships/stylesWithEffects"


def new_document(title: str, exported: datetime) -> Document:
    """An empty document on A4 with our styles, page numbers and properties."""
    document = docx.Document()
    _set_properties(document, title, exported)
    _set_settings(document)
    _set_styles(document)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(25)
    section.top_margin = section.bottom_margin = Mm(25)
    _number_pages(section.footer.paragraphs[0])
    return document


def _set_properties(document: Document, title: str, exported: datetime) -> None:
    """Whose work it is stays open: it is neither this program's nor python-docx's."""
    facts = document.core_properties
    facts.title = title[:_LONGEST_TITLE]
    facts.author = facts.comments = facts.last_modified_by = ""
    facts.language = _LANGUAGE
    facts.created = facts.modified = exported.astimezone(UTC).replace(tzinfo=None)
    # A picture of the empty template, and the version of Word that it was made with.
    _drop(
        document.part.package.rels,
        RELATIONSHIP_TYPE.THUMBNAIL,
        RELATIONSHIP_TYPE.EXTENDED_PROPERTIES,
    )


def _drop(relations: Relationships, *kinds: str) -> None:
    for identity, relation in list(relations.items()):
        if relation.reltype in kinds:
            del relations[identity]


def _set_settings(document: Document) -> None:
    settings = document.settings.element
    settings.find(qn("w:zoom")).set(qn("w:percent"), "100")  # which the format requires
    settings.find(qn("w:themeFontLang")).set(qn("w:val"), _LANGUAGE)
    for setting in settings.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")  # or Word shows "Compatibility Mode" in its title
    _drop(document.part.rels, _STYLES_OF_WORD_2007)


def _set_styles(document: Document) -> None:
    root = document.styles.element
    for style in root.findall(qn("w:style")):
        # Nearly all of the template: a hundred looks of tables, which Word has built in.
        if style.get(qn("w:type")) == "table" and style.get(qn("w:default")) != "1":
            root.remove(style)
    for fonts in root.iter(qn("w:rFonts")):
        # Fonts of the theme go before named ones, so they are taken out.
        fonts.attrib.clear()
        for script in ("w:ascii", "w:hAnsi", "w:cs"):
            fonts.set(qn(script), _FONT)
    for language in root.iter(qn("w:lang")):
        language.set(qn("w:val"), _LANGUAGE)
    normal = _style(document, "Normal", 11, _TEXT)
    normal.paragraph_format.space_after = Pt(6)
    normal.paragraph_format.line_spacing = 1.15
    title = _style(document, "Title", 24, _TEXT, bold=True)
    border = title.element.pPr.find(qn("w:pBdr"))
    title.element.pPr.remove(border)
    title.paragraph_format.space_after = Pt(6)
    heading = _style(document, "Heading 1", 15, _BLUE, bold=True)
    heading.paragraph_format.space_before = Pt(20)
    heading.paragraph_format.space_after = Pt(0)
    quote = _style(document, "Quote", 11, _TEXT)
    quote.font.italic = quote.font.cs_italic = False
    quote.element.get_or_add_pPr().insert(0, parse_xml(_BAR))
    quote.paragraph_format.left_indent = _INDENT
    quote.paragraph_format.right_indent = Mm(5)
    quote.paragraph_format.space_before = Pt(12)
    quote.paragraph_format.keep_with_next = True  # what it is and the comment stay with it
    remark = document.styles.add_style(REMARK, WD_STYLE_TYPE.PARAGRAPH)
    assert isinstance(remark, ParagraphStyle)
    remark.base_style = normal
    remark.paragraph_format.left_indent = _INDENT
    _style(document, "Footer", 9, _GREY)


def _style(
    document: Document, name: str, points: int, colour: RGBColor, *, bold: bool = False
) -> ParagraphStyle:
    style = document.styles[name]
    assert isinstance(style, ParagraphStyle)
    font = style.font
    font.size, font.bold = Pt(points), bold
    # A colour of the theme would go before the named one.
    font.color.theme_color = None
    font.color.rgb = colour
    return style


def _number_pages(paragraph: Paragraph) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for words, field in (("Page ", "PAGE"), (" of ", "NUMPAGES")):
        paragraph.add_run(words)
        paragraph._p.append(
            parse_xml(
                f'<w:fldSimple {nsdecls("w")} w:instr="{field}"><w:r><w:t>1</w:t></w:r>'
                "</w:fldSimple>"
            )
        )
