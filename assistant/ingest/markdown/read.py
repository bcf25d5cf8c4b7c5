"""A Markdown file becomes a draft, well written or roughly converted from a PDF.

markdown-it-py reads the structure; `rough` then mends what a conversion broke.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token
from selectolax.lexbor import LexborHTMLParser

from assistant.ingest.characters import BOLD, MARK, PLAIN, UNMARK
from assistant.ingest.dates import iso_date
from assistant.ingest.draft import Draft, Facts
from assistant.ingest.facts.guess import guess_facts
from assistant.ingest.markdown.mend import mend
from assistant.ingest.pieces import Piece, finish, mark_lists, raised
from assistant.ingest.rows import Written, row_pieces
from assistant.ingest.source import read_source

_FRONT = re.compile(r"\A---[ \t]*\n(.*?\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_FACT = re.compile(r"^([A-Za-z][\w -]*?)[ \t]*:[ \t]*(.*)$")
_NOTE = re.compile(
    r"^\[\^([^\]\s]+)\]:[ \t]*(.*(?:\n(?:[ \t]+\S.*|\n(?=[ \t]+\S)))*)", re.MULTILINE
)
_NOTE_MARK = re.compile(r"[ \t]*\[\^([^\]\s]+)\](?!:)")
_FENCE = re.compile(r"^ {0,3}(```+|~~~+).*?^ {0,3}\1[`~]*[ \t]*$", re.MULTILINE | re.DOTALL)


def read_markdown(path: Path) -> Draft:
    """The draft of a Markdown file.

    Raises:
        DocumentError: `empty` where there are no words, `unsupported` where the file is no text.
    """
    source = read_source(path)
    front = _FRONT.match(source)
    known = _front_facts(front[1]) if front else Facts()
    text, notes = _take_notes(source[front.end() :] if front else source)
    # A line may begin with the year that ends a sentence: "… published in\n2005. It …".
    text = re.sub(r"^([ \t]*\d{4,9})([.)] )", r"\1\\\2", text, flags=re.MULTILINE)
    pieces = mend(_Blocks().of(_bold_signs(text)))
    blocks = finish([*mark_lists(pieces), *notes], path.name)
    return Draft(blocks, known.over(guess_facts(blocks, path)), source=source)


def _front_facts(front: str) -> Facts:
    """What the lines `key: value` before the text say; a list is `[a, b]` or lines `- a`."""
    values: dict[str, list[str]] = {}
    key = ""
    for line in front.split("\n"):
        if match := _FACT.match(line):
            key = match[1].strip().lower()
            values[key] = [part for part in re.split(r"[;,]\s*", match[2].strip("[] ")) if part]
            if key == "title":
                values[key] = [match[2]]
        elif line.strip().startswith("- ") and key:
            values[key].append(line.strip()[2:])
    words = {name: [part.strip(" \"'") for part in parts] for name, parts in values.items()}

    def first(*names: str) -> str | None:
        return next((" ".join(words[name]) for name in names if words.get(name)), None)

    date = first("date", "published", "date published", "publication date") or ""
    iso = re.match(r"\d{4}(?:-\d{2}(?:-\d{2})?)?(?!\d)", date)
    return Facts(
        title=first("title"),
        authors=tuple(words.get("authors") or words.get("author") or ()),
        publisher=first("publisher", "organisation", "organization"),
        published=iso[0] if iso else iso_date(date),
    )


def _take_notes(source: str) -> tuple[str, list[Piece]]:
    """The text with `[^1]` as marks, and the footnotes, numbered in the order of their marks."""
    written = {match[1]: match[2] for match in _NOTE.finditer(source)}
    if not written:
        return source, []
    numbers: dict[str, int] = {}

    def number(match: re.Match[str]) -> str:
        if match[1] not in written:
            return match[0]
        return f"{MARK}{numbers.setdefault(match[1], len(numbers) + 1)}{UNMARK}"

    source = _NOTE_MARK.sub(number, _NOTE.sub("", source))
    notes = [
        Piece(
            "note",
            f"{at} " + " ".join(piece.text for piece in _Blocks().of(written[label])),
        )
        for label, at in numbers.items()
    ]
    return source, notes


def _bold_signs(source: str) -> str:
    """`**` as signs: conversions write `**Contents **` and `** **`, which Markdown reads as stars.

    Stars pair within a paragraph or a line that stands by itself, never across one.
    """
    fences = [match.span() for match in _FENCE.finditer(source)]
    parts: list[str] = []
    at = 0
    for start, end in [*fences, (len(source), len(source))]:
        for chunk in re.split(
            r"(\n[ \t]*\n|\n(?=[ \t]*(?:#{1,6} |\||[-+*] |\d+[.)] )))", source[at:start]
        ):
            parts.append(_bold_chunk(chunk))
        parts.append(source[start:end])
        at = end
    return "".join(parts)


def _bold_chunk(chunk: str) -> str:
    chunk = re.sub(r"(?<=\S)[ \t]*(?<![*\\])\*[ \t]+\*(?!\*)(?=\s|$)", "", chunk)
    chunk = re.sub(r"[ \t]\*([.,;:])[ \t]?\*(?!\*)", r"\1", chunk)
    if re.fullmatch(r"[ \t]{0,3}(?:\*[ \t]*){3,}\s*", chunk):
        return "\n"
    out: list[str] = []
    bold = False
    parts = re.split(r"(?<!\\)\*\*", chunk)
    for at, part in enumerate(parts):
        closed = at < len(parts) - 1
        if bold and not part.strip(" \t\n*_"):
            out.append(part)
        else:
            out.append(f"{BOLD}{part}{PLAIN}" if bold and closed else part)
        bold = not bold
    # Two bold runs with nothing but space between them are one that the page broke over lines.
    return re.sub(f"{PLAIN}(\\s*){BOLD}", lambda match: match[1] or " ", "".join(out))


@dataclass(slots=True)
class _Blocks:
    """Walks the tokens of markdown-it-py once."""

    pieces: list[Piece] = field(default_factory=list)
    lists: list[str] = field(default_factory=list)
    prefix: str = ""
    row: int | None = None
    column: int = 0
    cells: list[Written] = field(default_factory=list)
    tables: int = 0

    def of(self, source: str) -> list[Piece]:
        """The blocks of a Markdown text."""
        parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
        tokens = parser.parse(source)
        for at, token in enumerate(tokens):
            self._take(token, tokens[at - 1] if at else None)
        return self.pieces

    def _take(self, token: Token, before: Token | None) -> None:
        kind = token.type
        if kind in ("bullet_list_open", "ordered_list_open"):
            self.lists.append(kind)
        elif kind in ("bullet_list_close", "ordered_list_close"):
            self.lists.pop()
        elif kind == "list_item_open":
            # The number of an item is part of what the page says; the sign of a list is syntax.
            self.prefix = f"{token.info}{token.markup} " if token.info else ""
        elif kind == "table_open":
            self.row, self.cells, self.tables = -1, [], self.tables + 1
        elif kind == "tr_open" and self.row is not None:
            self.row, self.column = self.row + 1, 0
        elif kind == "table_close":
            self.pieces += row_pieces(self.cells, (0, self.tables))
            self.row = None
        elif kind == "inline":
            self._text(token, before)
        elif kind in ("fence", "code_block"):
            self.pieces.append(Piece("paragraph", token.content))
        elif kind == "html_block":
            self._html(token.content)

    def _text(self, token: Token, before: Token | None) -> None:
        text = _inline(token.children or [])
        if self.row is not None:
            header = before is not None and before.type == "th_open"
            bold = Piece("row", text).all_bold
            self.cells.append(Written(text, self.row, self.column, bold=bold, header=header))
            self.column += 1
        elif before is not None and before.type == "heading_open":
            self.pieces.append(Piece("heading", text, int(before.tag[1])))
        elif self.lists:
            self.pieces.append(Piece("item", self.prefix + text, len(self.lists) - 1))
            self.prefix = ""
        else:
            self.pieces.append(Piece("paragraph", text))

    def _html(self, source: str) -> None:
        tree = LexborHTMLParser(source)
        for tag in ("script", "style"):
            for node in tree.css(tag):
                node.decompose()
        text = tree.body.text(separator=" ") if tree.body is not None else ""
        if text.strip():
            self.pieces.append(Piece("paragraph", text))


def _inline(tokens: list[Token]) -> str:
    """The words of a line: links as their text, no pictures, bold as signs."""
    words: list[str] = []
    raised_from: int | None = None
    for token in tokens:
        if token.type in ("text", "code_inline"):
            words.append(token.content)
        elif token.type in ("softbreak", "hardbreak"):
            words.append("\n")
        elif token.type in ("strong_open", "strong_close"):
            words.append(BOLD if token.type == "strong_open" else PLAIN)
        elif token.type == "html_inline":
            tag = token.content.lower()
            if tag.startswith("<br"):
                words.append("\n")
            elif tag.startswith("<sup"):
                raised_from = len(words)
            elif tag.startswith("</sup") and raised_from is not None:
                inside = "".join(words[raised_from:])
                words[raised_from:] = [raised("".join(words[:raised_from]), inside)]
                raised_from = None
    return "".join(words)
