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

_END = 12
"""So many letters at least must stand before and after what is left aside."""
_FURNITURE = 150
"""A running header with its page number has fewer letters than this."""


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
            return _stands_in(folded(quote.text), self._file(file))
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


def _stands_in(text: str, whole: str) -> bool:
    """Whether a text stands in a file, a running header or page number within it left aside."""
    if text in whole:
        return True
    # The two ends must stand whole, close together, and meet in the middle of the text.
    start = whole.find(text[:_END])
    while start >= 0:
        fits = _common(text, whole[start : start + len(text)])
        rest = whole.find(text[fits:], start + fits, start + len(text) + _FURNITURE)
        if rest >= 0 and len(text) - fits >= _END:
            return True
        start = whole.find(text[:_END], start + 1)
    return False


def _common(one: str, other: str) -> int:
    """How many characters two texts have in common at their start."""
    for at, (a, b) in enumerate(zip(one, other, strict=False)):
        if a != b:
            return at
    return min(len(one), len(other))


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
    return folded(text)
