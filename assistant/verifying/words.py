"""Where the words of a citation stand in a document: the same words, whole words and numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from assistant.answer.citation import Citation, Span
from assistant.documents import Document

LONGEST = 20_000
"""Characters of a quote that is looked for with other white space, or by likeness."""

_SIGNS = ",.£$€<>≤≥~±+-\u2010\u2011\u2212\u2013"
_IN_NUMBERS = ",./-\u2010\u2011\u2212\u2013"
_IN_WORDS = "-\u2010\u2011'\u2019"


def stand(citation: Citation, now: Document, *, own: bool = False) -> bool:
    """Whether the words stand just where they were quoted from; a table writes them on one line.

    `own`: the citation is of this program's own records, so that its footnote marks are known.
    """
    start, end = citation.start, citation.end
    if not 0 <= start < end <= len(now.text) or not whole(now.text, start, end):
        return False
    if now.text[start:end] == citation.text:
        return True
    if end - start > LONGEST:
        return False
    without = now.without_marks(start, end).split()
    words = citation.text.split()
    # All of the document's marks or none: whoever wrote the citation is not asked which are marks.
    return words in (now.text[start:end].split(), without) or (
        own and without == _without_own_marks(citation)
    )


def found(citation: Citation, now: Document, *, own: bool = False) -> list[Span]:
    """Where the words stand: exactly, else but for white space and the document's footnote marks.

    `own` as for `stand`: then the marks may have other numbers now.
    """
    exactly = [span for span in _occurrences(citation.text, now.text) if whole(now.text, *span)]
    if exactly or len(citation.text) > LONGEST:
        return exactly
    words, without = citation.text.split(), _without_marks(now)
    spans = {*_spaced(words, now.text), *_spaced(words, without)}
    if own:
        spans.update(_spaced(_without_own_marks(citation), without))
    return sorted(spans)


def whole(text: str, start: int, end: int) -> bool:
    """Whether words begin and end where words do: "5% of staff" is not said by "15% of staff"."""
    return not (_cuts(text, start) or _cuts(text, end))


def _cuts(text: str, at: int) -> bool:
    """Whether a word or a number goes on from one side of a place to the other."""
    around = text[max(at - 2, 0) : at].rjust(2) + text[at : at + 2].ljust(2)
    further, before, after, beyond = (around[each] for each in range(4))
    if before.isalnum() and after.isalnum():
        return True
    if after.isdigit() and before in _SIGNS:
        return True
    if before.isdigit() and (after == "%" or (after in _IN_NUMBERS and beyond.isdigit())):
        return True
    return (before.isalnum() and after in _IN_WORDS and beyond.isalnum()) or (
        further.isalnum() and before in _IN_WORDS and after.isalnum()
    )


def _without_own_marks(citation: Citation) -> list[str]:
    text = citation.text
    for start, end in citation.marks:
        if 0 <= start <= end <= len(text):
            text = text[:start] + " " * (end - start) + text[end:]
    return text.split()


def _occurrences(words: str, text: str) -> Iterator[Span]:
    at = text.find(words)
    while at >= 0:
        yield (at, at + len(words))
        at = text.find(words, at + 1)


def _spaced(words: list[str], text: str) -> Iterator[Span]:
    pattern = r"\s+".join(map(re.escape, words)) or r"(?!)"
    for match in re.finditer(pattern, text):
        if whole(text, *match.span()):
            yield match.span()


@lru_cache(maxsize=4)
def _without_marks(document: Document) -> str:
    return document.without_marks(0, len(document.text))
