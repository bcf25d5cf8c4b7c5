"""The characters of a PDF page with their places, by pypdfium2.

PDFium knows where each character stands, in the page's own coordinates; here they become the
coordinates of the page as it is shown: points from the top left corner, y downwards.
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from assistant.ingest.characters import SPELT
from assistant.ingest.pdf.arrays import Flags, Floats, Indices, Integers
from assistant.ingest.pdf.drawn import page_drawn
from assistant.ingest.pdf.grids import Grid, find_grids
from assistant.ingest.pdf.text_page import TextPage

_HYPHENS = frozenset({0x02, 0xAD, 0xFFFE})
"""What PDFium gives for a hyphen that only splits a word at the end of a line."""
_LINE_END_HYPHEN = "\u00ad"
_UNMAPPED = frozenset({0, 0xFFFD, 0xFFFF})
_CODES = 0x110000
_LITTLE_TEXT = 50
MARK_SIGNS = frozenset("0123456789*†‡")
"""What footnote marks are made of."""


@dataclass(frozen=True, slots=True, eq=False)
class PageChars:
    """One page: `text` has a character for each row of the arrays.

    `box` (n, 4): left, top, right, bottom of the character's cell, which is what is marked.
    `ink` (n, 2): top and bottom of what is printed, told of `MARK_SIGNS` only, else of the cell.
    `base` (n,): the base line it stands on. `size` (n,): the size of its font. `bold` and
    `slanted` (n,): how the font looks; `colour` (n,): its colour. `upright` (n,): whether it runs
    from left to right. `gap` (n,): true where PDFium saw a space or a line end in front.
    `unmapped` counts the characters whose code stands for nothing that can be read.
    `pictures`: whether it shows a picture, where it has little text. `drawn`: whether it shows
    anything at all. A word split at a line end has U+00AD at the end of its first part.
    `grids` are the tables that it draws, by their lines and colours alone.
    """

    width: float
    height: float
    text: str
    box: Floats
    ink: Floats
    base: Floats
    size: Floats
    bold: Flags
    slanted: Flags
    colour: Integers
    upright: Flags
    gap: Flags
    unmapped: int
    pictures: bool
    drawn: bool
    grids: tuple[Grid, ...] = ()


def page_chars(page: pdfium.PdfPage) -> PageChars:
    """Read one page. White space is dropped; `gap` says where it was."""
    width, height = page.get_size()
    textpage = page.get_textpage()
    try:
        return _read(page, textpage.raw, width, height)
    finally:
        textpage.close()


def _read(page: pdfium.PdfPage, raw: object, width: float, height: float) -> PageChars:
    text = TextPage(raw)
    codes = text.codes()
    kinds = np.fromiter(map(_kind, codes.tolist()), np.int8, len(codes))
    unmapped = int(np.count_nonzero(kinds == _UNKNOWN))
    of, cells, gap = _readable(text, kinds)
    codes, kinds = codes[of], kinds[of]
    # A font seldom changes within a word.
    may_change = gap | (kinds == _DIGIT) | (kinds == _OTHER_DIGIT)
    looks = text.looks(of[may_change])[np.cumsum(may_change) - 1]
    size, bold, slanted, colour = looks.T
    shown = _to_shown(page, width, height)
    box = _boxes(cells, shown)
    # Only of what may be a footnote mark it matters how high its ink stands in its cell.
    ink = box.copy()
    marks = np.flatnonzero((kinds == _DIGIT) | (kinds == _MARK))
    ink[marks] = _boxes(text.inks(of[marks])[:, [0, 3, 1, 2]].astype(np.float32), shown)
    base = _points(text.origins(of).astype(np.float32), shown)
    # A page turned by 90 degrees turns its text too: what counts is the direction as shown.
    # PDFium counts the angle of a character clockwise and so the turn of the page adds to it.
    turn = text.angles(of) + np.radians(page.get_rotation())
    middle = (box[:, :2] + box[:, 2:]) / 2
    on_page: Flags = np.all((middle > 0) & (middle < (width, height)), axis=1)
    # A broken file may place or size its characters by what is no number.
    on_page &= np.isfinite(np.column_stack([size, ink, base, turn])).all(axis=1)
    gap[1:] |= ~on_page[:-1]
    limit = np.array([width, height, width, height], np.float32)
    codes[kinds == _HYPHEN] = ord(_LINE_END_HYPHEN)
    return PageChars(
        width=width,
        height=height,
        text=codes[on_page].astype("<u4").tobytes().decode("utf-32-le"),
        box=np.clip(box, 0, limit)[on_page],
        ink=ink[on_page][:, [1, 3]],
        base=base[on_page, 1],
        size=size[on_page].astype(np.float32),
        bold=bold[on_page] > 0,
        slanted=slanted[on_page] > 0,
        colour=colour[on_page].astype(np.int32),
        upright=np.cos(turn[on_page]) > 0.99,
        gap=gap[on_page],
        unmapped=unmapped,
        pictures=len(of) < _LITTLE_TEXT and _has_pictures(page),
        drawn=len(of) > 0 or pdfium_c.FPDFPage_CountObjects(page.raw) > 0,
        grids=tuple(find_grids(page_drawn(page, shown), box[on_page], base[on_page, 1])),
    )


def _readable(text: TextPage, kinds: npt.NDArray[np.int8]) -> tuple[Indices, Floats, Flags]:
    """The numbers of the characters that can be read, their cells, and whether a gap is before."""
    of = np.flatnonzero(kinds > _UNKNOWN)
    cells, there = text.cells(of)
    of, cells = of[there], cells[there]
    gaps_so_far = np.cumsum(kinds <= _UNKNOWN)[of]
    gap = np.ones(len(of), np.bool_)
    gap[1:] = gaps_so_far[1:] != gaps_so_far[:-1]
    return of, cells, gap


_SPACE, _UNKNOWN, _LETTER, _DIGIT, _OTHER_DIGIT, _MARK, _HYPHEN = range(7)


@lru_cache(maxsize=4096)
def _kind(code: int) -> int:
    """What a code stands for: white space, nothing that can be read, or a sort of character."""
    if code in _HYPHENS:
        return _HYPHEN
    character = chr(code) if code < _CODES else ""
    if character.isspace():
        return _SPACE
    if code in _UNMAPPED or code < 32 or code >= _CODES or _is_private(code):
        return _UNKNOWN
    if character in MARK_SIGNS:
        return _DIGIT if character.isdigit() else _MARK
    return _OTHER_DIGIT if character.isdigit() else _LETTER


def no_chars() -> PageChars:
    """A page that cannot be read."""
    none = np.zeros(0, np.float32)
    flags = np.zeros(0, np.bool_)
    boxes, inks = none.reshape(0, 4), none.reshape(0, 2)
    return PageChars(
        *(595.0, 842.0, "", boxes, inks, none, none, flags, flags),
        *(np.zeros(0, np.int32), flags, flags, 0, False, False),
    )


def _is_private(code: int) -> bool:
    """Whether a code stands for no character, or for one that only its own font can show."""
    if 0xE000 <= code < 0xF900:
        return code not in SPELT
    return 0xD800 <= code < 0xE000


def _has_pictures(page: pdfium.PdfPage) -> bool:
    shown = (pdfium_c.FPDF_PAGEOBJ_IMAGE, pdfium_c.FPDF_PAGEOBJ_FORM)
    return any(
        pdfium_c.FPDFPageObj_GetType(pdfium_c.FPDFPage_GetObject(page.raw, i)) in shown
        for i in range(pdfium_c.FPDFPage_CountObjects(page.raw))
    )


def _to_shown(page: pdfium.PdfPage, width: float, height: float) -> Floats:
    """The affine map, shape (3, 2), from the page's coordinates to the page as it is shown."""
    scale = 100
    corners = []
    for x, y in ((0, 0), (100, 0), (0, 100)):
        shown_x, shown_y = ctypes.c_int(), ctypes.c_int()
        pdfium_c.FPDF_PageToDevice(
            page.raw,
            0,
            0,
            round(width * scale),
            round(height * scale),
            0,
            x,
            y,
            ctypes.byref(shown_x),
            ctypes.byref(shown_y),
        )
        corners.append((shown_x.value / scale, shown_y.value / scale))
    (x0, y0), (x1, y1), (x2, y2) = corners
    return np.array(
        [
            [(x1 - x0) / 100, (y1 - y0) / 100],
            [(x2 - x0) / 100, (y2 - y0) / 100],
            [x0, y0],
        ],
        np.float32,
    )


def _points(points: Floats, shown: Floats) -> Floats:
    return np.asarray(points @ shown[:2] + shown[2], np.float32)


def _boxes(boxes: Floats, shown: Floats) -> Floats:
    one, other = _points(boxes[:, :2], shown), _points(boxes[:, 2:], shown)
    return np.concatenate([np.minimum(one, other), np.maximum(one, other)], axis=1)
