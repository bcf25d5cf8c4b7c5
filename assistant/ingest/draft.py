"""What the reader of a format hands on: blocks of text in reading order, and facts."""

from __future__ import annotations

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


@dataclass(frozen=True, slots=True, eq=False)
class DraftBlock:
    """One block of the text, before blocks are joined into a document.

    `text` has single spaces and no line ends. `marks` are footnote marks within it, each set off
    by a space. `page` has shape (characters,) and `box` (characters, 4), as in `Layout`; both are
    None for formats without pages.
    """

    role: Role
    text: str
    level: int = 0
    marks: tuple[tuple[int, int], ...] = ()
    page: npt.NDArray[np.int16] | None = None
    box: npt.NDArray[np.int16] | None = None

    def __post_init__(self) -> None:
        if self.page is not None and len(self.page) != len(self.text):
            raise ValueError(f"{len(self.page)} page numbers for {len(self.text)} characters")
        if self.box is not None and self.box.shape != (len(self.text), 4):
            raise ValueError(f"{self.box.shape} boxes for {len(self.text)} characters")

    def as_role(self, role: Role, level: int = 0) -> DraftBlock:
        """The same words in another role."""
        return replace(self, role=role, level=level)


@dataclass(frozen=True, slots=True)
class Draft:
    """A file as its format's reader sees it."""

    blocks: tuple[DraftBlock, ...]
    facts: Facts = field(default_factory=Facts)
    pages: tuple[Page, ...] = ()
