"""The characters of a PDF page with their places, by pypdfium2.

PDFium knows where each character stands, in the page's own coordinates; here they become the
coordinates of the page as it is shown: points from the top left corner, y downwards.
"""

from __future__ import annotations

import ctypes
import itertools
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from assistant.ingest.lines import SPELT
from assistant.ingest.pdf_grids import Grid, find_grids
from assistant.ingest.pdf_rules import page_drawn

Floats = npt.NDArray[np.float32]

_HYPHENS = frozenset({0x02, 0xAD, 0xFFFE})
"""What PDFium gives for a hyphen that only splits a word at the end of a line."""
_LINE_END_HYPHEN = "\u00ad"
_UNMAPPED = frozenset({0, 0xFFFD, 0xFFFF})
_LITTLE_TEXT = 50


@dataclass(frozen=True, slots=True, eq=False)
class PageChars:
    """One page: `text` has a character for each row of the arrays.

    `box` (n, 4): left, top, right, bottom of the character's cell, which is what is marked.
    `ink` (n, 2): top and bottom of what is printed. `base` (n,): the base line it stands on.
    `size` (n,): the size of its font. `bold` and `slanted` (n,): how the font looks;
    `colour` (n,): its colour. `upright` (n,): whether it runs from left to right.
    `gap` (n,): true where PDFium saw a space or a line end in front.
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
    bold: npt.NDArray[np.bool_]
    slanted: npt.NDArray[np.bool_]
    colour: npt.NDArray[np.int32]
    upright: npt.NDArray[np.bool_]
    gap: npt.NDArray[np.bool_]
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
    c = pdfium_c
    rect = c.FS_RECTF()
    edges = [ctypes.c_double() for _ in range(4)]
    left, right, bottom, top = (ctypes.byref(edge) for edge in edges)
    origin_x, origin_y = ctypes.c_double(), ctypes.c_double()
    x_ref, y_ref = ctypes.byref(origin_x), ctypes.byref(origin_y)
    characters: list[str] = []
    cells: list[tuple[float, float, float, float]] = []
    inks: list[tuple[float, float, float, float]] = []
    origins: list[tuple[float, float]] = []
    angles: list[float] = []
    looks: list[tuple[float, bool, bool, int]] = []
    gaps: list[bool] = []
    gap, unmapped, look = True, 0, (0.0, False, False, 0)
    for i in range(c.FPDFText_CountChars(raw)):
        code = c.FPDFText_GetUnicode(raw, i)
        character = chr(code) if code < 0x110000 else ""
        hyphen = code in _HYPHENS
        if not hyphen and (c.FPDFText_IsGenerated(raw, i) == 1 or character.isspace()):
            gap = True
            continue
        if code in _UNMAPPED or (code < 32 and not hyphen) or _is_private(code):
            unmapped += 1
            gap = True
            continue
        if not c.FPDFText_GetLooseCharBox(raw, i, ctypes.byref(rect)):
            continue
        if gap or not looks or character.isdigit():  # a font seldom changes within a word
            look = _look(raw, i)
        c.FPDFText_GetCharBox(raw, i, left, right, bottom, top)
        c.FPDFText_GetCharOrigin(raw, i, x_ref, y_ref)
        characters.append(_LINE_END_HYPHEN if hyphen else character)
        cells.append((rect.left, rect.top, rect.right, rect.bottom))
        inks.append(tuple(edge.value for edge in (edges[0], edges[3], edges[1], edges[2])))  # type: ignore[arg-type]
        origins.append((origin_x.value, origin_y.value))
        angles.append(c.FPDFText_GetCharAngle(raw, i))
        looks.append(look)
        gaps.append(gap)
        gap = False
    size, bold, slanted, colour = np.array(looks, np.float64).reshape(-1, 4).T
    shown = _to_shown(page, width, height)
    box = _boxes(np.array(cells, np.float32).reshape(-1, 4), shown)
    ink = _boxes(np.array(inks, np.float32).reshape(-1, 4), shown)
    base = _points(np.array(origins, np.float32).reshape(-1, 2), shown)
    # A page turned by 90 degrees turns its text too: what counts is the direction as shown.
    # PDFium counts the angle of a character clockwise and so the turn of the page adds to it.
    turn = np.array(angles, np.float32) + np.radians(page.get_rotation())
    upright = np.cos(turn) > 0.99
    middle = (box[:, :2] + box[:, 2:]) / 2
    on_page: npt.NDArray[np.bool_] = np.all((middle > 0) & (middle < (width, height)), axis=1)
    # A broken file may place or size its characters by what is no number.
    sound = np.isfinite(np.column_stack([size, ink, base, turn])).all(axis=1)
    on_page &= sound
    gap_before = np.array(gaps, np.bool_)
    gap_before[1:] |= ~on_page[:-1]
    limit = np.array([width, height, width, height], np.float32)
    return PageChars(
        width=width,
        height=height,
        text="".join(itertools.compress(characters, on_page.tolist())),
        box=np.clip(box, 0, limit)[on_page],
        ink=ink[on_page][:, [1, 3]],
        base=base[on_page, 1],
        size=size[on_page].astype(np.float32),
        bold=bold[on_page] > 0,
        slanted=slanted[on_page] > 0,
        colour=colour[on_page].astype(np.int32),
        upright=upright[on_page],
        gap=gap_before[on_page],
        unmapped=unmapped,
        pictures=len(characters) < _LITTLE_TEXT and _has_pictures(page),
        drawn=len(characters) > 0 or pdfium_c.FPDFPage_CountObjects(page.raw) > 0,
        grids=tuple(find_grids(page_drawn(page, shown), box[on_page], base[on_page, 1])),
    )


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


def _look(raw: object, i: int) -> tuple[float, bool, bool, int]:
    """The size of a character's font, whether it is bold or slanted, and its colour."""
    buffer = ctypes.create_string_buffer(128)
    flags = ctypes.c_int()
    pdfium_c.FPDFText_GetFontInfo(raw, i, buffer, 128, ctypes.byref(flags))
    name = buffer.value.lower()
    bold = pdfium_c.FPDFText_GetFontWeight(raw, i) >= 600 or any(
        word in name for word in (b"bold", b"black", b"heavy", b"demi")
    )
    # The nominal size means nothing until the text matrix has scaled it.
    matrix = pdfium_c.FS_MATRIX()
    pdfium_c.FPDFText_GetMatrix(raw, i, ctypes.byref(matrix))
    size = pdfium_c.FPDFText_GetFontSize(raw, i) * float(np.hypot(matrix.c, matrix.d))
    parts = [ctypes.c_uint() for _ in range(4)]
    pdfium_c.FPDFText_GetFillColor(raw, i, *(ctypes.byref(part) for part in parts))
    red, green, blue, _ = (part.value for part in parts)
    colour = red << 16 | green << 8 | blue
    return size, bold, b"italic" in name or b"oblique" in name, colour


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
