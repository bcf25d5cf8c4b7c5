"""The graph that finds the nearest of many vectors (HNSW), held against comparing each."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from assistant.documents import Block, Document, Passage
from assistant.index.embedder import Vectors
from assistant.index.opened import Index
from assistant.index.rows import Made, pack
from tests.cluster.postgres import Server
from tests.cluster.postgres_filling import EMBEDDER, FACTS, store_at

pytest.importorskip("psycopg")

from assistant.index.postgres import searches  # noqa: E402

_EACH = 50
_DOCUMENTS = 40
_DIMENSIONS = 32
_FACTS = replace(FACTS, dimensions=_DIMENSIONS)


def test_the_graph_finds_what_comparing_each_finds(
    server: Server, database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searches, "EXACT_UP_TO", 500)
    store = store_at(database, tmp_path)
    with store.locked():
        draft = store.begin(None, None)
        for number in range(_DOCUMENTS):
            draft.put(_document(number), "", FACTS.built)
        version = draft.publish(_FACTS).version
    index = store.open(EMBEDDER.name)
    few, many = ["d/03.txt", "d/07.txt"], [f"d/{number:02d}.txt" for number in range(0, 40, 2)]
    assert _recall(index, None, monkeypatch) >= 0.98
    assert _recall(index, many, monkeypatch) >= 0.98
    assert _recall(index, few, monkeypatch) == 1.0  # so few are compared one by one

    with store.locked():  # what goes is found no more, although the graph still has it
        draft = store.begin(version, version)
        for path in many:
            draft.drop(path)
        draft.publish(_FACTS)
    later = store.open(EMBEDDER.name)
    assert _recall(later, None, monkeypatch) >= 0.98
    found = later.nearest(_vectors(1)[0], 20, None)
    assert len(found) == 20
    assert not {later.passage(identity).document.path for identity, _ in found} & set(many)
    plan = server.sql(
        "SELECT count(*) FROM pg_indexes WHERE indexname = 'passages_near_32'",
        database.rsplit("/", 1)[1],
    )
    assert plan == [(1,)]


def test_a_filter_that_admits_only_what_is_far_away_loses_nothing(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searches, "EXACT_UP_TO", 100)
    settings = searches._SETTINGS.replace("100000", "50").replace("300", "10")
    assert settings != searches._SETTINGS
    monkeypatch.setattr(searches, "_SETTINGS", settings)  # as if there were many more
    store = store_at(database, tmp_path)
    with store.locked():
        draft = store.begin(None, None)
        for number in range(20):
            made = _document(number, leaning=6 if number < 16 else -1)
            draft.put(made, "", FACTS.built)
        draft.publish(_FACTS)
    index = store.open(EMBEDDER.name)
    far = [f"d/{number:02d}.txt" for number in range(16, 20)]
    question = np.eye(_DIMENSIONS, dtype=np.float32)[0]
    found = index.nearest(question, 40, far)
    with monkeypatch.context() as patch:
        patch.setattr(searches, "EXACT_UP_TO", 10**9)
        assert found == index.nearest(question, 40, far)
    assert len(found) == 40


def test_settings_of_a_search_are_not_left_on_the_connection(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searches, "EXACT_UP_TO", 40)
    store = store_at(database, tmp_path)
    with store.locked():
        draft = store.begin(None, None)
        draft.put(_document(1), "", FACTS.built)
        draft.publish(_FACTS)
    assert len(store.open(EMBEDDER.name).nearest(_vectors(1)[0], 9, None)) == 9
    assert store._database.rows("SHOW hnsw.ef_search", {}) == [("40",)]
    assert store._database.rows("SHOW hnsw.max_scan_tuples", {}) == [("20000",)]


def test_hits_are_in_order_whatever_order_the_rows_come_in() -> None:
    rows = [(7, 1, 0.5, 0), (8, 0, 0.9, 0), (9, 0, 0.5, 0), (7, 0, 0.5, 0)]
    documents = [("a", 9, 1), ("b", 7, 2), ("c", 8, 1)]
    found = searches.DatabaseSearches(
        "passages", lambda statement, values, settings="": rows, 1, documents, None
    ).nearest(_vectors(1)[0], 4, None)
    assert found == [(pack(3, 0), 0.9), (pack(1, 0), 0.5), (pack(2, 0), 0.5), (pack(2, 1), 0.5)]


def _recall(index: Index, only: list[str] | None, monkeypatch: pytest.MonkeyPatch) -> float:
    shares = []
    for vector in _vectors(2, 20):
        near = {identity for identity, _ in index.nearest(vector, 10, only)}
        with monkeypatch.context() as patch:
            patch.setattr(searches, "EXACT_UP_TO", 10**9)
            exact = {identity for identity, _ in index.nearest(vector, 10, only)}
        assert len(exact) == 10
        shares.append(len(near & exact) / 10)
    return float(np.mean(shares))


def _document(number: int, leaning: float = 0.0) -> Made:
    lines = [f"Line {place} of document {number}." for place in range(_EACH)]
    ends = np.cumsum([len(line) + 1 for line in lines]) - 1
    starts = [0, *(int(end) + 1 for end in ends[:-1])]
    blocks = [
        Block(start, int(end), "paragraph", 0) for start, end in zip(starts, ends, strict=True)
    ]
    document = Document(
        path=f"d/{number:02d}.txt",
        sha256=f"{number:064x}",
        title=f"Document {number}",
        kind="document",
        text="\n".join(lines),
        blocks=tuple(blocks),
    )
    passages = tuple(
        (
            Passage(document, block.start, block.end),
            hashlib.sha256(f"{number} {block.start}".encode()).hexdigest(),
            vector.tobytes(),
        )
        for block, vector in zip(blocks, _vectors(100 + number, _EACH, leaning), strict=True)
    )
    return Made(document, passages)


def _vectors(seed: int, count: int = 1, leaning: float = 0.0) -> Vectors:
    drawn = np.random.default_rng(seed).normal(size=(count, _DIMENSIONS))
    drawn[:, 0] += leaning
    return np.asarray(drawn / np.linalg.norm(drawn, axis=1, keepdims=True), np.float32)
