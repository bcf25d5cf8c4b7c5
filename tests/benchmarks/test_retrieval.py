from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from math import log2
from pathlib import Path

import numpy as np
import pytest

from assistant.answer.search import Found
from assistant.documents import Passage
from assistant.reader.scores import PassageScores
from assistant.reader.texts import Text
from assistant.settings import Settings
from benchmarks.retrieval import measured, measures_of, ndcg, recall, reciprocal, reread
from benchmarks.retrieval_index import CollectionIndex, KeptVectors
from benchmarks.retrieval_sets import Collection, abstract, read_medline, read_scifact
from tests.answer.making import question
from tests.embedders import CountingEmbedder, HashedWords


@pytest.mark.parametrize(
    ("found", "grades", "gain"),
    [
        (["a", "b"], {"a": 1}, 1.0),
        (["b", "a"], {"a": 1}, 1 / log2(3)),
        (["b"], {"a": 1}, 0.0),
        ([], {"a": 1}, 0.0),
        (["a", "b"], {"a": 1, "c": 1}, 1 / (1 + 1 / log2(3))),
        (["b", "a"], {"a": 2, "b": 1}, (1 + 2 / log2(3)) / (2 + 1 / log2(3))),
        (["x"] * 10 + ["a"], {"a": 1}, 0.0),
    ],
    ids=["first", "second", "not found", "nothing found", "one of two", "graded", "eleventh"],
)
def test_discounted_gain(found: list[str], grades: dict[str, int], gain: float) -> None:
    assert ndcg(found, grades) == pytest.approx(gain)


def test_recall_and_reciprocal_rank() -> None:
    assert recall(["a", "x", "b"], {"a": 1, "b": 1}, 2) == 0.5
    assert reciprocal(["x", "b", "a"], {"a": 1, "b": 1}) == 0.5
    assert reciprocal(["x"] * 100 + ["a"], {"a": 1}) == 0.0


def test_measures_are_means_over_questions() -> None:
    found = measures_of({"1": ["a"], "2": ["x"]}, {"1": {"a": 1}, "2": {"b": 1}})
    assert (found.ndcg, found.recall_10, found.recall_100, found.mrr) == (0.5, 0.5, 0.5, 0.5)
    assert found.interval == (0.0, 1.0)


def test_scifact_is_read(tmp_path: Path) -> None:
    rows = [
        {"_id": "7", "title": "On corridors", "text": "Beds stood in them."},
        {"_id": "8", "title": "On wards", "text": "Wards\nwere full."},
    ]
    with gzip.open(tmp_path / "corpus.jsonl.gz", "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)
    asked = [{"_id": "1", "text": "Beds stand in corridors."}, {"_id": "2", "text": "No one's."}]
    (tmp_path / "queries.jsonl").write_text("\n".join(map(json.dumps, asked)), "utf-8")
    (tmp_path / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\n1\t7\t1\n1\t8\t0\n", "utf-8")
    read = read_scifact(tmp_path)
    assert read.questions == {"1": "Beds stand in corridors."}
    assert read.relevant == {"1": {"7": 1}}
    assert [one.text for one in read.documents] == [
        "On corridors\nBeds stood in them.", "On wards\nWards were full.",
    ]  # fmt: skip
    assert [block.role for block in read.documents[0].blocks] == ["heading", "paragraph"]


def test_med_is_read(tmp_path: Path) -> None:
    (tmp_path / "MED.ALL").write_text(".I 1\n.W\nbeds in   \ncorridors .\n.I 2\n.W\nwards .\n")
    (tmp_path / "MED.QRY").write_text(".I 1\n.W\n where beds\nstand .\n")
    (tmp_path / "MED.REL").write_text("1 0 2 1\n1 0 1 1\n")
    read = read_medline(tmp_path)
    assert read.questions == {"1": "where beds stand ."}
    assert read.relevant == {"1": {"2": 1, "1": 1}}
    assert [one.text for one in read.documents] == ["beds in corridors .", "wards ."]


def test_a_relevant_document_must_be_there() -> None:
    with pytest.raises(ValueError, match="Small"):
        Collection("Small", (abstract("a", "", "Beds."),), {"1": "beds"}, {"1": {"b": 1}})


def test_what_was_encoded_once_is_kept(tmp_path: Path) -> None:
    counting = CountingEmbedder()
    first = KeptVectors(counting, tmp_path).of(["beds", "wards", "beds"])
    assert counting.texts == ["beds", "wards"]
    again = KeptVectors(counting, tmp_path).of(["beds", "wards", "corridors"])
    assert counting.texts == ["beds", "wards", "corridors"]
    assert (first[:2] == again[:2]).all()


def test_every_stage_finds_what_is_meant(tmp_path: Path) -> None:
    documents = [
        abstract("beds", "Corridors", "Beds stood in the corridors of nine hospitals."),
        abstract("wards", "", "Wards on the second floor were closed for a month."),
        abstract("meals", "Kitchens", "Meals were cooked on the premises."),
    ]
    collection = Collection(
        "Small", documents, {"1": "beds in corridors", "2": "closed wards"},
        {"1": {"beds": 1}, "2": {"wards": 1}},
    )  # fmt: skip
    vectors = KeptVectors(HashedWords(), tmp_path)
    index = CollectionIndex(documents, (80, 120), vectors, tmp_path / "lexical")
    stages = dict(measured(collection, index, vectors, Settings()))
    assert list(stages) == ["by meaning", "by words", "fused", "in order"]
    assert {one.ndcg for one in stages.values()} == {1.0}


class Prefers:
    """A reader for which only a passage with some word answers."""

    def __init__(self, word: str, logit: float) -> None:
        self._word, self._logit = word, logit

    def score(self, pairs: Sequence[tuple[str, Text]]) -> list[PassageScores]:
        return [self._said(text.words) for _, text in pairs]

    def _said(self, words: str) -> PassageScores:
        logit = np.array([self._logit / 2 if self._word in words else 0.0], np.float32)
        return PassageScores(np.array([[0, len(words)]], np.int32), logit, logit, logit, 0.0)


@pytest.mark.parametrize(
    ("logit", "count", "order"),
    [(20.0, 3, "cab"), (20.0, 2, "abc"), (1.0, 3, "abc")],
    ids=["much", "not read", "little"],
)
def test_what_the_reader_says_counts(logit: float, count: int, order: str) -> None:
    worth = {"a": 4.5, "b": 2.0, "c": 1.0}
    found = [
        Found(Passage(one, 0, len(one.text)), 0.5, worth[one.path])
        for one in (abstract(name, "", f"Words of {name}.") for name in "abc")
    ]
    read = reread(Prefers("of c", logit), count, question("words"), found)
    assert "".join(one.passage.document.path for one in read) == order
