"""Nearest passages by meaning: all vectors compared, or beyond 100,000 inverted lists by FAISS.

    ids.npy, vectors.npy     compared one by one (float32): all there are, or what came last
    base.npy, base.faiss     the ids and the lists of the others, which are never written into

The vectors of the base are kept in half precision (2 bytes a number). What was dropped since stays
in it, and is passed over. When what came last or was dropped is too much, a new base is made.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from assistant.index.embedder import Vectors
from assistant.index.rows import PLACES

Ids = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

IDS, VECTORS = "ids.npy", "vectors.npy"
BASE_IDS, BASE = "base.npy", "base.faiss"

_PROBED = 128
"""So many lists are searched: see docs/decisions/0026 for what more and fewer find."""
_FEW = 20_000
"""Of so many passages that a filter leaves, all are compared."""
_SLACK = 32


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
        vectors = np.load(folder / VECTORS, mmap_mode="r" if len(ids) else None)
        base = _Base.load(folder, live) if (folder / BASE).exists() else None
        return cls(ids, np.asarray(vectors), base)

    def save(self, folder: Path) -> None:
        """Write what is compared one by one into a folder."""
        folder.mkdir(exist_ok=True)
        np.save(folder / IDS, self._ids)
        np.save(folder / VECTORS, np.ascontiguousarray(self._vectors, np.float32))

    def __len__(self) -> int:
        return len(self._ids) + (len(self._base) if self._base is not None else 0)

    def search(
        self, vector: Vectors, count: int, only: Collection[int] | None = None
    ) -> list[tuple[int, float]]:
        """The passages nearest to one vector, as (id, cosine), nearest first, then by id.

        `only` restricts the search to the documents with these numbers.
        """
        vector = np.ascontiguousarray(vector, np.float32).reshape(-1)
        rows = None if only is None else rows_of(self._ids, only)
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
        faiss = faiss_here()
        ids = np.load(folder / BASE_IDS)
        index = faiss.read_index(str(folder / BASE), faiss.IO_FLAG_MMAP)
        if index.ntotal != len(ids):
            raise ValueError(f"{len(ids)} ids for {index.ntotal} vectors")
        index.make_direct_map()
        mask = None if live is None else with_numbers(ids, live)
        return cls(index, ids, None if mask is None or mask.all() else mask)

    def __len__(self) -> int:
        return int(len(self._ids) if self._live is None else self._live.sum())

    def search(
        self, vector: Vectors, count: int, only: Collection[int] | None
    ) -> list[tuple[int, float]]:
        mask, probed = self._live, _PROBED
        if only is not None:
            rows = rows_of(self._ids, only)
            if mask is not None:
                rows = rows[mask[rows]]
            if len(rows) <= _FEW:
                own = self._index.reconstruct_batch(rows) if len(rows) else np.zeros((0, 1), "f4")
                return _compared(self._ids[rows], own, vector, count)
            mask = np.zeros(len(self._ids), bool)
            mask[rows] = True
            probed = min(self._index.nlist, probed * len(self._ids) // len(rows))
        faiss = faiss_here()
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


def _compared(
    ids: Ids, vectors: Vectors, vector: Vectors, count: int, rows: Ids | None = None
) -> list[tuple[int, float]]:
    """The best of all rows, or of some; copies score the same, wherever they stand."""
    if not len(ids) or (rows is not None and not len(rows)):
        return []
    if rows is not None:
        ids, vectors = ids[rows], vectors[rows]
    rough = np.empty(len(ids), np.float32)
    faiss = faiss_here()
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


def rows_of(ids: Ids, numbers: Collection[int]) -> Ids:
    """The rows of the documents with these numbers; ids come in order."""
    wanted = np.sort(as_ids(list(numbers)))
    first = np.searchsorted(ids, wanted << PLACES)
    last = np.searchsorted(ids, (wanted + 1) << PLACES)
    found = [np.arange(low, high) for low, high in zip(first, last, strict=True) if low < high]
    return np.concatenate(found) if found else as_ids([])


def with_numbers(ids: Ids, numbers: Collection[int]) -> Mask:
    """Which rows are of the documents with these numbers."""
    return np.isin(ids >> PLACES, as_ids(list(numbers)))


def faiss_here() -> Any:  # noqa: ANN401 - it has no types
    """FAISS, imported late."""
    import faiss  # late: `build` with nothing to do and `status` do not need it

    return faiss


def as_ids(ids: Sequence[int]) -> Ids:
    """Ids, or numbers of documents, as an array."""
    return np.array(ids, np.int64)
