"""What PDFium tells of the characters of a page: of all of them at once, not one by one.

Its functions answer for one character and take less time than a call from Python does. So they are
called without the interpreter's lock being given away each time, from loops that run in C, and
write into arrays.
"""

from __future__ import annotations

import ctypes
from collections import deque
from collections.abc import Callable, Iterable
from itertools import repeat
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2.raw as pdfium_c

from assistant.ingest.pdf.arrays import Doubles, Flags, Floats, Indices

_FONT_NAME = 128
_HEAVY = 600
_BOLD = (b"bold", b"black", b"heavy", b"demi")
_SLANTED = (b"italic", b"oblique")

_POINTER, _INT = ctypes.c_void_p, ctypes.c_int


_Type = Any  # ctypes' types share no public base


def plainly(name: str, result: _Type, *arguments: _Type) -> Callable[..., Any]:
    """A function of PDFium that takes and gives places in memory as plain numbers."""
    return ctypes.PYFUNCTYPE(result, *arguments)(place_of(getattr(pdfium_c, name)))


def place_of(thing: Any) -> int:  # noqa: ANN401 - any pointer
    """Where in memory a thing of PDFium is."""
    return ctypes.cast(thing, _POINTER).value or 0


def _function(name: str, result: _Type, *arguments: _Type) -> Callable[..., Any]:
    return plainly(name, result, _POINTER, _INT, *arguments)


_UNICODE = _function("FPDFText_GetUnicode", ctypes.c_uint)
_LOOSE_BOX = _function("FPDFText_GetLooseCharBox", _INT, _POINTER)
_BOX = _function("FPDFText_GetCharBox", _INT, *[_POINTER] * 4)
_ORIGIN = _function("FPDFText_GetCharOrigin", _INT, _POINTER, _POINTER)
_ANGLE = _function("FPDFText_GetCharAngle", ctypes.c_float)
_OBJECT = _function("FPDFText_GetTextObject", _POINTER)
_FONT = _function("FPDFText_GetFontInfo", ctypes.c_ulong, _POINTER, ctypes.c_ulong, _POINTER)
_WEIGHT = _function("FPDFText_GetFontWeight", _INT)
_SIZE = _function("FPDFText_GetFontSize", ctypes.c_double)
_MATRIX = _function("FPDFText_GetMatrix", _INT, _POINTER)
_COLOUR = _function("FPDFText_GetFillColor", _INT, *[_POINTER] * 4)


class TextPage:
    """The characters of one page, by their numbers. The caller holds PDFium's lock."""

    def __init__(self, textpage: object) -> None:
        self._page = place_of(textpage)
        self.count = max(0, pdfium_c.FPDFText_CountChars(textpage))

    def codes(self) -> npt.NDArray[np.uint32]:
        """The code of every character."""
        found = map(_UNICODE, repeat(self._page), range(self.count))
        return np.fromiter(found, np.uint32, self.count)

    def cells(self, of: Indices) -> tuple[Floats, Flags]:
        """The cells (n, 4): left, top, right, bottom in the page's coordinates; which there are."""
        boxes = np.zeros((len(of), 4), np.float32)
        found = map(_LOOSE_BOX, repeat(self._page), of.tolist(), *_places(boxes, 1))
        return boxes, np.fromiter(found, np.bool_, len(of))

    def inks(self, of: Indices) -> Doubles:
        """What is printed (n, 4): left, right, bottom, top in the page's coordinates."""
        inks = np.zeros((len(of), 4))
        _do(map(_BOX, repeat(self._page), of.tolist(), *_places(inks, 4)))
        return inks

    def origins(self, of: Indices) -> Doubles:
        """Where characters stand on their base lines (n, 2), in the page's coordinates."""
        origins = np.zeros((len(of), 2))
        _do(map(_ORIGIN, repeat(self._page), of.tolist(), *_places(origins, 2)))
        return origins

    def angles(self, of: Indices) -> Floats:
        """How far each is turned clockwise, in radians."""
        found = map(_ANGLE, repeat(self._page), of.tolist())
        return np.fromiter(found, np.float32, len(of))

    def looks(self, of: Indices) -> Doubles:
        """Size, bold, slanted and colour (red, green and blue in one number) of each (n, 4).

        The characters of one text object have one look.
        """
        found = map(_OBJECT, repeat(self._page), of.tolist())
        # One that is of no object has a look of its own.
        things = [thing or number for number, thing in enumerate(found)]
        _, first, inverse = np.unique(
            np.array(things, np.uint64), return_index=True, return_inverse=True
        )
        return self._looks(of[first].tolist())[inverse]

    def _looks(self, numbers: list[int]) -> Doubles:
        page, count = self._page, len(numbers)
        names, flags = np.zeros((count, _FONT_NAME), np.uint8), np.zeros(1, np.int32)
        (at,), unused = _places(names, 1), repeat(flags.ctypes.data)
        _do(map(_FONT, repeat(page), numbers, at, repeat(_FONT_NAME), unused))
        called = [name.lower() for name in names.view(f"S{_FONT_NAME}").ravel().tolist()]
        weights = np.fromiter(map(_WEIGHT, repeat(page), numbers), np.intp, count)
        # The nominal size means nothing until the text matrix has scaled it.
        matrices = np.zeros((count, 6), np.float32)
        _do(map(_MATRIX, repeat(page), numbers, *_places(matrices, 1)))
        c, d = matrices[:, 2:4].astype(np.float64).T
        sizes = np.fromiter(map(_SIZE, repeat(page), numbers), np.float64, count) * np.hypot(c, d)
        parts = np.zeros((count, 4), np.uint32)
        _do(map(_COLOUR, repeat(page), numbers, *_places(parts, 4)))
        colours = parts[:, 0] << 16 | parts[:, 1] << 8 | parts[:, 2]
        bold = (weights >= _HEAVY) | np.array([_says(name, _BOLD) for name in called], np.bool_)
        slanted = [_says(name, _SLANTED) for name in called]
        return np.column_stack([sizes, bold, np.array(slanted, np.bool_), colours])


def _says(name: bytes, words: tuple[bytes, ...]) -> bool:
    return any(word in name for word in words)


def _places(array: npt.NDArray[Any], parts: int) -> list[range]:
    """Where the rows of an array begin in memory; with more parts, each part of each row."""
    start, step = array.ctypes.data, array.shape[1] * array.itemsize
    part = step // parts
    return [
        range(start + number * part, start + number * part + len(array) * step, step)
        for number in range(parts)
    ]


def _do(calls: Iterable[object]) -> None:
    deque(calls, maxlen=0)
