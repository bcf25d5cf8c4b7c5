"""FAISS must find what comparing every pair finds."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from assistant.index.embedder import Vectors
from assistant.index.folder import dense, dense_writing
from assistant.index.folder.dense import DenseIndex, Ids, as_ids
from assistant.index.folder.dense_writing import write_dense
from assistant.index.rows import PLACES, pack

COUNT, DIMENSIONS = 600, 32


def directions(seed: int, count: int) -> Vectors:
    drawn = np.random.default_rng(seed).standard_normal((count, DIMENSIONS))
    drawn /= np.linalg.norm(drawn, axis=1, keepdims=True)
    return drawn.astype(np.float32)


@pytest.fixture(scope="module")
def vectors() -> Vectors:
    return directions(7, COUNT)


DOCUMENT = 10
"""So many passages has each document."""


@pytest.fixture(scope="module")
def ids() -> Ids:
    return as_ids([pack(3 + at // DOCUMENT, at % DOCUMENT) for at in range(COUNT)])


@pytest.fixture(scope="module")
def questions() -> Vectors:
    return directions(8, 40)


class Written:
    """Documents, written as the index of a version, and searched by comparing every pair."""

    def __init__(self, vectors: Vectors, folder: Path) -> None:
        self.documents = {
            3 + at: own for at, own in enumerate(np.split(vectors, COUNT // DOCUMENT))
        }
        self.folder = folder
        self.versions = 0

    def write(self) -> DenseIndex:
        """A version on top of the one before."""
        before = self.folder / str(self.versions) if self.versions else None
        self.versions += 1
        counts = {number: len(own) for number, own in sorted(self.documents.items())}
        new = self.folder / str(self.versions)
        write_dense(new, counts, self.documents.__getitem__, DIMENSIONS, before)
        return DenseIndex.load(new, self.documents.keys())

    def recall(self, index: DenseIndex, questions: Vectors, only: list[int] | None = None) -> float:
        """The share of the ten nearest that is found."""
        chosen = sorted(self.documents if only is None else only)
        ids = as_ids([pack(one, at) for one in chosen for at in range(len(self.documents[one]))])
        vectors = np.concatenate([self.documents[one] for one in chosen])
        hits = 0
        for question in questions:
            found = [identity for identity, _ in index.search(question, 10, only)]
            assert {identity >> PLACES for identity in found} <= set(chosen)
            hits += len(set(found) & set(brute_force(ids, vectors, question, 10)))
        return hits / (10 * len(questions))


@pytest.fixture
def written(vectors: Vectors, tmp_path: Path) -> Written:
    return Written(vectors, tmp_path)


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """So few vectors are taken for many."""
    monkeypatch.setattr(dense_writing, "FLAT_UP_TO", 100)


def brute_force(ids: Ids, vectors: Vectors, question: Vectors, count: int) -> list[int]:
    return [int(ids[at]) for at in np.argsort(-(vectors @ question))[:count]]


@pytest.mark.parametrize("only", [None, list(range(3, 60, 3))], ids=["all", "a third"])
def test_a_small_index_is_exact(
    written: Written, questions: Vectors, only: list[int] | None
) -> None:
    index = written.write()
    assert written.recall(index, questions, only) == 1
    for identity, cosine in index.search(questions[0], 10, only):
        own = written.documents[identity >> PLACES][identity & 0xFF]
        assert cosine == pytest.approx(float(own @ questions[0]), abs=1e-5)
        assert np.array_equal(index.vectors([identity])[identity], own)


@pytest.mark.parametrize("few", [20_000, 10], ids=["compared", "in the lists"])
@pytest.mark.parametrize("only", [None, list(range(3, 60, 3))], ids=["all", "a third"])
def test_a_large_index_misses_little(
    written: Written, questions: Vectors, only: list[int] | None, few: int, large: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(dense, "_FEW", few)
    monkeypatch.setattr(dense, "_PROBED", 30)
    index = written.write()
    assert len(index) == COUNT
    assert written.recall(index, questions, only) >= 0.9
    for identity, own in index.vectors([pack(5, 2), pack(9, 9), pack(999, 0)]).items():
        assert own == pytest.approx(
            written.documents[identity >> PLACES][identity & 0xFF], abs=1e-3
        )


@pytest.mark.parametrize("tail", [0.5, 0.0], ids=["added to", "merged"])
def test_a_large_index_is_brought_up_to_date(
    written: Written, questions: Vectors, tail: float, large: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(dense_writing, "_TAIL", tail)
    monkeypatch.setattr(dense, "_PROBED", 30)
    written.write()
    for step in range(3):
        del written.documents[4 + 2 * step]
        written.documents[100 + step] = directions(20 + step, 25)
        index = written.write()
        assert len(index) == sum(map(len, written.documents.values()))
        assert written.recall(index, questions) >= 0.9
        assert written.recall(index, questions, [100 + step, 5]) == 1
        own = index.vectors([pack(100, 24), pack(5, 0), pack(4, 0)])
        assert set(own) == {pack(100, 24), pack(5, 0)} | ({pack(4, 0)} if tail else set())
    first, last = (written.folder / str(one) / dense.BASE for one in (1, 4))
    assert first.samefile(last) == bool(tail)


def test_what_was_dropped_is_not_found(
    written: Written, large: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dense_writing, "_TAIL", 0.5)
    written.write()
    own = written.documents.pop(7)
    index = written.write()
    assert all(identity >> PLACES != 7 for identity, _ in index.search(own[3], 50))
    assert index.search(own[3], 50, [7]) == []


def test_copies_come_in_the_order_of_their_places(tmp_path: Path) -> None:
    own = directions(3, 1)
    ids = as_ids([pack(one, 0) for one in range(1, 400)])
    found = DenseIndex(ids, np.repeat(own, 399, axis=0)).search(own[0], 20)
    assert len({cosine for _, cosine in found}) == 1
    assert [one for one, _ in found] == sorted(one for one, _ in found)


def test_no_more_is_found_than_there_is(ids: Ids, vectors: Vectors) -> None:
    index = DenseIndex(ids[:13], vectors[:13])
    assert len(index.search(vectors[0], 20)) == 13
    assert [identity for identity, _ in index.search(vectors[0], 20, [4])] != []
    assert {one for one, _ in index.search(vectors[0], 20, [4])} == set(ids[10:13].tolist())
    assert index.search(vectors[0], 10, []) == []
    assert index.search(vectors[0], 10, [99]) == []


def test_an_empty_index_finds_nothing(vectors: Vectors, tmp_path: Path) -> None:
    write_dense(tmp_path / "new", {1: 0}, lambda number: vectors[:0], DIMENSIONS)
    index = DenseIndex.load(tmp_path / "new")
    assert (len(index), index.search(vectors[0], 5), index.vectors([1])) == (0, [], {})


def test_ids_that_do_not_fit_are_refused(ids: Ids, vectors: Vectors) -> None:
    with pytest.raises(ValueError, match="599 ids for 600 vectors"):
        DenseIndex(ids[1:], vectors)
