"""What an exported file shows as quotes now: people change files after they exported them.

The receipts in a file prove only what was exported. Who verifies a file has to see that what it
shows as quotes is what its receipts have.
"""

from __future__ import annotations

import re
from io import BytesIO

import docx
import lxml.html
from docx.document import Document
from docx.oxml.ns import qn
from lxml import etree
from markdown_it import MarkdownIt

from assistant.export import receipts
from assistant.export.packed import UNREADABLE

_WRITTEN = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "\u2011"}
_NOTE = re.compile(r"\s*\[\^[^\]]+\]\s*$")


def in_word(data: bytes) -> tuple[str, ...]:
    """The paragraphs of a Word file in the style of quotes, and the quotes in its footnotes.

    Insertions that are tracked count, deletions do not.

    Raises:
        PaperError: it is no Word file.
    """
    document = _document(data)
    styles = {style.style_id for style in document.styles if style.name == "Quote"}
    texts = []
    for paragraph in document.element.body.iter(qn("w:p")):
        style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        if style is not None and style.get(qn("w:val")) in styles:
            texts.append(_text_of(paragraph))
    return tuple(text for text in (*texts, *_in_notes(document)) if text.strip())


def in_notes(data: bytes) -> tuple[str, ...]:
    """The quotes in the footnotes of a Word file alone.

    Raises:
        PaperError: it is no Word file.
    """
    return tuple(text for text in _in_notes(_document(data)) if text.strip())


def _document(data: bytes) -> Document:
    try:
        return docx.Document(BytesIO(data))
    except UNREADABLE as error:
        raise receipts.missing("a Word file") from error


def _in_notes(document: Document) -> list[str]:
    try:
        notes = [
            etree.fromstring(part.blob, etree.XMLParser(resolve_entities=False, no_network=True))
            for part in document.part.package.iter_parts()
            if part.partname == "/word/footnotes.xml"
        ]
    except UNREADABLE as error:
        raise receipts.missing("a Word file") from error
    return [_quoted(_text_of(paragraph)) for note in notes for paragraph in note.iter(qn("w:p"))]


def _quoted(text: str) -> str:
    """The words of a footnote that is a quote; "" of another."""
    text = text.strip().strip("\u2066\u2067\u2068\u2069")
    return text[1:-1] if text.startswith("“") and text.endswith("”") else ""


def _text_of(paragraph: etree._Element) -> str:
    return "".join(map(_text, paragraph.iter()))


def _text(element: etree._Element) -> str:
    return element.text or "" if element.tag == qn("w:t") else _WRITTEN.get(element.tag, "")


def in_markdown(text: str) -> tuple[str, ...]:
    """The block quotes of a Markdown text, without the references of their footnotes."""
    texts, depth = [], 0
    for token in MarkdownIt("commonmark").parse(text):
        depth += token.nesting if token.type.startswith("blockquote") else 0
        if depth and token.type in ("inline", "code_block", "fence", "html_block"):
            parts = [
                "\n" if part.type.endswith("break") else part.content
                for part in token.children or [token]
                if part.type != "html_inline"
            ]
            texts.append(_NOTE.sub("", "".join(parts)))
    return tuple(texts)


def in_page(article: lxml.html.HtmlElement) -> tuple[str, ...]:
    """The quotes of a printed paper that was saved as a page, without the numbers of notes."""
    texts = []
    for quote in article.find_class("paper-quote"):
        for link in quote.xpath(".//sup[a]"):
            link.drop_tree()
        texts.append(str(quote.text_content()))
    return tuple(texts)
