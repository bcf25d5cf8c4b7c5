"""Headings and the table of contents of a text that a conversion left without either."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.ingest.lines import (
    SECTION_NUMBER,
    breaks_off,
    could_be_heading,
    ends_sentence,
    heads_contents,
    section_number,
    starts_lower,
)
from assistant.ingest.pieces import Piece

_FRONT = 80
_CHAPTERS = re.compile(
    r"(?:foreword|introduction|(?:executive )?summary|conclusions?|annex\b.*|appendix\b.*|"
    r"end\s?notes|references|glossary|next steps|background|recommendations)\W*",
    re.IGNORECASE,
)


def mark_headings(pieces: Sequence[Piece]) -> list[Piece]:
    """Bold lines and numbered lines as headings, with a number and broken lines put together."""
    done: list[Piece] = []
    number: Piece | None = None
    for piece in pieces:
        if piece.role not in ("heading", "paragraph"):
            if number is not None:
                done.append(number)
                number = None
            done.append(piece)
            continue
        plain = piece.plain
        headed = piece.role == "heading" or piece.all_bold
        if SECTION_NUMBER.fullmatch(plain) and (headed or re.fullmatch(r"\d+(?:\.\d+)+", plain)):
            number = Piece("paragraph", plain)
            continue
        if number is not None:
            if could_be_heading(plain) and len(plain) <= 110:
                piece = Piece("heading", f"{number.plain} {plain}", 2)
            else:
                done.append(number)
            number = None
        elif headed and _continues_heading(done, plain):
            _last_heading(done).text += f" {plain}"
            continue
        elif headed or re.match(r"\d{1,2}(?:\.\d{1,2})+ [A-Z]", plain):
            good = could_be_heading(plain) and not re.search(r"[=]$", plain)
            piece = Piece("heading", piece.text, 2) if good else Piece("paragraph", piece.text)
        elif done and done[-1].role == "heading" and _rest_of_heading(done[-1].plain, plain):
            done[-1].text += f" {plain}"
            continue
        done.append(piece)
    return [*done, number] if number is not None else done


def _last_heading(done: Sequence[Piece]) -> Piece:
    return next(piece for piece in reversed(done) if piece.role == "heading")


def _continues_heading(done: Sequence[Piece], plain: str) -> bool:
    """Whether a bold line is the second half of the heading above it.

    Columns that were read across may have put up to three lines of text between the two.
    """
    if not done or heads_contents(plain):
        return False
    near = [at for at, piece in enumerate(done[-4:]) if piece.role == "heading"]
    if not near or len(plain) > 90:
        return False
    adjacent = done[-1].role == "heading"
    above = _last_heading(done).plain
    if heads_contents(above) or len(above) + len(plain) > 140 or above.endswith((":", "?")):
        return False
    if starts_lower(plain):
        return True
    title = len(done) <= 3 and all(piece.role == "heading" for piece in done)
    short = len(above.split()) <= 3 and len(plain.split()) <= 3
    single = " " not in above and " " not in plain
    return adjacent and (single or breaks_off(above) or (title and short))


def _rest_of_heading(above: str, plain: str) -> bool:
    return (
        section_number(above) > 0
        and starts_lower(plain)
        and len(plain) <= 60
        and not above.endswith("?")
        and not plain.endswith((".", ",", ";", ":"))
    )


def set_levels(pieces: Sequence[Piece]) -> list[Piece]:
    """Levels of headings: a numbered one by its number, others below the last numbered one."""
    dotted = any(p.role == "heading" and section_number(p.plain) > 1 for p in pieces)
    under = 1
    done = []
    for piece in pieces:
        if piece.role == "heading":
            parts = section_number(piece.plain)
            if parts and dotted:
                under = parts + 1
                level = under
            elif parts:
                level = 3
            elif _CHAPTERS.fullmatch(piece.plain):
                level = under = 2
            else:
                level = under + 1 if dotted else 2
            piece = Piece("heading", piece.text, min(level, 6))
        done.append(piece)
    return done


def mark_contents(pieces: Sequence[Piece]) -> list[Piece]:
    """The lines of a table of contents in that role.

    They run from its heading to where a line that it names comes again.
    """
    starts = [at for at, piece in enumerate(pieces) if heads_contents(piece.plain)]
    done = list(pieces)
    for start in starts:
        seen: set[str] = set()
        for at in range(start, len(pieces)):
            plain = pieces[at].plain
            entry = _entry(plain)
            sentence = ends_sentence(plain) and not plain.endswith("?")
            if at > start and (len(plain) > 140 or (sentence and not entry.isdigit())):
                break
            if entry in seen and pieces[at].role != "item":
                break
            if entry:
                seen.add(entry)
            done[at] = Piece("contents", pieces[at].text)
        # The same lines on the title page are a shorter table of contents.
        if len(seen) > 3 and start < _FRONT:
            for at in range(start):
                if _entry(pieces[at].plain) in seen and not pieces[at].all_bold:
                    done[at] = Piece("contents", pieces[at].text)
    return done


def _entry(plain: str) -> str:
    words = re.sub(r"^[\d.]+\s*|[\s.]*(?:p\.?\s?)?\d*$", "", plain.lower())
    return " ".join(re.findall(r"\w+", words))
