from __future__ import annotations

import pytest

from assistant.evaluate.compare import Comparison, compare
from assistant.evaluate.intervals import exact_mcnemar
from assistant.evaluate.results import Result
from assistant.evaluate.runs import Run
from tests.evaluate.making import result


def compared(before: list[Result], now: list[Result]) -> Comparison:
    return compare(Run("1", tuple(before)), Run("2", tuple(now)))


BEFORE = [
    result("a", False),
    result("b", False, True),
    result("c", True),
    result("d", True),
    result("e"),
    result("f", False, answerable=False),
]
NOW = [
    result("f", answerable=False),  # the runs need not be in one order
    result("a", True),
    result("b", True),
    result("c", False),
    result("d", True),
    result("e", False),
]


def test_what_changed_for_the_better_and_for_the_worse() -> None:
    found = compared(BEFORE, NOW)
    assert found.index_version == "1"
    first = found.measures["right_at_1"]
    assert (first.before, first.now, first.difference) == (0.4, 0.6, 0.2)
    assert (first.better, first.worse) == (("a", "b"), ("c",))
    assert (first.test, first.p) == ("mcnemar", exact_mcnemar(2, 1))
    assert first.interval.low < 0 < first.interval.high
    third = found.measures["right_at_3"]
    assert (third.difference, third.better, third.worse) == (0, ("a",), ("c",))
    refused = found.measures["refused"]
    assert (refused.before, refused.now, refused.better) == (0, 1, ("f",))


def test_fewer_false_refusals_are_better() -> None:
    false = compared(BEFORE, NOW).measures["false_refusals"]
    assert (false.difference, false.better, false.worse) == (-0.2, ("e",), ())


def test_the_other_way_round_is_the_opposite() -> None:
    one, other = compared(BEFORE, NOW).measures, compared(NOW, BEFORE).measures
    assert one.keys() == other.keys()
    for name, change in one.items():
        assert other[name].difference == -change.difference
        assert set(other[name].better) == set(change.worse)
        assert set(other[name].worse) == set(change.better)


def test_a_run_beside_itself_has_not_changed() -> None:
    for change in compared(BEFORE, BEFORE).measures.values():
        assert (change.difference, change.p) == (0, 1)
        assert (change.better, change.worse) == ((), ())


def test_lists_are_compared_by_how_much_was_found() -> None:
    before = [result(f"l{at}", True, list_found=0.25) for at in range(8)]
    now = [result(f"l{at}", True, list_found=0.75 if at else 0.0) for at in range(8)]
    change = compared(before, now).measures["list_coverage"]
    assert (change.before, change.now, change.test) == (0.25, 0.656, "bootstrap")
    assert (len(change.better), change.worse) == (7, ("l0",))
    assert change.interval.low > 0
    assert change.p < 0.05


def test_longer_quotes_are_neither_better_nor_worse() -> None:
    before = [result(f"q{at}", True, words=20) for at in range(9)]
    now = [result(f"q{at}", True, True, words=30) for at in range(9)]
    change = compared(before, now).measures["median_quote_words"]
    assert (change.difference, change.better, change.worse) == (10, (), ())
    assert change.p < 0.01


def test_one_quote_that_no_longer_stands_shows() -> None:
    before = [result("a", True, True), result("b", True)]
    now = [result("a", True, True, verbatim=False), result("b")]
    change = compared(before, now).measures["verbatim"]
    assert (change.worse, change.better) == (("a",), ())  # b has no quote that could stand


def test_what_neither_run_was_asked_is_left_out() -> None:
    found = compared([result("a", True)], [result("a", True)])
    assert "refused" not in found.measures
    assert "list_coverage" not in found.measures


def test_where_one_run_quotes_nothing_quotes_are_left_out() -> None:
    found = compared([result("a", True)], [result("a")])
    assert "verbatim" not in found.measures
    assert found.measures["right_at_1"].worse == ("a",)


@pytest.mark.parametrize("others", [["a"], ["a", "c"], ["a", "b", "c"]])
def test_other_questions_cannot_be_compared(others: list[str]) -> None:
    with pytest.raises(ValueError, match="other questions"):
        compared([result("a"), result("b")], [result(each) for each in others])
