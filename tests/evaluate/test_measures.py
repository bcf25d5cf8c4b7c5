"""The measures of docs/contract.md, on a case small enough to be reckoned by hand."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from assistant.documents import Document
from assistant.evaluate.intervals import wilson
from assistant.evaluate.measures import MEASURES, scores_of, summarise
from assistant.evaluate.scoring import score
from assistant.settings import Settings
from tests.corpora import AGENCY, CLOSED, LEADER, OCCUPANCY
from tests.evaluate.making import BEDS, answer, gold, quoted, result, wanted
from tests.evaluate.test_verbatim import moved

PARTS = ["the clinician who is named", "the date on which", "the medicines", "the telephone number"]
SHARES = {"right_at_1", "right_at_3", "list_coverage", "refused", "false_refusals", "verbatim"}


def shares(row: Mapping[str, float]) -> dict[str, float]:
    return {name: value for name, value in row.items() if name in {"questions", *SHARES}}


# Six answerable questions and two others; what each brings is in the comments.


def test_the_measures_are_as_promised(
    built: Settings, report: Document, guidance: Document
) -> None:
    closed, agency, leader = (quoted(report, text) for text in (CLOSED, AGENCY, LEADER))
    occupancy = quoted(report, OCCUPANCY)
    whole = quoted(guidance, "A discharge plan has four parts", "the community team")
    half = quoted(guidance, "A discharge plan has four parts", "expected to leave")
    astray = quoted(moved(report, 2), OCCUPANCY)
    parts = {**wanted(whole.text, "A discharge plan", None, "discharge-guidance"), "quotes": PARTS}
    outcomes = [
        score(answer(closed, agency, seconds=0.1), gold(BEDS)),  # right at once
        score(answer(agency, leader, closed, seconds=0.2), gold(BEDS)),  # right as the third
        score(answer(agency, seconds=0.3), gold(BEDS)),  # wrong
        score(answer(seconds=0.4), gold(BEDS)),  # refused, and should not be
        score(answer(whole, seconds=0.5), gold(parts, type_="list")),  # right, all four
        score(answer(half, seconds=0.6), gold(parts, type_="list")),  # right, two of four
        score(answer(seconds=0.7), gold(answerable=False, type_="none")),  # rightly refused
        score(answer(astray, occupancy, seconds=0.8), gold(answerable=False, type_="none")),
    ]
    scores = summarise(outcomes, built.corpus)
    assert scores.questions == 8
    assert scores.right_at_1 == 0.5
    assert scores.right_at_3 == pytest.approx(4 / 6, abs=0.001)
    assert scores.list_coverage == 0.75
    assert scores.refused == 0.5
    assert scores.false_refusals == pytest.approx(1 / 6, abs=0.001)
    assert scores.verbatim == pytest.approx(9 / 10, abs=0.001)  # one is not on its page
    assert (scores.seconds_p50, scores.seconds_p95) == (0.45, 0.8)
    assert scores.median_quote_words == 11.5
    assert {kind: shares(row) for kind, row in scores.by_type.items()} == {
        "list": {
            "questions": 2, "right_at_1": 1.0, "right_at_3": 1.0, "list_coverage": 0.75,
            "false_refusals": 0.0, "verbatim": 1.0,
        },
        "none": {"questions": 2, "refused": 0.5, "verbatim": 0.5},
        "number": {
            "questions": 4, "right_at_1": 0.25, "right_at_3": 0.5, "false_refusals": 0.25,
            "verbatim": 1.0,
        },
    }  # fmt: skip
    assert scores.by_type["none"]["seconds_p95"] == 0.8
    assert scores.intervals["right_at_1"] == wilson(3, 6)
    assert scores.intervals_by_type["number"]["right_at_1"] == wilson(1, 4)
    assert set(scores.intervals) == SHARES
    assert set(scores.intervals_by_type["none"]) == {"refused", "verbatim"}
    assert (scores.calibration.questions, scores.calibration.error) == (6, 0.4)


def test_verbatim_is_one_only_when_every_quote_stands(built: Settings, report: Document) -> None:
    good = [score(answer(quoted(report, CLOSED)), gold(BEDS))]
    assert summarise(good, built.corpus).verbatim == 1
    bad = score(answer(quoted(moved(report, 3), CLOSED)), gold(BEDS))
    assert summarise([*good, bad], built.corpus).verbatim == 0.5
    assert summarise([*good * 2999, bad], built.corpus).verbatim < 1


def test_without_lists_there_is_no_list_coverage(built: Settings, report: Document) -> None:
    scores = summarise([score(answer(quoted(report, CLOSED)), gold(BEDS))], built.corpus)
    assert scores.list_coverage is None
    assert scores.refused == 0


def test_every_measure_is_a_score() -> None:
    scores = scores_of([result("q1", True, list_found=0.5)])
    assert all(hasattr(scores, measure.name) for measure in MEASURES)


def test_what_was_not_asked_has_no_interval() -> None:
    scores = scores_of([result("q1")])
    assert set(scores.intervals) == {"right_at_1", "right_at_3", "false_refusals"}
    assert (scores.list_coverage, scores.median_quote_words) == (None, None)
    assert (scores.refused, scores.verbatim) == (0, 1)


def test_95_of_100_take_at_most_p95() -> None:
    results = [result(f"q{at}", True, seconds=float(at)) for at in range(1, 101)]
    scores = scores_of(results)
    assert (scores.seconds_p50, scores.seconds_p95) == (50.5, 95)
