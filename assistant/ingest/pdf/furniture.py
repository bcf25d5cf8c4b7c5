"""What is printed around the text: running headers and footers, page numbers, footnotes."""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from assistant.ingest.pdf.lines import Line

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
    pages: Sequence[Sequence[Line]], heights: Sequence[float], labels: Sequence[str] = ()
) -> tuple[list[list[Line]], list[str | None]]:
    """The lines without headers, footers and page numbers; and the number printed on each page.

    `labels` are the numbers that the file itself gives its pages, if it does.

    A line in the margin is furniture when it is a page number, or when its words, figures aside,
    stand at the same height on several pages.
    """
    margins = [_margin(lines, height) for lines, height in zip(pages, heights, strict=True)]
    seen: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for number, margin in enumerate(margins):
        for line in margin:
            seen[_without_figures(line.text)].append((number, line.top))
    recurring = [
        [line for line in margin if _recurs(line, seen[_without_figures(line.text)], len(pages))]
        for margin in margins
    ]
    numbers = _page_numbers(margins, recurring, labels)
    kept: list[list[Line]] = []
    for lines, margin, again, number_line in zip(pages, margins, recurring, numbers, strict=True):
        out = {id(line) for line in again}
        if number_line is not None:
            out.add(id(number_line[0]))
        if number_line is not None and len(pages) > 2:
            # What stands in the row of the page number is a header, though of one page only.
            out |= {id(line) for line in margin if abs(line.top - number_line[0].top) < 3}
        kept.append([line for line in lines if id(line) not in out])
    return kept, [number[1] if number else None for number in numbers]


def _page_numbers(
    margins: Sequence[Sequence[Line]],
    recurring: Sequence[Sequence[Line]],
    labels: Sequence[str],
) -> list[tuple[Line, str] | None]:
    """The number printed on each page, with its line.

    Of the numbers in the margins it is the one that counts up, page after page at the same height.
    """
    found: list[list[tuple[Line, str]]] = []
    for margin, again in zip(margins, recurring, strict=True):
        headers = {id(line) for line in again}
        numbers = [(line, _number_in(line.text, id(line) in headers)) for line in margin]
        found.append([(line, number) for line, number in numbers if number])
    places = Counter(
        place
        for at, numbers_ in enumerate(found)
        for place in {(_value(n) - at, round(line.top / 5)) for line, n in numbers_}
    )

    def support(line: Line, step: int) -> int:
        return sum(places[step, round(line.top / 5) + near] for near in (-1, 0, 1))

    chosen: list[tuple[Line, str] | None] = []
    for at, numbers_ in enumerate(found):
        best = max(numbers_, key=lambda n: support(n[0], _value(n[1]) - at), default=None)
        often = best and support(best[0], _value(best[1]) - at) >= min(3, len(margins))
        stated = best and len(labels) == len(margins) and best[1] == labels[at]
        chosen.append(best if often or stated else None)
    return chosen


def _number_in(text: str, beside_header: bool) -> str | None:
    """The page number that a line is, or holds beside the words of a running header."""
    match = _PAGE_NUMBER.match(text)
    if match:
        return match[1]
    beside = re.match(r"^(\d{1,4})\s*[|–-]?\s+\D|^\D+[|–-]?\s+(\d{1,4})$", text)
    return (beside[1] or beside[2]) if beside and beside_header else None


def _value(number: str) -> int:
    """What a page number counts; roman numerals count apart from the others."""
    if number.isdigit():
        return int(number)
    values = [{"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}[c] for c in number.casefold()]
    following = [*values[1:], 0]
    roman = sum(-a if a < b else a for a, b in zip(values, following, strict=True))
    return roman + 100_000


def _margin(lines: Sequence[Line], height: float) -> list[Line]:
    """The lines in the margins, but not the first or last rows of a table that goes on beyond."""
    tables = {
        line.cell.table for line in lines if line.cell is not None and not _in_margin(line, height)
    }
    return [
        line
        for line in lines
        if _in_margin(line, height)
        and not (line.cell is not None and line.cell.drawn and line.cell.table in tables)
    ]


def _in_margin(line: Line, height: float) -> bool:
    return line.bottom < _HEAD * height or line.top > _FOOT * height


def _without_figures(text: str) -> str:
    return re.sub(r"\d+", "#", text.casefold()).strip()


def _recurs(line: Line, places: Sequence[tuple[int, float]], pages: int) -> bool:
    same_height = {page for page, top in places if abs(top - line.top) < 4}
    near = {page for page, top in places if abs(top - line.top) < 15}
    return len(same_height) >= (3 if pages > 5 else 2) or len(near) >= max(5, pages // 4)


def split_notes(lines: Sequence[Line], size: float) -> tuple[list[Line], list[Line]]:
    """The lines of a page, and its footnotes: the small print at its foot from its first mark."""
    small = _SMALL * size
    start = len(lines)
    while start and lines[start - 1].size < small and not _is_drawn(lines[start - 1]):
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


def _is_drawn(line: Line) -> bool:
    return line.cell is not None and line.cell.drawn


def _is_continuation(lines: Sequence[Line]) -> bool:
    return lines[0].text[:1].islower() and len(lines) <= 8


def _is_table(lines: Sequence[Line], at: int) -> bool:
    """Small print that fills the page, or stands in cells side by side, is no footnote."""
    small = lines[at:]
    rows = sum(abs(a.top - b.top) < 2 for a, b in itertools.pairwise(small))
    letters = sum(len(line.text) for line in lines)
    return rows > 0.25 * len(small) or sum(len(line.text) for line in small) > 0.75 * letters
