from __future__ import annotations

import json

from assistant.evaluate.compare import compare
from assistant.evaluate.measures import scores_of
from assistant.evaluate.runs import Run
from assistant.evaluate.tables import scores_json, scores_lines
from tests.evaluate.making import result

RESULTS = [
    result("a", True, seconds=0.25, words=12),
    result("b", False, seconds=0.75, words=30),
    result("c", answerable=False, type_="none", seconds=0.5),
]
OLD_KEYS = {
    "questions", "right_at_1", "right_at_3", "list_coverage", "refused", "false_refusals",
    "verbatim", "seconds_p50", "by_type", "outcomes",
}  # fmt: skip
OLD_OUTCOME = {"id", "type", "answerable", "answered", "right", "confidence", "seconds"}


def test_json_keeps_what_it_always_had() -> None:
    value = json.loads(json.dumps(scores_json(scores_of(RESULTS), RESULTS)))
    assert set(value) >= OLD_KEYS
    assert "against" not in value
    assert all(set(row) >= OLD_OUTCOME for row in value["outcomes"])
    assert value["by_type"]["number"]["right_at_1"] == 0.5
    assert all(isinstance(each, (int, float)) for each in value["by_type"]["none"].values())


def test_json_has_intervals_and_calibration() -> None:
    value = json.loads(json.dumps(scores_json(scores_of(RESULTS), RESULTS)))
    assert value["intervals"]["refused"] == {"low": 0.206549, "high": 1.0, "of": 1}
    assert value["intervals_by_type"]["number"]["right_at_1"]["of"] == 2
    assert value["calibration"]["error"] == 0.3
    assert [each["questions"] for each in value["calibration"]["bins"]] == [2]


def test_the_table() -> None:
    lines = scores_lines(scores_of(RESULTS))
    assert lines == [
        "questions           3",
        "right@1             0.500   0.095-0.905 of 2",
        "right@3             0.500   0.095-0.905 of 2",
        "list coverage       none",
        "refused             1.000   0.207-1.000 of 1",
        "false refusals      0.000   0.000-0.658 of 2",
        "verbatim            1.000   0.342-1.000 of 2",
        "median quote words  21.000",
        "seconds (p50)       0.500",
        "seconds (p95)       0.750",
        "",
        "type                n    right@1    right@3      lists    refused false ref.   verbatim",
        "none                1                                       1.000",
        "                                                        0.21-1.00",
        "number              2      0.500      0.500                            0.000      1.000",
        "                       0.09-0.91  0.09-0.91                        0.00-0.66  0.34-1.00",
    ]


def test_the_tables_that_are_asked_for() -> None:
    scores = scores_of(RESULTS)
    before = Run("20261101", (result("a", False), result("b", False), RESULTS[2]))
    text = "\n".join(
        scores_lines(scores, compare(before, Run("2", tuple(RESULTS))), calibration=True)
    )
    assert "expected error 0.300 over the 2 that got an answer" in text
    assert "     0.800              0.500" in text
    assert "against the run on index version 20261101" in text
    assert "right@1                0.000   0.500   +0.500" in text
    assert "right@1, better: a" in text
    assert "worse:" not in text


def test_long_lists_of_ids_are_wrapped() -> None:
    ids = [f"question-{at}" for at in range(30)]
    before = Run("1", tuple(result(each, False) for each in ids))
    now = Run("2", tuple(result(each, True) for each in ids))
    lines = scores_lines(scores_of(now.results), compare(before, now))
    assert max(map(len, lines)) <= 88
    assert sum("question-" in line for line in lines) > 2


def test_nothing_answered_has_no_calibration() -> None:
    lines = scores_lines(scores_of([result("a")]), calibration=True)
    assert lines[-1] == "calibration: nothing was answered"
