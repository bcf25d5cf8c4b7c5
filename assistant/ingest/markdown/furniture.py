"""Page numbers and running headers that a conversion left among the blocks of a text.

Nothing is taken out on repetition alone (a heading such as "Success measure" may stand ten times):
the page numbers come first, as a run that counts up through the document, and only what stands
beside them page after page is a running header.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.ingest.characters import BOLD
from assistant.ingest.pieces import Piece

_NEAR = 3
_LEAST_PAGES = 4


@dataclass(frozen=True, slots=True)
class _Number:
    """A number that could be a page's: a block of its own, or glued to a block's end."""

    block: int
    value: int
    alone: bool


def pages_of(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """The blocks page by page without page numbers and running headers; one page if there are none.

    The number stands at the foot or at the head of its page: the header tells which, and where
    there is none, most conversions put it at the foot.
    """
    pieces = [piece for piece in pieces if not _is_page_line(piece)]
    chain = _chain(_numbers(pieces))
    if not chain:
        return [list(pieces)]
    pages: list[list[Piece]] = [[]]
    ends = {number.block: number for number in chain}
    for at, piece in enumerate(pieces):
        number = ends.get(at)
        if number is None:
            pages[-1].append(piece)
            continue
        if not number.alone:
            text = re.sub(r"^\s*\d{1,3}\s*\|\s*|\s*\d{1,3}\s*$", "", piece.text)
            pages[-1].append(replace(piece, text=text))
        pages.append([])
    return _without_headers(pages)


def _is_page_line(piece: Piece) -> bool:
    return re.fullmatch(r"page \d{1,4}(?: (?:of|/) \d{1,4})?", piece.plain.lower()) is not None


def _numbers(pieces: Sequence[Piece]) -> list[_Number]:
    numbers = []
    for at, piece in enumerate(pieces):
        if piece.role == "row":
            continue
        text = piece.text.strip()
        if BOLD not in text and re.fullmatch(r"[-–|\s]*\d{1,3}[-–|\s]*", text):
            numbers.append(_Number(at, int(re.sub(r"\D", "", text)), alone=True))
        elif match := re.search(r"\S\s(\d{1,3})$|^(\d{1,3})(?=\s*\|)", text):
            numbers.append(_Number(at, int(match[1] or match[2]), alone=False))
    return numbers


def _chain(numbers: Sequence[_Number]) -> list[_Number]:
    """The longest run of numbers that counts up by one, or by two over a page without its number.

    A number that stands alone weighs twice one at the end of a sentence ("… by phase 2").
    """
    best: dict[int, tuple[float, list[_Number]]] = {}
    longest: tuple[float, list[_Number]] = (0.0, [])
    for number in numbers:
        weight = 2.0 if number.alone else 1.0
        options = [(weight, [number])]
        for step, cost in ((1, 0.0), (2, 1.5)):
            if number.value - step in best:
                score, run = best[number.value - step]
                if run[-1].block < number.block:
                    options.append((score + weight - cost, [*run, number]))
        top = max(options, key=lambda option: option[0])
        if top[0] >= best.get(number.value, (0.0, []))[0]:
            best[number.value] = top
        longest = max(longest, top, key=lambda option: option[0])
    score, run = longest
    spread = run[-1].block - run[0].block if run else 0
    # Entries of a contents list also count up, but they stand close together.
    near = spread < 2.5 * len(run)
    return [] if len(run) < _LEAST_PAGES or score < 6 or near else run


def _without_headers(pages: list[list[Piece]]) -> list[list[Piece]]:
    often = max(3, len(pages) // 3)
    counts: Counter[str] = Counter()
    for page in pages:
        counts.update({piece.plain for piece in [*page[:_NEAR], *page[-_NEAR:]]})
    # A sentence that pages happen to begin with is text: running headers have no full stop.
    headers = {
        text
        for text, count in counts.items()
        if count >= often and len(text.split()) <= 20 and not text.endswith(".")
    }
    glued = _glued_header(pages, often)
    done = []
    for first, page in enumerate(pages):
        near = set(range(_NEAR)) | set(range(len(page) - _NEAR, len(page)))
        # The title stands on the first page in the words that head the other pages.
        kept = [
            piece
            for at, piece in enumerate(page)
            if at not in near
            or piece.plain not in headers
            or (not first and (piece.all_bold or piece.role == "heading"))
        ]
        if glued and kept and kept[0].plain.startswith(glued) and kept[0].plain != glued:
            words = r"\s+".join(re.escape(word) for word in glued.split())
            text = re.sub(rf"^\s*{words}\s*", "", kept[0].text)
            kept[0] = replace(kept[0], text=text)
        elif glued and kept and kept[0].plain == glued and counts[glued]:
            kept = kept[1:]
        done.append(kept)
    return done


def _glued_header(pages: Sequence[Sequence[Piece]], often: int) -> str | None:
    """The words with which page after page begins, glued to its first block."""
    begins: defaultdict[str, int] = defaultdict(int)
    for page in pages:
        if page:
            words = page[0].plain.split()
            for length in range(3, min(len(words), 16) + 1):
                begins[" ".join(words[:length])] += 1
    repeated = [words for words, count in begins.items() if count >= often]
    return max(repeated, key=len, default=None)
