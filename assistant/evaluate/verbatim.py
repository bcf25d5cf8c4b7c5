"""Whether a quote's words stand on the page they are cited from, asked of the file itself.

The check reads the file again, and not through the readers of `ingest`, so that a fault of theirs
shows: PDF pages as PDFium gives their text, other formats as the bytes of the file. Of a scanned
page it can only say that the words are those that are recognised there again, in their order:
whether they were recognised rightly, people have to see for themselves.
"""

from __future__ import annotations

import html
import re
import zipfile
from functools import lru_cache
from pathlib import Path

from assistant.documents import Page, Quote
from assistant.folding import folded
from assistant.pdfium import PDFIUM_LOCK, open_pdf


class VerbatimCheck:
    """Checks quotes against the files of a corpus folder."""

    def __init__(self, corpus: Path) -> None:
        self._corpus = corpus
        self._page = lru_cache(maxsize=256)(_page_text)
        self._picture = lru_cache(maxsize=256)(_picture_texts)
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
            self._stands(file, document.pages[number - 1], folded("".join(part)))
            for number, part in parts.items()
        )

    def _stands(self, file: Path, page: Page, words: str) -> bool:
        if page.recognised:
            return any(words in read for read in self._picture(file, page.number))
        return words in self._page(file, page.number)


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


def _picture_texts(file: Path, number: int) -> list[str]:
    """The words of a scanned page, recognised anew, as often as the reader may have done so."""
    from assistant.ingest.ocr import recognise
    from assistant.ingest.pdf.scans import RESOLUTIONS, bullets_restored, picture_of

    texts = []
    with PDFIUM_LOCK:
        document = open_pdf(file)
    try:
        for dots in RESOLUTIONS:
            shown = picture_of(document, number - 1, dots)
            if shown.image is not None:
                words = recognise(shown.image, round(shown.scale * 72), 60)
                texts.append(folded(" ".join(word.text for word in bullets_restored(words))))
    finally:
        with PDFIUM_LOCK:
            document.close()
    return texts


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
