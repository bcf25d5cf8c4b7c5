from __future__ import annotations

import pytest

from assistant.figures.amounts import amounts_in
from assistant.figures.periods import periods_in
from assistant.figures.when import periods_of


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ("It was 5% in 2019.", ["2019"]),
        ("In 2008, a quarter of adults and 16% of boys smoked.", ["2008", "2008"]),
        ("It fell from 7% in 2010 to 5% in 2019.", ["2010", "2019"]),
        ("It was 8.9% in 2022, compared to 8.1% in 2019.", ["2022", "2019"]),
        ("It rose by 5% and 7% in 2019 and 2020 respectively.", ["2019", "2020"]),
        ("Posts rose 18%, and pay 5%, between 2019 and 2024.", ["2019", "2019"]),
        ("Output is 11% lower than in 2019.", [None]),
        ("Output is 11% below 2019 levels.", [None]),
        ("A 2009 study found that 71% agreed.", [None]),
        ("Guidance published in 2010 asks for 5%.", [None]),
        ("It was 16% in 2008, an increase from 11% and 12% in 1995.", ["2008", "1995", "1995"]),
    ],
)
def test_the_period_of_each_amount(text: str, starts: list[str | None]) -> None:
    amounts, periods = amounts_in(text), periods_in(text)
    found = periods_of(text, amounts, periods)
    assert [period and period.start[:4] for period in found] == starts
