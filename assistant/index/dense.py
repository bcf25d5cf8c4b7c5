"""Nearest passages by meaning: all vectors compared, or beyond 100,000 inverted lists by FAISS.

    ids.npy, vectors.npy     compared one by one (float32): all there are, or what came last
    base.npy, base.faiss     the ids and the lists of the others, which are never written into

The vectors of the base are kept in half precision (2 bytes a number). What was dropped since stays
in it, and is passed over. When what came last or was dropped is too much, a new base is made.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from assistant.index.embedder import Vectors
from assistant.index.face import PLACES
from assistant.index.writing import share

Ids = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]
VectorsOf = Callable[[int], Vectors]
"""The vectors of the document with a number, by place."""

IDS, _VECTORS = "ids.npy", "vectors.npy"
_BASE_IDS, BASE = "base.npy", "base.faiss"

_TAIL = 0.03
"""When what came last and what was dropped is so much of the base, it is made anew."""
_LISTS = 2.0
"""So many lists, times the root of the number of vectors (Johnson, Douze and Jégou 2017)."""
_PROBED = 128
"""So many lists are searched: see docs/decisions/0026 for what more and fewer find."""
_TRAINED_ON = 40
"""So many vectors for each list teach where the lists lie."""
_FEW = 20_000
"""Of so many passages that a filter leaves, all are compared."""
_SLACK = 32
_AT_ONCE = 50_000
FLAT_UP_TO = 100_000
"""To compare so many vectors takes ten milliseconds."""


class DenseIndex:
    """Finds passages by the cosine of their vectors."""

    def __init__(self, ids: Ids, vectors: Vectors, base: _Base | None = None) -> None:
        """Ids in order, and their vectors, shape (passages, dimensions).

        Raises:
            ValueError: there are not as many ids as vectors.
        """
        if len(ids) != len(vectors):
            raise ValueError(f"{len(ids)} ids for {len(vectors)} vectors")
        self._ids = ids
        self._vectors = vectors
        self._base = base

    @classmethod
    def load(cls, folder: Path, live: Collection[int] | None = None) -> DenseIndex:
        """Open what `save` or `write_dense` has written, by memory map.

        `live` are the numbers of the documents that there are: others of the base are passed over.

        Raises:
            ValueError, RuntimeError, OSError: it cannot be read.
        """
        ids = np.load(folder / IDS)
        vectors = np.load(folder / _VECTORS, mmap_mode="r" if len(ids) else None)
        base = _Base.load(folder, live) if (folder / BASE).exists() else None
        return cls(ids, np.asarray(vectors), base)

    def save(self, folder: Path) -> None:
        """Write what is compared one by one into a folder."""
        folder.mkdir(exist_ok=True)
        np.save(folder / IDS, self._ids)
        np.save(folder / _VECTORS, np.ascontiguousarray(self._vectors, np.float32))

    def __len__(self) -> int:
        return len(self._ids) + (len(self._base) if self._base is not None else 0)

    def search(
        self, vector: Vectors, count: int, only: Collection[int] | None = None
    ) -> list[tuple[int, float]]:
        """The passages nearest to one vector, as (id, cosine), nearest first, then by id.

        `only` restricts the search to the documents with these numbers.
        """
        vector = np.ascontiguousarray(vector, np.float32).reshape(-1)
        rows = None if only is None else _rows_of(self._ids, only)
        found = _compared(self._ids, self._vectors, vector, count, rows)
        if self._base is not None:
            found += self._base.search(vector, count, only)
            found.sort(key=lambda hit: (-hit[1], hit[0]))
        return found[:count]

    def vectors(self, identities: Sequence[int]) -> dict[int, Vectors]:
        """The vectors of some passages, by id; ids that there are not are left out."""
        found: dict[int, Vectors] = {}
        if len(self._ids):
            wanted = np.array(identities, np.int64)
            at = np.minimum(np.searchsorted(self._ids, wanted), len(self._ids) - 1)
            for identity, row, there in zip(identities, at, self._ids[at] == wanted, strict=True):
                if there:
                    found[identity] = np.array(self._vectors[row])
        if self._base is not None and len(found) < len(identities):
            found |= self._base.vectors([one for one in identities if one not in found])
        return found


class _Base:
    """Inverted lists of vectors in half precision; a row's number is its place in `ids`."""

    def __init__(self, index: Any, ids: Ids, live: Mask | None) -> None:  # noqa: ANN401
        self._index = index
        self._ids = ids
        self._live = live

    @classmethod
    def load(cls, folder: Path, live: Collection[int] | None) -> _Base:
        faiss = _faiss()
        ids = np.load(folder / _BASE_IDS)
        index = faiss.read_index(str(folder / BASE), faiss.IO_FLAG_MMAP)
        if index.ntotal != len(ids):
            raise ValueError(f"{len(ids)} ids for {index.ntotal} vectors")
        index.make_direct_map()
        mask = None if live is None else _live(ids, live)
        return cls(index, ids, None if mask is None or mask.all() else mask)

    def __len__(self) -> int:
        return int(len(self._ids) if self._live is None else self._live.sum())

    def search(
        self, vector: Vectors, count: int, only: Collection[int] | None
    ) -> list[tuple[int, float]]:
        mask, probed = self._live, _PROBED
        if only is not None:
            rows = _rows_of(self._ids, only)
            if mask is not None:
                rows = rows[mask[rows]]
            if len(rows) <= _FEW:
                own = self._index.reconstruct_batch(rows) if len(rows) else np.zeros((0, 1), "f4")
                return _compared(self._ids[rows], own, vector, count)
            mask = np.zeros(len(self._ids), bool)
            mask[rows] = True
            probed = min(self._index.nlist, probed * len(self._ids) // len(rows))
        faiss = _faiss()
        parameters = faiss.SearchParametersIVF(nprobe=probed)
        if mask is not None:
            bits = np.packbits(mask, bitorder="little")
            # The selector has no copy of the bits: both have to live until the search is done.
            selector = faiss.IDSelectorBitmap(len(mask), faiss.swig_ptr(bits))
            parameters = faiss.SearchParametersIVF(nprobe=probed, sel=selector)
        cosines, rows = self._index.search(vector.reshape(1, -1), count, params=parameters)
        return [
            (int(self._ids[row]), float(cosine))
            for row, cosine in zip(rows[0], cosines[0], strict=True)
            if row >= 0
        ]

    def vectors(self, identities: Sequence[int]) -> dict[int, Vectors]:
        wanted = np.array(identities, np.int64)
        at = np.minimum(np.searchsorted(self._ids, wanted), len(self._ids) - 1)
        there = np.flatnonzero(self._ids[at] == wanted)
        if not len(there):
            return {}
        own = self._index.reconstruct_batch(at[there])
        return {int(wanted[one]): row for one, row in zip(there, own, strict=True)}


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
    live = _live(old.ids, kept)
    if before is not None and kept:
        tail = _flat(came, old.vectors_of, dimensions)
        if len(tail) + int((~live).sum()) <= _TAIL * len(old.ids):
            for name in (BASE, _BASE_IDS):
                share(before / name, folder / name)
            tail.save(folder)
            return
        index = _faiss().read_index(str(before / BASE))
        if _still_suits(index, int(live.sum()) + len(tail)):
            ids = _merge(index, old.ids, live, tail)
        else:
            ids, index = _trained(counts, old.vectors_of, dimensions)
    else:
        ids, index = _trained(counts, old.vectors_of, dimensions)
    _faiss().write_index(index, str(folder / BASE))
    np.save(folder / _BASE_IDS, ids)
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
        ids = np.load(folder / _BASE_IDS) if (folder / BASE).exists() else as_ids([])
        vectors = np.load(folder / _VECTORS)
        return cls(ids, DenseIndex(np.load(folder / IDS), vectors), vectors_of)

    def vectors_of(self, number: int) -> Vectors:
        """The vectors of a document: from here, or else from its record."""
        if self._tail is not None:
            rows = _rows_of(self._tail._ids, [number])
            if len(rows):
                return self._tail._vectors[rows]
        return self._read(number)


def _still_suits(index: Any, count: int) -> bool:  # noqa: ANN401
    made_for = (index.nlist / _LISTS) ** 2
    return bool(0.4 * made_for <= count <= 2.5 * made_for)


def _merge(index: Any, old: Ids, live: Mask, came: DenseIndex) -> Ids:  # noqa: ANN401
    """Take what was dropped out of the lists, and put what came last into them."""
    faiss = _faiss()
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
    faiss = _faiss()
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


def _compared(
    ids: Ids, vectors: Vectors, vector: Vectors, count: int, rows: Ids | None = None
) -> list[tuple[int, float]]:
    """The best of all rows, or of some; copies score the same, wherever they stand."""
    if not len(ids) or (rows is not None and not len(rows)):
        return []
    if rows is not None:
        ids, vectors = ids[rows], vectors[rows]
    rough = np.empty(len(ids), np.float32)
    faiss = _faiss()
    # A question is one of many: the threads of a product of matrices would wait for each other.
    faiss.fvec_inner_products_ny(
        faiss.swig_ptr(rough), faiss.swig_ptr(vector), faiss.swig_ptr(vectors), *vectors.shape[::-1]
    )
    near = np.arange(len(ids))
    if len(ids) > count + _SLACK:
        near = np.argpartition(-rough, count + _SLACK)[: count + _SLACK]
    # A product of matrices may sum a row otherwise than its copy; this does not.
    cosines = np.einsum("ij,j->i", vectors[near], vector)
    order = np.lexsort((ids[near], -cosines))[:count]
    return [(int(ids[near[at]]), float(cosines[at])) for at in order]


def _rows_of(ids: Ids, numbers: Collection[int]) -> Ids:
    """The rows of the documents with these numbers; ids come in order."""
    wanted = np.sort(as_ids(list(numbers)))
    first = np.searchsorted(ids, wanted << PLACES)
    last = np.searchsorted(ids, (wanted + 1) << PLACES)
    found = [np.arange(low, high) for low, high in zip(first, last, strict=True) if low < high]
    return np.concatenate(found) if found else as_ids([])


def _live(ids: Ids, numbers: Collection[int]) -> Mask:
    return np.isin(ids >> PLACES, as_ids(list(numbers)))


def _faiss() -> Any:  # noqa: ANN401
    import faiss  # late: `build` with nothing to do and `status` do not need it

    return faiss


def as_ids(ids: Sequence[int]) -> Ids:
    """Ids, or numbers of documents, as an array."""
    return np.array(ids, np.int64)
