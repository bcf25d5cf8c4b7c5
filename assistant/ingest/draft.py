"""What the reader of a format hands on: blocks of text in reading order, and facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from assistant.documents import Kind, Page, Role


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known about a document; None or empty where nothing tells."""

    title: str | None = None
    kind: Kind | None = None
    authors: tuple[str, ...] = ()
    publisher: str | None = None
    published: str | None = None

    def over(self, other: Facts) -> Facts:
        """These facts, and `other`'s where these are silent."""
        return Facts(
            title=self.title or other.title,
            kind=self.kind or other.kind,
            authors=self.authors or other.authors,
            publisher=self.publisher or other.publisher,
            published=self.published or other.published,
        )


@dataclass(frozen=True, slots=True)
class Place:
    """Which cell of which table: its row and column from 0, and over how many it goes.

    `table` is the same for all cells of a table, and for those of no other. `drawn` says whether
    lines or colours show its cells.
    """

    table: tuple[int, ...]
    row: int
    column: int
    rows: int = 1
    columns: int = 1
    header: bool = False
    drawn: bool = False


@dataclass(frozen=True, slots=True)
class DraftCell:
    """The part of a block's text, from `start` to `end`, that stands in a cell of a table."""

    start: int
    end: int
    place: Place


@dataclass(frozen=True, slots=True, eq=False)
class DraftBlock:
    """One block of the text, before blocks are joined into a document.

    `text` has single spaces and no line ends. `marks` are footnote marks within it, each set off
    by a space. `page` has shape (characters,) and `box` (characters, 4), as in `Layout`; both are
    None for formats without pages. `cells` are the cells of a table that the text stands in, in
    order; the text of a long cell may go on over several blocks. `caption` is the table that the
    text is the caption of, where the file says so.
    """

    role: Role
    text: str
    level: int = 0
    marks: tuple[tuple[int, int], ...] = ()
    page: npt.NDArray[np.int16] | None = None
    box: npt.NDArray[np.int16] | None = None
    cells: tuple[DraftCell, ...] = ()
    caption: tuple[int, ...] | None = None

    def __post_init__(self) -> None:
        if self.page is not None and len(self.page) != len(self.text):
            raise ValueError(f"{len(self.page)} page numbers for {len(self.text)} characters")
        if self.box is not None and self.box.shape != (len(self.text), 4):
            raise ValueError(f"{self.box.shape} boxes for {len(self.text)} characters")

    def as_role(self, role: Role, level: int = 0) -> DraftBlock:
        """The same words in another role."""
        return replace(self, role=role, level=level)

    def by_cell(self) -> list[DraftBlock]:
        """A block for each cell, as far as the text stands in cells."""
        return [
            replace(
                self,
                text=self.text[cell.start : cell.end],
                marks=tuple(
                    (start - cell.start, end - cell.start)
                    for start, end in self.marks
                    if cell.start <= start and end <= cell.end
                ),
                page=None if self.page is None else self.page[cell.start : cell.end],
                box=None if self.box is None else self.box[cell.start : cell.end],
                cells=(DraftCell(0, cell.end - cell.start, cell.place),),
            )
            for cell in self.cells
        ]


@dataclass(frozen=True, slots=True)
class Draft:
    """A file as its format's reader sees it.

    `doubtful` holds for some pages, by number, the boxes of words that may be misread: shape
    (words, 4), in points. `source` is the text of a file that is read as text, to find its
    sentences in; None for formats whose files write them in another way.
    """

    blocks: tuple[DraftBlock, ...]
    facts: Facts = field(default_factory=Facts)
    pages: tuple[Page, ...] = ()
    doubtful: Mapping[int, npt.NDArray[np.float32]] = field(default_factory=dict)
    source: str | None = None
