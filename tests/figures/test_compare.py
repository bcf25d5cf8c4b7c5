from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.figures.amounts import amounts_in
from assistant.figures.compare import contradicts, same_unit, same_value, written
from assistant.figures.figure import Amount, Comparator


def read(text: str) -> Amount:
    (found,) = amounts_in(text)
    return found.amount


@pytest.mark.parametrize(
    ("draft", "source"),
    [
        ("11%", "eleven per cent"),
        ("one in five", "20%"),
        ("a third of beds", "33%"),
        ("£1.2bn", "£1,200 million"),
        ("50p", "£0.50"),
        ("two weeks", "14 days"),
        ("12 months", "one year"),
        ("about 11%", "10.7%"),
        ("about 5%", "4.6%"),
        ("about £100 million", "£102 million"),
        ("£10-11bn", "between £10 billion and £11 billion"),
        ("fell by 5%", "a change of -5%"),
    ],
)
def test_same_value(draft: str, source: str) -> None:
    assert same_value(read(draft), read(source))


@pytest.mark.parametrize(
    ("draft", "source"),
    [
        ("11%", "12%"),
        ("11%", "10.7%"),
        ("11%", "about 10.7%"),
        ("about 11%", "14%"),
        ("about £105 million", "£100 million"),
        ("about £100 million", "£105 million"),
        ("about 1%", "1.4%"),
        ("about one year", "17 months"),
        ("5%", "5 percentage points"),
        ("£5", "5%"),
        ("5%", "5 to 7%"),
        ("5 weeks", "5 months"),
        ("5%", "a change of -5%"),
        ("7 trusts", "7 boards"),
        ("a third of beds", "34%"),
    ],
)
def test_other_value(draft: str, source: str) -> None:
    assert not same_value(read(draft), read(source))


@pytest.mark.parametrize(
    ("draft", "source", "wanted"),
    [
        ("rose by 5%", "fell by 5%", True),
        ("5% above plan", "5% below plan", True),
        ("more than 5%", "less than 5%", True),
        ("at least 5 days", "within 5 days", True),
        ("rose by 5%", "a change of -5%", True),
        ("rose by 5%", "5%", False),
        ("about 5%", "5%", False),
        ("more than 5%", "at least 5%", False),
    ],
)
def test_contradicts(draft: str, source: str, wanted: bool) -> None:
    assert contradicts(read(draft), read(source)) is wanted
    assert contradicts(read(source), read(draft)) is wanted


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("£1,200 million", "£1.2 billion"),
        ("over eleven per cent", "more than 11%"),
        ("5 to 7 weeks", "5 to 7 weeks"),
        ("one in five", "1 in 5"),
        ("fell by 11%", "a fall of 11%"),
        ("11% below plan", "11% below"),
        ("third largest", "ranked 3rd"),
        ("1.9% a year", "1.9% a year"),
        ("3 deaths per 100,000 people", "3 deaths per 100,000 people"),
        ("one month", "1 month"),
        ("1,200 beds", "1,200 beds"),
    ],
)
def test_written(text: str, words: str) -> None:
    assert written(read(text)) == words


_VALUES = st.one_of(st.integers(2, 10**6).map(float), st.integers(101, 9999).map(lambda n: n / 100))
_UNITS = st.sampled_from(["%", "percentage points", "£", "weeks", "people", "beds", "times", "p"])
_BOUNDS = st.sampled_from([None, "about", "above", "at least", "below", "up to"])


@given(_VALUES, _UNITS, _BOUNDS)
def test_what_is_written_is_read_back(value: float, unit: str, bound: Comparator | None) -> None:
    amount = Amount(value, unit, comparator=bound)
    (found,) = amounts_in(f"It was {written(amount)} in all.")
    assert same_unit(found.amount, amount)
    assert found.amount.value == pytest.approx(amount.value)
    assert found.amount.comparator == bound


@given(st.sampled_from([(1, 2), (1, 3), (2, 3), (3, 4), (1, 20), (9, 10)]))
def test_parts_are_read_back(part: tuple[int, int]) -> None:
    amount = Amount(part[0] / part[1], "ratio")
    assert same_value(read(written(amount)), amount)
