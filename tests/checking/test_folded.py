from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.checking.folded import Folded


@pytest.mark.parametrize(
    ("own", "source"),
    [
        ("The long-term plan", "the long term plan"),
        ("it’s “free”", "It's 'free'"),
        ("the ﬁrst oﬃce", "The first office"),
        ("2,000 beds", "2000 beds"),
        ("care\nat  home", "care at home"),
        ("> some people\n> 18 weeks", "some people 18 weeks"),
        ("wait > 18 weeks", "wait >18 weeks"),
        ("a result of −£5m", "a result of -£5m"),
    ],
)
def test_what_does_not_count(own: str, source: str) -> None:
    assert Folded.of(source).find(Folded.of(own)) is not None


@pytest.mark.parametrize(
    ("own", "source"),
    [
        ("10 beds", "110 beds"),
        ("5 beds", "1.5 beds"),
        ("15 beds", "1.5 beds"),
        ("able to go", "unable to go"),
        ("go to be", "go to bed"),
        ("11 of them", "11% of them"),
        ("£5 a day", "5 a day"),
        ("a rise of 5", "a rise of -5"),
        ("wait >18 weeks", "wait <18 weeks"),
        ("wait ≥ 18 weeks", "wait ≤ 18 weeks"),
        ("wait 18 weeks", "wait <18 weeks"),
        (">18 weeks", "wait <18 weeks"),
        ("was ±3 points", "was 3 points"),
        ("a result of £5m", "a result of -£5m"),
    ],
)
def test_what_does(own: str, source: str) -> None:
    assert Folded.of(source).find(Folded.of(own)) is None


@given(st.text(max_size=60), st.text(max_size=20), st.text(max_size=60))
def test_a_part_set_off_by_spaces_is_found_where_it_stands(a: str, part: str, b: str) -> None:
    text = f"{a} word {part} word {b}"
    found = Folded.of(text).find(Folded.of(f"word {part} word"))
    assert found is not None
    start, end = Folded.of(text).span(found)
    assert Folded.of(text[start:end]).letters == Folded.of(f"word {part} word").letters
