from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.figures.amounts import amounts_in
from assistant.figures.figure import Amount

CASES: list[tuple[str, list[tuple[str, Amount]]]] = [
    ("Output was 11% of plan.", [("11%", Amount(11, "%"))]),
    ("eleven per cent of beds", [("eleven per cent", Amount(11, "%"))]),
    ("3.2 percentage points", [("3.2 percentage points", Amount(3.2, "percentage points"))]),
    ("the £11bn-plus backlog", [("£11bn-plus", Amount(11e9, "£", comparator="at least"))]),
    ("about £1.2 billion", [("about £1.2 billion", Amount(1.2e9, "£", comparator="about"))]),
    ("£10-11bn", [("£10-11bn", Amount(10e9, "£", high=11e9))]),
    ("£500 to £1 million", [("£500 to £1 million", Amount(500, "£", high=1e6))]),
    ("50p per unit", [("50p per unit", Amount(50, "p", per="unit"))]),
    ("5 to 7 per cent", [("5 to 7 per cent", Amount(5, "%", high=7))]),
    (
        "between 3 and 5 weeks",
        [("between 3 and 5 weeks", Amount(3, "weeks", high=5))],
    ),
    ("three or four weeks", [("three or four weeks", Amount(3, "weeks", high=4))]),
    ("it fell from 7% to 5%", [("7%", Amount(7, "%")), ("5%", Amount(5, "%"))]),
    (
        "ranging from 5 to 7 weeks",
        [("5 to 7 weeks", Amount(5, "weeks", high=7))],
    ),
    (
        "cut waits by 6.7% and 11.9% respectively",
        [
            ("6.7%", Amount(6.7, "%", direction="fall")),
            ("11.9%", Amount(11.9, "%", direction="fall")),
        ],
    ),
    ("5, 10 and 15 per cent", [("5", Amount(5, "%")), ("10", Amount(10, "%")),
                               ("15 per cent", Amount(15, "%"))]),
    ("one in five adults", [("one in five", Amount(0.2, "ratio"))]),
    ("1 in every 4 trusts", [("1 in every 4", Amount(0.25, "ratio"))]),
    ("two-thirds of nurses", [("two-thirds", Amount(2 / 3, "ratio"))]),
    ("nearly half of wards", [("nearly half", Amount(0.5, "ratio", comparator="about"))]),
    ("more than a third", [("more than a third", Amount(1 / 3, "ratio", comparator="above"))]),
    ("a ratio of 2.5 to 1", [("2.5 to 1", Amount(2.5, "ratio"))]),
    ("costs doubled", [("doubled", Amount(2, "times", direction="rise"))]),
    ("a threefold rise", [("threefold", Amount(3, "times", direction="rise"))]),
    ("the third largest trust", [("third largest", Amount(3, "rank"))]),
    ("ranked 11th", [("11th", Amount(11, "rank"))]),
    ("seven hospitals", [("seven hospitals", Amount(7, "hospitals"))]),
    ("two new reviews", [("two", Amount(2, "reviews"))]),
    ("42 integrated care boards (ICBs)", [("42", Amount(42, "boards"))]),
    ("7.5 million people", [("7.5 million people", Amount(7.5e6, "people"))]),
    ("9,000 nurses", [("9,000 nurses", Amount(9000, "people"))]),
    ("the 4-hour target", [("4-hour", Amount(4, "hours"))]),
    ("within 18 weeks", [("within 18 weeks", Amount(18, "weeks", comparator="up to"))]),
    ("no more than 4 hours", [("no more than 4 hours", Amount(4, "hours", comparator="up to"))]),
    ("two years or more", [("two years or more", Amount(2, "years", comparator="at least"))]),
    ("2 or more illnesses", [("2 or more", Amount(2, "illnesses", comparator="at least"))]),
    ("waited over 52 weeks", [("over 52 weeks", Amount(52, "weeks", comparator="above"))]),
    ("£9m over three years", [("£9m", Amount(9e6, "£")), ("three years", Amount(3, "years"))]),
    ("1.9% a year", [("1.9% a year", Amount(1.9, "%", per="year"))]),
    ("2% annual growth", [("2%", Amount(2, "%", direction="rise", per="year"))]),
    ("3 deaths per 100,000 people", [("3 deaths per 100,000 people",
                                      Amount(3, "deaths", per="100,000 people"))]),
    ("£40 per head of population per year", [("£40 per head of population per year",
                                              Amount(40, "£", per="head per year"))]),
    ("output fell by 11%", [("11%", Amount(11, "%", direction="fall"))]),
    ("an 11% reduction in stays", [("11%", Amount(11, "%", direction="fall"))]),
    ("11% fewer beds", [("11%", Amount(11, "%", direction="fall"))]),
    ("11% below the level of 2019", [("11%", Amount(11, "%", direction="below"))]),
    ("11% down on last year", [("11%", Amount(11, "%", direction="below"))]),
    ("reduce their costs by at least 1%", [("at least 1%", Amount(1, "%", comparator="at least",
                                                                   direction="fall"))]),
    ("managers make up 1.9% of staff", [("1.9%", Amount(1.9, "%"))]),
    ("a change of -0.7%", [("-0.7%", Amount(-0.7, "%"))]),
    ("Deaths: 200 Cases: 300", [("200", Amount(200, "deaths")), ("300", Amount(300, "cases"))]),
    ("3 of the 12 trusts", [("3", Amount(3, "trusts")), ("12 trusts", Amount(12, "trusts"))]),
    ("900 patients in Leeds and 1,200 in York", [("900 patients", Amount(900, "people")),
                                                 ("1,200", Amount(1200, "people"))]),
    ("900 deaths from flu and 101 to 1,000 from measles", [
        ("900 deaths", Amount(900, "deaths")), ("101 to 1,000", Amount(101, "deaths", high=1000)),
    ]),
    ("900 deaths from flu, 30 from gout and about 4 from measles", [
        ("900 deaths", Amount(900, "deaths")), ("30", Amount(30, "deaths")),
        ("about 4", Amount(4, "deaths", comparator="about")),
    ]),
    ("40 beds in Leeds and 2019 in York", [("40 beds", Amount(40, "beds"))]),
    ("40 beds in Leeds and page 12 in York", [("40 beds", Amount(40, "beds"))]),
    ("40 beds in wards 3 and 12 in York", [("40 beds", Amount(40, "beds"))]),
    ("40 beds in Leeds and 14 took part", [("40 beds", Amount(40, "beds"))]),
    ("the number of beds rose to 350", [("350", Amount(350, "beds"))]),
    ("a maximum one month (31-day) wait", [
        ("maximum one month", Amount(1, "months", comparator="up to")),
        ("31-day", Amount(31, "days", comparator="up to")),
    ]),
    ("around the five core principles", [("five", Amount(5, "principles"))]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), CASES, ids=[text for text, _ in CASES])
def test_amounts(text: str, wanted: list[tuple[str, Amount]]) -> None:
    found = amounts_in(text)
    assert [text[one.start : one.end] for one in found] == [words for words, _ in wanted]
    for one, (_, amount) in zip(found, wanted, strict=True):
        assert one.amount.value == pytest.approx(amount.value)
        assert replace(one.amount, value=amount.value) == amount


def test_a_number_without_a_unit_is_a_figure_only_where_it_measures() -> None:
    assert amounts_in("She took 14 and left.") == []
    assert [found.amount.value for found in amounts_in("The score was 14.")] == [14]
    assert [found.amount.value for found in amounts_in("14", in_table=True)] == [14]


_WORDS = st.sampled_from(
    ["one", "half", "a", "third", "of", "the", "5", "7%", "£", "1.2", "bn", "to", "between", "and",
     "-", "–", "(", ")", "weeks", "people", "more than", "2019", "2023/24", "per", "cent", "or",
     "in", "million", "1,00,000", "fell by", ",", ".", "respectively", "twice", "½", "\u00a0"]
)  # fmt: skip


@given(st.one_of(st.text(max_size=80), st.lists(_WORDS, max_size=14).map(" ".join)))
def test_any_text_is_read_in_order_without_overlaps(text: str) -> None:
    end = 0
    for found in amounts_in(text):
        assert end <= found.start < found.end <= len(text)
        assert any(sign.isalnum() for sign in text[found.start : found.end])
        end = found.end


def test_a_long_draft_is_read_in_bounded_time() -> None:
    page = "Waits fell by 11% to 18 weeks in 2023/24, and £1.2 million went to 7 trusts. " * 40
    assert len(amounts_in(page * 25)) == 4 * 40 * 25
