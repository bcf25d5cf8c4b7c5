from __future__ import annotations

import random

import pytest
import torch
from tokenizers import Tokenizer

from assistant.reader.network import Logits
from assistant.reader.scores import EVIDENCE_SCALE
from assistant.reader.weights import load_tokenizer
from training.reader.batches import Batch, batches, chosen, losses
from training.reader.examples import Example, Passage, passage_with

BEDS = "Snow fell. The trust closed 214 beds in March. Nobody was hurt."
KEY = (BEDS.index("214"), BEDS.index(" in March"))
SOUP = "Soup is served from noon. Bread is baked in the village."


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return load_tokenizer()


def example(*passages: Passage, question: str = "How many beds were shut?") -> Example:
    return Example("set", "article", question, passages)


def one_batch(tokenizer: Tokenizer, *examples: Example, most: int = 256) -> Batch:
    (batch,) = batches(examples, tokenizer, most, 100_000, random.Random(1))
    return batch


def words(tokenizer: Tokenizer, batch: Batch, row: int, places: torch.Tensor) -> str:
    return tokenizer.decode(batch.tokens[row, places].tolist())


def test_labels_stand_where_the_answer_is(tokenizer: Tokenizer) -> None:
    right, wrong = passage_with("Winter", BEDS, KEY), passage_with("Canteen", SOUP, None)
    batch = one_batch(tokenizer, example(right, wrong))
    assert batch.answers.tolist() == [1, 0]
    span = torch.arange(int(batch.start[0]), int(batch.end[0]) + 1)
    assert words(tokenizer, batch, 0, span) == "214 beds"
    evidence = batch.evidence[0].nonzero()[:, 0]
    assert words(tokenizer, batch, 0, evidence) == "the trust closed 214 beds in march."
    assert batch.start[1] == batch.end[1] == 0
    assert not batch.evidence[1].any()
    assert batch.right.tolist() == [False, True, False, False, False]
    assert not batch.by_sentence.any()
    heading_and_question = ~batch.passage[0] & batch.real[0]
    assert "winter" in words(tokenizer, batch, 0, heading_and_question.nonzero()[:, 0])


def test_where_only_the_sentence_is_known_there_is_no_span(tokenizer: Tokenizer) -> None:
    known = passage_with("Winter", BEDS, KEY)
    batch = one_batch(
        tokenizer, example(Passage(known.heading, BEDS, known.sentences, right=(1,), key=None))
    )
    assert batch.by_sentence.tolist() == [True]
    assert batch.start.tolist() == [0]
    assert batch.evidence[0].any()


def test_a_window_that_cuts_the_answer_is_not_learnt_from(tokenizer: Tokenizer) -> None:
    filler = "It was cold and dark. " * 30
    text = filler + "The board shut " + "very " * 40 + "many beds. " + filler
    start = text.index("The board")
    key = (start, text.index(" beds.", start))
    long = passage_with("Winter", text, key)
    for seed in range(20):
        (batch,) = batches(
            [example(long)], tokenizer, 128, 100_000, random.Random(seed)
        )  # windows of 128 tokens, of which some hold all of the answer and some a part
        assert batch.answers.tolist() == [1]
        span = torch.arange(int(batch.start[0]), int(batch.end[0]) + 1)
        held = words(tokenizer, batch, 0, span)
        assert held.startswith("the board shut")
        assert held.endswith("very many")


def test_an_answer_longer_than_any_window_is_left_out(tokenizer: Tokenizer) -> None:
    text = "The board shut " + "very " * 300 + "many beds."
    made = batches(
        [example(passage_with("", text, (0, len(text))))], tokenizer, 128, 10_000, random.Random(1)
    )
    assert not any(made)


def test_the_windows_of_a_question_stay_together(tokenizer: Tokenizer) -> None:
    right, wrong = passage_with("", BEDS, KEY), passage_with("", SOUP, None)
    many = [example(right, wrong, question=f"How many beds in ward {at}?") for at in range(9)]
    made = list(batches(many, tokenizer, 256, 200, random.Random(1)))
    assert len(made) > 1
    assert sum(batch.questions for batch in made) == 9
    for batch in made:
        assert batch.answers.tolist() == [1, 0] * batch.questions
        assert batch.group_of.max() == batch.questions - 1


def test_a_stage_takes_a_right_passage_and_so_many_wrong_ones() -> None:
    right = passage_with("", BEDS, KEY)
    others = tuple(passage_with("", f"{SOUP} {at}", None) for at in range(8))
    asked = {"one": [example(right, *others)] * 10, "two": [example(*others)] * 4}
    stage = chosen(asked, {"one": 1.5, "two": 0.5}, 3, random.Random(1))
    assert len(stage) == 17
    for taken in stage:
        assert len(taken.passages) == 4
        assert len({passage.text for passage in taken.passages}) == 4
    assert sum(taken.passages[0].right == (1,) for taken in stage) == 15


def test_losses_by_hand() -> None:
    """Two questions of a window each: [CLS], and two words that are a sentence each."""
    batch = Batch(
        tokens=torch.zeros(2, 3, dtype=torch.long),
        segments=torch.zeros(2, 3, dtype=torch.long),
        real=torch.ones(2, 3, dtype=torch.bool),
        passage=torch.tensor([[False, True, True]] * 2),
        evidence=torch.tensor([[0.0, 1.0, 0.0], [0.0, 0.0, 0.0]]),
        sentence=torch.tensor([[-1, 0, 1], [-1, 2, 3]]),
        start=torch.tensor([1, 0]),
        end=torch.tensor([1, 0]),
        by_sentence=torch.tensor([False, False]),
        answers=torch.tensor([1.0, 0.0]),
        right=torch.tensor([True, False, False, False]),
        group_of=torch.tensor([0, 0, 1, 1]),
        questions=2,
    )
    evidence = torch.tensor([[9.0, 1.0, -1.0], [9.0, 0.5, -0.5]])
    none = torch.zeros(2, 3)
    said = Logits(none, none, evidence, torch.tensor([2.0, -1.0]))
    parts = losses(said, batch)
    # All three places are alike likely to start and to end.
    assert parts["span"].item() == pytest.approx(torch.tensor(3.0).log().item())
    softplus = torch.nn.functional.softplus
    assert parts["evidence"].item() == pytest.approx(
        softplus(torch.tensor([-1.0, -1.0, 0.5, -0.5])).mean().item()
    )
    assert parts["answers"].item() == pytest.approx(softplus(torch.tensor([-2.0, -1.0])).mean())
    # Only a question's own sentences compete, with "none of them" at 0.
    scaled = EVIDENCE_SCALE * torch.tensor([[1.0, -1.0], [0.5, -0.5]])
    first, second = torch.logsumexp(torch.cat([scaled, torch.zeros(2, 1)], 1), 1)
    assert parts["listwise"].item() == pytest.approx(
        ((first - scaled[0, 0]) + second).item() / 2, abs=1e-5
    )


def test_where_only_the_sentence_is_known_any_of_its_words_will_do() -> None:
    none = torch.zeros(1, 4)
    batch = Batch(
        tokens=torch.zeros(1, 4, dtype=torch.long),
        segments=torch.zeros(1, 4, dtype=torch.long),
        real=torch.ones(1, 4, dtype=torch.bool),
        passage=torch.tensor([[False, True, True, True]]),
        evidence=torch.tensor([[0.0, 1.0, 1.0, 0.0]]),
        sentence=torch.tensor([[-1, 0, 0, 1]]),
        start=torch.tensor([0]),
        end=torch.tensor([0]),
        by_sentence=torch.tensor([True]),
        answers=torch.tensor([1.0]),
        right=torch.tensor([True, False]),
        group_of=torch.tensor([0, 0]),
        questions=1,
    )
    said = Logits(none, none, none, torch.zeros(1))
    span = losses(said, batch)["span"]
    assert span.item() == pytest.approx(-torch.tensor(2 / 4).log().item())
