"""Words of passages as they are kept: for each stem of a document, where it stands and how often.

One row for a stem and a document rather than for each passage: a question reads a handful of rows,
and BM25 over them takes numpy a few milliseconds. What stands around a passage is that before and
after it, so it is not kept again.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from assistant.index.words import stem

Numbers = npt.NDArray[np.int64]

_WORD = re.compile(r"[^\W_]+")
_LONGEST = 40
"""Longer words, in bytes, are left out, as tantivy's tokeniser does."""
_MOST = 63
"""So many times a word counts in a passage and in its headings: six bits each."""
_LONG = 0xFFFF


def words_in(text: str) -> list[str]:
    """The words of a text as they are searched, in order."""
    return _WORD.findall(text.lower())


def stems_of(text: str) -> list[str]:
    """The stems of the words of a text, in order."""
    return [one for one in map(_stem, words_in(text)) if one]


@lru_cache(maxsize=200_000)
def _stem(word: str) -> str:
    return stem(word) if len(word.encode()) < _LONGEST else ""


@lru_cache(maxsize=16)
def _stems_above(heading: str) -> Counter[str]:
    return Counter(stems_of(heading))  # many passages in a row have the same


def pack_words(passages: Iterable[tuple[str, str]]) -> tuple[dict[str, bytes], bytes]:
    """The places of each stem of a document, and the lengths of its passages.

    `passages` are (heading, text) by place. A place is a number of 32 bits: the passage, then how
    often the stem stands in its text and in its headings. A length is two of 16 bits: the words of
    both together, and of the text alone.
    """
    places: dict[str, list[int]] = defaultdict(list)
    lengths: list[int] = []
    for place, (heading, text) in enumerate(passages):
        above, own = _stems_above(heading), Counter(stems_of(text))
        for one in above | own:
            counted = min(own[one], _MOST) << 6 | min(above[one], _MOST)
            places[one].append(place << 12 | counted)
        lengths += (min(above.total() + own.total(), _LONG), min(own.total(), _LONG))
    packed = {one: np.array(found, "<u4").tobytes() for one, found in places.items()}
    return packed, np.array(lengths, "<u2").tobytes()


def unpack_places(packed: bytes) -> tuple[Numbers, Numbers, Numbers]:
    """The passages, and the times in their texts and headings, of what `pack_words` packed."""
    numbers = np.frombuffer(packed, "<u4").astype(np.int64)
    return numbers >> 12, numbers >> 6 & _MOST, numbers & _MOST


def unpack_lengths(packed: bytes) -> tuple[Numbers, Numbers]:
    """The words of passages with headings and without, of what `pack_words` packed."""
    lengths = np.frombuffer(packed, "<u2").astype(np.int64).reshape(-1, 2)
    return lengths[:, 0], lengths[:, 1]


def around(values: Numbers, first: Sequence[int] | Numbers) -> Numbers:
    """For each passage the sum over the one before and the one after it in its document.

    `first` are the positions of the first passages of the documents.
    """
    before = np.concatenate(([0], values[:-1]))
    after = np.concatenate((values[1:], [0]))
    starts = np.asarray(first, np.int64)
    starts = starts[starts < len(values)]
    before[starts] = 0
    after[starts[starts > 0] - 1] = 0
    return before + after
