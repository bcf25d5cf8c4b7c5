"""Which figure of a sentence is meant."""

from __future__ import annotations

import pytest

from assistant.checking.draft_document import as_document
from assistant.checking.same_part import is_anothers
from assistant.checking.statements import Statement
from assistant.figures.extract import figures_of


def stated(text: str) -> Statement:
    document = as_document(text)
    return Statement(document, 0, len(text), figures_of(document))


def takes_anothers_place(draft: str, source: str) -> list[bool]:
    """For each figure of the draft, whether the source's equal one stands for something else."""
    own, other = stated(draft), stated(source)
    assert own.figures
    return [
        is_anothers(own, figure, other, equal)
        for figure in own.figures
        for equal in other.figures
        if equal.amount.value == figure.amount.value
    ]


@pytest.mark.parametrize(
    ("source", "right", "wrong"),
    [
        (
            "Surveys say that 45% of nurses and 30% of porters wish to leave.",
            "Some 30% of porters and 45% of nurses wish to leave.",
            "Some 45% of porters and 30% of nurses wish to leave.",
        ),
        (
            "Managers make up 1.9% of staff, down from 2.6% in 2009.",
            "Managers are 1.9% of staff, down from 2.6%.",
            "Managers are 2.6% of staff, down from 1.9%.",
        ),
        (
            "The budget was £177m in 2024/25 and is £183m in 2025/26.",
            "In 2025/26 the budget is £183m.",
            "In 2025/26 the budget is £177m.",
        ),
        (
            "The rates of measles and mumps were 10% and 35% respectively.",
            "The rate of mumps was 35%.",
            "The rate of mumps was 10%.",
        ),
    ],
)
def test_places_in_a_sentence(source: str, right: str, wrong: str) -> None:
    assert not any(takes_anothers_place(right, source))
    assert all(takes_anothers_place(wrong, source))
