"""BM25 over the words in the database, with the fields and weights of index/folder/lexical.py."""

from __future__ import annotations

import threading
from collections import Counter, OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assistant.index.postgres.postings import (
    Numbers,
    around,
    stems_of,
    unpack_lengths,
    unpack_places,
    words_in,
)

_AROUND_WEIGHT = 0.3
"""That of index/folder/lexical.py: a test compares."""
Scores = npt.NDArray[np.float32]

_K1, _B = 1.2, 0.75
"""Robertson and Zaragoza (2009), as tantivy has them."""
_REMEMBERED = 32_000_000
"""So many bytes of what words score are kept, those last asked for: questions share words."""


def _steps() -> Scores:
    """The lengths that tantivy tells apart, as Lucene does: each to 40, then eight of each step."""
    steps = list(range(41))
    for step in range(1, 24):
        steps += [steps[-1] + (one + 1) * 2**step for one in range(8)]
    return np.array(steps, np.float32)


_STEPS = _steps()


@dataclass(frozen=True, slots=True)
class _Field:
    """One of the two fields: how many words each passage has in it, and on average."""

    lengths: Scores
    average: float

    def score(self, times: Scores, at: Numbers, total: int) -> Scores:
        """The BM25 of one stem that stands `times` in the passages `at`, of `total`."""
        rarity = np.log1p((total - len(at) + 0.5) / (len(at) + 0.5))
        norm = _K1 * (1 - _B + _B * self.lengths[at] / self.average)
        return np.asarray(rarity * (1 + _K1) * times / (times + norm), np.float32)


class Ranked:
    """The words of one version's passages or statements. Threads share it."""

    def __init__(
        self,
        lengths: Sequence[bytes],
        first: Numbers,
        fetch: Callable[[Sequence[str]], Sequence[tuple[str, int, bytes]]],
    ) -> None:
        """Take the lengths of the documents in order of path, as they are packed.

        `first` are the positions of the first passage of each document, and after them of the end.
        `fetch` returns the rows of stems: the stem, the document's rank by path, the places.
        """
        both = [unpack_lengths(packed) for packed in lengths]
        own = np.concatenate([one for one, _ in both]) if both else np.zeros(0, np.int64)
        texts = np.concatenate([one for _, one in both]) if both else np.zeros(0, np.int64)
        self._first = first
        self._total = int(first[-1])
        self._fields = tuple(
            _Field(
                _STEPS[np.searchsorted(_STEPS, one, side="right") - 1],
                max(float(one.mean()), 1e-9) if len(one) else 1.0,
            )
            for one in (own, around(texts, first[:-1]))
        )
        self._fetch = fetch
        self._scores: OrderedDict[str, tuple[Numbers, Scores]] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def search(
        self, words: Sequence[str], count: int, allowed: npt.NDArray[np.bool_] | None = None
    ) -> list[tuple[int, float]]:
        """The positions of passages that share words with a question, with their BM25, best first.

        `allowed` says of each position whether it may be found. Of passages that score the same
        the first in order of path and place comes first.
        """
        # As with tantivy a word that a question has twice counts once, two of one stem twice.
        each = dict.fromkeys(one for word in words for one in words_in(word))
        stems = Counter(one for word in each for one in stems_of(word))
        if not stems or not self._total or count <= 0:
            return []
        self._look_up([one for one in stems if one not in self._scores])
        scores = np.zeros(self._total, np.float32)
        for one, times in stems.items():
            at, values = self._scores_of(one)
            scores[at] += times * values
        if allowed is not None:
            scores[~allowed] = 0
        found = np.flatnonzero(scores)
        if len(found) > count:
            least = np.partition(scores[found], -count)[-count]
            found = found[scores[found] >= least]
        found = found[np.argsort(-scores[found], kind="stable")][:count]
        return [(int(at), float(scores[at])) for at in found]

    def _scores_of(self, one: str) -> tuple[Numbers, Scores]:
        with self._lock:
            there = self._scores.get(one)
            if there is not None:
                self._scores.move_to_end(one)
                return there
        return self._look_up([one])[one]  # it was let go meanwhile

    def _look_up(self, stems: Sequence[str]) -> dict[str, tuple[Numbers, Scores]]:
        if not stems:
            return {}
        rows: dict[str, list[tuple[int, bytes]]] = {one: [] for one in stems}
        for one, rank, places in self._fetch(stems):
            rows[one].append((rank, places))
        found = {one: self._scored(of_documents) for one, of_documents in rows.items()}
        with self._lock:
            for one, scored in found.items():
                if one not in self._scores:
                    self._scores[one] = scored
                    self._bytes += 12 * len(scored[0])
            while self._bytes > _REMEMBERED and len(self._scores) > len(stems):
                self._bytes -= 12 * len(self._scores.popitem(last=False)[1][0])
        return found

    def _scored(self, rows: Sequence[tuple[int, bytes]]) -> tuple[Numbers, Scores]:
        """The positions where a stem counts, in its two fields, and what it scores there."""
        if not rows:
            return np.zeros(0, np.int64), np.zeros(0, np.float32)
        ranks = np.array([rank for rank, _ in rows], np.int64)
        sizes = np.array([len(packed) // 4 for _, packed in rows], np.int64)
        places, in_text, in_heading = unpack_places(b"".join(packed for _, packed in rows))
        starts, ends = (
            np.repeat(self._first[ranks], sizes),
            np.repeat(self._first[ranks + 1], sizes),
        )
        at = starts + places
        order = np.argsort(at, kind="stable")
        at, in_text, in_heading = at[order], in_text[order], in_heading[order]
        starts, ends = starts[order], ends[order]
        beside = np.concatenate(((at - 1)[at > starts], (at + 1)[at + 1 < ends]))
        times = np.concatenate((in_text[at > starts], in_text[at + 1 < ends]))
        counted = times > 0
        near, where = np.unique(beside[counted], return_inverse=True)
        times_near = np.bincount(where, times[counted], len(near))
        text, surroundings = self._fields
        own = text.score((in_text + in_heading).astype(np.float32), at, self._total)
        other = _AROUND_WEIGHT * surroundings.score(
            times_near.astype(np.float32), near, self._total
        )
        positions, where = np.unique(np.concatenate((at, near)), return_inverse=True)
        return positions, np.asarray(
            np.bincount(where, np.concatenate((own, other)), len(positions)), np.float32
        )
