"""A web page becomes a draft: its main text with headings, lists, tables and notes in order.

selectolax and a walk of our own, not trafilatura: tried on the same pages, trafilatura glued
footnote marks to words, made a table's caption its header and, on a short page, one paragraph of
everything, headings and cookie notices too. Nothing is ever fetched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser, LexborNode

from assistant.documents import Role
from assistant.errors import DocumentError
from assistant.ingest.draft import Draft
from assistant.ingest.facts import guess_facts
from assistant.ingest.html_facts import page_facts
from assistant.ingest.lines import Piece, decode, finish, mark_lists, raised, without_signs
from assistant.ingest.rows import Written, row_pieces

_DROPPED = (
    "script style noscript template nav aside iframe svg canvas button select input textarea "
    "dialog object video audio map"
)
_DROPPED_ROLES = "navigation banner contentinfo search complementary dialog alertdialog menu"
_BACK = re.compile(r"(?:back(?: to .*)?|return(?: to .*)?|↩.?|↑|\^)\W*", re.IGNORECASE)
_BOILERPLATE = re.compile(
    r"(?:^|[\s_-])(?:cookies?|consent|gdpr|breadcrumbs?|related(?:-\w+)*|sidebar|side-bar|skip-?link|"
    r"share|sharing|social(?:-\w+)*|newsletter|subscribe|promo|advert(?:isement)?|ads?|pagination|"
    r"site-?(?:header|footer|nav)|footer|navbar|navigation|menu|back-to-top|feedback|comments|"
    r"phase-banner|visually-hidden|sr-only|screen-reader-text|see-also|recommended|popup|modal)"
    r"(?=$|[\s_-])",
    re.IGNORECASE,
)
_NOT_BOILERPLATE = re.compile(r"(?:^|[\s_-])(?:no|with|has)-", re.IGNORECASE)
_RELATED = re.compile(
    r"(?:related (?:content|articles?|links|pages|topics|documents?|publications|news)|"
    r"share this(?: page| article)?|explore the topic|you may also like|more on this|"
    r"is this page useful\?|cookies on .*|read next)\W*",
    re.IGNORECASE,
)
_FOOTNOTES = re.compile(r"(?:^|[\s_-])(?:foot|end)notes?(?=$|[\s_-])|doc-(?:foot|end)notes?", re.I)
_BLOCK_NAMES = (
    "address article blockquote body caption center dd details div dl dt fieldset figcaption "
    "figure footer header hr li main ol p pre section summary table tr td th ul h1 h2 h3 h4 h5 h6"
)
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_MOST_COLUMNS, _MOST_PLACES = 100, 200_000
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)


def read_html(path: Path) -> Draft:
    """The draft of a saved web page.

    Raises:
        DocumentError: `empty` where there are no words, `unsupported` where the file is no text,
            `damaged` where it cannot be read.
    """
    tree = LexborHTMLParser(_source(path))
    known = page_facts(tree)
    main = _main(tree)
    try:
        pieces = list(_Walk().blocks(main)) if main is not None else []
    except RecursionError as error:
        raise DocumentError(
            "damaged", f"{path.name} is nested too deeply: save the page again from a browser."
        ) from error
    blocks = finish(mark_lists(pieces), path.name)
    return Draft(blocks, known.over(guess_facts(blocks, path)))


def _source(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise DocumentError("damaged", f"{path.name} cannot be read: {error.strerror}.") from error
    if not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        named = _CHARSET.search(data[:4096])
        try:
            if named is not None and b"\0" not in data[:4096]:
                label = named[1].decode("ascii").lower()
                # Browsers read pages that say Latin-1 as Windows-1252: the quotes are in that one.
                label = "cp1252" if label in ("iso-8859-1", "latin1", "ascii") else label
                return without_signs(data.decode(label))
        except (UnicodeDecodeError, LookupError):
            pass  # a wrong label is worse than none
    return without_signs(decode(data, path.name))


def _main(tree: LexborHTMLParser) -> LexborNode | None:
    """The part of the page that holds its text, without what surrounds it on every page."""
    tree.strip_tags(_DROPPED.split(), recursive=True)
    body = tree.body
    if body is None:
        return None
    for selector in ("main", "[role='main']", "article", "#content"):
        found = tree.css(selector)
        if len(found) == 1 and len(found[0].text()) * 2 > len(body.text()) * 0.4:
            return found[0]
    return body


@dataclass(slots=True)
class _Walk:
    """Walks the tree once. `words` is the text of the block that is being read."""

    words: list[str] = field(default_factory=list)
    depth: int = -1
    note: bool = False
    turn: tuple[Role, int] = ("paragraph", 0)
    numbers: int = 0
    number: str = ""
    muted: int = 0
    tables: int = 0

    def blocks(self, node: LexborNode) -> Iterator[Piece]:
        """The blocks below a node, in order."""
        for child in node.iter(include_text=True):
            tag = child.tag or ""
            if tag == "-text":
                self.words.append(child.text_content or "")
            elif tag in _BLOCKS:
                yield from self._flush()
                yield from self._block(child, tag)
                yield from self._flush()
            elif tag == "br":
                self.words.append("\n")
            elif tag in ("img", "-comment", "head"):
                continue
            elif tag == "sup":
                self.words.append(_mark(child, "".join(self.words)))
            elif not (_is_boilerplate(child) or (self.note and _is_back_link(child))):
                yield from self.blocks(child)

    def _flush(self) -> Iterator[Piece]:
        text = "".join(self.words)
        self.words.clear()
        if text.strip() and not self.muted:
            yield Piece(self.turn[0], self.number + text, self.turn[1])
            self.number = ""
            if self.turn[0] == "item":
                # A second paragraph of an item is not an item of its own.
                self.turn = ("paragraph", 0)

    def _block(self, node: LexborNode, tag: str) -> Iterator[Piece]:
        if _is_boilerplate(node) or (tag in ("header", "footer") and not _in_article(node)):
            return
        if tag in _HEADINGS:
            yield from self._heading(node, int(tag[1]))
        elif tag == "table" and not _is_frame(node):
            if not self.muted:
                self.tables += 1
                yield from _table(node, (0, self.tables))
        else:
            yield from self._inner(node, tag)

    def _heading(self, node: LexborNode, level: int) -> Iterator[Piece]:
        text = _text(node)
        if self.muted and level <= self.muted:
            self.muted = 0
        if _RELATED.fullmatch(" ".join(text.split())):
            # What stands under such a heading is not this page's text, up to the next one.
            self.muted = level
        elif not self.muted:
            yield Piece("heading", text, level)

    def _inner(self, node: LexborNode, tag: str) -> Iterator[Piece]:
        before, note, depth = self.turn, self.note, self.depth
        self.note = self.note or _is_named(node, _FOOTNOTES)
        if tag in ("ul", "ol"):
            self.depth += 1
        if self.note and not note:
            self.numbers = 0
        if self.note and tag in ("li", "p", "div"):
            self.turn = ("note", 0)
            if tag == "li" and node.parent is not None and node.parent.tag == "ol":
                # The browser numbers these: the number is what the marks in the text refer to.
                self.numbers += 1
                self.number = f"{self.numbers} "
        elif tag in ("li", "dd"):
            self.turn = ("item", max(self.depth, 0))
        yield from self.blocks(node)
        yield from self._flush()
        # A paragraph within an item uses the item's turn up.
        keeps = tag in ("p", "div", "section") and before[0] == "item"
        self.turn = self.turn if keeps else before
        self.note, self.depth = note, depth


def _table(table: LexborNode, name: tuple[int, ...]) -> Iterator[Piece]:
    """The caption of a table as a paragraph, then its rows."""
    for caption in table.css("caption"):
        yield Piece("paragraph", _text(caption), caption=name)
    yield from row_pieces(list(_cells(table)), name)


def _cells(table: LexborNode) -> Iterator[Written]:
    """The cells of a table, each at the first place that no cell above or before it takes."""
    taken: set[tuple[int, int]] = set()
    rows = table.css("tr")
    for number, row in enumerate(rows):
        column = 0
        for cell in row.iter():
            if cell.tag not in ("td", "th"):
                continue
            while (number, column) in taken:
                column += 1
            down = _span(cell, "rowspan", len(rows) - number) or len(rows) - number
            across = _span(cell, "colspan", _MOST_COLUMNS) or 1
            if len(taken) > _MOST_PLACES:
                down, across = 1, 1
            taken |= {(number + i, column + j) for i in range(down) for j in range(across)}
            words = " ".join(_text(cell).split())
            yield Written(words, number, column, down, across, header=cell.tag == "th")
            column += across


def _span(cell: LexborNode, name: str, most: int) -> int:
    """Over how many rows or columns a cell goes; 0 is "all that are left" for rows."""
    value = (cell.attributes.get(name) or "1").strip()
    return min(int(value), most) if re.fullmatch(r"\d{1,4}", value) else 1


def _is_frame(table: LexborNode) -> bool:
    """Whether a table only sets text out on the page: other blocks, or a single column."""
    if table.attributes.get("role") in ("presentation", "none"):
        return True
    if table.css_first("h1,h2,h3,h4,h5") is not None:
        return True
    if any(inner.mem_id != table.mem_id for inner in table.css("table")):
        return True
    return table.css_first("th") is None and all(
        sum(cell.tag == "td" for cell in row.iter()) < 2 for row in table.css("tr")
    )


def _text(node: LexborNode) -> str:
    """All words of a node on one line, with footnote marks."""
    words: list[str] = []
    for child in node.iter(include_text=True):
        tag = child.tag or ""
        if tag == "-text":
            words.append(child.text_content or "")
        elif tag == "sup":
            words.append(_mark(child, "".join(words)))
        elif tag not in ("-comment", "img") and not _is_boilerplate(child):
            gap = " " if tag in _BLOCKS or tag == "br" else ""
            words.append(f"{gap}{_text(child)}{gap}")
    return "".join(words)


def _mark(node: LexborNode, before: str) -> str:
    """A superscript: a mark where it is linked to a note or looks like one, else as it stands."""
    text = node.text().strip()
    linked = node.css_first("a[href^='#']") is not None or (
        node.parent is not None and node.parent.tag == "a"
    )
    return raised("word" if linked else before, text)


def _is_named(node: LexborNode, pattern: re.Pattern[str]) -> bool:
    attributes = node.attributes
    names = " ".join(attributes.get(name) or "" for name in ("class", "id", "role"))
    return pattern.search(names) is not None


def _is_boilerplate(node: LexborNode) -> bool:
    attributes = node.attributes
    names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}".strip()
    style = (attributes.get("style") or "").replace(" ", "")
    if "display:none" in style or "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    if attributes.get("role") in _DROPPED_ROLES.split():
        return True
    if not names or node.tag in ("body", "main", "article", "html", *_HEADINGS):
        return False
    named = [name for name in names.split() if not _NOT_BOILERPLATE.match(name)]
    return any(_BOILERPLATE.search(name) for name in named) and node.css_first("main,h1") is None


def _is_back_link(node: LexborNode) -> bool:
    return node.tag == "a" and _BACK.fullmatch(node.text().strip()) is not None


def _in_article(node: LexborNode) -> bool:
    """Whether a header or footer belongs to the text: a header that holds the title does."""
    return node.tag == "header" and node.css_first("h1") is not None
