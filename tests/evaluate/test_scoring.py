"""When a quote is right, by docs/contract.md, and how questions are asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest

from assistant.answer.assistant import Assistant
from assistant.documents import Answer, Document, Quote
from assistant.evaluate.gold import Gold
from assistant.evaluate.scoring import evaluate, score
from tests.corpora import CLOSED, OVER_THE_PAGE
from tests.evaluate.making import BEDS, answer, gold, quoted, wanted

PARTS = ["the clinician who is named", "the date on which", "the medicines", "the telephone number"]


def right(given: Quote, *answers: dict[str, Any]) -> bool:
    (result,) = score(answer(given), gold(*answers)).right
    return result


def test_a_right_quote(report: Document) -> None:
    assert right(quoted(report, CLOSED), BEDS)


@pytest.mark.parametrize(
    "other",
    [
        {**BEDS, "page": 2},
        {**BEDS, "document": "parking"},
        {**BEDS, "span": "215 beds"},
        {**BEDS, "quote": "Nothing of these words stands over there, 214 times."},
    ],
    ids=["another page", "another document", "another span", "another quote"],
)
def test_a_quote_that_is_not_right(report: Document, other: dict[str, Any]) -> None:
    assert not right(quoted(report, CLOSED), other)


def test_any_of_the_answers_will_do(report: Document) -> None:
    assert right(quoted(report, CLOSED), {**BEDS, "page": 9}, BEDS)
    assert not right(quoted(report, CLOSED))


def test_a_quote_that_holds_less_than_the_span_is_not_right(report: Document) -> None:
    assert not right(quoted(report, "The trust closed 214"), BEDS)


def test_the_span_may_differ_in_marks_and_case(report: Document) -> None:
    assert right(quoted(report, CLOSED), {**BEDS, "span": "“214\nBEDS”"})


@pytest.mark.parametrize(("page", "is_right"), [(1, True), (2, True), (3, False)])
def test_a_quote_over_two_pages_is_on_both(report: Document, page: int, is_right: bool) -> None:
    given = quoted(report, OVER_THE_PAGE)
    assert right(given, wanted(OVER_THE_PAGE, "used as wards", page)) == is_right


@pytest.mark.parametrize("page", [None, 1])
def test_a_format_without_pages_is_right_without(guidance: Document, page: int | None) -> None:
    given = quoted(guidance, "Patients should be reviewed within 14 days of discharge.")
    assert right(given, wanted(given.text, "14 days", page, "discharge-guidance"))


def test_the_best_covered_list_counts(guidance: Document) -> None:
    given = quoted(guidance, "A discharge plan has four parts", "expected to leave")
    base = wanted(given.text, "plan", None, "discharge-guidance")
    one = {**base, "quotes": PARTS}
    other = {**base, "quotes": PARTS[:2]}
    assert score(answer(given), gold(one, other, type_="list")).list_found == 1
    assert score(answer(given), gold(one, type_="list")).list_found == 0.5
    assert score(answer(), gold(one, type_="list")).list_found == 0
    assert score(answer(given), gold(one, type_="number")).list_found is None


class Recording:
    """Keeps what it is asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, list[str]]] = []

    def ask(self, question: str, history: Sequence[str]) -> Answer:
        self.asked.append((question, list(history)))
        return answer()


def test_follow_ups_are_asked_with_the_questions_before(tmp_path: Path) -> None:
    first = Gold("a", "number", "How many beds?", None, True, (BEDS,))
    rows = [
        first,
        replace(first, id="b", question="And wards?", follow_up_to="a"),
        replace(first, id="c", question="Why?", follow_up_to="b"),
        replace(first, id="d", question="Who?", follow_up_to="nowhere"),
        replace(first, id="e", question="Round?", follow_up_to="e"),
    ]
    recording = Recording()
    outcomes = evaluate(cast(Assistant, recording), rows)
    assert [outcome.gold.id for outcome in outcomes] == ["a", "b", "c", "d", "e"]
    assert recording.asked[:4] == [
        ("How many beds?", []),
        ("And wards?", ["How many beds?"]),
        ("Why?", ["How many beds?", "And wards?"]),
        ("Who?", []),
    ]
