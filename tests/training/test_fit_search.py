from __future__ import annotations

import numpy as np
import pytest

from assistant.answer.ranking import AGAINST, FEATURES
from training.fit_search import Example, fit, recall

SPEAKS_FOR = FEATURES.index("covered")
SPEAKS_AGAINST = FEATURES.index("focus_missing")


def example(
    column: int, values: list[float], right: list[bool], document: str = "a.pdf"
) -> Example:
    """Candidates that differ in one feature only."""
    features = np.zeros((len(values), len(FEATURES)))
    features[:, column] = values
    return Example("a.pdf", features, np.array(right))


LAST_IS_RIGHT = example(SPEAKS_FOR, [0.1, 0.2, 0.9], [False, False, True])


def test_the_weights_put_the_right_passage_first() -> None:
    assert recall([LAST_IS_RIGHT], None, 1) == 0.0
    weights = fit([LAST_IS_RIGHT])
    assert weights.shape == (len(FEATURES),)
    assert weights[SPEAKS_FOR] > 0
    assert np.count_nonzero(np.abs(weights) > 1e-9) == 1
    assert recall([LAST_IS_RIGHT], weights, 1) == 1.0


@pytest.mark.parametrize("column", [SPEAKS_FOR, SPEAKS_AGAINST])
def test_no_weight_has_a_sign_that_it_must_not_have(column: int) -> None:
    sign = -1.0 if FEATURES[column] in AGAINST else 1.0
    against_sense = example(column, [sign, 0.0], [False, True])
    assert fit([against_sense])[column] == 0
    assert sign * fit([example(column, [sign, 0.0], [True, False])])[column] > 0


def test_what_no_candidate_answers_teaches_nothing() -> None:
    unanswered = example(SPEAKS_FOR, [0.9, 0.1], [False, False])
    assert fit([LAST_IS_RIGHT, unanswered]) == pytest.approx(fit([LAST_IS_RIGHT]))


def test_a_higher_decay_gives_smaller_weights() -> None:
    assert fit([LAST_IS_RIGHT], decay=1.0)[SPEAKS_FOR] < fit([LAST_IS_RIGHT])[SPEAKS_FOR]


def test_recall_counts_questions_with_an_answer_among_the_first() -> None:
    first = example(SPEAKS_FOR, [0.9, 0.1, 0.2], [True, False, False])
    both = [first, LAST_IS_RIGHT]
    assert [recall(both, None, depth) for depth in (1, 2, 3)] == [0.5, 0.5, 1.0]
