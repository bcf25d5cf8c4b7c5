"""What an exported file shows as quotes now: people change files after they exported them.

The receipts in a file prove only what was exported. Who checks a file has to see that what it
shows as quotes is what its receipts have.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable
from io import BytesIO

import docx
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from lxml import etree
from markdown_it import MarkdownIt

from assistant.export import receipts
from assistant.export.paper import Paper
from assistant.export.xml_text import held

_WRITTEN = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "\u2011"}
_REFERENCE = re.compile(r"\s*\[\^[^\]]+\]\s*$")


def unproved(shown: Iterable[str], paper: Paper) -> tuple[str, ...]:
    """The texts shown as quotes that no item of the paper has; white space does not count."""
    known = {_compared(item.citation.text) for item in paper.items}
    return tuple(text for text in shown if _compared(text) not in known)


def _compared(text: str) -> str:
    return " ".join(held(text).split())


def quotes_in_word(data: bytes) -> tuple[str, ...]:
    """The paragraphs of a Word file in the style of quotes, insertions that are tracked included.

    Raises:
        PaperError: it is no Word file.
    """
    try:
        document = docx.Document(BytesIO(data))
    except (OpcError, zipfile.BadZipFile, etree.XMLSyntaxError, KeyError, ValueError) as error:
        raise receipts.missing("a Word file") from error
    styles = {style.style_id for style in document.styles if style.name == "Quote"}
    texts = []
    for paragraph in document.element.body.iter(qn("w:p")):
        style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        if style is not None and style.get(qn("w:val")) in styles:
            texts.append("".join(map(_text, paragraph.iter())))
    return tuple(text for text in texts if text.strip())


def _text(element: etree._Element) -> str:
    return element.text or "" if element.tag == qn("w:t") else _WRITTEN.get(element.tag, "")


def quotes_in_markdown(text: str) -> tuple[str, ...]:
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
            texts.append(_REFERENCE.sub("", "".join(parts)))
    return tuple(texts)
