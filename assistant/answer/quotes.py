"""Readings become quotes: the shortest run of whole sentences that answers by itself."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from rapidfuzz import fuzz
from rapidfuzz.utils import default_process

from assistant.answer.question import Question
from assistant.answer.reader import Reading
from assistant.documents import ANSWERING_ROLES, Block, Document, Quote
from assistant.ingest.sentences import sentence_spans

_SAME = 82.0
"""Quotes whose words are alike to this degree (of 100) say the same thing."""
_MOST_WORDS = 60
_MOST_LIST_WORDS = 220
_NEEDS_BEFORE = ("this ", "these ", "it ", "they ", "those ", "such ", "he ", "she ", "that ")


def make_quotes(
    readings: Sequence[Reading], question: Question, most: int, *, worth: float
) -> tuple[Quote, ...]:
    """Up to `most` quotes that say different things, best first.

    A reading is left out when its score is more than `worth` below the best.
    """
    quotes: list[Quote] = []
    for reading in readings:
        if len(quotes) == most or (quotes and reading.score < readings[0].score - worth):
            break
        quote = _quote(reading, question)
        if not any(_says_the_same(quote, other) for other in quotes):
            quotes.append(quote)
    return tuple(quotes)


def _says_the_same(quote: Quote, other: Quote) -> bool:
    overlap = quote.start < other.end and other.start < quote.end
    if overlap and quote.document.path == other.document.path:
        return True
    return fuzz.token_set_ratio(quote.text, other.text, processor=default_process) >= _SAME


def _quote(reading: Reading, question: Question) -> Quote:
    document = reading.document
    start, end = _run(reading, question)
    key = reading.key
    if key is None or key[0] >= key[1] or not (start <= key[0] and key[1] <= end):
        key = (reading.start, reading.end)
    return Quote(document, start, end, key=(key[0] - start, key[1] - start), score=reading.score)


def _run(reading: Reading, question: Question) -> tuple[int, int]:
    document = reading.document
    at = _block_at(document, reading.start)
    block = document.blocks[at]
    if block.role == "item":
        return _list_run(document, at, reading, question)
    if document.text[reading.start : reading.end].rstrip().endswith(":"):
        items = _items_after(document, at)
        if items and block.end - reading.end < 2:
            return _whole_list(document, reading.start, items)
    return _with_sentence_before(document, block, reading)


def _list_run(document: Document, at: int, reading: Reading, question: Question) -> tuple[int, int]:
    """For an item: the whole list if a list is wanted, else the item, from its lead-in if near."""
    first = at
    while first >= 0 and document.blocks[first].role == "item":
        first -= 1
    lead_start = sentence_spans(document, document.blocks[first])[-1][0] if first >= 0 else 0
    leads_in = first >= 0 and _leads_in(document, document.blocks[first])
    if question.wanted == "list":
        start = lead_start if leads_in else _sentence_start(document, document.blocks[first + 1])
        run = _whole_list(document, start, _items_after(document, first))
        if reading.end <= run[1]:
            return run
        return _whole_list(document, reading.start, _items_after(document, at - 1))
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
    items = []
    for block in document.blocks[at + 1 :]:
        if block.role != "item":
            break
        items.append(block)
    return items


def _with_sentence_before(document: Document, block: Block, reading: Reading) -> tuple[int, int]:
    """A sentence that points back ("This ...") comes with the one before, if both are short."""
    text = document.text[reading.start : reading.end]
    if not text.lower().startswith(_NEEDS_BEFORE) or block.role not in ANSWERING_ROLES:
        return reading.start, reading.end
    spans = sentence_spans(document, block)
    before = [span for span in spans if span[1] <= reading.start]
    if before and _words(document, before[-1][0], reading.end) <= _MOST_WORDS:
        return before[-1][0], reading.end
    return reading.start, reading.end


def _block_at(document: Document, offset: int) -> int:
    return bisect_right(document.blocks, offset, key=lambda block: block.start) - 1


def _sentence_start(document: Document, block: Block) -> int:
    return sentence_spans(document, block)[0][0]


def _words(document: Document, start: int, end: int) -> int:
    return len(document.text[start:end].split())
