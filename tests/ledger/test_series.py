"""The same measure over time, where sources disagree, and when a newer figure exists."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.figures.figure import Amount
from assistant.ledger.ledger import Ledger
from assistant.ledger.rounding import agree
from tests.ledger.making import LATER, NEW, OLD, printed, the_one


def test_a_series_is_in_the_order_of_its_periods(ledger: Ledger) -> None:
    new = the_one(ledger, "vacancy rate of ward nurses in 2023/24", "7.2%")
    series = ledger.series(new)
    actual = [printed(entry) for entry in series.entries if printed(entry) in {"8.4%", "7.2%"}]
    assert actual == ["8.4%", "7.2%"]
    assert new in series.entries
    starts = [entry.period.start for entry in series.entries if entry.period]
    assert starts == sorted(starts)


def test_another_measure_is_not_in_the_series(ledger: Ledger) -> None:
    nurses = ledger.series(the_one(ledger, "vacancy rate of ward nurses in 2022/23", "8.4%"))
    words = {printed(entry) for entry in nurses.entries}
    assert "5.1%" not in words, "porters are no nurses"
    assert "12%" not in words, "what would be is not what was"
    beds = ledger.series(the_one(ledger, "empty beds in the northern wards", "214"))
    assert len(beds.entries) == 1, "the southern wards are not the northern ones"


def test_cells_of_a_row_line_up_and_those_of_another_do_not(ledger: Ledger) -> None:
    series = ledger.series(the_one(ledger, "hot breakfast cost in 2022/23", "310,000"))
    assert [entry.amount.value for entry in series.entries] == [310_000, 355_000]


def test_sources_that_say_different_things_of_the_same_disagree(ledger: Ledger) -> None:
    series = ledger.series(the_one(ledger, "agency spending on ward cleaners", "48.3"))
    ((first, second),) = series.disagreements
    assert {first.citation.document, second.citation.document} == {OLD, LATER}
    same = ledger.series(the_one(ledger, "vacancy rate of ward porters", "5.1%"))
    assert same.disagreements == ()


def test_a_newer_figure_of_the_same_measure(ledger: Ledger) -> None:
    old = the_one(ledger, "vacancy rate of ward nurses in 2022/23", "8.4%")
    (newer,) = ledger.newer(old.citation)
    assert (newer.citation.document, printed(newer)) == (NEW, "7.2%")
    assert ledger.newer(newer.citation) == [], "an aim is no newer figure"


def test_a_later_document_that_says_otherwise_of_the_same_period(ledger: Ledger) -> None:
    old = the_one(ledger, "agency spending on ward cleaners", "48.3")
    (newer,) = ledger.newer(old.citation)
    assert newer.citation.document == LATER
    assert ledger.newer(newer.citation) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("empty beds in the northern wards", "214"),
        ("vacancy rate of ward porters", "5.1%"),
        ("average wait for a wheelchair", "41"),
        ("vacancy rate of ward nurses in 2029/30", "12%"),
    ],
)
def test_nothing_newer_of_something_else(ledger: Ledger, text: str, words: str) -> None:
    assert ledger.newer(the_one(ledger, text, words).citation) == []


def test_a_quote_with_key_words_is_about_those(ledger: Ledger) -> None:
    old = the_one(ledger, "vacancy rate of ward nurses in 2022/23", "8.4%").citation
    porters = the_one(ledger, "vacancy rate of ward porters", "5.1%").citation
    assert porters.key is not None
    both = replace(
        old,
        end=porters.end,
        text=f"{old.text} {porters.text}",
        key=tuple(porters.start - old.start + at for at in porters.key),  # type: ignore[arg-type]
    )
    assert ledger.newer(both) == []
    assert [printed(one) for one in ledger.newer(replace(both, key=None))] == ["7.2%"]


def test_a_document_that_has_changed_since_says_nothing(ledger: Ledger) -> None:
    old = the_one(ledger, "vacancy rate of ward nurses in 2022/23", "8.4%")
    moved = replace(old, citation=replace(old.citation, sha256="0" * 64))
    assert ledger.newer(moved.citation) == []
    assert ledger.at(moved.citation) == []
    assert ledger.series(moved).entries == (moved,)


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        (Amount(84.2, "%"), Amount(84, "%"), True),
        (Amount(84.6, "%"), Amount(84, "%"), False),
        (Amount(7_000_000, "people", comparator="above"), Amount(7_100_000, "people"), True),
        (Amount(7_000_000, "people", comparator="above"), Amount(6_900_000, "people"), False),
        (Amount(50, "beds", comparator="about"), Amount(52, "beds"), True),
        (Amount(50, "beds"), Amount(52, "beds"), False),
        (Amount(1.2e9, "£"), Amount(1.23e9, "£"), True),
        (Amount(1.2e9, "£"), Amount(1.3e9, "£"), False),
        (Amount(5, "weeks", 7), Amount(6, "weeks"), True),
        (Amount(5, "weeks", 7), Amount(8, "weeks"), False),
        (Amount(0.2, "ratio"), Amount(20, "%"), True),
        (Amount(5, "%", direction="rise"), Amount(5, "%", direction="fall"), False),
        (Amount(5, "%", direction="above"), Amount(5.2, "%", direction="below"), False),
        (Amount(5, "%", direction="rise"), Amount(5, "%"), True),
        (Amount(-5, "%", high=0), Amount(-2, "%"), True),
    ],
)
def test_rounding_is_no_disagreement(first: Amount, second: Amount, same: bool) -> None:
    assert agree(first, second) == same
    assert agree(second, first) == same
