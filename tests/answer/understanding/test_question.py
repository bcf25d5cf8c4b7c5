from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer.understanding.question import Question, check, understand
from assistant.answer.understanding.wanted import Wanted
from assistant.errors import QuestionError
from assistant.index.words import Vocabulary, stem

KNOWN = (
    "absence", "acute", "beds", "discharge", "health", "mental", "raise", "scheme", "sickness",
)  # fmt: skip
VOCABULARY = Vocabulary(dict.fromkeys(KNOWN, 9), 20)
ACRONYMS = {"ICB": "integrated care board", "ACT": "acute care team", "VW": "virtual ward"}


def ask(text: str, *history: str) -> Question:
    return understand(text, history, VOCABULARY, ACRONYMS, 1000)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", r"^Type a question about the documents\.$"),
        (" \n\t ", r"^Type a question about the documents\.$"),
        ("a" * 5000, r"^The question has 5,000 characters; 1,000 are the most\. "),
        ("???", r"^There are no words in the question\. "),
        ("1234", r"^There are no words in the question\. "),
        ("a 1 b 2", r"^There are no words in the question\. "),
        ("☃ ☃ ☃", r"^There are no words in the question\. "),
    ],
    ids=["empty", "white space", "too long", "marks", "figures", "letters", "snowmen"],
)
def test_a_question_that_cannot_be_asked(text: str, sentence: str) -> None:
    with pytest.raises(QuestionError, match=sentence):
        ask(text)


def test_white_space_is_folded() -> None:
    assert check("  How many\n beds? ", 100) == "How many beds?"


def test_the_longest_question_is_asked() -> None:
    assert check("ab " * 333 + "a", 1000)


def test_a_plain_question_is_taken_as_it_is() -> None:
    plain = ask("How many beds are there?")
    assert (plain.understood, plain.focus, plain.stems) == (None, (), (stem("beds"),))
    assert plain.search == "How many beds are there?"


ACUTE = "What is the sickness absence in acute trusts?"
AT_20P = "What would the scheme raise at 20p?"
CLOSED = "Why were the beds closed?"


@pytest.mark.parametrize(
    ("history", "text", "understood"),
    [
        ([AT_20P], "What about at 40p?", "What would the scheme raise at 40p?"),
        ([CLOSED], "How much did it cost?", f"{CLOSED[:-1]} – How much did it cost?"),
        ([ACUTE, "", "  "], "And in 2022?", f"{ACUTE[:-1]} in 2022?"),
        (["x " * 600, AT_20P], "And at 40p?", "What would the scheme raise at 40p?"),
    ],
)
def test_a_follow_up_takes_what_it_lacks_from_before(
    history: list[str], text: str, understood: str
) -> None:
    taken = ask(text, *history)
    assert (taken.text, taken.understood) == (text, understood)
    assert taken.search == understood


def test_what_a_question_repeats_is_searched_without_the_part_that_was_replaced() -> None:
    taken = ask("And in mental health trusts?", ACUTE)
    assert taken.understood == "What is the sickness absence in mental health trusts?"
    assert "acute" not in taken.words


def test_a_pronoun_with_its_name_is_searched_with_the_words_of_the_question_before() -> None:
    taken = ask("How many beds does it have?", "Who leads the review of the Barnwood Clinic?")
    assert taken.understood == "How many beds does the Barnwood Clinic have?"
    assert {"leads", "review"} <= set(taken.words)
    assert stem("review") not in taken.stems


def test_a_follow_up_knows_what_it_adds() -> None:
    assert ask("And for mental health trusts?", ACUTE).focus == ("mental", "health")
    assert ask("Do they pay nurses?", ACUTE).focus == ("pay", stem("nurses"))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("And for mental health trusts?", "money"), ("Why?", "reason"), ("And when?", "date")],
)
def test_a_follow_up_wants_what_the_question_before_wanted(text: str, wanted: Wanted) -> None:
    assert ask(text, "How much funding did acute trusts get?").wanted == wanted


@pytest.mark.parametrize(
    "text",
    [
        "How many beds does the discharge scheme have?",
        "Who led the review of beds in mental health trusts?",
        "What is the sickness absence in the ambulance service this year?",
    ],
)
def test_a_question_that_stands_alone_takes_nothing(text: str) -> None:
    assert ask(text, ACUTE, AT_20P) == ask(text)
    assert ask(text, ACUTE).understood is None


@pytest.mark.parametrize("text", ["And for mental health trusts?", "Why?", "How many of them?"])
def test_without_a_question_before_there_is_no_follow_up(text: str) -> None:
    assert ask(text).focus == ()
    assert ask(text).understood is None


def test_a_history_of_follow_ups_only_is_taken_as_it_is() -> None:
    assert ask("Why?", "And the beds?").understood == "And the beds – Why?"


def test_a_repeated_question_adds_only_what_is_new() -> None:
    assert ask("What about at 40p?", AT_20P).focus == ("40p",)
    assert ask("and the year before?", "How many beds were closed in 2022/23?").focus == (
        "2021", "22",
    )  # fmt: skip


def test_the_words_that_no_document_has_are_known_as_they_were_typed() -> None:
    taken = ask("How many Zeppelins have beds, or a blimp’s, in 2031?")
    assert taken.unknown == ("Zeppelins", "blimp’s", "2031")


@pytest.mark.parametrize("text", ["Do the beds raise health?", "What is the sicknes abscence?"])
def test_words_in_another_form_or_mended_are_not_unknown(text: str) -> None:
    assert ask(text).unknown == ()


@pytest.mark.parametrize(
    ("text", "extra"),
    [
        ("What is an ICB?", ["integrated care board"]),
        ("What do ICBs do?", ["integrated care board"]),
        ("what does the icb do?", ["integrated care board"]),
        ("Who chairs an integrated care board?", ["ICB"]),
        ("Who chairs INTEGRATED CARE BOARD meetings?", ["ICB"]),
        ("How should nurses act?", []),
        ("What is a virtual hospital?", []),
    ],
)
def test_acronyms_are_searched_with_what_they_stand_for(text: str, extra: list[str]) -> None:
    taken = ask(text)
    assert taken.search == " ".join([text, *(f"({words})" for words in extra)])
    assert taken.understood is None
    for words in extra:
        assert set(words.lower().split()) <= set(taken.words)


def test_a_misspelt_word_is_mended_and_said() -> None:
    taken = ask("What is the sicknes abscence?")
    assert taken.understood == "What is the sickness absence?"
    assert taken.text == "What is the sicknes abscence?"


def test_a_misspelt_follow_up_is_mended_with_its_subject() -> None:
    taken = ask("And for mentel healht trusts?", "What is the sicknes absence in acute trusts?")
    assert taken.understood is not None
    assert "sickness absence" in taken.understood
    assert "mental health" in taken.understood


@given(st.text(max_size=120), st.lists(st.text(max_size=60), max_size=3))
def test_any_text_is_understood_or_refused(text: str, history: list[str]) -> None:
    try:
        taken = understand(text, history, VOCABULARY, ACRONYMS, 1000)
    except QuestionError:
        return
    assert taken.search.strip()
    assert taken.text == text
