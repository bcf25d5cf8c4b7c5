"""The straight lines and filled rectangles that a PDF page draws, by pypdfium2.

Tables are drawn with them: ruled lines between cells, and cells or rows in a colour of their own.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import repeat

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from assistant.ingest.pdf.arrays import Doubles, Floats
from assistant.ingest.pdf.text_page import place_of, plainly

_THIN = 3.0
"""A filled rectangle no thicker than this, in points, is a line."""
_MOST_OBJECTS = 20_000
_MOST_POINTS = 200
"""A page with more objects, or a path with more points, is a picture, and no table."""
_DEEPEST = 4
"""Forms within forms are looked into so deep."""
_WHITE = (255, 255, 255)

_DRAWS = (pdfium_c.FPDF_PAGEOBJ_PATH, pdfium_c.FPDF_PAGEOBJ_FORM)
_OBJECT = plainly("FPDFPage_GetObject", ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)
_INNER_OBJECT = plainly("FPDFFormObj_GetObject", ctypes.c_void_p, ctypes.c_void_p, ctypes.c_ulong)
_KIND = plainly("FPDFPageObj_GetType", ctypes.c_int, ctypes.c_void_p)

Colour = tuple[int, int, int]
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Drawn:
    """What one page draws, in points as shown.

    `rules`: lines as (left, top, right, bottom), flat or upright, each with its colour;
    `fills`: rectangles as (left, top, right, bottom), each with its colour, the lowest first.
    """

    rules: tuple[tuple[Box, Colour], ...] = ()
    fills: tuple[tuple[Box, Colour], ...] = ()


def page_drawn(page: pdfium.PdfPage, shown: Floats) -> Drawn:
    """The lines and rectangles of a page; `shown` maps its coordinates to the page as shown."""
    rules, fills = [], []
    count = pdfium_c.FPDFPage_CountObjects(page.raw)
    if count > _MOST_OBJECTS:
        return Drawn()
    for path, matrix in _paths(page.raw, _square(shown), _MOST_OBJECTS):
        mode, stroked = ctypes.c_int(), ctypes.c_int()
        pdfium_c.FPDFPath_GetDrawMode(path, ctypes.byref(mode), ctypes.byref(stroked))
        filled = _colour(pdfium_c.FPDFPageObj_GetFillColor, path) if mode.value else None
        ruled = _colour(pdfium_c.FPDFPageObj_GetStrokeColor, path) if stroked.value else None
        if filled is None and ruled is None:
            continue
        for corners in _outlines(path, _square(_matrix_of(path)) @ matrix):
            box = _box(corners)
            width, height = box[2] - box[0], box[3] - box[1]
            if filled is not None and min(width, height) <= _THIN < max(width, height):
                rules.append((_middle(box), filled))
            elif filled is not None and min(width, height) > _THIN and _is_rectangle(corners):
                fills.append((box, filled))
            if ruled is not None:
                rules += [(side, ruled) for side in _sides(corners)]
    return Drawn(tuple(rules), tuple(fills))


def _paths(page: object, shown: Doubles, most: int) -> Iterator[tuple[object, Doubles]]:
    """Each path of a page, with the map from its own coordinates to the page as shown."""
    c = pdfium_c
    count = c.FPDFPage_CountObjects(page)
    waiting = _things(map(_OBJECT, repeat(place_of(page)), range(count)), shown, 0)
    while waiting and most:
        most -= 1
        kind, thing, matrix, depth = waiting.pop()
        if kind == c.FPDF_PAGEOBJ_PATH:
            yield thing, matrix
        elif kind == c.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
            inner = _square(_matrix_of(thing)) @ matrix
            within = range(min(c.FPDFFormObj_CountObjects(thing), most))
            waiting += _things(
                map(_INNER_OBJECT, repeat(place_of(thing)), within), inner, depth + 1
            )


def _things(
    places: Iterable[int], matrix: Doubles, depth: int
) -> list[tuple[int, object, Doubles, int]]:
    """Page objects with their kinds, the first of them last."""
    places = list(places)
    kinds = map(_KIND, places)
    things = [
        (
            kind,
            ctypes.cast(place, pdfium_c.FPDF_PAGEOBJECT) if kind in _DRAWS else None,
            matrix,
            depth,
        )
        for kind, place in zip(kinds, places, strict=True)
    ]
    things.reverse()
    return things


def _matrix_of(thing: object) -> Floats:
    m = pdfium_c.FS_MATRIX()
    pdfium_c.FPDFPageObj_GetMatrix(thing, ctypes.byref(m))
    return np.array([[m.a, m.b], [m.c, m.d], [m.e, m.f]], np.float32)


def _square(matrix: Floats) -> Doubles:
    return np.hstack([matrix.astype(np.float64), [[0.0], [0.0], [1.0]]])


def _colour(ask: Callable[..., int], path: object) -> Colour | None:
    """The colour of a path; None where it is not seen."""
    parts = [ctypes.c_uint() for _ in range(4)]
    if not ask(path, *(ctypes.byref(part) for part in parts)):
        return _WHITE
    red, green, blue, alpha = (part.value for part in parts)
    return (red, green, blue) if alpha > 20 else None


def _outlines(path: object, matrix: Doubles) -> Iterator[Doubles]:
    """The corners of each part of a path, as shown, and the points that bend its curves.

    Some programs draw straight lines as curves; what does bend is none of a table's.
    """
    c = pdfium_c
    count = c.FPDFPath_CountSegments(path)
    if not 1 < count <= _MOST_POINTS:
        return
    x, y, curved = ctypes.c_float(), ctypes.c_float(), False
    parts: list[list[tuple[float, float, float]]] = []
    for i in range(count):
        segment = c.FPDFPath_GetPathSegment(path, i)
        kind = c.FPDFPathSegment_GetType(segment)
        curved = curved or kind == c.FPDF_SEGMENT_BEZIERTO
        c.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        if kind == c.FPDF_SEGMENT_MOVETO or not parts:
            parts.append([])
        parts[-1].append((x.value, y.value, 1.0))
        if c.FPDFPathSegment_GetClose(segment):
            parts[-1].append(parts[-1][0])
    for part in parts:
        corners = (np.array(part) @ matrix)[:, :2]
        if len(corners) < 2 or not np.isfinite(corners).all():
            continue
        if not curved or _is_rectangle(corners):
            yield corners


def _middle(box: Box) -> Box:
    left, top, right, bottom = box
    if right - left > bottom - top:
        return left, (top + bottom) / 2, right, (top + bottom) / 2
    return (left + right) / 2, top, (left + right) / 2, bottom


def _box(corners: Doubles) -> Box:
    x, y = corners.T.tolist()
    return min(x), min(y), max(x), max(y)


def _is_rectangle(corners: Doubles) -> bool:
    """Whether a part fills its box, or all but its corners."""
    left, top, right, bottom = _box(corners)
    x, y = corners[:, 0], corners[:, 1]
    next_x, next_y = np.concatenate([corners[1:], corners[:1]]).T
    area = 0.5 * abs(float(np.dot(x, next_y) - np.dot(y, next_x)))
    return area > 0.95 * (right - left) * (bottom - top)


def _sides(corners: Doubles) -> Iterator[Box]:
    for (x0, y0), (x1, y1) in zip(corners[:-1].tolist(), corners[1:].tolist(), strict=True):
        if abs(y0 - y1) < 0.5 < abs(x0 - x1):
            yield min(x0, x1), y0, max(x0, x1), y0
        elif abs(x0 - x1) < 0.5 < abs(y0 - y1):
            yield x0, min(y0, y1), x0, max(y0, y1)
