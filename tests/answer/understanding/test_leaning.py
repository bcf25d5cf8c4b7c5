from __future__ import annotations

import pytest

from assistant.answer.understanding.follow_up import resolve
from assistant.answer.understanding.leaning import is_follow_up

BEFORE = "How many beds did the trusts of Barnwood close in 2022/23?"


@pytest.mark.parametrize(
    "text",
    [
        "and why?",
        "By when?",
        "but who paid for the new wards?",
        "what about the community hospitals?",
        "how about in Wales?",
        "in Wales?",
        "Wales?",
        "2019?",
        "the year before?",
        "What was the figure two years earlier?",
        "who wrote it?",
        "which wards rely on them?",
        "what lesson was drawn from it?",
        "what share of the cost did it cover?",
        "when was it agreed?",
        "do they charge visitors?",
        "how many of those are women?",
        "why is that?",
        "did the board agree to do that?",
        "would that be fair on everyone?",
        "who else was asked?",
        "can nurses be told too?",
        "which one is larger?",
        "who qualifies for one?",
        "how many were reopened?",
        "What does its third chapter say about catering and laundry costs?",
    ],
)
def test_it_leans_on_the_question_before(text: str) -> None:
    assert is_follow_up(text, BEFORE)


@pytest.mark.parametrize(
    "text",
    [
        "What is productivity?",
        "What is a virtual ward?",
        "what does the CQC do",
        "Barnwood",
        "car parking charges",
        "virtual ward - what is it?",
        "What is the CQC and what is it for?",
        "Did the trust say that it would close wards?",
        "Is it legal to charge for parking?",
        "Why is it hard to recruit midwives?",
        "What does it cost to run a virtual ward?",
        "Which trusts lost their funding last winter?",
        "How much of its budget did the trust spend?",
        "Who should nurses tell before they leave?",
        "What are the duties that all staff have?",
        "How many vacancies are there in nursing?",
        "Is uptake of the flu jab lower this year?",
        "What should people do if they miss an appointment?",
        "What do those who care for relatives need?",
        "Whose job is it to inspect care homes?",
        "How did costs compare with the year before the pandemic in London?",
        "what about patients who move house while they wait for an operation?",
    ],
)
def test_it_stands_alone(text: str) -> None:
    assert not is_follow_up(text, BEFORE)
    assert resolve(text, [BEFORE]) is None
