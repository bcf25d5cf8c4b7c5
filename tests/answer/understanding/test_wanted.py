from __future__ import annotations

import pytest

from assistant.answer.understanding.wanted import Wanted, wanted_by


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("How many beds were closed?", "number"),
        ("What is the vacancy rate?", "number"),
        ("What percentage of trusts agreed?", "percentage"),
        ("What proportion of beds were full?", "percentage"),
        ("How much did agency staff cost?", "money"),
        ("What is the budget for repairs?", "money"),
        ("When was the review published?", "date"),
        ("By what date must plans be ready?", "date"),
        ("How long do patients wait?", "duration"),
        ("How often does the board meet?", "duration"),
        ("Who led the review?", "name"),
        ("Which body inspects hospitals?", "name"),
        ("What did the inquiry recommend on exercises?", "recommendation"),
        ("What must every trust do when a review is published?", "recommendation"),
        ("What is a virtual ward?", "definition"),
        ("Since when has the scheme run?", "date"),
        ("What are the four parts of the plan?", "list"),
        ("What measures does the plan name?", "list"),
        ("aims of the 2031 plan", "list"),
        ("the main flaws in the plan", "list"),
        ("Which bed closure rules should trusts follow?", "list"),
        ("What does the plan say?", "anything"),
        ("What does ICB stand for?", "definition"),
        ("What is productivity?", "definition"),
        ("What is meant by a virtual ward?", "definition"),
        ("Why did costs rise?", "reason"),
        ("What caused the delay?", "reason"),
        ("Describe the mood of the staff", "anything"),
    ],
)
def test_the_kind_of_answer_that_is_wanted(text: str, wanted: Wanted) -> None:
    assert wanted_by(text) == wanted
