"""What is printed around the text: running headers and footers, page numbers, footnotes."""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from assistant.ingest.pdf_lines import Line

_PAGE_NUMBER = re.compile(
    r"^[\W_]*(?:page\s+)?(\d{1,4}|[ivxlc]{1,7})(?:\s*(?:of|/)\s*\d{1,4})?[\W_]*$",
    re.IGNORECASE,
)
NOTE_START = re.compile(r"^(?:\d(?:\s?\d){0,2}|[*†‡§]|\[\d{1,3}\]|[a-z]\))[\s.)]*(?=[^\s\d.)])")
_HEAD, _FOOT = 0.13, 0.88
"""Headers stand above, footers below these parts of the page's height."""
_SMALL = 0.9
"""Footnotes are set smaller than this part of the size of the text."""


def body_size(pages: Sequence[Sequence[Line]]) -> float:
    """The size that most of the text has; 1 where there is none."""
    weight: Counter[float] = Counter()
    for lines in pages:
        for line in lines:
            weight[round(line.size * 2) / 2] += len(line.text)
    del weight[0.0]  # what is too small to be seen
    return weight.most_common(1)[0][0] if weight else 1.0


def split_furniture(
    pages: Sequence[Sequence[Line]], heights: Sequence[float]
) -> tuple[list[list[Line]], list[str | None]]:
    """The lines without headers, footers and page numbers; and the number printed on each page.

    A line in the margin is furniture when it is a page number, or when its words, figures aside,
    stand at the same height on several pages.
    """
    seen: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for number, (lines, height) in enumerate(zip(pages, heights, strict=True)):
        for line in lines:
            if _in_margin(line, height):
                seen[_without_figures(line.text)].append((number, line.top))
    printed = _page_numbers(pages, heights)
    kept: list[list[Line]] = []
    for lines, height, label in zip(pages, heights, printed, strict=True):
        kept.append(
            [
                line
                for line in lines
                if not _in_margin(line, height)
                or not (
                    (label is not None and _number_in(line.text) == label)
                    or _recurs(line, seen[_without_figures(line.text)], len(pages))
                )
            ]
        )
    return kept, printed


def _page_numbers(pages: Sequence[Sequence[Line]], heights: Sequence[float]) -> list[str | None]:
    """The number printed on each page: of those in its margins, the one that counts up."""
    found = [
        [number for line in lines if _in_margin(line, height) and (number := _number_in(line.text))]
        for lines, height in zip(pages, heights, strict=True)
    ]
    steps = Counter(
        step for at, numbers in enumerate(found) for step in {_value(n) - at for n in numbers}
    )
    chosen: list[str | None] = []
    for at, numbers in enumerate(found):
        best = max(numbers, key=lambda number: steps[_value(number) - at], default=None)
        often = best is not None and steps[_value(best) - at] >= min(3, len(pages))
        chosen.append(best if often else None)
    return chosen


def _number_in(text: str) -> str | None:
    match = _PAGE_NUMBER.match(text)
    if match:
        return match[1]
    beside = re.match(r"^(\d{1,4})\s*[|–-]?\s+\D|^\D+[|–-]\s*(\d{1,4})$", text)
    return (beside[1] or beside[2]) if beside else None


def _value(number: str) -> int:
    """What a page number counts; roman numerals count apart from the others."""
    if number.isdigit():
        return int(number)
    values = [{"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}[c] for c in number.casefold()]
    following = [*values[1:], 0]
    roman = sum(-a if a < b else a for a, b in zip(values, following, strict=True))
    return roman + 100_000


def _in_margin(line: Line, height: float) -> bool:
    return line.bottom < _HEAD * height or line.top > _FOOT * height


def _without_figures(text: str) -> str:
    return re.sub(r"\d+", "#", text.casefold()).strip()


def _recurs(line: Line, places: Sequence[tuple[int, float]], pages: int) -> bool:
    same_height = {page for page, top in places if abs(top - line.top) < 4}
    return len(same_height) >= (3 if pages > 5 else 2)


def split_notes(lines: Sequence[Line], size: float) -> tuple[list[Line], list[Line]]:
    """The lines of a page, and its footnotes: the small print at its foot from the first mark on."""
    small = _SMALL * size
    start = len(lines)
    while start and lines[start - 1].size < small:
        start -= 1
    for at in range(start, len(lines)):
        if NOTE_START.match(lines[at].text):
            # What is small but stands above the first mark is the end of a note that began on
            # the page before, unless it is a caption or a source line beneath a table.
            if at > start and _is_continuation(lines[start:at]):
                at = start
            if _is_table(lines, at):
                break
            return list(lines[:at]), list(lines[at:])
    return list(lines), []


def _is_continuation(lines: Sequence[Line]) -> bool:
    return lines[0].text[:1].islower() and len(lines) <= 8


def _is_table(lines: Sequence[Line], at: int) -> bool:
    """Small print that fills the page, or stands in cells side by side, is no footnote."""
    small = lines[at:]
    rows = sum(abs(a.top - b.top) < 2 for a, b in itertools.pairwise(small))
    letters = sum(len(line.text) for line in lines)
    return rows > 0.25 * len(small) or sum(len(line.text) for line in small) > 0.75 * letters
