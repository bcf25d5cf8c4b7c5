"""When a document was published, by its first pages."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.ingest.dates import DATE, MONTH, is_dated, iso_date
from assistant.ingest.draft import DraftBlock

_PUBLISHED = re.compile(
    r"(?:date published|publication date|published date|date of publication|published(?: on)?|"
    r"date issued|issued(?: on)?|publication)\s*:?\s*(?:[A-Z]\w+day,? )?(?=\d|[A-Z])",
    re.IGNORECASE,
)
_NO_DATE = re.compile(
    r"\b(?:updated|until|since|from|by|to|between|in|of|on|meeting|review)\W+(?:\d{1,2} )?"
    r"\w+ \d{4}$",
    re.IGNORECASE,
)


def published_on(first: Sequence[DraftBlock]) -> str | None:
    """The date of publication in ISO form, as exact as it is printed; None where none is."""
    date = _first_date(first)
    if date is None or len(date) != 7:
        return date
    # A title page often gives the month, and the page behind it the day.
    short = [block.text for block in first[:40] if len(block.text.split()) <= 20]
    days = {iso_date(text[match.start() :]) for text in short for match in DATE.finditer(text)}
    exact = {day for day in days if day and len(day) == 10 and day.startswith(date)}
    return exact.pop() if len(exact) == 1 else date


def _first_date(first: Sequence[DraftBlock]) -> str | None:
    for block in first:
        for match in _PUBLISHED.finditer(block.text[:300]):
            date = iso_date(block.text[match.end() : match.end() + 40])
            if date and DATE.match(block.text, match.end()):
                return date
    for block in first[:40]:
        if is_dated(block.text) and "updated" not in block.text.lower():
            return iso_date(block.text)
    for block in first[:40]:
        ending = re.search(rf"[,|–-] (?=(?:\d{{1,2}} )?{MONTH} \d{{4}}$)", block.text, re.I)
        if ending and len(block.text.split()) <= 12:
            return iso_date(block.text[ending.end() :])
    for block in first[:6]:
        # The last line of a title: "for England 27 July 2015".
        ending = re.search(rf"(?:\d{{1,2}} )?{MONTH} \d{{4}}$", block.text, re.I)
        if ending and len(block.text.split()) <= 12 and not _NO_DATE.search(block.text):
            return iso_date(block.text[ending.start() :])
    copyright_ = [re.search(r"(?:©|\bcopyright\b)\D{0,30}((?:19|20)\d\d)\b", b.text) for b in first]
    return next((match[1] for match in copyright_ if match), None)
