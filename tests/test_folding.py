"""What is compared when a quote is held against its page."""

import pytest

from assistant.folding import folded, words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("the  ﬁrst\nquote", "The first quote"),
        ("whole-system", "whole-\nsystem"),
        ("• “Yes”, they said.", "Yes they said"),
        ("£11bn ²", "£11bn2"),
    ],
    ids=["white space and ligatures", "hyphens", "punctuation", "raised figures"],
)
def test_what_may_differ_does_not_count(one: str, other: str) -> None:
    assert folded(one) == folded(other)


@pytest.mark.parametrize(
    ("one", "other"), [("11%", "12%"), ("not found", "now found"), ("1.9", "19 9")]
)
def test_words_and_figures_count(one: str, other: str) -> None:
    assert folded(one) != folded(other)


def test_words_are_in_their_order() -> None:
    assert words("Trusts spent £6bn, and more.") == ["trusts", "spent", "6bn", "and", "more"]
