"""Words that people use for one another when they look up a figure."""

from __future__ import annotations

import pytest

from assistant.index.word_families import family, relatives
from assistant.index.words import stem


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("deaths", "fatalities"),
        ("flu", "influenza"),
        ("assumed", "assumptions"),
        ("spent", "spend"),
    ],
)
def test_words_of_one_family_are_as_one(typed: str, printed: str) -> None:
    assert stem(typed) != stem(printed)
    assert family(stem(typed)) == family(stem(printed))


def test_a_word_without_family_stands_for_itself() -> None:
    assert family("scanner") == "scanner"
    assert relatives("scanner") == ()


def test_relatives_leave_the_word_itself_out() -> None:
    assert "fatalities" in relatives("deaths")
    assert "deaths" not in relatives("deaths")


def test_opposites_are_no_family() -> None:
    assert family(stem("reduced")) != family(stem("growth"))
    assert family(stem("inpatients")) != family(stem("outpatients"))
