from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.figures.amounts import amounts_in
from assistant.figures.numbers import numbers_in, value_of
from assistant.figures.periods import periods_in


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("eleven", [11]),
        ("twenty-five", [25]),
        ("two hundred and fifty-six thousand", [256_000]),
        ("one million two hundred thousand", [1_200_000]),
        ("two and a half", [2.5]),
        ("two and a half million", [2_500_000]),
        ("half a million", [500_000]),
        ("a quarter of a million", [250_000]),
        ("two and three", [2, 3]),
        ("three or four", [3, 4]),
        ("1,200", [1200]),
        ("£1,234.50.", [1234.5]),
        ("2½", [2.5]),
        ("1·5", [1.5]),
        ("12\u00a0000", [12_000]),
        ("in 2019 100", [2019, 100]),
        ("1,000, 10,000, 100,000", [1000, 10_000, 100_000]),
        ("1.2bn", [1.2e9]),
        ("£11m", [11e6]),
        ("3 billion", [3e9]),
        ("£1.2 bil ion", [1.2e9]),
        ("7.5m patients", [7.5e6]),
        ("11,500.626", [11_500]),
    ],
)
def test_numbers_have_their_value(text: str, values: list[float]) -> None:
    assert [number.value for number in numbers_in(text)] == pytest.approx(values)


@pytest.mark.parametrize("text", ["1,00,000", "12.5.3", "H1N1", "2A", "millions", "2023/24", "no"])
def test_what_is_no_sound_number_is_left_out_whole(text: str) -> None:
    assert numbers_in(text) == []


def test_metres_are_not_millions() -> None:
    assert all(number.value < 1000 for number in numbers_in("keep 2m apart and 1.5m away"))


@given(st.integers(0, 10**12))
def test_digits_with_commas_are_read_back(number: int) -> None:
    assert value_of(f"{number:,}") == number


@given(st.text(alphabet="0123456789.,/ -–½mbn£%andonetwo", max_size=40))
def test_numbers_stand_in_order_and_do_not_overlap(text: str) -> None:
    end = 0
    for number in numbers_in(text):
        assert end <= number.start < number.end <= len(text)
        end = number.end


def test_more_digits_than_a_number_holds_are_none() -> None:
    assert numbers_in("£" + "9" * 400) == []
    assert numbers_in("1234567890123456 beds") == []
    (number,) = numbers_in("123456789012345 beds")
    assert number.value == 123456789012345


@pytest.mark.parametrize("letter", "ıİſK")
def test_letters_that_match_others_without_case_make_no_number(letter: str) -> None:
    for word in ("six", "seventy", "one dozen", "thousand", "king"):
        for plain in "isk":
            text = f"{word.replace(plain, letter)} beds in Aprıl and six wards, 5 per cent fewer"
            assert [number.value for number in numbers_in(text)][-2:] == [6, 5]
            assert amounts_in(text)
            periods_in(text)
