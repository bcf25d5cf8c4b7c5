"""Texts as quoting sees them: case, spaces, dashes, quotation marks and ligatures do not count.

The words are written without anything between them, so that "long-term", "long term" and a word
broken at a line end are the same. A number stands between signs of its own with what its value
hangs on, so that "10 beds" is not found in "110 beds", nor "1.5" in "15".
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field

_TOKEN = re.compile(
    r"(?P<number>(?:(?<=[\s(])[-−](?=\d))?\d+(?:[.,]\d+)*)|(?P<word>[^\W\d_]+)"
    r"|(?P<sign>[%£$€]|[<≤≥±](?=\s?[£$€]?\d)|(?<![^\s(])[-−](?=[£$€]\d)"
    # A ">" and a space begin the lines of a block quotation.
    r"|>(?=[£$€]?\d)|(?<=[^\n])>(?=\s[£$€]?\d))"
)
_EDGE = "#"


@dataclass(frozen=True, slots=True)
class Word:
    """A word, number or sign of a text, `text[start:end]`, as it is compared."""

    folded: str
    start: int
    end: int


def words_in(text: str) -> Iterator[Word]:
    """The words, numbers and signs (%, £) of a text, in order."""
    for match in _TOKEN.finditer(text):
        folded = unicodedata.normalize("NFKC", match[0]).casefold().replace("−", "-")
        if match["number"]:
            folded = f"{_EDGE}{re.sub(r',(?=[0-9]{3}(?![0-9]))', '', folded)}{_EDGE}"
        yield Word(folded, match.start(), match.end())


@dataclass(frozen=True, slots=True)
class Folded:
    """A whole text folded: `letters`, and from which words they come."""

    letters: str
    words: tuple[Word, ...]
    starts: list[int] = field(repr=False)

    @classmethod
    def of(cls, text: str) -> Folded:
        """Fold a text."""
        words = tuple(words_in(text))
        starts, at = [], 0
        for word in words:
            starts.append(at)
            at += len(word.folded)
        return cls("".join(word.folded for word in words), words, starts)

    def find(self, folded: Folded, since: int = 0, until: int | None = None) -> range | None:
        """Where the words of another text stand here whole, as numbers of words; None: nowhere.

        `since` and `until` are numbers of words as well.
        """
        if not folded.letters:
            return None
        low = self.starts[since] if since < len(self.starts) else len(self.letters)
        high = len(self.letters) if until is None else self._letter(until)
        at = self.letters.find(folded.letters, low, high)
        while at >= 0:
            end = at + len(folded.letters)
            first, after = bisect_left(self.starts, at), bisect_left(self.starts, end)
            if self._letter(first) == at and self._letter(after) == end:
                return range(first, after)
            at = self.letters.find(folded.letters, at + 1, high)
        return None

    def span(self, words: range) -> tuple[int, int]:
        """Where some of the words stand in the text."""
        return self.words[words.start].start, self.words[words.stop - 1].end

    def between(self, start: int, end: int) -> range:
        """The words that stand in a part of the text."""
        return range(
            bisect_left(self.words, start, key=lambda word: word.start),
            bisect_left(self.words, end, key=lambda word: word.start),
        )

    def part(self, words: range) -> str:
        """The letters of some of the words."""
        return self.letters[self._letter(words.start) : self._letter(words.stop)]

    def word_at(self, letter: int) -> int:
        """The number of the word that has a letter."""
        at = bisect_left(self.starts, letter)
        return at if at < len(self.starts) and self.starts[at] == letter else max(at - 1, 0)

    def _letter(self, word: int) -> int:
        return self.starts[word] if word < len(self.starts) else len(self.letters)
