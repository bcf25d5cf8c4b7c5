"""The blocks of a page, in order: headings, paragraphs, lists, tables and notes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

from assistant.documents import Role
from assistant.ingest.html.nodes import (
    BLOCKS,
    HEADINGS,
    in_article,
    is_back_link,
    is_boilerplate,
    is_named,
    mark_of,
    text_of,
)
from assistant.ingest.html.tables import is_frame, table_pieces
from assistant.ingest.pieces import Piece

_RELATED = re.compile(
    r"(?:related (?:content|articles?|links|pages|topics|documents?|publications|news)|"
    r"share this(?: page| article)?|explore the topic|you may also like|more on this|"
    r"is this page useful\?|cookies on .*|read next)\W*",
    re.IGNORECASE,
)
_FOOTNOTES = re.compile(r"(?:^|[\s_-])(?:foot|end)notes?(?=$|[\s_-])|doc-(?:foot|end)notes?", re.I)


@dataclass(slots=True)
class Body:
    """Walks the tree once.

    `words` is the text of the block that is being read, `next_block` its role and level, `number`
    what begins it where the browser would number it. `lists` is how many lists it stands in, less
    one; `in_note` whether it stands among the notes, of which `notes` are numbered so far. `muted`
    is the level of a heading under which nothing is this page's text, else 0; `tables` counts them.
    """

    words: list[str] = field(default_factory=list)
    next_block: tuple[Role, int] = ("paragraph", 0)
    lists: int = -1
    in_note: bool = False
    notes: int = 0
    number: str = ""
    muted: int = 0
    tables: int = 0

    def blocks(self, node: LexborNode) -> Iterator[Piece]:
        """The blocks below a node, in order."""
        for child in node.iter(include_text=True):
            tag = child.tag or ""
            if tag == "-text":
                self.words.append(child.text_content or "")
            elif tag in BLOCKS:
                yield from self._flush()
                yield from self._block(child, tag)
                yield from self._flush()
            elif tag == "br":
                self.words.append("\n")
            elif tag in ("img", "-comment", "head"):
                continue
            elif tag == "sup":
                self.words.append(mark_of(child, "".join(self.words)))
            elif not (is_boilerplate(child) or (self.in_note and is_back_link(child))):
                yield from self.blocks(child)

    def _flush(self) -> Iterator[Piece]:
        text = "".join(self.words)
        self.words.clear()
        if text.strip() and not self.muted:
            yield Piece(self.next_block[0], self.number + text, self.next_block[1])
            self.number = ""
            if self.next_block[0] == "item":
                # A second paragraph of an item is not an item of its own.
                self.next_block = ("paragraph", 0)

    def _block(self, node: LexborNode, tag: str) -> Iterator[Piece]:
        if is_boilerplate(node) or (tag in ("header", "footer") and not in_article(node)):
            return
        if tag in HEADINGS:
            yield from self._heading(node, int(tag[1]))
        elif tag == "table" and not is_frame(node):
            if not self.muted:
                self.tables += 1
                yield from table_pieces(node, (0, self.tables))
        else:
            yield from self._inner(node, tag)

    def _heading(self, node: LexborNode, level: int) -> Iterator[Piece]:
        text = text_of(node)
        if self.muted and level <= self.muted:
            self.muted = 0
        if _RELATED.fullmatch(" ".join(text.split())):
            # What stands under such a heading is not this page's text, up to the next one.
            self.muted = level
        elif not self.muted:
            yield Piece("heading", text, level)

    def _inner(self, node: LexborNode, tag: str) -> Iterator[Piece]:
        before, note, depth = self.next_block, self.in_note, self.lists
        self.in_note = self.in_note or is_named(node, _FOOTNOTES)
        if tag in ("ul", "ol"):
            self.lists += 1
        if self.in_note and not note:
            self.notes = 0
        if self.in_note and tag in ("li", "p", "div"):
            self.next_block = ("note", 0)
            if tag == "li" and node.parent is not None and node.parent.tag == "ol":
                # The browser numbers these: the number is what the marks in the text refer to.
                self.notes += 1
                self.number = f"{self.notes} "
        elif tag in ("li", "dd"):
            self.next_block = ("item", max(self.lists, 0))
        yield from self.blocks(node)
        yield from self._flush()
        # A paragraph within an item is the item: what follows is not.
        keeps = tag in ("p", "div", "section") and before[0] == "item"
        self.next_block = self.next_block if keeps else before
        self.in_note, self.lists = note, depth
