"""The reader that ships, on sentences that it was not trained on."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
import torch

from assistant.encoder.bert import VOCABULARY
from assistant.reader.model import TrainedReader
from assistant.reader.network import Network
from assistant.reader.texts import Text
from assistant.reader.weights import load_tokenizer, load_weights
from assistant.reader.windows import windows_of
from tests.readers import open_trained

pytestmark = pytest.mark.models

PLAN = Text(
    "Winter plan 2031. Beds",
    "The trust closed 214 beds in the spring because the roof of the east wing was unsafe. "
    "Patients were moved to the west wing. The chief nurse, Ada Brown, led the move. "
    "The board will decide in June whether the wing opens again.",
)
CANTEEN = Text("Canteen", "Soup is served from noon. The bread is baked by a shop in the village.")
QUESTIONS = {
    "How many beds were shut?": "214",
    "Who was in charge of moving the patients?": "Ada Brown",
    "When will the board make up its mind about the wing?": "June",
    "Why did the trust close beds?": "roof",
}


@pytest.fixture(scope="module")
def reader() -> TrainedReader:
    return open_trained()


@pytest.mark.parametrize(("question", "words"), QUESTIONS.items())
def test_it_finds_the_words_that_answer(reader: TrainedReader, question: str, words: str) -> None:
    right, wrong = reader.score([(question, PLAN), (question, CANTEEN)])
    assert words in PLAN.words[slice(*right.span)]
    assert right.answers > wrong.answers
    assert right.span_score > wrong.span_score


def test_it_tells_when_nothing_answers(reader: TrainedReader) -> None:
    asked, other = "How many beds were shut?", "How much was spent on agency doctors in 2019?"
    (answered,), (unanswered,) = reader.score([(asked, PLAN)]), reader.score([(other, PLAN)])
    assert answered.answers > unanswered.answers + 1
    assert answered.span_score > unanswered.span_score + 1


def test_what_is_read_together_is_read_the_same_alone(reader: TrainedReader) -> None:
    pairs = [(question, text) for question in QUESTIONS for text in (PLAN, CANTEEN)]
    together = reader.score(pairs)
    for pair, one in zip(pairs, together, strict=True):
        (alone,) = reader.score([pair])
        assert alone.span == one.span
        assert alone.answers == one.answers
        assert np.array_equal(alone.evidence, one.evidence)


def test_threads_get_their_own_scores(reader: TrainedReader) -> None:
    with ThreadPoolExecutor(4) as pool:
        read = pool.map(lambda question: reader.score([(question, PLAN)])[0], list(QUESTIONS) * 3)
    for words, scores in zip(list(QUESTIONS.values()) * 3, read, strict=True):
        assert words in PLAN.words[slice(*scores.span)]


def test_a_long_passage_is_read_to_its_end(reader: TrainedReader) -> None:
    filler = "The canteen serves soup and bread to all who come. " * 80
    (scores,) = reader.score(
        [("How many beds were shut?", Text(PLAN.heading, filler + PLAN.words))]
    )
    start, end = scores.span
    assert "214" in (filler + PLAN.words)[start:end]
    assert len(np.unique(scores.tokens, axis=0)) == len(scores.tokens)


def test_it_reads_as_the_network_that_was_trained() -> None:
    reader = TrainedReader(load_weights(), load_tokenizer(), "float32")
    network = Network(VOCABULARY).eval()
    network.load_state_dict(load_weights())
    for question in QUESTIONS:
        (window,) = windows_of(load_tokenizer(), [(question, PLAN)])
        tokens = torch.tensor([window.tokens])
        segments = (torch.arange(len(window.tokens)) >= window.second).long()[None]
        with torch.inference_mode():
            said = network(tokens, segments, torch.ones_like(tokens, dtype=torch.bool))
        (scores,) = reader.score([(question, PLAN)])
        own = slice(window.first, window.first + len(window.spans))
        assert np.allclose(scores.evidence, said.evidence[0, own], atol=1e-4)
        assert np.allclose(scores.start, said.start[0, own] - said.start[0, 0], atol=1e-4)
        assert scores.answers == pytest.approx(float(said.answers[0]), abs=1e-4)


def test_bfloat16_reads_as_float32_does() -> None:
    pairs = [(question, PLAN) for question in QUESTIONS]
    exact = TrainedReader(load_weights(), load_tokenizer(), "float32").score(pairs)
    quick = TrainedReader(load_weights(), load_tokenizer(), "bfloat16").score(pairs)
    for one, other in zip(quick, exact, strict=True):
        assert one.span == other.span
        assert one.answers == pytest.approx(other.answers, abs=0.2)
        assert np.abs(one.evidence - other.evidence).max() < 0.2


def test_nothing_to_read_gives_nothing(reader: TrainedReader) -> None:
    assert reader.score([]) == []
    (empty,) = reader.score([("How many beds?", Text("", ""))])
    assert empty.span_score < -1000
