"""Readings become quotes: the shortest run of whole sentences that answers by itself."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from rapidfuzz import fuzz
from rapidfuzz.utils import default_process

from assistant.answer.reading.reader import Admits, Reading
from assistant.answer.reading.sentences import POINTS_BACK
from assistant.answer.understanding.question import Question
from assistant.documents import ANSWERING_ROLES, Block, Document, Quote
from assistant.ingest.sentences import sentence_spans

_SAME = 82.0
"""Quotes whose words are alike to this degree (of 100) say the same thing."""
_MOST_WORDS = 60
_MOST_JOINED_WORDS = 70
_MOST_LIST_WORDS = 220
_MOST_SHORT_LIST_WORDS = 90
_ONE_THING = frozenset({"percentage", "money", "duration", "number", "date", "name"})
"""A question that wants one of these is answered by one item of a list."""
_MOST_LINE_WORDS = 30
_FULL_STOPS = (".", "!", "?", "”", '"', ")", "’", "'", ".]")
_OPENING_QUOTES = ("“", "‘", '"', "'")
_AS_GOOD = 2.5
"""A neighbouring sentence that scores at most so much less, in units of the fitted sentence
weights, is part of the answer: it moves when they are fitted anew."""


def make_quotes(
    readings: Sequence[Reading],
    question: Question,
    most: int,
    *,
    worth: float,
    admits: Admits | None = None,
) -> tuple[Quote, ...]:
    """Up to `most` quotes that say different things, best first.

    A reading is left out when its score is more than `worth` below the best. A quote takes in
    what stands around a reading only as far as `admits` lets it.
    """
    quotes: list[Quote] = []
    for reading in readings:
        if len(quotes) == most or (quotes and reading.score < readings[0].score - worth):
            break
        run = _run(reading, question)
        alone = [(reading.start, reading.end)] if admits else []
        for start, end in (_with_neighbours(reading, run, readings), run, *alone):
            if admits and not admits(reading.document, start, end):
                continue
            quote = _quote(reading, start, end)
            if not any(_says_the_same(quote, other) for other in quotes):
                quotes.append(quote)
                break
    return tuple(quotes)


def near_misses(readings: Sequence[Reading], most: int) -> tuple[Quote, ...]:
    """The best sentences, each of another passage, with no words marked as an answer."""
    chosen: dict[int, Quote] = {}
    for one in readings:
        if one.rank not in chosen and len(chosen) < most:
            chosen[one.rank] = Quote(one.document, one.start, one.end, score=one.score)
    return tuple(chosen.values())


def _says_the_same(quote: Quote, other: Quote) -> bool:
    overlap = quote.start < other.end and other.start < quote.end
    if overlap and quote.document.path == other.document.path:
        return True
    return fuzz.token_set_ratio(quote.text, other.text, processor=default_process) >= _SAME


def _quote(reading: Reading, start: int, end: int) -> Quote:
    document = reading.document
    key = reading.key
    if key is None or key[0] >= key[1] or not (start <= key[0] and key[1] <= end):
        key = (reading.start, reading.end)
    return Quote(document, start, end, key=(key[0] - start, key[1] - start), score=reading.score)


def _run(reading: Reading, question: Question) -> tuple[int, int]:
    document = reading.document
    at = _block_at(document, reading.start)
    block = document.blocks[at]
    if block.role == "item" or _is_line_of_led_list(document, at):
        return _list_run(document, at, reading, question)
    if block.role == "row":
        return _with_header(document, at, reading)
    if _leads_on(document, block, reading):
        items = _items_after(document, at)
        if items:
            return _whole_list(document, reading.start, items)
        return reading.start, _end_of_what_follows(document, at, reading)
    return _with_sentence_before(document, at, reading)


def _leads_on(document: Document, block: Block, reading: Reading) -> bool:
    """Whether what a sentence says comes after its block: "They define it as" and a quotation."""
    if document.without_marks(reading.end, block.end).strip():
        return False
    return not document.without_marks(reading.start, reading.end).rstrip().endswith(_FULL_STOPS)


def _end_of_what_follows(document: Document, at: int, reading: Reading) -> int:
    """Where the first sentence of the next paragraph ends, if both are short."""
    if at + 1 < len(document.blocks) and document.blocks[at + 1].role == "paragraph":
        end = sentence_spans(document, document.blocks[at + 1])[0][1]
        if _words(document, reading.start, end) <= _MOST_WORDS:
            return end
    return reading.end


def _with_neighbours(
    reading: Reading, run: tuple[int, int], readings: Sequence[Reading]
) -> tuple[int, int]:
    """A sentence beside it that answers as well: two say what one alone does not."""
    document = reading.document
    block = document.blocks[_block_at(document, reading.start)]
    if block.role != "paragraph":
        return run
    as_good = [
        other
        for other in readings
        if other.document.path == document.path
        and other.score >= reading.score - _AS_GOOD
        and block.start <= other.start
        and other.end <= block.end
    ]
    start, end = run
    grown = True
    while grown:
        grown = False
        for other in as_good:
            if _touch(document, other.end, start) or _touch(document, end, other.start):
                wider = min(start, other.start), max(end, other.end)
                if _words(document, *wider) <= _MOST_JOINED_WORDS:
                    grown, (start, end) = True, wider
    return start, end


def _touch(document: Document, end: int, start: int) -> bool:
    """Whether nothing but white space and footnote marks stands between two sentences."""
    return end <= start and not document.without_marks(end, start).strip()


def _with_header(document: Document, at: int, reading: Reading) -> tuple[int, int]:
    """A table row comes with the rows above it, up to the header, where that is short."""
    first = at
    while first and document.blocks[first - 1].role == "row":
        first -= 1
    start = document.blocks[first].start
    if _words(document, start, reading.end) <= _MOST_WORDS:
        return start, reading.end
    return reading.start, reading.end


def _list_run(document: Document, at: int, reading: Reading, question: Question) -> tuple[int, int]:
    """For an item: the whole list if it is wanted or short, else the item, from its lead-in."""
    first = _before_list(document, at)
    lead_start = sentence_spans(document, document.blocks[first])[-1][0] if first >= 0 else 0
    leads_in = first >= 0 and _leads_in(document, document.blocks[first])
    start = lead_start if leads_in else _sentence_start(document, document.blocks[first + 1])
    items = _items_after(document, first)
    if question.wanted == "list":
        run = _whole_list(document, start, items)
        if reading.end <= run[1]:
            return run
        return _whole_list(document, reading.start, _items_after(document, at - 1))
    short = (
        leads_in
        and bool(items)
        and _words(document, start, items[-1].end) <= _MOST_SHORT_LIST_WORDS
    )
    if short and question.wanted not in _ONE_THING:
        return _whole_list(document, start, items)
    if leads_in and _words(document, lead_start, reading.end) <= _MOST_WORDS:
        return lead_start, reading.end
    return reading.start, reading.end


def _leads_in(document: Document, block: Block) -> bool:
    return block.role == "paragraph" and document.text[: block.end].rstrip().endswith(":")


def _whole_list(document: Document, start: int, items: Sequence[Block]) -> tuple[int, int]:
    end = start
    for item in items:
        item_end = sentence_spans(document, item)[-1][1]
        if end > start and _words(document, start, item_end) > _MOST_LIST_WORDS:
            break
        end = item_end
    return start, end


def _items_after(document: Document, at: int) -> list[Block]:
    """The items that follow a lead-in; in a text without bullets, its short lines."""
    items = []
    led_in = document.text[: document.blocks[at].end].rstrip().endswith(":")
    for block in document.blocks[at + 1 :]:
        if block.role != "item" and not (led_in and _is_line_of_list(document, block)):
            break
        items.append(block)
    return items if len(items) > 1 or any(item.role == "item" for item in items) else []


def _is_line_of_led_list(document: Document, at: int) -> bool:
    if not _is_line_of_list(document, document.blocks[at]):
        return False
    first = _before_list(document, at)
    leads_in = first >= 0 and _leads_in(document, document.blocks[first])
    return leads_in and bool(_items_after(document, first))


def _before_list(document: Document, at: int) -> int:
    """The block before the list, of items or of lines, that a block is in; -1 where none is."""
    lines = document.blocks[at].role != "item"
    while at >= 0:
        block = document.blocks[at]
        if block.role != "item" and not (lines and _is_line_of_list(document, block)):
            break
        at -= 1
    return at


def _is_line_of_list(document: Document, block: Block) -> bool:
    text = document.without_marks(block.start, block.end).strip()
    is_line = block.role == "paragraph" and len(text.split()) <= _MOST_LINE_WORDS
    return is_line and (text[:1].islower() or not text.endswith((*_FULL_STOPS, ":")))


def _with_sentence_before(document: Document, at: int, reading: Reading) -> tuple[int, int]:
    """What points back ("This ...") comes with the sentence before, what is said with who says it.

    Only if both are short.
    """
    block = document.blocks[at]
    text = document.text[reading.start : reading.end]
    is_said = text.startswith(_OPENING_QUOTES)
    if not (is_said or text.lower().startswith(POINTS_BACK)) or block.role not in ANSWERING_ROLES:
        return reading.start, reading.end
    before = [span for span in sentence_spans(document, block) if span[1] <= reading.start]
    if is_said and not before and at:
        # A quotation set off as a paragraph of its own: "Professor Grey told us:" stands above it.
        before = [
            span
            for span in sentence_spans(document, document.blocks[at - 1])
            if document.blocks[at - 1].role == "paragraph"
            and document.text[slice(*span)].endswith(":")
        ]
    if before and _words(document, before[-1][0], reading.end) <= _MOST_WORDS:
        return before[-1][0], reading.end
    return reading.start, reading.end


def _block_at(document: Document, offset: int) -> int:
    return bisect_right(document.blocks, offset, key=lambda block: block.start) - 1


def _sentence_start(document: Document, block: Block) -> int:
    return sentence_spans(document, block)[0][0]


def _words(document: Document, start: int, end: int) -> int:
    return len(document.text[start:end].split())
