"""How the vectors of a version are written; those of the version before are shared where possible.

See `dense.py` for the files.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from assistant.index.embedder import Vectors
from assistant.index.folder.dense import (
    BASE,
    BASE_IDS,
    IDS,
    VECTORS,
    DenseIndex,
    Ids,
    Mask,
    as_ids,
    faiss_here,
    rows_of,
    with_numbers,
)
from assistant.index.rows import PLACES
from assistant.index.writing import share

VectorsOf = Callable[[int], Vectors]
"""The vectors of the document with a number, by place."""

_TAIL = 0.03
"""When what came last and what was dropped is so much of the base, it is made anew."""
_LISTS = 2.0
"""So many lists, times the root of the number of vectors (Johnson, Douze and Jégou 2017)."""
_TRAINED_ON = 40
"""So many vectors for each list teach where the lists lie."""
_AT_ONCE = 50_000
FLAT_UP_TO = 100_000
"""To compare so many vectors takes ten milliseconds."""


def write_dense(
    folder: Path, counts: Mapping[int, int], vectors_of: VectorsOf, dimensions: int,
    before: Path | None = None,
) -> None:  # fmt: skip
    """Write the vectors of documents into a new folder.

    `counts` has the number of each document, in order, with how many vectors it has; `before` is
    the folder of a version in which a number is of the same document, None where there is none.
    """
    folder.mkdir()
    old = _Before.load(before, vectors_of)
    if sum(counts.values()) <= FLAT_UP_TO:
        _flat(counts, old.vectors_of, dimensions).save(folder)
        return
    kept = old.numbers & counts.keys()
    came = {number: count for number, count in counts.items() if number not in kept}
    live = with_numbers(old.ids, kept)
    if before is not None and kept:
        tail = _flat(came, old.vectors_of, dimensions)
        if len(tail) + int((~live).sum()) <= _TAIL * len(old.ids):
            for name in (BASE, BASE_IDS):
                share(before / name, folder / name)
            tail.save(folder)
            return
        index = faiss_here().read_index(str(before / BASE))
        if _still_suits(index, int(live.sum()) + len(tail)):
            ids = _merge(index, old.ids, live, tail)
        else:
            ids, index = _trained(counts, old.vectors_of, dimensions)
    else:
        ids, index = _trained(counts, old.vectors_of, dimensions)
    faiss_here().write_index(index, str(folder / BASE))
    np.save(folder / BASE_IDS, ids)
    DenseIndex(as_ids([]), np.zeros((0, dimensions), np.float32)).save(folder)


class _Before:
    """What the version before has: the ids of its base, and the vectors that came after it."""

    def __init__(self, ids: Ids, tail: DenseIndex | None, vectors_of: VectorsOf) -> None:
        self.ids = ids
        self.numbers: set[int] = set(np.unique(ids >> PLACES).tolist())
        self._tail = tail
        self._read = vectors_of

    @classmethod
    def load(cls, folder: Path | None, vectors_of: VectorsOf) -> _Before:
        if folder is None:
            return cls(as_ids([]), None, vectors_of)
        ids = np.load(folder / BASE_IDS) if (folder / BASE).exists() else as_ids([])
        vectors = np.load(folder / VECTORS)
        return cls(ids, DenseIndex(np.load(folder / IDS), vectors), vectors_of)

    def vectors_of(self, number: int) -> Vectors:
        """The vectors of a document: from here, or else from its record."""
        if self._tail is not None:
            rows = rows_of(self._tail._ids, [number])
            if len(rows):
                return self._tail._vectors[rows]
        return self._read(number)


def _still_suits(index: Any, count: int) -> bool:  # noqa: ANN401
    made_for = (index.nlist / _LISTS) ** 2
    return bool(0.4 * made_for <= count <= 2.5 * made_for)


def _merge(index: Any, old: Ids, live: Mask, came: DenseIndex) -> Ids:  # noqa: ANN401
    """Take what was dropped out of the lists, and put what came last into them."""
    faiss = faiss_here()
    if not live.all():
        moved = np.cumsum(live, dtype=np.int64) - 1
        before, after = index.invlists, faiss.ArrayInvertedLists(index.nlist, index.code_size)
        for number in range(index.nlist):
            size = before.list_size(number)
            if not size:
                continue
            rows = faiss.rev_swig_ptr(before.get_ids(number), size)
            codes = faiss.rev_swig_ptr(before.get_codes(number), size * index.code_size)
            stay = live[rows]
            own = np.ascontiguousarray(moved[rows[stay]])
            kept = np.ascontiguousarray(codes.reshape(size, -1)[stay])
            after.add_entries(number, len(own), faiss.swig_ptr(own), faiss.swig_ptr(kept))
        index.replace_invlists(after, True)
        after.this.disown()
        index.ntotal = int(live.sum())
    first = int(index.ntotal)
    if len(came):
        rows = np.arange(first, first + len(came), dtype=np.int64)
        index.add_with_ids(np.ascontiguousarray(came._vectors), rows)
    return np.concatenate([old[live], came._ids])


def _trained(counts: Mapping[int, int], vectors_of: VectorsOf, dimensions: int) -> tuple[Ids, Any]:
    """Lists for all vectors, taught by a part of them, spread evenly."""
    faiss = faiss_here()
    count = sum(counts.values())
    lists = max(1, int(_LISTS * count**0.5))
    step = max(1, count // (lists * _TRAINED_ON))
    some = [vectors_of(number)[number % step :: step] for number in counts if counts[number]]
    index = faiss.IndexIVFScalarQuantizer(
        faiss.IndexFlatIP(dimensions), dimensions, lists,
        faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT, False,
    )  # fmt: skip
    index.cp.spherical = True
    index.cp.niter = 8
    index.cp.min_points_per_centroid = 1
    index.train(np.concatenate(some))
    row = 0
    for vectors in _together(counts, vectors_of):
        index.add_with_ids(vectors, np.arange(row, row + len(vectors), dtype=np.int64))
        row += len(vectors)
    return _ids_of(counts), index


def _together(counts: Mapping[int, int], vectors_of: VectorsOf) -> Iterator[Vectors]:
    waiting: list[Vectors] = []
    for number, count in counts.items():
        if count:
            waiting.append(vectors_of(number))
        if sum(map(len, waiting)) >= _AT_ONCE:
            yield np.concatenate(waiting)
            waiting = []
    if waiting:
        yield np.concatenate(waiting)


def _flat(counts: Mapping[int, int], vectors_of: VectorsOf, dimensions: int) -> DenseIndex:
    vectors = [np.zeros((0, dimensions), np.float32)]
    vectors += [vectors_of(number) for number, count in counts.items() if count]
    return DenseIndex(_ids_of(counts), np.concatenate(vectors))


def _ids_of(counts: Mapping[int, int]) -> Ids:
    ids = [(number << PLACES) + np.arange(count) for number, count in counts.items()]
    return np.concatenate([as_ids([]), *ids])
