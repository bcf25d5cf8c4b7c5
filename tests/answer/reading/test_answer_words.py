from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer.reading.answer_words import answers_in, key_of
from assistant.answer.understanding.wanted import Wanted
from tests.answer.making import question

WANTED: list[Wanted] = [
    "percentage", "money", "duration", "number", "date", "name", "list", "definition", "reason",
    "anything",
]  # fmt: skip


@pytest.mark.parametrize(
    ("wanted", "text", "found"),
    [
        ("money", "It cost £48.3 million in 2022.", ["£48.3 million"]),
        ("money", "About £6bn and £1,200 were paid.", ["About £6bn", "£1,200"]),
        ("money", "An hour costs 40p.", ["40p"]),
        ("money", "The 48 beds in 2022.", []),
        ("percentage", "It rose to 94.6% from 92 per cent.", ["94.6%", "92 per cent"]),
        ("percentage", "More than half agreed, a third did not.", ["More than half", "a third"]),
        ("percentage", "It rose by 4 to £5.", []),
        ("date", "It opened on 6 August 2018.", ["6 August 2018"]),
        ("date", "Between March 2023 and 2025/26.", ["March 2023", "2025/26"]),
        ("date", "It may march on.", []),
        ("duration", "They wait within 14 days or four hours.", ["within 14 days", "four hours"]),
        ("duration", "The board meets monthly.", ["monthly"]),
        ("duration", "The board has 14 members.", []),
        ("number", "The trust closed 214 of 1,300 beds.", ["214", "1,300"]),
        ("number", "It has seven wards.", ["seven"]),
        ("number", "It has wards.", []),
        ("name", "It was led by Ada Marsh.", ["Ada Marsh"]),
        ("name", "It was the University of Barnwood.", ["University of Barnwood"]),
        ("name", "Patients were led by nobody.", []),
        ("reason", "It fell because beds closed.", ["because"]),
        ("reason", "It fell in May.", []),
        ("definition", "A ward is a place for patients.", ["is a"]),
        ("anything", "It cost £48.3 million.", []),
    ],
)  # fmt: skip
def test_what_looks_like_an_answer(wanted: Wanted, text: str, found: list[str]) -> None:
    spans = answers_in(text, question("what of it?", wanted))
    assert [text[start:end] for start, end in spans] == found


def test_what_the_question_says_is_no_answer() -> None:
    text = "In March 2023 the trust had 214 beds."
    asked = question("How many beds were there in March 2023?", "number")
    assert [text[start:end] for start, end in answers_in(text, asked)] == ["214"]


@pytest.mark.parametrize(
    ("wanted", "asked", "text", "key"),
    [
        ("money", "cost of agency staff", "Agency staff cost £48 million, repairs £9 million.",
         "£48 million"),
        ("money", "cost of repairs", "Agencies took £48 million, and £9 million went on repairs.",
         "£9 million"),
        ("percentage", "absence in mental trusts",
         "It was 5.1% in acute ones and 6.2% in mental trusts.",
         "6.2%"),
        ("date", "when is the plan due", "The plan is due by 30 September 2025.",
         "30 September 2025"),
        ("duration", "how long is the wait", "The wait is up to 14 days.", "up to 14 days"),
        ("number", "how many beds", "The trust closed 214 beds.", "214"),
        ("name", "who led the review", "The review was led by Ada Marsh.", "Ada Marsh"),
        ("reason", "why did it fall", "It fell because beds were closed.",
         "because beds were closed"),
        ("definition", "what is a ward", "A ward is a place for patients.", "place for patients"),
        ("anything", "how do staff feel", "Staff feel tired, and proud of the work of the ward.",
         "and proud of the work of the ward"),
        ("anything", "what would the scheme raise at 20p", "At 20p the scheme would raise £90,000.",
         "At 20p the scheme would raise £90,000"),
        ("number", "how many beds", "Nobody has counted the beds.", "Nobody has counted the beds"),
    ],
)  # fmt: skip
def test_the_key_is_the_answer_itself(wanted: Wanted, asked: str, text: str, key: str) -> None:
    span = key_of(text, question(asked, wanted))
    assert span is not None
    assert text[span[0] : span[1]] == key


@given(st.sampled_from(WANTED), st.text(max_size=60))
def test_a_key_is_within_its_sentence(wanted: Wanted, text: str) -> None:
    span = key_of(text, question("how many beds are in the ward?", wanted))
    assert span is None or 0 <= span[0] < span[1] <= len(text)
