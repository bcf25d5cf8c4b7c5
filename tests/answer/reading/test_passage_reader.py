from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from assistant.answer.assistant import Assistant
from assistant.answer.reading import passage_reader
from assistant.answer.reading.passage_reader import (
    ANSWERABLE_FEATURES,
    SENTENCE_FEATURES,
    PassageReader,
)
from assistant.answer.reading.sentences import sentences_of
from assistant.answer.reading.weights import ANSWERABLE, SENTENCE, Linear
from assistant.answer.search import Found
from assistant.documents import Document, Passage
from assistant.index.words import Vocabulary
from assistant.reader.scores import PassageScores
from assistant.reader.texts import Text
from tests.answer.making import document, question
from tests.answer.reading.test_sentences import found
from tests.corpora import CLOSED, REPORT
from tests.embedders import HashedWords
from tests.readers import SharedWords

VOCABULARY = Vocabulary({"beds": 3, "closed": 1, "plan": 2}, 10)


@pytest.fixture
def reader() -> PassageReader:
    return PassageReader(SharedWords(), VOCABULARY)


def test_there_is_a_weight_for_each_feature() -> None:
    assert len(SENTENCE.weights) == len(SENTENCE_FEATURES)
    assert len(ANSWERABLE.weights) == len(ANSWERABLE_FEATURES)


def test_features_have_the_columns_that_are_named(reader: PassageReader) -> None:
    asked = question("How many beds were closed?", "number")
    sentences = sentences_of([found()])
    read = reader.scores(asked, [found()])
    features = reader.features(asked, sentences, read)
    assert features.shape == (4, len(SENTENCE_FEATURES))
    columns = dict(zip(SENTENCE_FEATURES, features.T, strict=True))
    assert columns["evidence"][0] == columns["evidence"].max()
    assert columns["item"].tolist() == [0, 0, 1, 1]
    assert columns["evidence_around"][1] == columns["evidence"][0]
    scores = features[:, 0]
    summary = reader.answerable_features(asked, sentences, features, scores, read)
    assert summary.shape == (len(ANSWERABLE_FEATURES),)
    assert np.isfinite(features).all()
    assert np.isfinite(summary).all()


def test_nothing_found_nothing_read(reader: PassageReader) -> None:
    asked = question("How many beds?")
    readings = reader.read(asked, [])
    assert (readings.best, readings.answerable) == ((), 0.0)


def test_readings_are_best_first_and_inside_their_document(assistant: Assistant) -> None:
    asked = assistant.understand("How many beds did the trust close?")
    vector = HashedWords().encode([asked.search])[0]
    hits = assistant.search(asked, vector)
    readings = PassageReader(SharedWords(), assistant.vocabulary).read(asked, hits)
    scores = [reading.score for reading in readings.best]
    assert scores == sorted(scores, reverse=True)
    assert 0 <= readings.answerable <= 1
    for reading in readings.best:
        hit = hits[reading.rank].passage
        assert hit.document.path == reading.document.path
        assert hit.start <= reading.start < reading.end <= hit.end
        assert reading.key is None or reading.start <= reading.key[0] < reading.key[1]
        assert reading.key is None or reading.key[1] <= reading.end
    best = readings.best[0]
    assert best.document.path == REPORT
    assert best.document.text[best.start : best.end] == CLOSED


def test_what_is_not_admitted_is_not_read(assistant: Assistant) -> None:
    asked = assistant.understand("How many beds did the trust close?")
    hits = assistant.search(asked, HashedWords().encode([asked.search])[0])
    reader = PassageReader(SharedWords(), assistant.vocabulary)

    def not_the_answer(document: Document, start: int, end: int) -> bool:
        return document.text[start:end] != CLOSED

    every = reader.read(asked, hits)
    rest = reader.read(asked, hits, not_the_answer)
    texts = [one.document.text[one.start : one.end] for one in rest.best]
    assert every.best[0].document.text[every.best[0].start : every.best[0].end] == CLOSED
    assert texts
    assert CLOSED not in texts
    assert rest.answerable < every.answerable


def test_nothing_admitted_nothing_read(assistant: Assistant) -> None:
    asked = assistant.understand("How many beds did the trust close?")
    hits = assistant.search(asked, HashedWords().encode([asked.search])[0])
    reader = PassageReader(SharedWords(), assistant.vocabulary)
    readings = reader.read(asked, hits, lambda *_: False)
    assert (readings.best, readings.answerable) == ((), 0.0)


@pytest.mark.parametrize(
    ("features", "probability"), [((0, 0), 0.5), ((2, 0), 0.880797), ((0, 1e9), 1.0)]
)
def test_a_linear_model_gives_a_probability(
    features: tuple[float, float], probability: float
) -> None:
    assert Linear((1.0, 1.0)).probability(features) == pytest.approx(probability, abs=1e-6)


def test_a_linear_model_refuses_features_that_do_not_fit() -> None:
    with pytest.raises(ValueError, match="shorter|longer"):
        Linear((1.0, 1.0)).probability((1.0,))


# --- some passages first, the rest where they leave doubt ----------------------------------------

ASKED = question("How many beds were closed in Barnwood?", "number")
ANSWERS = "In Barnwood 214 beds were closed."


class Counting(SharedWords):
    """Keeps what it is given to read, call by call."""

    def __init__(self) -> None:
        self.given: list[list[str]] = []

    def score(self, pairs: Sequence[tuple[str, Text]]) -> list[PassageScores]:
        self.given.append([text.words for _, text in pairs])
        return super().score(pairs)


def ten_passages(answer_at: int | None) -> list[Found]:
    """Passages of ten documents, one of which answers."""
    texts = [f"Ward {number} has a garden with {number} trees." for number in range(10)]
    if answer_at is not None:
        texts[answer_at] = ANSWERS
    documents = [document(("paragraph", text), path=f"{at}.md") for at, text in enumerate(texts)]
    return [
        Found(Passage(one, 0, len(one.text)), 0.9 - 0.05 * at, 1.0 - 0.1 * at)
        for at, one in enumerate(documents)
    ]


def test_a_sure_answer_among_the_first_leaves_the_rest_unread() -> None:
    model, hits = Counting(), ten_passages(answer_at=1)
    readings = PassageReader(model, VOCABULARY).read(ASKED, hits)
    assert readings.answerable >= 0.5
    assert readings.best[0].document.path == "1.md"
    (first,) = model.given
    assert first == [one.passage.text for one in hits[: len(first)]]
    assert 1 < len(first) < len(hits)


@pytest.mark.parametrize("answer_at", [None, 9], ids=["nowhere", "in the last"])
def test_where_the_first_leave_doubt_all_are_read_as_if_at_once(
    answer_at: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    model, hits = Counting(), ten_passages(answer_at)
    readings = PassageReader(model, VOCABULARY).read(ASKED, hits)
    assert len(model.given) == 2
    assert [*model.given[0], *model.given[1]] == [one.passage.text for one in hits]
    assert {reading.rank for reading in readings.best} == set(range(10))
    if answer_at is not None:
        assert readings.best[0].document.path == f"{answer_at}.md"
    monkeypatch.setattr(passage_reader, "_READ_FIRST", len(hits))
    assert PassageReader(Counting(), VOCABULARY).read(ASKED, hits) == readings


def test_no_more_than_the_first_are_there_to_read() -> None:
    model, hits = Counting(), ten_passages(None)[:2]
    assert PassageReader(model, VOCABULARY).read(ASKED, hits).answerable < 0.5
    assert [len(given) for given in model.given] == [2]
