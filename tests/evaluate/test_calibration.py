from __future__ import annotations

import pytest

from assistant.evaluate.calibration import calibration_of
from assistant.evaluate.intervals import wilson
from tests.evaluate.making import result


def test_the_error_is_the_mean_distance() -> None:
    sure = [result(f"s{at}", at < 4, confidence=0.9) for at in range(5)]
    # Only the first quote counts, not the second.
    unsure = [result(f"u{at}", at < 1, True, confidence=0.6) for at in range(5)]
    found = calibration_of([*sure, *unsure])
    assert found.questions == 10
    assert found.error == pytest.approx((0.1 + 0.4) / 2)
    assert [(each.confidence, each.right) for each in found.bins] == [(0.6, 0.2), (0.9, 0.8)]
    assert found.bins[0].interval == wilson(1, 5)


def test_an_answer_to_an_unanswerable_question_is_wrong() -> None:
    assert calibration_of([result("a", False, answerable=False, confidence=0.7)]).error == 0.7


def test_a_refusal_does_not_count() -> None:
    answered = result("a", True, confidence=0.9)
    assert calibration_of([answered, result("b", confidence=0.2)]) == calibration_of([answered])


def test_the_bins_are_of_equal_size() -> None:
    found = calibration_of([result(str(at), True, confidence=at / 57) for at in range(57)])
    assert [each.questions for each in found.bins] == [6] * 7 + [5] * 3
    confidences = [each.confidence for each in found.bins]
    assert confidences == sorted(confidences)


def test_few_questions_make_few_bins() -> None:
    found = calibration_of([result(str(at), at % 2 == 0, confidence=0.5) for at in range(8)])
    assert [each.questions for each in found.bins] == [8]
    assert found.error == 0


def test_ties_are_not_sorted_by_right_and_wrong() -> None:
    """That would make of one confidence two, both of them wrong."""
    found = calibration_of([result(str(at), at % 2 == 0, confidence=0.5) for at in range(100)])
    assert found.error == 0


def test_without_answers_there_is_none() -> None:
    found = calibration_of([result("a"), result("b")])
    assert (found.questions, found.error, found.bins) == (0, None, ())
