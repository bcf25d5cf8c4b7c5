"""Nearest passages by meaning: FAISS over the catalogue's vectors."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from assistant.index.embedder import Vectors

Ids = npt.NDArray[np.int64]

_FLAT_UP_TO = 100_000
"""An exact search of so many vectors takes a few milliseconds; beyond it a graph is faster."""
_BREADTH = 128
"""How many neighbours the graph follows: more find more of the nearest, and take longer."""


class DenseIndex:
    """Finds passages by the cosine of their vectors."""

    def __init__(self, index: Any) -> None:  # noqa: ANN401 - faiss has no types
        self._index = index

    @classmethod
    def build(cls, ids: Ids, vectors: Vectors) -> DenseIndex:
        """Index vectors, shape (passages, dimensions), under their passages' ids.

        Raises:
            ValueError: there are not as many ids as vectors.
        """
        if len(ids) != len(vectors):
            raise ValueError(f"{len(ids)} ids for {len(vectors)} vectors")
        faiss = _faiss()
        dimensions = vectors.shape[1]
        if len(ids) <= _FLAT_UP_TO:
            inner = faiss.IndexFlatIP(dimensions)
        else:
            inner = faiss.IndexHNSWFlat(dimensions, 32, faiss.METRIC_INNER_PRODUCT)
            inner.hnsw.efSearch = _BREADTH
        index = faiss.IndexIDMap2(inner)
        index.add_with_ids(np.ascontiguousarray(vectors), ids)
        return cls(index)

    def save(self, path: Path) -> None:
        """Write the index."""
        _faiss().write_index(self._index, str(path))

    @classmethod
    def load(cls, path: Path) -> DenseIndex:
        """Read an index that `save` has written."""
        return cls(_faiss().read_index(str(path)))

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def search(
        self, vector: Vectors, count: int, only: Ids | None = None
    ) -> list[tuple[int, float]]:
        """The passages nearest to one vector, as (id, cosine), nearest first.

        `only` restricts the search to these ids.
        """
        faiss = _faiss()
        parameters = None
        if only is not None:
            if not len(only):
                return []
            chosen = faiss.IDSelectorBatch(only)
            if isinstance(faiss.downcast_index(self._index.index), faiss.IndexFlat):
                parameters = faiss.SearchParameters(sel=chosen)
            else:
                parameters = faiss.SearchParametersHNSW(sel=chosen, efSearch=_BREADTH)
        cosines, ids = self._index.search(vector.reshape(1, -1), count, params=parameters)
        return [
            (int(passage), float(cosine))
            for passage, cosine in zip(ids[0], cosines[0], strict=True)
            if passage >= 0
        ]


def _faiss() -> Any:  # noqa: ANN401
    import faiss  # late: `build` with nothing to do and `status` do not need it

    return faiss


def as_ids(ids: Sequence[int]) -> Ids:
    """Passage ids as FAISS takes them."""
    return np.array(ids, np.int64)
