"""Footnotes and endnotes that a conversion left in the running text, and the marks that call them.

A number is a note's, or a mark's, only where it is the next in a run that counts up from one and
the other half of the pair stands before it: numbers are everywhere in policy papers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from assistant.dates import MONTHS
from assistant.ingest.characters import MARK, UNMARK
from assistant.ingest.lines import glue, heads_references
from assistant.ingest.pieces import Piece

_MISSED = 3
_MONTHS = "|".join(MONTHS)


def take_page_notes(pages: Sequence[Sequence[Piece]]) -> tuple[list[list[Piece]], list[Piece]]:
    """The pages without the notes at their feet, their marks set, and the notes in order."""
    expected = 1
    bodies: list[list[Piece]] = []
    notes: list[Piece] = []
    for page in pages:
        body, found, expected = _page_notes(list(page), expected)
        bodies.append(body)
        notes.extend(found)
    return bodies, notes


def _page_notes(page: list[Piece], expected: int) -> tuple[list[Piece], list[Piece], int]:
    for number in range(expected, expected + _MISSED):
        for at in range(len(page)):
            split = _note_start(page, at, number)
            if split is None or not any(_mark_in(p.text, number) for p in [*page[:at], split[0]]):
                continue
            body = [*page[:at], split[0]] if split[0].text.strip() else page[:at]
            notes = _numbered([split[1], *page[at + 1 :]], number)
            after = number + len(notes)
            _set_marks(body, range(number, after), glued_only=False)
            return body, notes, after
    return page, [], expected


def _note_start(page: list[Piece], at: int, number: int) -> tuple[Piece, Piece] | None:
    """A block split before the note of a number: at its start, or glued to the end of the text."""
    piece = page[at]
    if piece.role not in ("paragraph", "item"):
        return None
    text = piece.text.strip()
    if re.match(rf"{number}\s*(?=[A-Za-z‘“'\"(])", text) and at > 0:
        return Piece(piece.role, ""), Piece("note", text)
    near = page[at + 1 : at + 4]
    if any(re.match(rf"{number + 1}\s+\S", piece.text.strip()) for piece in near):
        starts = list(re.finditer(rf"(?<=\w)\s{number}\s(?=[A-Z‘“'\"])", text))
        if starts and re.search(rf"\b{number}\b", text[: starts[-1].start()] + _before(page, at)):
            cut = starts[-1].start()
            return replace(piece, text=text[:cut]), Piece("note", text[cut:].strip())
    return None


def _before(page: Sequence[Piece], at: int) -> str:
    return "\n" + "\n".join(piece.text for piece in page[:at])


def _numbered(pieces: Sequence[Piece], number: int) -> list[Piece]:
    """Notes that count up from a number; what lies between two is the first one's."""
    whole = ""
    for piece in pieces:
        whole = glue(whole, piece.text.strip()) if whole else piece.text.strip()
    return [Piece("note", text) for text in _split_entries(whole, number)]


def _split_entries(text: str, number: int) -> list[str]:
    """A run of numbered entries, one string each: "1 Darzi … 2 Staff survey …"."""
    entries: list[str] = []
    while True:
        following = re.search(
            rf"(?<=[\w.,;:?!)”’\"/])\s+(?={number + 1}\.?\s+(?!{_MONTHS})[A-Za-z‘“'\"(])", text
        )
        if following is None:
            return [*entries, text]
        entries.append(text[: following.start()])
        text = text[following.end() :]
        number += 1


@cache
def _mark_pattern(number: int, *, glued_only: bool = False) -> re.Pattern[str]:
    """A mark glued to a word or a closing sign, or set off after punctuation or at the end."""
    glued = rf"(?<=[a-z.,;:?!)”’'\"%]){number}(?=$|[\s.,;:)?!])(?!\.\d)"
    apart = rf"(?<=[.,;?!)”’'\"])\s+{number}(?=$|,|\s+(?!{_MONTHS})[A-Za-z‘“(])"
    last = rf"(?<=[a-z])\s+{number}\s*$"
    spaced = f"{apart}|{last}"
    return re.compile(glued if glued_only else f"{glued}|{spaced}")


def _mark_in(text: str, number: int) -> bool:
    return _mark_pattern(number).search(text.strip()) is not None


def _set_marks(pieces: Sequence[Piece], numbers: range, *, glued_only: bool) -> None:
    at, offset = 0, 0
    for number in numbers:
        pattern = _mark_pattern(number, glued_only=glued_only)
        for index in range(at, len(pieces)):
            start = offset if index == at else 0
            match = pattern.search(pieces[index].text.rstrip(), start)
            if match is not None and pieces[index].role in ("paragraph", "item", "heading"):
                text = pieces[index].text
                mark = f"{MARK}{number}{UNMARK}"
                pieces[index].text = f"{text[: match.start()]}{mark}{text[match.end() :]}"
                at, offset = index, match.start() + len(mark)
                break


def mend_references(pieces: Sequence[Piece]) -> list[Piece]:
    """The numbered entries of a reference list apart, and the marks that call them set.

    The list runs from its heading to the next one.
    """
    heads = [at for at, p in enumerate(pieces) if p.role == "heading" and heads_references(p.plain)]
    if not heads:
        return list(pieces)
    start = heads[-1] + 1
    end = next(
        (at for at in range(start, len(pieces)) if pieces[at].role in ("heading", "contents")),
        len(pieces),
    )
    listed = pieces[start:end]
    if not listed or not re.match(r"1\.?\s+\S", listed[0].plain):
        return list(pieces)
    whole = ""
    for piece in listed:
        whole = glue(whole, piece.text.strip()) if whole else piece.text.strip()
    entries = [Piece("reference", text) for text in _split_entries(whole, 1)]
    body = [replace(piece) for piece in pieces[:start]]
    _set_marks(body, range(1, len(entries) + 1), glued_only=True)
    return [*body, *entries, *pieces[end:]]
