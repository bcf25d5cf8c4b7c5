from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from assistant.reader.scores import EVIDENCE_SCALE, PassageScores, joined


def scores(
    start: Sequence[float],
    end: Sequence[float],
    evidence: Sequence[float] | None = None,
    first: int = 0,
) -> PassageScores:
    """Tokens of three letters with a space between them."""
    tokens = [(first + 4 * at, first + 4 * at + 3) for at in range(len(start))]
    return PassageScores(
        np.array(tokens, np.int32).reshape(-1, 2),
        np.array(start, np.float32),
        np.array(end, np.float32),
        np.array(evidence or [0.0] * len(start), np.float32),
        0.5,
    )


def test_the_best_words_are_from_the_best_start_to_the_best_end_after_it() -> None:
    passage = scores([0, 4, 0, 0], [5, 0, 2, 0])
    assert passage.span == (4, 11)
    assert passage.span_score == 6.0


def test_the_best_words_of_a_sentence_lie_in_it() -> None:
    passage = scores([9, 0, 1, 0], [9, 0, 0, 2])
    assert passage.best_span((8, 15)) == ((8, 15), 3.0)


def test_words_that_answer_are_no_longer_than_forty() -> None:
    passage = scores([5] + [0] * 49, [0] * 49 + [5])
    (start, end), _ = passage.best_span((0, 400))
    assert (end - start + 1) / 4 <= 40


def test_the_score_of_a_sentence_is_the_mean_of_its_words() -> None:
    passage = scores([0] * 4, [0] * 4, [1, 3, -1, -1])
    assert passage.sentence_scores([(0, 7), (8, 15)]) == pytest.approx(
        [2 * EVIDENCE_SCALE, -EVIDENCE_SCALE]
    )


def test_a_stretch_with_no_word_never_answers() -> None:
    passage = scores([1], [1])
    assert passage.sentence_scores([(50, 60)])[0] < -1000
    assert passage.best_span((50, 60))[1] < -1000
    empty = scores([], [])
    assert empty.span == (0, 0)
    assert empty.span_score < -1000


def test_windows_of_one_passage_become_one_with_the_higher_scores() -> None:
    one = scores([1, 2], [1, 2], [1, 2])
    other = scores([5, 0], [0, 0], [0, 7], first=4)
    both = joined([one, other])
    assert both.tokens.tolist() == [[0, 3], [4, 7], [8, 11]]
    assert both.start.tolist() == [1, 5, 0]
    assert both.evidence.tolist() == [1, 2, 7]
    assert joined([one]) is one
