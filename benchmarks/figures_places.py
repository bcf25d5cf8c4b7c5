"""Where a gold figure stands: on a page, or in a run of words where the file has no pages.

The evaluation documents are not in this repository. A figure is found by its page and by the number
as it is printed; a page-less file's run of words by hashes of its first and last words, so that
no text is kept and no offset goes stale when the reading of files improves.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from assistant.documents import Document

Span = tuple[int, int]
_HASHED = 8  # words at either end of a run


@dataclass(frozen=True, slots=True)
class Place:
    """A page by its number, or the run of words between two hashes."""

    document: str
    page: int | None = None
    first: str | None = None
    last: str | None = None

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Place:
        """A place as it stands in a gold file."""
        return cls(row["document"], row.get("page"), row.get("first"), row.get("last"))

    def holds(self, document: Document) -> tuple[Span, ...]:
        """The stretches of the document's text that stand here, in order.

        Raises:
            LookupError: the document has no such place: it is another edition.
        """
        if self.page is not None:
            return _on_page(document, self.page)
        return (find_run(document, self.first or "", self.last or ""),)


def hashed(words: Sequence[str]) -> str:
    """Words as they are kept: nothing can be read from it, and another edition is noticed."""
    return hashlib.sha256(" ".join(words).encode()).hexdigest()[:16]


def find(document: Document, within: Sequence[Span], printed: str) -> list[Span]:
    """Where a number stands as it is printed, in the order of the text.

    White space and kinds of dashes do not count; a part of a longer number or word is not it.
    """
    written = r"\s+".join(
        re.sub(r"[-‐‑‒–—]", "[-‐‑‒–—]", re.escape(word).replace(r"\-", "-"))
        for word in printed.split()
    )
    number = re.compile(rf"(?<!\w)(?<!\d[.,]){written}(?!\w)(?![.,]\d)", re.IGNORECASE)
    return [
        (start + found.start(), start + found.end())
        for start, end in within
        for found in number.finditer(document.text[start:end])
    ]


def _on_page(document: Document, page: int) -> tuple[Span, ...]:
    if document.layout is None:
        raise LookupError(f"{document.path} has no pages")
    here = np.flatnonzero(document.layout.page == page)
    if not len(here):
        raise LookupError(f"{document.path} has nothing on page {page}")
    # White space has no page: a gap of it does not end a stretch.
    ends = np.flatnonzero(np.diff(here) > 1)
    starts = [int(here[0]), *(int(here[at + 1]) for at in ends)]
    stops = [*(int(here[at]) + 1 for at in ends), int(here[-1]) + 1]
    joined: list[Span] = []
    for start, stop in zip(starts, stops, strict=True):
        if joined and not document.text[joined[-1][1] : start].strip():
            joined[-1] = (joined[-1][0], stop)
        else:
            joined.append((start, stop))
    return tuple(joined)


def find_run(document: Document, first: str, last: str, page: int | None = None) -> Span:
    """The run of words between two hashes, on a page where one is named.

    Raises:
        LookupError: the document has no such run: it is another edition.
    """
    text = document.text
    spans = _on_page(document, page) if page is not None else ((0, len(text)),)
    words = [
        (found.group().casefold(), (start + found.start(), start + found.end()))
        for start, end in spans
        for found in re.finditer(r"\w+", text[start:end])
    ]
    stops = _matching(words, last)
    runs = [
        (start, stop)
        for start in _matching(words, first)
        for stop in [next((at for at in stops if at >= start), None)]
        if stop is not None
    ]
    if not runs:
        raise LookupError(f"{document.path} has no run that begins with {first}")
    # The first words may stand in several places; the nearest to the last ones are meant.
    first_word, last_word = min(runs, key=lambda run: run[1] - run[0])
    start, end = words[first_word][1][0], words[last_word + _HASHED - 1][1][1]
    # A sign that is not of a word ("£", "%") belongs to its number.
    while start and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return start, end


def _matching(words: Sequence[tuple[str, Span]], digest: str) -> list[int]:
    return [
        at
        for at in range(len(words) - _HASHED + 1)
        if hashed([word for word, _ in words[at : at + _HASHED]]) == digest
    ]
