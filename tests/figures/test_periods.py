from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.figures.periods import periods_in


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("in 2023/24", "2023-04-01", "2024-03-31"),
        ("in 2023-24", "2023-04-01", "2024-03-31"),
        ("for 25/26", "2025-04-01", "2026-03-31"),
        ("by March 2025", "2025-03-01", "2025-03-31"),
        ("as at 31 March 2024", "2024-03-31", "2024-03-31"),
        ("in 2035", "2035-01-01", "2035-12-31"),
        ("between 2010 and 2019", "2010-01-01", "2019-12-31"),
        ("from 2010 to 2019", "2010-01-01", "2019-12-31"),
        ("2010–19", "2010-01-01", "2019-12-31"),
        ("from 2025/26 to 2029/30", "2025-04-01", "2030-03-31"),
        ("between January and July 2024", "2024-01-01", "2024-07-31"),
        ("between March 2020 and June 2021", "2020-03-01", "2021-06-30"),
        ("in the year to September 2023", "2022-10-01", "2023-09-30"),
        ("in the 12 months to March 2024", "2023-04-01", "2024-03-31"),
        ("in the first half of 2024/25", "2024-04-01", "2024-09-30"),
        ("H1 2024/25", "2024-04-01", "2024-09-30"),
        ("Q4 2023/24", "2024-01-01", "2024-03-31"),
        ("in the first quarter of 2024", "2024-01-01", "2024-03-31"),
        ("in winter 2023/24", "2023-12-01", "2024-02-29"),
        ("by the end of 2028/29", "2028-04-01", "2029-03-31"),
        ("during the 2010s", "2010-01-01", "2019-12-31"),
        ("since 2015/16", "2015-04-01", "2016-03-31"),
        ("in 2024.12", "2024-01-01", "2024-12-31"),
    ],
)
def test_period(text: str, start: str, end: str) -> None:
    (found,) = periods_in(f"It was 5% {text}, they said.")
    assert (found.period.start, found.period.end) == (start, end)


@pytest.mark.parametrize(
    "text",
    [
        "the Nursing Act 2004",
        "last year and over the past decade",
        "more than 2000 beds",
        "£2019",
        "2000 million",
        "31 February 2024",
        "2023/27",
    ],
)
def test_no_period(text: str) -> None:
    assert periods_in(text) == []


@given(st.text(alphabet="0123456789/-– betwnadfromMarchQH12inofthe.", max_size=50))
def test_any_text_has_periods_that_end_after_they_begin(text: str) -> None:
    for found in periods_in(text):
        assert 0 <= found.start < found.end <= len(text)
        assert found.period.start <= found.period.end
