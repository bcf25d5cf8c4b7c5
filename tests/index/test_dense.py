"""FAISS must find what comparing every pair finds."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from assistant.index import dense
from assistant.index.dense import DenseIndex, Ids, as_ids
from assistant.index.embedder import Vectors

COUNT, DIMENSIONS = 600, 32


def directions(seed: int, count: int) -> Vectors:
    drawn = np.random.default_rng(seed).standard_normal((count, DIMENSIONS))
    drawn /= np.linalg.norm(drawn, axis=1, keepdims=True)
    return drawn.astype(np.float32)


@pytest.fixture(scope="module")
def vectors() -> Vectors:
    return directions(7, COUNT)


@pytest.fixture(scope="module")
def ids() -> Ids:
    return as_ids([7 * number + 3 for number in range(COUNT)])


@pytest.fixture(scope="module")
def questions() -> Vectors:
    return directions(8, 40)


def brute_force(
    ids: Ids, vectors: Vectors, question: Vectors, count: int, only: Ids | None = None
) -> list[int]:
    cosines = vectors @ question
    if only is not None:
        cosines = np.where(np.isin(ids, only), cosines, -np.inf)
    order = np.argsort(-cosines)[:count]
    return [int(ids[at]) for at in order if np.isfinite(cosines[at])]


@pytest.mark.parametrize("only", [None, as_ids([7 * number + 3 for number in range(0, COUNT, 3)])],
                         ids=["all", "a third"])  # fmt: skip
def test_a_small_index_is_exact(
    ids: Ids, vectors: Vectors, questions: Vectors, only: Ids | None
) -> None:
    index = DenseIndex.build(ids, vectors)
    for question in questions:
        found = index.search(question, 10, only)
        assert [identity for identity, _ in found] == brute_force(ids, vectors, question, 10, only)
        place = {int(identity): at for at, identity in enumerate(ids)}
        for identity, cosine in found:
            assert cosine == pytest.approx(float(vectors[place[identity]] @ question), abs=1e-5)


@pytest.mark.parametrize("only", [None, as_ids([7 * number + 3 for number in range(0, COUNT, 3)])],
                         ids=["all", "a third"])  # fmt: skip
def test_a_large_index_misses_little(
    ids: Ids, vectors: Vectors, questions: Vectors, only: Ids | None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(dense, "_FLAT_UP_TO", 10)
    index = DenseIndex.build(ids, vectors)
    hits = 0
    for question in questions:
        found = [identity for identity, _ in index.search(question, 10, only)]
        assert only is None or set(found) <= set(only.tolist())
        hits += len(set(found) & set(brute_force(ids, vectors, question, 10, only)))
    assert hits / (10 * len(questions)) >= 0.9


@pytest.mark.parametrize("flat_up_to", [100_000, 10], ids=["flat", "graph"])
def test_a_saved_index_finds_the_same(
    ids: Ids, vectors: Vectors, questions: Vectors, tmp_path: Path, flat_up_to: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(dense, "_FLAT_UP_TO", flat_up_to)
    index = DenseIndex.build(ids, vectors)
    index.save(tmp_path / "dense.faiss")
    loaded = DenseIndex.load(tmp_path / "dense.faiss")
    only = ids[::5]
    for question in questions:
        assert loaded.search(question, 10) == index.search(question, 10)
        assert loaded.search(question, 10, only) == index.search(question, 10, only)


def test_no_more_is_found_than_there_is(ids: Ids, vectors: Vectors) -> None:
    index = DenseIndex.build(ids[:3], vectors[:3])
    assert len(index.search(vectors[0], 10)) == 3
    assert [identity for identity, _ in index.search(vectors[0], 10, ids[1:2])] == [int(ids[1])]
    assert index.search(vectors[0], 10, as_ids([])) == []


def test_an_empty_index_finds_nothing(vectors: Vectors) -> None:
    assert DenseIndex.build(as_ids([]), vectors[:0]).search(vectors[0], 5) == []


def test_ids_that_do_not_fit_are_refused(ids: Ids, vectors: Vectors) -> None:
    with pytest.raises(ValueError, match="599 ids for 600 vectors"):
        DenseIndex.build(ids[1:], vectors)
