"""Mends what a conversion from PDF broke: page furniture, split sentences, glued headings.

The words stay as they are, wrong ones too; only blocks are cut, joined and given roles. A Markdown
file that shows no sign of a conversion passes through unchanged but for bold lines as headings.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.ingest.cuts import cut_blocks, cut_letters
from assistant.ingest.endnotes import mend_references, take_page_notes
from assistant.ingest.furniture import pages_of
from assistant.ingest.lines import (
    SECTION_NUMBER,
    Piece,
    could_be_heading,
    ends_open,
    ends_sentence,
    glue,
    has_bullet,
    heads_contents,
    heads_references,
    section_number,
    starts_lower,
)

_SMALL = re.compile(
    r"\b(?:the|of|and|to|in|for|with|a|an|by|or|on|as|at|from|our|their|its|this|that|is|are|"
    r"will|be|we|not|into|than|NHS)$"
)
_FRONT = 80
_CHAPTERS = re.compile(
    r"(?:foreword|introduction|(?:executive )?summary|conclusions?|annex\b.*|appendix\b.*|"
    r"end\s?notes|references|glossary|next steps|background|recommendations)\W*",
    re.IGNORECASE,
)


def mend(pieces: Sequence[Piece]) -> list[Piece]:
    """The blocks of a Markdown file as its author wrote them, as far as that can be told."""
    pages = pages_of(pieces)
    if len(pages) == 1 and not _converted(pieces):
        return _bold_headings(pieces)
    bodies = [list(cut_letters(cut_blocks(page))) for page in pages]
    notes: list[Piece] = []
    if len(pages) > 1:
        bodies, notes = take_page_notes(bodies)
    flat = _contents([piece for page in bodies for piece in page])
    flat = _levels(_headings(flat))
    return [*mend_references(_joined(flat)), *notes]


def _converted(pieces: Sequence[Piece]) -> bool:
    bullets = sum(piece.role == "paragraph" and has_bullet(piece.text) for piece in pieces)
    bold = sum(piece.role == "paragraph" and piece.all_bold for piece in pieces)
    written = sum(piece.role == "heading" for piece in pieces)
    return bullets >= 3 or (bold >= 3 and bold > written)


def _bold_headings(pieces: Sequence[Piece]) -> list[Piece]:
    """A short bold line of its own heads what follows, one level below the heading above it."""
    done: list[Piece] = []
    level = 1
    for at, piece in enumerate(pieces):
        if piece.role == "heading":
            level = piece.level
        last = at + 1 == len(pieces)
        bold = piece.role == "paragraph" and piece.all_bold and could_be_heading(piece.text)
        heads = bold and not last and not piece.plain.endswith(":")
        done.append(Piece("heading", piece.text, min(level + 1, 6)) if heads else piece)
    return done


# --- headings and contents -----------------------------------------------------------------------


def _headings(pieces: Sequence[Piece]) -> list[Piece]:
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
    return adjacent and (single or _SMALL.search(above) is not None or (title and short))


def _rest_of_heading(above: str, plain: str) -> bool:
    return (
        section_number(above) > 0
        and starts_lower(plain)
        and len(plain) <= 60
        and not above.endswith("?")
        and not plain.endswith((".", ",", ";", ":"))
    )


def _levels(pieces: Sequence[Piece]) -> list[Piece]:
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


def _contents(pieces: Sequence[Piece]) -> list[Piece]:
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


# --- joining -------------------------------------------------------------------------------------


def _line_width(pieces: Sequence[Piece]) -> int | None:
    """The width of the page in characters where a conversion made a block of each line."""
    lengths = sorted(len(p.plain) for p in pieces if p.role in ("paragraph", "item"))
    lines = [p for p in pieces if p.role == "paragraph" and 40 <= len(p.plain) <= 110]
    if len(lines) < 20 or len(lines) * 2 < len(lengths):
        return None
    broken = sum(not ends_sentence(piece.text) for piece in lines)
    sizes = sorted(len(piece.plain) for piece in lines)
    return sizes[int(len(sizes) * 0.9)] if broken * 5 >= len(lines) * 2 else None


def _joined(pieces: Sequence[Piece]) -> list[Piece]:
    """Sentences that were torn apart put together again."""
    width = _line_width(pieces)
    done: list[Piece] = []
    last_line = 0
    for piece in pieces:
        plain = piece.plain
        if not plain:
            continue
        if done and _continues(done[-1], piece, width, last_line):
            done[-1].text = glue(done[-1].text, piece.text)
        else:
            done.append(replace(piece))
        last_line = len(plain)
    return _numbered_paragraphs(done)


def _numbered_paragraphs(pieces: list[Piece]) -> list[Piece]:
    """The items of a paper that numbers its paragraphs ("12. NHS England has …") as such."""
    numbered = [
        piece for piece in pieces if piece.role == "item" and re.match(r"\d{1,3}[.)] ", piece.plain)
    ]
    if sum(len(piece.plain.split()) > 25 for piece in numbered) >= 3:
        for piece in numbered:
            piece.role, piece.level = "paragraph", 0
    return pieces


def _unclosed(text: str) -> bool:
    """Whether the text breaks off within a bracket or a title in quotation marks."""
    inner = text[-80:]
    return inner.rfind("(") > inner.rfind(")") or inner.rfind("‘") > inner.rfind("’")


def _continues(before: Piece, after: Piece, width: int | None, last_line: int) -> bool:
    """Whether a block goes on where the one before it broke off."""
    if before.role not in ("paragraph", "item"):
        return False
    above, below = before.plain, after.plain
    if re.match(r"[–—-]\s", below) and after.role == "item":
        return before.role == "paragraph" and not (ends_sentence(above) or ends_open(above))
    if after.role != "paragraph":
        return False
    if _unclosed(above):
        return True
    if ends_open(above):
        return False
    broken = not ends_sentence(before.text)
    if broken and starts_lower(below):
        return len(above) >= 25 or above.endswith((",", "-")) or _SMALL.search(above) is not None
    if width is not None:
        # List items are set in, so their lines are shorter.
        share = 0.93 if before.role == "paragraph" else 0.8
        full = last_line + 1 + len(below.split()[0]) > width * share
        return full and (broken or before.role == "paragraph")
    if not broken or after.all_bold or heads_references(below):
        return False
    if above.endswith(",") and not above.lower().startswith("dear "):
        return True
    whole = len(below) >= 60 or ends_sentence(below)
    return whole and (
        _SMALL.search(above) is not None or (before.role == "paragraph" and len(above) >= 60)
    )
