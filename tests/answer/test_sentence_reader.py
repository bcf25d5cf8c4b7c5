from __future__ import annotations

import pytest

from assistant.answer.assistant import Assistant
from assistant.answer.search import Found
from assistant.answer.sentence_reader import (
    ANSWERABLE_FEATURES,
    SENTENCE_FEATURES,
    SentenceReader,
    sentences_of,
)
from assistant.answer.weights import ANSWERABLE, SENTENCE, Linear
from assistant.documents import Document, Passage
from assistant.index.words import Vocabulary, stem
from tests.answer.making import document, question
from tests.corpora import CLOSED, REPORT
from tests.embedders import HashedWords

NOTES = document(
    ("heading", "Wards"),
    ("paragraph", "Beds were closed. A plan has two parts:"),
    ("item", "• the clinician"),
    ("item", "• the date"),
)


def found(one: Document = NOTES) -> Found:
    start = next(block.start for block in one.blocks if block.role != "heading")
    return Found(Passage(one, start, len(one.text)), 0.5, 0.1)


@pytest.fixture
def reader() -> SentenceReader:
    return SentenceReader(HashedWords(), Vocabulary({"beds": 3, "closed": 1, "plan": 2}, 10))


def test_there_is_a_weight_for_each_feature() -> None:
    assert len(SENTENCE.weights) == len(SENTENCE_FEATURES)
    assert len(ANSWERABLE.weights) == len(ANSWERABLE_FEATURES)


def test_features_have_the_columns_that_are_named(reader: SentenceReader) -> None:
    asked = question("How many beds were closed?", "number")
    sentences = sentences_of([found()])
    vector = HashedWords().encode([asked.search])[0]
    assert reader.features(asked, vector, sentences).shape == (4, len(SENTENCE_FEATURES))


def test_a_passage_is_read_by_its_sentences() -> None:
    sentences = sentences_of([found()])
    assert [sentence.text for sentence in sentences] == [
        "Beds were closed.", "A plan has two parts:", "the clinician", "the date",
    ]  # fmt: skip
    lead_in = {stem("plan"), stem("parts")}
    assert lead_in <= sentences[2].nearby
    assert lead_in <= sentences[3].nearby
    assert stem("wards") in sentences[0].nearby


def test_only_what_is_in_the_passage_is_read() -> None:
    start = NOTES.text.index("the clinician")
    sentences = sentences_of([Found(Passage(NOTES, start, start + len("the clinician")), 0.5, 0.1)])
    assert [sentence.text for sentence in sentences] == ["the clinician"]


def test_nothing_found_nothing_read(reader: SentenceReader) -> None:
    asked = question("How many beds?")
    readings = reader.read(asked, HashedWords().encode([asked.search])[0], [])
    assert (readings.best, readings.answerable) == ((), 0.0)


def test_readings_are_best_first_and_inside_their_document(assistant: Assistant) -> None:
    asked = assistant.understand("How many beds did the trust close?")
    vector = HashedWords().encode([asked.search])[0]
    hits = assistant.search(asked, vector)
    readings = SentenceReader(HashedWords(), Vocabulary({"beds": 1}, 6)).read(asked, vector, hits)
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
