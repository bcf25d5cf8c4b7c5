"""The text of a page's lines as it is written, with a place for each character."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from assistant.ingest.characters import SPELT
from assistant.ingest.pdf.arrays import Flags, Floats, Indices
from assistant.ingest.pdf.chars import MARK_SIGNS, PageChars

Spans = tuple[tuple[int, int], ...]


def medians(values: npt.NDArray[Any]) -> Any:  # noqa: ANN401 - an array, or a number
    """The median of each column, or of all: what NumPy's gives, which takes ten times as long."""
    ordered = np.sort(values, axis=0)
    middle, odd = divmod(len(ordered), 2)
    return ordered[middle] if odd else (ordered[middle - 1] + ordered[middle]) / 2


class Spaced:
    """The characters of a page as they are written: letters spelt out, a space before each word.

    Most lines are a slice of it: those whose characters follow one another, without a mark.
    """

    def __init__(self, chars: PageChars) -> None:
        self.chars = chars
        self.spelt: Sequence[str] = chars.text.translate(SPELT)
        counts = np.ones(len(chars.text), np.intp)
        if len(self.spelt) != len(chars.text):  # a ligature has several letters
            self.spelt = [character.translate(SPELT) for character in chars.text]
            counts = np.array([len(letters) for letters in self.spelt], np.intp)
        gap = chars.gap.copy()
        gap[:1] = False
        self.end = np.cumsum(counts + gap)
        self.start = self.end - counts
        """Where the letters of each character begin; a space stands before that."""
        after = np.flatnonzero(gap)
        is_letter = np.ones(int(self.end[-1]) if len(self.end) else 0, np.bool_)
        is_letter[self.start[after] - 1] = False
        codes = np.full(len(is_letter), ord(" "), np.uint32)
        codes[is_letter] = _codes("".join(self.spelt))
        self.text = codes.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")
        self.box = np.repeat(chars.box, counts + gap, axis=0)
        before, following = chars.box[after - 1], chars.box[after]
        left = before[:, 2]
        self.box[self.start[after] - 1] = np.column_stack(
            [left, before[:, 1], np.maximum(left, following[:, 0]), before[:, 3]]
        )
        self.sign = np.isin(_codes(chars.text), _MARK_CODES)

    def slice_of(self, first: int, last: int) -> tuple[str, Floats, Spans]:
        """The text of the characters `first` to `last`, the box of each, and no marks."""
        start, end = int(self.start[first]), int(self.end[last])
        return self.text[start:end], self.box[start:end], ()

    def with_marks(
        self, indices: Indices, raised: Flags, small: Flags
    ) -> tuple[str, Floats, Spans]:
        """The text of a line, the boxes of its characters, and its marks, which are set off.

        `raised` and `small` say of each of its characters whether it stands as a footnote mark
        does, and is as small as one.
        """
        chars = self.chars
        text: list[str] = []
        boxes: list[Floats] = []
        marks: list[tuple[int, int]] = []
        in_mark = False
        for i, is_raised, is_small in zip(
            indices.tolist(), raised.tolist(), small.tolist(), strict=True
        ):
            character = self.spelt[i]
            # An ordinary asterisk is printed high up too.
            is_mark = is_raised and (is_small or character.isdigit())
            if is_mark and not in_mark and _is_exponent(text):
                is_mark = False
            starts_word = bool(text) and (chars.gap[i] or is_mark != in_mark)
            if starts_word and text[-1] != " " and not (in_mark and character in ",.;:)”’]"):
                text.append(" ")
                boxes.append(_between(boxes[-1], chars.box[i]))
            if is_mark:
                if in_mark and marks and marks[-1][1] == len(text):
                    marks[-1] = (marks[-1][0], len(text) + 1)
                else:
                    marks.append((len(text), len(text) + 1))
            in_mark = is_mark
            for letter in character:
                text.append(letter)
                boxes.append(chars.box[i])
        return "".join(text), np.array(boxes, np.float32), tuple(marks)


def _codes(text: str) -> npt.NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")


_MARK_CODES = [ord(sign) for sign in MARK_SIGNS]


def _is_exponent(text: list[str]) -> bool:
    """Whether a raised figure here is a power: "m2", "kg/m2", "10 4"."""
    word = "".join(text).rsplit(" ", 1)[-1]
    return word in {"m", "cm", "km", "mm", "kg/m", "10"}


def _between(before: Floats, after: Floats) -> Floats:
    left = float(before[2])
    return np.array([left, before[1], max(left, float(after[0])), before[3]], np.float32)
