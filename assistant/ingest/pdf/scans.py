"""Scanned pages of a PDF: which they are, and their words with places as if the file had them.

Tesseract sees boxes of words. Here every character gets its part of its word's box, and every line
one base line and a size of type, as the reader of other pages tells lines, headings and running
headers by them.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import groupby
from statistics import median
from typing import Literal, NamedTuple

import numpy as np
import pypdfium2 as pdfium
from PIL import Image

from assistant.ingest.ocr import BUSY, Word, recognise_or_fail
from assistant.ingest.page_progress import page_done
from assistant.ingest.pdf.arrays import Floats
from assistant.ingest.pdf.chars import PageChars, no_chars
from assistant.pdfium import PDFIUM_LOCK
from assistant.settings import Limits

RESOLUTIONS = (200, 300)
"""In dots per inch: usual type is read as well with the fewer, in two thirds of the time."""
_LEAST_DOTS = 70
_MOST_PIXELS = 24_000_000
_AT_A_TIME = 2
_SURE_PAGE = 75.0
"""A page that tesseract is less sure of, as the mean over its characters, is left unread."""
_SURE_ENOUGH = 88.0
"""A page that it is less sure of is read again with more dots."""
_SURE_WORD = 60.0
"""A sentence with a word that it is less sure of is never quoted."""
_FEWEST_WORDS = 5
"""With fewer words a page is a picture that happens to hold some."""
_DESCENDS = frozenset("gjpqyQ,;()[]{}/|@_$")
_ASCENDS = frozenset("bdfhklABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789£&?!")
_MISREAD_BULLETS = frozenset("eo°¢«»*®")
_CAPITAL_HEIGHT, _SMALL_HEIGHT = 0.72, 0.52
_SNAP = 0.15
"""Sizes of type within this part of the usual one are taken for it: tesseract cannot tell them."""


@dataclass(frozen=True, slots=True, eq=False)
class Recognised:
    """A page read from its picture; `doubtful` are the boxes of words that may be misread.

    `doubtful` has shape (words, 4), in points as `PageChars.box`.
    """

    chars: PageChars
    doubtful: Floats


Outcome = Recognised | Literal["poor", "failed"]
"""What came of a page: `poor` where too few words are sure, `failed` where it took too long or
tesseract failed: then nobody knows what it says, and it may do better another time."""


def is_scan(page: PageChars) -> bool:
    """Whether a page shows a picture, or drawn shapes, where its text should be."""
    return page.pictures or (page.drawn and not page.text)


def recognise_pages(
    document: pdfium.PdfDocument, numbers: Sequence[int], limits: Limits
) -> Iterator[tuple[int, Outcome]]:
    """What comes of the pages `numbers` (from 0), each with its number.

    Ends early when `limits.ocr_seconds` of work are over: the pages that are left are not given.
    """
    began, spent = time.monotonic(), 0.0
    pages = len(document)
    with ThreadPoolExecutor(_AT_A_TIME) as threads:
        for start in range(0, len(numbers), _AT_A_TIME):
            # A few at a time: pictures of all pages would fill the memory.
            some = numbers[start : start + _AT_A_TIME]
            running = [
                threads.submit(_recognise, document, number, limits.ocr_page_seconds)
                for number in some
            ]
            for number, words in zip(some, running, strict=True):
                found, took = words.result()
                spent += took / _AT_A_TIME
                yield number, found
                page_done(number + 1, pages, slow=True)
            if spent > limits.ocr_seconds or time.monotonic() - began > BUSY * limits.ocr_seconds:
                return


@dataclass(frozen=True, slots=True)
class Picture:
    """A page drawn in grey, `scale` pixels a point; None where it cannot be. Its size in points."""

    image: Image.Image | None
    scale: float
    width: float
    height: float


def picture_of(document: pdfium.PdfDocument, number: int, dots_per_inch: int) -> Picture:
    """Draw a page, counted from 0, at this resolution or, where it is huge, at a lower one."""
    with PDFIUM_LOCK:
        try:
            page = document[number]
        except pdfium.PdfiumError:
            return Picture(None, 1.0, 595.0, 842.0)
        try:
            width, height = page.get_size()
            scale = min(dots_per_inch / 72, (_MOST_PIXELS / max(width * height, 1.0)) ** 0.5)
            if scale * 72 < _LEAST_DOTS:
                return Picture(None, scale, width, height)
            image = page.render(scale=scale, grayscale=True).to_pil()
            return Picture(image.convert("L"), scale, width, height)
        except pdfium.PdfiumError:
            return Picture(None, 1.0, 595.0, 842.0)
        finally:
            page.close()


def _recognise(document: pdfium.PdfDocument, number: int, seconds: float) -> tuple[Outcome, float]:
    """What comes of a page, and the seconds that tesseract worked on it."""
    spent, failed = 0.0, False
    best: tuple[float, list[Word], Picture] | None = None
    for dots in RESOLUTIONS:
        shown = picture_of(document, number, dots)
        if shown.image is None:
            break
        dots = round(shown.scale * 72)  # noqa: PLW2901 - a huge page has fewer
        words, took = recognise_or_fail(shown.image, dots, max(seconds - spent, 0.0))
        spent += took
        if words is None:
            failed = True
            break
        found = (_sureness(words), words, shown)
        if best is None or found[0] > best[0]:
            best = found
        if best[0] >= _SURE_ENOUGH or not words:
            break
    if best is None or best[0] < _SURE_PAGE:
        return "failed" if failed else "poor", spent
    return _page(bullets_restored(best[1]), best[2]), spent


def _sureness(words: Sequence[Word]) -> float:
    """How sure tesseract is of a page: the mean over its characters; 0 where it has few words."""
    if sum(any(c.isalnum() for c in word.text) for word in words) < _FEWEST_WORDS:
        return 0.0
    weight = sum(len(word.text) for word in words)
    return sum(len(word.text) * word.sure for word in words) / weight


def bullets_restored(words: Sequence[Word]) -> list[Word]:
    """The words, with the round sign of list items where a letter was seen that is no word."""
    restored: list[Word] = []
    for _, line in groupby(words, key=lambda word: word.line):
        first, *rest = line
        if rest and first.text in _MISREAD_BULLETS:
            # It says nothing, so that it need not be sure.
            first = replace(first, text="•", sure=100.0)
        restored += [first, *rest]
    return restored


class _Character(NamedTuple):
    """A character with its part of its word's box, its base line and its size, in pixels."""

    text: str
    box: tuple[float, float, float, float]
    base: float
    size: float
    gap: bool


def _page(words: Sequence[Word], shown: Picture) -> Recognised:
    lines = [list(line) for _, line in groupby(words, key=lambda word: word.line)]
    bases = [_base(line) for line in lines]
    characters: list[_Character] = []
    doubtful: list[tuple[float, float, float, float]] = []
    for line, base, size in zip(lines, bases, _sizes(lines, bases), strict=True):
        for word in line:
            # A crooked line goes through boxes of its words; a straight one has one box.
            top, bottom = min(word.top, base - 0.75 * size), max(word.bottom, base + 0.2 * size)
            characters += _characters(word, top, bottom, base, size)
            if word.sure < _SURE_WORD and any(c.isalnum() for c in word.text):
                doubtful.append((word.left, top, word.right, bottom))
    text, box, base_lines, sizes, gap = zip(*characters, strict=True)
    count, scale = len(text), np.float32(shown.scale)
    scaled = np.array(box, np.float32).reshape(-1, 4) / scale
    on_base = np.array(base_lines, np.float32) / scale
    flags = np.zeros(count, np.bool_)
    edges = np.array([shown.width, shown.height] * 2, np.float32)
    chars = replace(
        no_chars(),
        width=shown.width,
        height=shown.height,
        text="".join(text),
        box=np.clip(scaled, 0, edges),
        # Raised figures are not told apart: no footnote mark is better than a wrong one.
        ink=np.stack([scaled[:, 1], on_base], axis=1),
        base=on_base,
        size=np.array(sizes, np.float32) / scale,
        bold=flags,
        slanted=flags,
        colour=np.zeros(count, np.int32),
        upright=~flags,
        gap=np.array(gap, np.bool_),
        drawn=True,
    )
    return Recognised(chars, np.array(doubtful, np.float32).reshape(-1, 4) / shown.scale)


def _characters(
    word: Word, top: float, bottom: float, base: float, size: float
) -> Iterator[_Character]:
    step = (word.right - word.left) / len(word.text)
    for at, character in enumerate(word.text):
        box = (word.left + at * step, top, word.left + (at + 1) * step, bottom)
        yield _Character(character, box, base, size, gap=at == 0)


def _base(line: Sequence[Word]) -> float:
    """Where the line of type stands: the bottom of the words that do not reach below it."""
    standing = [word.bottom for word in line if not _DESCENDS & set(word.text)]
    if standing:
        return float(median(standing))
    return float(median(word.bottom - 0.22 * (word.bottom - word.top) for word in line))


def _sizes(lines: Sequence[Sequence[Word]], bases: Sequence[float]) -> list[float]:
    """The size of each line's type, in pixels: one for a paragraph, the usual one where close."""
    of_paragraph: dict[tuple[int, int], list[float]] = {}
    weights: list[float] = []
    for line, base in zip(lines, bases, strict=True):
        for word in line:
            part = _CAPITAL_HEIGHT if _ASCENDS & set(word.text) else _SMALL_HEIGHT
            found = max(1.0, (base - word.top) / part)
            of_paragraph.setdefault(word.line[:2], []).append(found)
            weights += [found] * len(word.text)
    usual = median(weights)
    sizes = []
    for line in lines:
        found = median(of_paragraph[line[0].line[:2]])
        sizes.append(usual if abs(found - usual) <= _SNAP * usual else found)
    return sizes
