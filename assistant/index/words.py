"""The words of the corpus: how rare each is, and what its acronyms stand for."""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

import snowballstemmer

_WORD = re.compile(r"[^\W_]+(?:[’'][^\W_]+)?")
_POSSESSIVE = re.compile(r"[’']s?$")
_ACRONYM = re.compile(r"\(([A-Z][A-Za-z&]{1,7}s?)\)")
_own = threading.local()


def words_of(text: str) -> list[str]:
    """The words and figures of a text in lower case, a possessive 's left out."""
    words: list[str] = _WORD.findall(text.lower())
    if "'" in text or "’" in text:
        return [_POSSESSIVE.sub("", word) for word in words]
    return words


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """The English stem of a lower-case word (Snowball, Porter 2001)."""
    if not hasattr(_own, "stemmer"):  # it keeps the word that it works on: one for each thread
        _own.stemmer = snowballstemmer.stemmer("english")
    return str(_own.stemmer.stemWord(word.replace("’", "'")))


def count_words(texts: Iterable[str]) -> Counter[str]:
    """For each word, the number of texts that have it."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(set(words_of(text)))
    return counts


def find_meanings(texts: Iterable[str]) -> Counter[tuple[str, str]]:
    """What acronyms stand for, as the texts define them: "integrated care board (ICB)".

    The letters must be the initials of the words before the bracket, as in Schwartz and Hearst
    (2003), simplified. Counted as (acronym, what it stands for).
    """
    meanings: Counter[tuple[str, str]] = Counter()
    for text in texts:
        for match in _ACRONYM.finditer(text):
            short = match[1].rstrip("s") if match[1][:-1].isupper() else match[1]
            long = _long_form(short, text[max(0, match.start() - 120) : match.start()])
            if long is not None:
                meanings[short, long] += 1
    return meanings


def most_frequent(meanings: Mapping[tuple[str, str], int]) -> dict[str, str]:
    """Of the definitions of each acronym the most frequent, of equals the first by its letters."""
    by_letters = sorted(meanings.items(), reverse=True)
    return {short: long for (short, long), _ in sorted(by_letters, key=lambda one: one[1])}


_SMALL = frozenset({"and", "of", "for", "the", "in", "to", "on", "with", "by", "&", "a"})


def _long_form(short: str, before: str) -> str | None:
    letters = [letter.lower() for letter in short if letter.isalpha()]
    words = re.findall(r"[^\W_]+|&", before)
    at, letter = len(words), len(letters)
    while letter and at:
        at -= 1
        word = words[at].lower()
        if word[0] == letters[letter - 1]:
            letter -= 1
        elif word not in _SMALL:
            return None
    if letter or len(words) - at < 2:
        return None
    return " ".join(words[at:])


class Vocabulary:
    """The words of the corpus with how many of its passages have each."""

    def __init__(
        self, counts: Mapping[str, int], passages: int, stems: Mapping[str, int] | None = None
    ) -> None:
        """`stems` has for each stem the most passages that one word of it is in."""
        self.counts = counts
        self._passages = max(passages, 1)
        self._stems = stems if stems is not None else _most_by_stem(counts)

    def __contains__(self, word: str) -> bool:
        return stem(word) in self._stems

    def count(self, word: str) -> int:
        """How many passages have a word."""
        return self.counts.get(word.lower(), 0)

    def rarity(self, stemmed: str) -> float:
        """How much a stem tells, from 0 (every passage has it) to 1 (none has it)."""
        from math import log

        share = (self._stems.get(stemmed, 0) + 0.5) / (self._passages + 0.5)
        return min(1.0, log(share) / log(0.5 / (self._passages + 0.5)))

    def weight(self, stemmed: str) -> float:
        """What a stem counts where words are compared: its rarity, and a little in any case."""
        return self.rarity(stemmed) + 0.05

    def has(self, stemmed: str) -> bool:
        """Whether any word of the corpus has this stem."""
        return stemmed in self._stems

    def frequent(self, least: int) -> Sequence[str]:
        """The words that at least so many passages have."""
        return [word for word, count in self.counts.items() if count >= least]


def _most_by_stem(counts: Mapping[str, int]) -> dict[str, int]:
    stems: dict[str, int] = {}
    for word, count in counts.items():
        stems[stem(word)] = max(stems.get(stem(word), 0), count)
    return stems
