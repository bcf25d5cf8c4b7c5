"""Whether a quote's words stand on the page they are cited from, asked of the file itself.

The check reads the file again, and not through the readers of `ingest`, so that a fault of theirs
shows: PDF pages as PDFium gives their text, other formats as the bytes of the file.
"""

from __future__ import annotations

import html
import re
import zipfile
from functools import lru_cache
from pathlib import Path

from assistant.documents import Quote
from assistant.folding import folded
from assistant.pdfium import PDFIUM_LOCK, open_pdf


class VerbatimCheck:
    """Checks quotes against the files of a corpus folder."""

    def __init__(self, corpus: Path) -> None:
        self._corpus = corpus
        self._page = lru_cache(maxsize=256)(_page_text)
        self._file = lru_cache(maxsize=32)(_file_text)

    def __call__(self, quote: Quote) -> bool:
        """Whether every word of a quote stands, in order, on the page that it is cited from.

        The part of a quote that goes on over a page must stand on the page where it goes on.
        """
        document = quote.document
        file = self._corpus / document.path
        if quote.text != document.text[quote.start : quote.end]:
            return False
        if document.layout is None:
            return folded(quote.text) in self._file(file)
        numbers = document.layout.page[quote.start : quote.end]
        if quote.page is None or int(numbers[numbers > 0][0]) != quote.page.number:
            return False
        parts: dict[int, list[str]] = {}
        for character, number in zip(quote.text, numbers, strict=True):
            if number:
                parts.setdefault(int(number), []).append(character)
        return all(
            folded("".join(part)) in self._page(file, number) for number, part in parts.items()
        )


def _page_text(file: Path, number: int) -> str:
    with PDFIUM_LOCK:
        document = open_pdf(file)
        try:
            if number > len(document):
                return ""
            page = document[number - 1]
            textpage = page.get_textpage()
            text = textpage.get_text_range()
            textpage.close()
            page.close()
        finally:
            document.close()
    return folded(text.replace("\ufffe", "").replace("\x02", ""))


def _file_text(file: Path) -> str:
    if file.suffix.lower() == ".docx":
        with zipfile.ZipFile(file) as archive:
            text = archive.read("word/document.xml").decode("utf-8")
        return folded(html.unescape(re.sub(r"<[^>]+>", "", text)))
    content = file.read_bytes()
    try:
        text = content.decode("utf-16" if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    if file.suffix.lower() in {".html", ".htm"}:
        text = html.unescape(re.sub(r"<[^>]+>", " ", text))
    return folded(re.sub(r"\]\([^()\s]*\)", "]", text))  # the targets of links are not words
