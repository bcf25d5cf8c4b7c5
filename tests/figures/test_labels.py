from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.figures import labels
from assistant.figures.amounts import amounts_in

_STARTS = [
    "seehttps://example.org/2024 and mid-2019",
    "  3.2 Beds\n  (4) wards, Covid-19, H1N1 and page 5, aged65",
]


@pytest.mark.parametrize(
    "text",
    [
        "It met on 12 August 2024 and 3 to 5 May.",
        "In 2023/24 and from 2010 to 2019, since the 1990s and mid-2020.",
        "Module 1, Article 8, Section 75 and Phase 2",
        "See pages 14 to 16, Table 3.2 and recommendations 4(a), 5 and 6.",
        "Covid-19, H1N1 and SARS-CoV-2",
        "The 10 Year Health Plan and the Five Year Forward View",
        "Call 020 7946 0018 or NHS 111, open 24/7 at 10 Mill Lane.",
        "patients aged 65 and over, 18-year-olds, over-75s and children under the age of 5",
        "one of the largest, no one, one can, one another",
        "The Nursing Act 2004 and Horizon 2020",
        "(2) Beds, [3] and (iv)",
        "https://example.org/2024/12/report-7.pdf",
        "the third sector, a third party and half-term",
        "quarter four, segment 3, band 6 and type 2 diabetes",
        "Wards closed.”14 Others stayed.",
        "It opened at 9am, 10:30 and 4.15 pm.",
        "1,00,000 patients and version 12.5.3",
        "Operation Seven",
    ],
)
def test_no_figure(text: str) -> None:
    assert [text[found.start : found.end] for found in amounts_in(text)] == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("more than 2000 beds", "more than 2000 beds"),
        ("a band of 6% in module 3", "6%"),
        ("a five-year plan", "five-year"),
        ("111 patients", "111 patients"),
        ("under 5 miles", "under 5 miles"),
    ],
)
def test_a_figure_all_the_same(text: str, words: str) -> None:
    assert [text[found.start : found.end] for found in amounts_in(text)] == [words]


def test_the_end_of_a_longer_number_is_no_telephone_number() -> None:
    for text in ("It was £124,999 in all.", "It was 1,111 in all.", "It cost £999 in all."):
        assert len(amounts_in(text)) == 1, text
    assert amounts_in("Dial 999 in an emergency.") == []


@given(st.text(alphabet="ab 1-‑.\n(h9A,@£:/[é½”", max_size=30) | st.sampled_from(_STARTS))
def test_no_label_begins_where_none_is_looked_for(text: str) -> None:
    every = (*labels._ADDRESSES, *labels._DATES, *labels._AGES, *labels._REFERENCES, *labels._NAMES)
    plainly = re.compile("|".join(every), re.MULTILINE)
    for one in (text, f"x{text}", f"{text}\n  {text}"):
        assert [match.span() for match in labels._LABELS.finditer(one)] == [
            match.span() for match in plainly.finditer(one)
        ]
