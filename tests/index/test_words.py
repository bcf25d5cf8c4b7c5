from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.index.words import (
    Vocabulary,
    count_words,
    find_meanings,
    most_frequent,
    stem,
    words_of,
)

ENDINGS = ("s", "ed", "ing", "ings", "edly", "ation", "ational", "fulness", "iveness", "ically")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The trust's beds", ["the", "trust", "beds"]),
        ("The trusts’ beds", ["the", "trusts", "beds"]),
        ("don’t stop", ["don’t", "stop"]),
        ("£48.3m in 2022/23", ["48", "3m", "in", "2022", "23"]),
        ("co-operate_now", ["co", "operate", "now"]),
        ("", []),
        ("… – ?", []),
    ],
)
def test_words_of(text: str, words: list[str]) -> None:
    assert words_of(text) == words


@pytest.mark.parametrize(
    ("one", "other"),
    [("closed", "closing"), ("nurse", "nurses"), ("discharge", "discharged"), ("don’t", "don't")],
)
def test_forms_of_a_word_have_one_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@given(st.text())
def test_words_are_lower_case_and_not_empty(text: str) -> None:
    words = words_of(text)
    assert all(word and word == word.lower() for word in words)


def test_a_word_counts_once_for_each_text() -> None:
    assert count_words(["beds and beds", "Beds"]) == {"beds": 2, "and": 1}


@pytest.mark.parametrize(
    ("text", "acronyms"),
    [
        ("an integrated care board (ICB) plans", {"ICB": "integrated care board"}),
        ("Integrated care boards (ICBs) plan", {"ICB": "Integrated care boards"}),
        ("the Department of Health (DH)", {"DH": "Department of Health"}),
        ("elective and urgent care (EUC)", {"EUC": "elective and urgent care"}),
        ("Referral to treatment (RTT) times", {"RTT": "Referral to treatment"}),
        ("the board met in May (ICB)", {}),
        ("an integrated new care board (ICB)", {}),
        ("the trust (T)", {}),
        ("a plan (see annex)", {}),
        ("(ICB)", {}),
        ("", {}),
    ],
)
def test_acronyms_are_what_the_text_defines(text: str, acronyms: dict[str, str]) -> None:
    assert most_frequent(find_meanings([text])) == acronyms


def test_the_most_frequent_meaning_wins() -> None:
    texts = ["same day care (SDC)", "south dental clinic (SDC)", "south dental clinic (SDC)"]
    assert most_frequent(find_meanings(texts)) == {"SDC": "south dental clinic"}


@given(st.lists(st.text(alphabet="abc ABC()&’", max_size=40), max_size=4))
def test_any_text_may_be_searched_for_acronyms(texts: list[str]) -> None:
    for short, long in most_frequent(find_meanings(texts)).items():
        assert long.split()[0][0].lower() == short[0].lower()
        assert any(long.split()[-1] in text for text in texts)


def test_a_rare_word_tells_more_than_a_frequent_one() -> None:
    vocabulary = Vocabulary({"the": 100, "beds": 20, "barnwood": 1}, 100)
    rarities = [vocabulary.rarity(stem(word)) for word in ("the", "beds", "barnwood", "zeppelin")]
    assert rarities == sorted(rarities)
    assert rarities[0] == pytest.approx(0, abs=0.01)
    assert rarities[-1] == 1


def test_a_vocabulary_knows_words_by_their_stems() -> None:
    vocabulary = Vocabulary({"closed": 3, "beds": 1}, 5)
    assert "closing" in vocabulary
    assert "zeppelin" not in vocabulary
    assert vocabulary.has(stem("bed"))
    assert vocabulary.frequent(2) == ["closed"]


def test_a_vocabulary_of_nothing() -> None:
    vocabulary = Vocabulary({}, 0)
    assert "beds" not in vocabulary
    assert 0 <= vocabulary.rarity("bed") <= 1


def test_threads_do_not_disturb_each_other_at_stemming() -> None:
    words = [f"{word}{ending}" for word in ("bed", "ward", "wait") for ending in ENDINGS]
    stem.cache_clear()
    expected = [stem.__wrapped__(word) for word in words]
    begin = Barrier(4)

    def stems(_: int) -> list[list[str]]:
        begin.wait(10)
        return [[stem.__wrapped__(word) for word in words] for _ in range(40)]

    switch = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(4) as pool:
            found = [each for several in pool.map(stems, range(4)) for each in several]
    finally:
        sys.setswitchinterval(switch)
    assert all(each == expected for each in found)
