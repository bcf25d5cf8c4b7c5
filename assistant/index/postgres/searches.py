"""The two searches over the passages, or the statements, of one version."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from assistant.index.embedder import Vectors
from assistant.index.postgres.connections import AskOf, Row
from assistant.index.postgres.packing import vector_received, vector_text
from assistant.index.postgres.ranked import Ranked
from assistant.index.postgres.schema import LIVE
from assistant.index.rows import Kept, pack, unpack

EXACT_UP_TO = 50_000
"""So many vectors are compared one by one (in about 0.1 s); beyond it there is a graph (HNSW)."""
_WIDER = 4
"""So many times as many as are asked for come from the graph, whose vectors are in half precision;
they are then put in order by their own."""
_SETTINGS = """
SET LOCAL hnsw.ef_search = 300; SET LOCAL hnsw.iterative_scan = strict_order;
SET LOCAL hnsw.max_scan_tuples = 100000; SET LOCAL hnsw.scan_mem_multiplier = 8
"""
"""How far the graph is walked for what a filter admits. Where it finds too few all the same, each
vector is compared."""
_REMEMBERED = 100_000
"""Of so many passages it is remembered where they stand."""

_EXACT = """
SELECT document_id, {one}_id, -(vector <#> %(vector)s::vector), 0::bigint
FROM nhs_assistant.{what} JOIN nhs_assistant.documents USING (document_id)
WHERE {live} AND (%(only)s::bigint[] IS NULL OR {what}.document_id = ANY (%(only)s::bigint[]))
ORDER BY vector <#> %(vector)s::vector, path, "start" LIMIT %(count)s
"""
_NEAR = """
SELECT document_id, {one}_id, -(vector <#> %(vector)s::vector), count(*) OVER () FROM (
    SELECT document_id, {one}_id, vector, path, "start"
    FROM nhs_assistant.{what} JOIN nhs_assistant.documents USING (document_id)
    WHERE {live} AND vector_dims(vector) = {dimensions}
    AND (%(only)s::bigint[] IS NULL OR {what}.document_id = ANY (%(only)s::bigint[]))
    ORDER BY vector::halfvec({dimensions}) <#> %(vector)s::halfvec({dimensions}) LIMIT %(wider)s
) AS near ORDER BY vector <#> %(vector)s::vector, path, "start" LIMIT %(count)s
"""


class DatabaseSearches:
    """The passages or statements of version `number`: see `opened.Searches`.

    Ids are in order of path and place. What a row is called (`document_id`) is never seen outside.
    """

    def __init__(
        self,
        what: Kept,
        ask: AskOf,
        number: int,
        documents: Sequence[tuple[str, int, int]],
        graph: int | None,
    ) -> None:
        """Take the documents by path: the path, the row's id, how many passages it has.

        `graph` is the dimensions of the vectors where there is a graph of them.
        """
        self._what, self._one = what, what[:-1]
        self._ask, self._number, self._graph = ask, number, graph
        self._paths = [path for path, _, _ in documents]
        self._rows_of = [row for _, row, _ in documents]
        self._rank_of = {row: rank for rank, row in enumerate(self._rows_of)}
        self._rank_by_path = {path: rank for rank, path in enumerate(self._paths)}
        counts = np.array([count for _, _, count in documents], np.int64)
        self._first = np.concatenate(([0], np.cumsum(counts))).astype(np.int64)
        self._words: Ranked | None = None
        self._lock = threading.Lock()
        self._known: dict[int, tuple[int, int]] = {}
        self._spans_of = lru_cache(maxsize=64)(self._fetch_spans)

    def __len__(self) -> int:
        return int(self._first[-1])

    def place(self, identity: int) -> tuple[str, int, int]:
        """Where one stands: the path of its document, its start and its end."""
        number, place = unpack(identity)
        if not 1 <= number <= len(self._paths):
            raise KeyError(identity)
        path = self._paths[number - 1]
        if (known := self._known.get(identity)) is not None:
            return path, *known
        spans = self._spans_of(number - 1)
        if place >= len(spans):
            raise KeyError(identity)
        return path, *spans[place]

    def at(self, path: str, start: int, end: int) -> int | None:
        """The id of the one at just this place, None where there is none."""
        rank = self._rank_by_path.get(path)
        if rank is None:
            return None
        for place, span in enumerate(self._spans_of(rank)):
            if span == (start, end):
                return pack(rank + 1, place)
        return None

    def nearest(
        self, vector: Vectors, count: int, only: Collection[str] | None = None
    ) -> list[tuple[int, float]]:
        """Those nearest to a vector, as (id, cosine), nearest first; as many as `count`."""
        ranks = self._ranks(only)
        searched = (
            len(self) if ranks is None else int((self._first[ranks + 1] - self._first[ranks]).sum())
        )
        if not searched or count <= 0:
            return []
        values = {
            "number": self._number,
            "vector": vector_text(vector),
            "only": [self._rows_of[rank] for rank in ranks] if ranks is not None else None,
            "count": count,
            "wider": count * _WIDER,
        }
        rows: list[Row] = []
        if self._graph is not None and searched > EXACT_UP_TO:
            rows = self._ask(self._statement(_NEAR), values, _SETTINGS)
        # The graph gives up on a filter that admits only what is far away, and says nothing of it.
        if not rows or 0 < rows[0][3] < min(count * _WIDER, searched):
            rows = self._ask(self._statement(_EXACT), values)
        found = [
            (pack(self._rank_of[row] + 1, place), float(cosine)) for row, place, cosine, _ in rows
        ]
        return sorted(found, key=lambda hit: (-hit[1], hit[0]))

    def _statement(self, form: str) -> str:
        return form.format(
            one=self._one,
            what=self._what,
            live=LIVE.format("documents."),
            dimensions=self._graph,
        )

    def sharing_words(
        self, words: Sequence[str], count: int, only: Iterable[str] | None = None
    ) -> list[tuple[int, float]]:
        """Those that share words with a text, as (id, BM25), best first; as many as `count`."""
        ranks = self._ranks(only)
        allowed: npt.NDArray[np.bool_] | None = None
        if ranks is not None:
            allowed = np.zeros(len(self), np.bool_)
            for rank in ranks:
                allowed[self._first[rank] : self._first[rank + 1]] = True
        found = self._by_words().search(words, count, allowed)
        at = np.array([position for position, _ in found], np.int64)
        ranks_found = np.searchsorted(self._first, at, side="right") - 1
        return [
            (pack(int(rank) + 1, position - int(self._first[rank])), score)
            for rank, (position, score) in zip(ranks_found, found, strict=True)
        ]

    def vectors(self, identities: Sequence[int]) -> dict[int, Vectors]:
        """The vectors of some, by id."""
        wanted = {(self._rows_of[unpack(one)[0] - 1], unpack(one)[1]): one for one in identities}
        if not wanted:
            return {}
        rows = self._ask(
            f'SELECT document_id, {self._one}_id, "start", "end", vector_send(vector) '  # noqa: S608
            f"FROM nhs_assistant.{self._what} "
            f"JOIN unnest(%(rows)s::bigint[], %(places)s::integer[]) "
            f"AS wanted (document_id, {self._one}_id) USING (document_id, {self._one}_id)",
            {"rows": [row for row, _ in wanted], "places": [place for _, place in wanted]},
        )
        if len(self._known) > _REMEMBERED:
            self._known = {}
        found: dict[int, Vectors] = {}
        for row, place, start, end, sent in rows:
            one = wanted[row, place]
            # Whoever asks for the vector of a passage asks for the passage next.
            self._known[one] = (start, end)
            found[one] = vector_received(sent)
        return {one: found[one] for one in identities}

    def _fetch_spans(self, rank: int) -> list[tuple[int, int]]:
        rows = self._ask(
            f'SELECT {self._one}_id, "start", "end" FROM nhs_assistant.{self._what} '  # noqa: S608
            "WHERE document_id = %(row)s",
            {"row": self._rows_of[rank]},
        )
        return [(start, end) for _, start, end in sorted(rows)]

    def _ranks(self, only: Iterable[str] | None) -> npt.NDArray[np.int64] | None:
        if only is None:
            return None
        ranks = {self._rank_by_path[path] for path in only if path in self._rank_by_path}
        return np.array(sorted(ranks), np.int64)

    def _by_words(self) -> Ranked:
        with self._lock:
            if self._words is None:
                rows: dict[int, bytes] = dict(
                    self._ask(
                        f"SELECT document_id, {self._one}_lengths FROM nhs_assistant.documents "  # noqa: S608
                        f"WHERE {LIVE.format('')}",
                        {"number": self._number},
                    )
                )
                lengths = [rows[row] for row in self._rows_of]
                self._words = Ranked(lengths, self._first, self._fetch_words)
            return self._words

    def _fetch_words(self, stems: Sequence[str]) -> list[tuple[str, int, bytes]]:
        rows = self._ask(
            f"SELECT stem, document_id, places FROM nhs_assistant.{self._one}_words "  # noqa: S608
            "WHERE stem = ANY (%(stems)s)",
            {"stems": list(stems)},
        )
        # Documents of other versions are left out here: there are few of them.
        return [
            (one, self._rank_of[row], places) for one, row, places in rows if row in self._rank_of
        ]
