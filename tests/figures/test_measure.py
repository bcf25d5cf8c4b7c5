from __future__ import annotations

import pytest

from assistant.figures.amounts import amounts_in
from assistant.figures.measure import measure_of
from assistant.figures.periods import periods_in


@pytest.mark.parametrize(
    ("text", "measures"),
    [
        ("The vacancy rate in December 2022 was 8.9%.", ["vacancy rate"]),
        ("Mill Trust closed 1,200 beds in 2023/24.", ["Mill Trust closed beds"]),
        (
            "The trust had 18% more consultants, and 22% more nurses in 2024.",
            ["trust had more consultants", "trust had more nurses"],
        ),
        (
            "Surveys report that 45% of nurses and 30% of doctors were thinking of leaving.",
            [
                "Surveys report that nurses were thinking of leaving",
                "Surveys report that doctors were thinking of leaving",
            ],
        ),
        ("Waits fell by 5%; costs of agency staff rose by 7%.", [
            "Waits fell", "costs of agency staff rose",
        ]),
    ],
)  # fmt: skip
def test_each_amount_has_the_words_that_are_its_own(text: str, measures: list[str]) -> None:
    amounts, periods = amounts_in(text), periods_in(text)
    assert [measure_of(text, one, amounts, periods) for one in amounts] == measures


def test_a_long_rule_of_dashes_takes_no_time() -> None:
    text = f"In Example 12 lessons had not been learnt when Covid{'-' * 400}19 arrived, by 5 wards."
    assert amounts_in(text)
    for found in amounts_in(text):
        measure_of(text, found, amounts_in(text), [])
