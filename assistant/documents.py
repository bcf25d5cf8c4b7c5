"""The nouns: what a document is, and what an answer is made of.

Everything a person reads is a slice of a `Document`'s text, so it cannot disagree with its source.
Offsets count characters of `Document.text`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Literal

import numpy as np
import numpy.typing as npt

from assistant.dates import written_date

Role = Literal["heading", "paragraph", "item", "row", "note", "reference", "contents"]
"""What a block of text is. `note`, `reference` and `contents` are kept, but never quoted."""

Kind = Literal[
    "report",
    "government response",
    "guidance",
    "board paper",
    "plan",
    "research briefing",
    "opinion piece",
    "document",
]
"""What sort of publication a document is; `document` where nothing tells."""

ANSWERING_ROLES: frozenset[Role] = frozenset({"paragraph", "item", "row"})


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the file: its number from 1, the label printed on it, its size in points.

    `recognised`: its words were read from a picture of it (OCR), and may be misread. `unread`: it
    is such a picture, and nobody has recognised its words.
    """

    number: int
    label: str | None
    width: float
    height: float
    recognised: bool = False
    unread: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, paragraph, list item, table row or note: `text[start:end]`.

    `level` is the depth of a heading (1 is the highest) or of a list item (0 is the outermost).
    """

    start: int
    end: int
    role: Role
    level: int = 0


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it: `start` is where the heading begins."""

    start: int
    end: int
    level: int
    path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table that is not empty: `text[start:end]`.

    `row` and `column` count from 0; a cell over several of them has the first, and `rows` and
    `columns` say how many. `header` is true for the cells that name rows or columns.
    """

    start: int
    end: int
    row: int
    column: int
    header: bool = False
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its cells by row and column, and the span of the text that is its caption."""

    cells: tuple[Cell, ...]
    caption: tuple[int, int] | None = None

    def row_headers(self, cell: Cell) -> tuple[Cell, ...]:
        """The header cells to the left of a cell in its row, outermost first."""
        return tuple(
            other
            for other in self.cells
            if other.header
            and other.column + other.columns <= cell.column
            and other.row <= cell.row < other.row + other.rows
        )

    def column_headers(self, cell: Cell) -> tuple[Cell, ...]:
        """The header cells above a cell in its column, outermost first."""
        return tuple(
            other
            for other in self.cells
            if other.header
            and other.row + other.rows <= cell.row
            and other.column < cell.column + cell.columns
            and cell.column < other.column + other.columns
        )


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """Where each character of the text stands.

    `page`: shape (characters,), the page number, 0 for white space that no page holds.
    `box`: shape (characters, 4), left, top, right, bottom in tenths of a point from the top left
    corner of the page as it is shown (after rotation).
    """

    page: npt.NDArray[np.int16]
    box: npt.NDArray[np.int16]

    def __post_init__(self) -> None:
        if self.page.ndim != 1 or self.box.shape != (len(self.page), 4):
            raise ValueError(f"{self.box.shape} boxes do not fit {self.page.shape} characters")

    def __len__(self) -> int:
        """The number of characters."""
        return len(self.page)


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Document:
    """One file as the reader sees it. `path` is relative to the corpus folder, with `/`.

    `published` is an ISO date, as exact as is known: `2024-07-18`, `2024-07` or `2024`.
    `marks` are the spans of footnote marks within the text, in order: they are on the page, so they
    are in the text, set off by a space; they are shown raised, and are neither searched nor read.
    """

    path: str
    sha256: str
    title: str
    kind: Kind
    text: str
    blocks: tuple[Block, ...]
    authors: tuple[str, ...] = ()
    publisher: str | None = None
    published: str | None = None
    pages: tuple[Page, ...] = ()
    marks: tuple[tuple[int, int], ...] = ()
    layout: Layout | None = None
    tables: tuple[Table, ...] = ()
    sections: tuple[Section, ...] = field(init=False)

    def __post_init__(self) -> None:
        end = 0
        for block in self.blocks:
            if not end <= block.start < block.end <= len(self.text):
                raise ValueError(f"{self.path}: the block at {block.start} is out of order")
            end = block.end
        if self.layout is not None and len(self.layout) != len(self.text):
            raise ValueError(f"{self.path}: the layout does not cover the text")
        object.__setattr__(self, "sections", _sections(self))

    @property
    def names(self) -> tuple[str, ...]:
        """What people call it by: its title, authors and publisher."""
        return (self.title, *self.authors, *((self.publisher,) if self.publisher else ()))

    def section_at(self, offset: int) -> tuple[str, ...]:
        """The headings above a character, outermost first."""
        at = bisect_right(self.sections, offset, key=lambda section: section.start) - 1
        return self.sections[at].path if at >= 0 else ()

    def page_at(self, start: int, end: int | None = None) -> Page | None:
        """The page where `text[start:end]` begins; None where the format has no pages."""
        if self.layout is None or not self.pages:
            return None
        numbers = self.layout.page[start : end if end is not None else start + 200]
        on_page = numbers[numbers > 0]
        return self.pages[int(on_page[0]) - 1] if len(on_page) else None

    def without_marks(self, start: int, end: int) -> str:
        """`text[start:end]` with each footnote mark blanked out: same length, same offsets."""
        text = self.text[start:end]
        first = bisect_right(self.marks, start, key=lambda mark: mark[1])
        after = bisect_left(self.marks, end, lo=first, key=lambda mark: mark[0])
        for mark_start, mark_end in self.marks[first:after]:
            a, b = max(mark_start, start) - start, min(mark_end, end) - start
            text = text[:a] + " " * (b - a) + text[b:]
        return text


def _sections(document: Document) -> tuple[Section, ...]:
    text = document.text
    headings = [block for block in document.blocks if block.role == "heading"]
    sections = []
    open_headings: list[tuple[int, str]] = []
    for heading, following in zip_longest(headings, headings[1:]):
        while open_headings and open_headings[-1][0] >= heading.level:
            open_headings.pop()
        open_headings.append((heading.level, " ".join(text[heading.start : heading.end].split())))
        end = following.start if following else len(text)
        # The document's own title is above everything, and says nothing of where a thing stands.
        path = tuple(
            title for _, title in open_headings if title.casefold() != document.title.casefold()
        )
        sections.append(Section(heading.start, end, heading.level, path))
    return tuple(sections)


@dataclass(frozen=True, slots=True)
class Passage:
    """Whole sentences of one section: `document.text[start:end]`."""

    document: Document = field(repr=False)
    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end <= len(self.document.text):
            raise ValueError(f"{self.document.path}: no text from {self.start} to {self.end}")

    @property
    def text(self) -> str:
        """The exact words."""
        return self.document.text[self.start : self.end]

    @property
    def section(self) -> tuple[str, ...]:
        """The headings above it, outermost first."""
        return self.document.section_at(self.start)

    @property
    def page(self) -> Page | None:
        """The page where it begins."""
        return self.document.page_at(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Quote(Passage):
    """The words of a document that answer; `key` marks the answer itself within `text`."""

    key: tuple[int, int] | None = None
    score: float = 0.0

    def __post_init__(self) -> None:
        # dataclass(slots=True) makes a new class, so super() without arguments would fail here.
        Passage.__post_init__(self)
        if self.key is not None and not 0 <= self.key[0] < self.key[1] <= self.end - self.start:
            raise ValueError(f"{self.document.path}: the key {self.key} is outside the quote")

    @property
    def recognised(self) -> bool:
        """Whether any of its words were recognised from a picture of the page (OCR)."""
        layout, pages = self.document.layout, self.document.pages
        if layout is None or not any(page.recognised for page in pages):
            return False
        numbers = np.unique(layout.page[self.start : self.end])
        return any(number > 0 and pages[int(number) - 1].recognised for number in numbers)

    @property
    def reference(self) -> str:
        """One line that a person can paste under the quote."""
        document = self.document
        parts = [document.publisher or ", ".join(document.authors), document.title]
        parts.append(written_date(document.published) if document.published else "")
        page = self.page
        if page is not None:
            same = page.label is None or page.label == str(page.number)
            parts.append(
                f"page {page.label} (page {page.number} of the file)"
                if not same
                else f"page {page.number}"
            )
        elif self.section:
            parts.append(f"section “{self.section[-1]}”")
        parts.append("words recognised from a scan" if self.recognised else "")
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Answer:
    """What `ask` returns: quotes, best first, or none and the passages that came near.

    `understood` is the question as it was searched where that differs from what was typed (a
    follow-up that took its subject from the question before, a spelling mended).
    `unknown_words` are the words of the question, as typed, that no document has in any form.
    `confidence` is from 0 to 1; `seconds` is the time it took.
    """

    question: str
    quotes: tuple[Quote, ...]
    related: tuple[Quote, ...]
    confidence: float
    index_version: str
    seconds: float
    understood: str | None = None
    unknown_words: tuple[str, ...] = ()

    @property
    def answered(self) -> bool:
        """Whether the documents answer the question."""
        return bool(self.quotes)
