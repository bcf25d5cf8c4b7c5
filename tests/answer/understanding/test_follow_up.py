from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer.understanding import follow_up
from assistant.answer.understanding.follow_up import resolve
from assistant.answer.understanding.leaning import is_follow_up

BEFORE = "How many beds did the trusts of Barnwood close in 2022/23?"


@pytest.mark.parametrize(
    ("before", "text", "understood"),
    [
        # A period, also counted from the one before.
        (BEFORE, "and in 2019/20?", "How many beds did the trusts of Barnwood close in 2019/20?"),
        (BEFORE, "and the year before?",
         "How many beds did the trusts of Barnwood close in 2021/22?"),
        ("How many left in 1999/00?", "the year after?", "How many left in 2000/01?"),
        ("How many left by 31 March 2024?", "three years later?",
         "How many left by 31 March 2027?"),
        ("How many left?", "and since 2019?", "How many left since 2019?"),
        # An amount of the same kind.
        ("What would a 50p charge raise?", "What about at £1.20?",
         "What would a £1.20 charge raise?"),
        ("What follows if pay rises by 2%?", "and 4 per cent?",
         "What follows if pay rises by 4 per cent?"),
        # A nation, a body, a person.
        ("Who sets fees in England?", "and in wales?", "Who sets fees in Wales?"),
        ("Who sets fees?", "and in the UK?", "Who sets fees in the UK?"),
        ("What does NHS Shared Services do?", "and the Barnwood Trust?",
         "What does the Barnwood Trust do?"),
        # The same noun, number or preposition.
        ("How fast are category 2 calls answered?", "and for category 3?",
         "How fast are category 3 calls answered?"),
        ("How much is spent on agency staff each year?", "bank staff?",
         "How much is spent on bank staff each year?"),
        ("By how much did day and planned care grow?", "what about urgent care?",
         "By how much did urgent care grow?"),
        ("Who advises on vaccines for children?", "and on screening?",
         "Who advises on screening for children?"),
        ("What is charged within two weeks?", "within 18 weeks?",
         "What is charged within 18 weeks?"),
        # What is counted, or stands last.
        ("How many wards does the trust have?", "and clinics?",
         "How many clinics does the trust have?"),
        ("What share of waste comes from kitchens?", "and operating theatres?",
         "What share of waste comes from operating theatres?"),
    ],
)  # fmt: skip
def test_a_part_of_the_same_kind_is_replaced(before: str, text: str, understood: str) -> None:
    taken = resolve(text, [before])
    assert taken is not None
    assert (taken.text, taken.repeats) == (understood, True)


@pytest.mark.parametrize(
    ("before", "text", "understood"),
    [
        ("Did the board close the ward?", "and why?", "Why did the board close the ward?"),
        ("How much did costs rise?", "By when?", "By when did costs rise?"),
        ("How many beds were closed?", "when?", "When were beds closed?"),
        ("What is the Barnwood report?", "who wrote it?", "Who wrote the Barnwood report?"),
        ("What is a virtual ward?", "what are its costs?", "What are the virtual ward's costs?"),
        ("Who chaired the Barnwood Inquiry?", "when did it start?",
         "When did the Barnwood Inquiry start?"),
        ("What did Dame Ann Smith say about parking?", "which charge did she praise?",
         "Which charge did Dame Ann Smith praise?"),
    ],
)  # fmt: skip
def test_what_is_missing_is_filled_in(before: str, text: str, understood: str) -> None:
    taken = resolve(text, [before])
    assert taken is not None
    assert (taken.text, taken.repeats) == (understood, False)


@pytest.mark.parametrize(
    ("before", "text"),
    [
        ("How many beds were closed between 2019 and 2021?", "the year before?"),
        ("Did England do better than Scotland?", "and Wales?"),
        ("Are agency nurses covered by the law?", "volunteers?"),
        ("When should Barnwood Trust have sent the letters?", "when did they go out?"),
        ("What share of spending goes to the Barnwood Trust?", "what did it reach?"),
        ("Who leads Barnwood contracts?", "how big is it?"),
        ("What did the trust recommend?", "why?"),
    ],
)
def test_what_cannot_be_known_is_put_behind_the_question_before(before: str, text: str) -> None:
    text = text if text != "volunteers?" else "what about volunteers?"
    taken = resolve(text, [before])
    assert taken is not None
    rest = text.removeprefix("and ").removeprefix("what about ")
    assert taken.text == f"{before[:-1]} – {rest}"


@pytest.mark.parametrize(
    ("history", "text", "understood"),
    [
        ([BEFORE, "and the year before?"], "and the year before that?",
         "How many beds did the trusts of Barnwood close in 2020/21?"),
        (["How much is paid in Wales in 2020?", "and in Scotland?"], "and in 2021?",
         "How much is paid in Scotland in 2021?"),
        (["Why were beds closed?", "what did it cost?"], "who paid for it?",
         "Why were beds closed – who paid for it?"),
        (["Why were beds closed?", "what did it cost?"], "why?",
         "Why were beds closed – what did it cost – why?"),
        ([BEFORE, "Who sets fees in England?"], "and in Wales?", "Who sets fees in Wales?"),
    ],
)  # fmt: skip
def test_a_chain_takes_from_what_was_understood(
    history: list[str], text: str, understood: str
) -> None:
    taken = resolve(text, history)
    assert taken is not None
    assert taken.text == understood


def test_a_long_conversation_does_not_make_a_question_grow() -> None:
    taken = resolve("and why is that?", [BEFORE, *["and what did it cost?", "why?"] * 50])
    assert taken is not None
    assert len(taken.text) < 3 * len(BEFORE)


@given(st.text(max_size=80), st.lists(st.text(max_size=60), max_size=4))
def test_any_conversation_can_be_taken(text: str, history: list[str]) -> None:
    taken = resolve(text, history)
    assert taken is None or taken.text.strip()
    assert taken == resolve(text, history)


def test_of_a_long_conversation_only_the_end_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at: list[str] = []

    def leans(text: str, before: str) -> bool:
        looked_at.append(text)
        return is_follow_up(text, before)

    monkeypatch.setattr(follow_up, "is_follow_up", leans)
    history = [f"How many wards has trust {number}?" for number in range(500)]
    taken = resolve("and in Wales?", history)
    assert taken is not None
    assert taken.before == history[-1]
    assert len(looked_at) <= 20
