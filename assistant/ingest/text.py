"""A plain text file becomes a draft: its structure is guessed from its lines and their spacing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from assistant.documents import Role
from assistant.ingest.characters import BULLETS
from assistant.ingest.dates import is_dated
from assistant.ingest.draft import Draft
from assistant.ingest.facts.guess import guess_facts
from assistant.ingest.lines import (
    could_be_heading,
    ends_open,
    ends_sentence,
    glue,
    section_number,
    starts_lower,
    vocabulary_of,
)
from assistant.ingest.pieces import Piece, finish, mark_lists
from assistant.ingest.source import read_source

_SIGN = rf"(?P<sign>[{BULLETS}*–—-]|o(?=\s{{1,4}}[A-Za-z]))"
_NUMBER = r"(?P<number>\(?(?:\d{1,2}|[a-z]|[ivx]{1,5})[.)]|\([A-Z]\))"
_MARKER = re.compile(rf"(?P<indent>\s*)(?:{_SIGN}|{_NUMBER})\s+(?=\S)")
_UNDERLINE = re.compile(r"\s*([=\-~_*])\1{2,}\s*")
_PAGE_LINE = re.compile(
    r"\s*(?:page\s+\d+(?:\s+of\s+\d+)?|[-–]\s*\d{1,3}\s*[-–])\s*", re.IGNORECASE
)
_PERSON = re.compile(
    r"\b(?:chief|director|officer|professor|chair|minister|secretary|editor|president|manager|"
    r"dr|sir|dame|lord|baroness|mp)\b|\b(?:picture|photo|photograph|image|logo|portrait)$|^by\s",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Line:
    """One line: its words, how far they are set in, and the list marker before them."""

    text: str
    indent: int = 0
    marker: str = ""
    number: str = ""

    @property
    def width(self) -> int:
        return self.indent + len(self.text)


def read_text(path: Path) -> Draft:
    """The draft of a text file.

    Raises:
        DocumentError: `empty` where there are no words, `unsupported` where the file is no text.
    """
    source = read_source(path)
    chunks = list(_chunks(source))
    layout = _Layout.of(chunks, source)
    pieces = [piece for at in range(len(chunks)) for piece in layout.pieces(chunks, at)]
    blocks = finish(mark_lists(_levels(pieces)), path.name)
    return Draft(blocks, guess_facts(blocks, path), source=source)


def _chunks(source: str) -> Iterator[list[_Line]]:
    """The lines between blank lines; a bullet in the middle of a line begins a new one."""
    chunk: list[_Line] = []
    split = re.sub(rf"(?<=[^\s])[ \t]*([{BULLETS}])[ \t]*(?=\S)", r"\n\n\1 ", source)
    for raw in split.replace("\f", "\n\n").expandtabs(4).split("\n"):
        if not raw.strip() or _PAGE_LINE.fullmatch(raw):
            if chunk:
                yield chunk
            chunk = []
        else:
            chunk.append(_line(raw))
    if chunk:
        yield chunk


def _line(raw: str) -> _Line:
    indent = len(raw) - len(raw.lstrip())
    match = _MARKER.match(raw)
    if match is None or _UNDERLINE.fullmatch(raw):
        bare = raw.strip()
        if bare[:1] in BULLETS:
            return _Line(bare[1:].strip(), indent, bare[0])
        return _Line(bare, indent)
    words = raw[match.end() :].strip()
    if match["number"]:
        return _Line(f"{match['number']} {words}", indent, "", match["number"])
    return _Line(words, indent, match["sign"])


@dataclass(frozen=True, slots=True)
class _Layout:
    """How the file as a whole is set: whether lines are wrapped by hand, and how wide."""

    width: int
    wrapped: bool
    vocabulary: frozenset[str]
    repeated: frozenset[str]

    @classmethod
    def of(cls, chunks: list[list[_Line]], source: str) -> _Layout:
        inner = sorted(line.width for chunk in chunks for line in chunk[:-1])
        longest = max(line.width for chunk in chunks for line in chunk)
        width = inner[int(len(inner) * 0.9)] if inner else longest
        full = sum(size >= width * 0.7 for size in inner)
        wrapped = (
            len(inner) >= 2
            and 35 <= width <= 140
            and longest <= 2 * width
            and full * 2 >= len(inner)
        )
        lines = [line.text for chunk in chunks for line in chunk]
        repeated = frozenset(text for text in set(lines) if lines.count(text) > 1)
        return cls(width, wrapped, vocabulary_of(source), repeated)

    def pieces(self, chunks: list[list[_Line]], at: int) -> Iterator[Piece]:
        """The blocks of one chunk."""
        chunk = chunks[at]
        heading = self._heading(chunks, at)
        if heading is not None:
            yield heading
            chunk = chunk[1:]
            if chunk and _UNDERLINE.fullmatch(chunk[0].text):
                chunk = chunk[1:]
        open_line: _Line | None = None
        piece: Piece | None = None
        for line in chunk:
            if _UNDERLINE.fullmatch(line.text):
                continue
            if piece is not None and open_line is not None and self._goes_on(open_line, line):
                piece.text = glue(piece.text, line.text, self.vocabulary)
            else:
                if piece is not None:
                    yield piece
                role = self._role(line, chunks[at - 1][-1].text if at else "")
                # The indent for now; `_levels` makes depths of it.
                indent = line.indent if role == "item" else 0
                piece = Piece(role, line.text, indent, line.marker)
            open_line = line
        if piece is not None:
            yield piece

    def _role(self, line: _Line, before: str) -> Role:
        if line.marker:
            return "item"
        if not line.number:
            return "paragraph"
        # "12. NHS England has …" of several sentences is a numbered paragraph, not a list item.
        long = len(line.text.split()) > 40 and not ends_open(before)
        return "paragraph" if long else "item"

    def _goes_on(self, before: _Line, after: _Line) -> bool:
        """Whether a line continues the one above it."""
        if after.marker or after.number or re.search(r"\S\s{3,}\S", after.text):
            return False
        if starts_lower(after.text) and not ends_sentence(before.text):
            return True
        if (before.marker or before.number) and after.indent > before.indent:
            return True
        first = len(after.text.split()[0])
        return self.wrapped and before.width + 1 + first > self.width * 0.8

    def _heading(self, chunks: list[list[_Line]], at: int) -> Piece | None:
        chunk = chunks[at]
        line = chunk[0]
        text = line.text
        if line.marker or not could_be_heading(text):
            return None
        if len(chunk) > 1 and (underline := _UNDERLINE.fullmatch(chunk[1].text)):
            return Piece("heading", text, 1 if underline[1] == "=" else 2)
        if len(chunk) > 1:
            return None
        if at == 0:
            return Piece("heading", text, 1) if text.lower() != "read more" else None
        if len(text) > 90 or len(text.split()) > 12 or ends_open(text):
            return None
        if text in self.repeated or _PERSON.search(text) or re.search(r"\S\s{3,}\S", text):
            return None
        numbered = section_number(text)
        if numbered and not re.match(r"\(?\w\)", text):
            follows = chunks[at + 1][0] if at + 1 < len(chunks) else None
            listed = numbered == 1 and (
                (follows is not None and follows.number != "")
                or (at > 0 and ends_open(chunks[at - 1][-1].text))
                or re.match(r"\S+\s+[a-z]", text) is not None
            )
            return None if listed else Piece("heading", text, min(numbered + 1, 6))
        if line.number or not self._followed(chunks, at):
            return None
        return Piece("heading", text, 2)

    def _followed(self, chunks: list[list[_Line]], at: int) -> bool:
        """Whether there is something to head, and the line is no member of a run of short lines."""
        rest = chunks[at + 1 : at + 5]
        text = chunks[at][0].text
        if all(word[:1].isupper() for word in text.split()) and 2 <= len(text.split()) <= 4:
            # A name has the look of a heading: what stands under it tells.
            under = rest[0][0].text if rest else ""
            if is_dated(under) or (_PERSON.search(under) and len(under) < 60):
                return False
        while rest and len(rest[0][0].text) < 60 and _PERSON.search(rest[0][0].text):
            rest = rest[1:]
        if not rest:
            return False
        after = rest[0]
        words = " ".join(line.text for line in after)
        capitals = chunks[at][0].text.isupper()
        before = chunks[at - 1][-1].text
        broken = not ends_sentence(before) and starts_lower(words)
        return not broken and (capitals or len(words) >= 60 or bool(after[0].marker))


def _levels(pieces: list[Piece]) -> list[Piece]:
    """Depths of list items from how far they are set in, list by list."""
    least = min((p.level for p in pieces if p.role == "item" and p.level), default=0)
    indents: list[int] = []
    for piece in pieces:
        if piece.role != "item":
            if piece.role == "heading" or ends_sentence(piece.text):
                indents = []
            continue
        # A bullet that was glued to the end of a line has lost its indent.
        indent = max(piece.level, least)
        while indents and indent < indents[-1]:
            indents.pop()
        if not indents or indent > indents[-1]:
            indents.append(indent)
        piece.level = len(indents) - 1
    return pieces
