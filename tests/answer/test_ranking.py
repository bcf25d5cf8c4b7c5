from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from assistant.answer.ranking import AGAINST, FEATURES, WEIGHTS, Candidate, features, scores
from assistant.answer.understanding.question import Question
from assistant.answer.understanding.wanted import Wanted
from assistant.documents import Passage
from assistant.index.words import Vocabulary
from tests.answer.making import document, question

VOCABULARY = Vocabulary(Counter({"beds": 400, "corridor": 3, "wards": 300}), 1_000)


def candidate(
    text: str = "Nothing of it.",
    *,
    by_meaning: int | None = 5,
    by_words: int | None = 5,
    cosine: float = 0.5,
) -> Candidate:
    one = document(("paragraph", text))
    return Candidate(Passage(one, 0, len(one.text)), by_meaning, by_words, cosine)


def feature(name: str, asked: Question, one: Candidate) -> float:
    return float(features(asked, [one], VOCABULARY)[0, FEATURES.index(name)])


ASKED = question("How many beds are in the corridor?", "number")


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        (candidate(by_meaning=1), candidate(by_meaning=2)),
        (candidate(by_meaning=60), candidate(by_meaning=None)),
        (candidate(by_words=1), candidate(by_words=2)),
        (candidate(by_words=60), candidate(by_words=None)),
        (candidate(cosine=0.6), candidate(cosine=0.5)),
        (candidate("A corridor."), candidate("A ward.")),
        (candidate("The corridor."), candidate("The beds.")),
        (candidate("There were 214."), candidate("There were some.")),
    ],
    ids=[
        "meaning", "found by meaning", "words", "found by words", "cosine", "a word",
        "a rarer word", "the kind of answer",
    ],
)  # fmt: skip
def test_what_speaks_for_a_passage(better: Candidate, worse: Candidate) -> None:
    first, second = scores(ASKED, [better, worse], VOCABULARY)
    assert first > second


def test_a_passage_without_what_a_follow_up_adds_comes_later() -> None:
    asked = replace(ASKED, focus=("wale",))
    first, second = scores(
        asked, [candidate("In Wales, beds."), candidate("In Kent, beds.")], VOCABULARY
    )
    assert first > second
    assert feature("focus_missing", asked, candidate("In Kent.")) == 1
    assert feature("focus_missing", ASKED, candidate("In Kent.")) == 0


def test_words_of_headings_and_titles_are_covered() -> None:
    one = document(("heading", "Corridor care"), ("paragraph", "None were counted."))
    under = Candidate(Passage(one, one.blocks[1].start, one.blocks[1].end), 1, 1, 0.5)
    assert feature("covered", question("corridor"), under) == 1
    assert feature("covered", question("report corridor"), under) == 1
    assert feature("covered", question("corridor zeppelin"), under) < 1


@pytest.mark.parametrize("wanted", ["number", "anything"])
def test_a_question_of_stop_words_is_ranked_too(wanted: Wanted) -> None:
    assert np.isfinite(scores(question("what is it", wanted), [candidate()], VOCABULARY)).all()


def test_nothing_found_has_no_scores() -> None:
    assert scores(ASKED, [], VOCABULARY) == []


def test_each_weight_has_the_sign_it_must_have() -> None:
    for name, weight in zip(FEATURES, WEIGHTS, strict=True):
        assert weight <= 0 if name in AGAINST else weight >= 0
