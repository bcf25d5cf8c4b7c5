from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer.understanding.spelling import english_words, mend_spelling
from assistant.index.words import Vocabulary

VOCABULARY = Vocabulary(
    {
        "constitution": 12, "discharge": 30, "maintenance": 8, "occupancy": 7, "barnwood": 4,
        "nurses": 40, "nursing": 9, "tariff": 5, "hapax": 1, "langstaff": 6, "trusts": 90,
        "barriers": 9,
    },
    100,
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("What is the NHS Constituton?", "What is the NHS Constitution?"),
        ("the maintainance backlog", "the maintenance backlog"),
        ("bed ocupancy", "bed occupancy"),
        ("who goes to Barnwod?", "who goes to Barnwood?"),
        ("Ocupancy of beds", "Occupancy of beds"),
        ("Langstaf chaired it", "Langstaff chaired it"),
    ],
)
def test_a_slip_is_mended(text: str, mended: str) -> None:
    assert mend_spelling(text, VOCABULARY) == mended


@pytest.mark.parametrize(
    "text",
    [
        "discharged nurses",
        "the balloon season",
        "what did Lanstaaf say?",
        "what did Barnard say?",
        "TARIF is an acronym",
        "the happax is too rare",
        "taryf is short and two letters wrong",
        "naïve café, “quoted” — £5",
        "how many barristers were there?",
        "",
    ],
    ids=[
        "forms of known words", "English words", "a name with two slips", "another name",
        "capitals", "a word in one passage", "two slips", "other marks",
        "a form of an English word", "nothing",
    ],
)  # fmt: skip
def test_what_is_no_slip_stays(text: str) -> None:
    assert mend_spelling(text, VOCABULARY) == text


@given(st.text(max_size=80))
def test_mending_keeps_everything_but_words(text: str) -> None:
    mended = mend_spelling(text, VOCABULARY)
    marks = [character for character in text if not character.isalpha()]
    assert [character for character in mended if not character.isalpha()] == marks
    assert mend_spelling(mended, VOCABULARY) == mended


def test_the_words_of_the_corpus_are_never_mended() -> None:
    for word in VOCABULARY.counts:
        assert mend_spelling(word, VOCABULARY) == word


def test_english_is_known() -> None:
    assert {"hospital", "parking", "balloon"} <= english_words()
    assert "constituton" not in english_words()
