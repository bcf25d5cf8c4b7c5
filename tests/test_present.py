from __future__ import annotations

import pytest

from assistant.documents import Answer
from assistant.present import answer_json, answer_lines, unknown_words


def refusal(*unknown: str) -> Answer:
    return Answer("What?", (), (), 0.1, "1", 0.01, unknown_words=unknown)


@pytest.mark.parametrize(
    ("unknown", "said"),
    [
        ((), ""),
        (("xyz",), "No document has the word “xyz”."),
        (("xyz", "Blimp"), "No document has the word “xyz” or “Blimp”."),
        (("a1", "b2", "c3"), "No document has the word “a1”, “b2” or “c3”."),
    ],
)
def test_a_refusal_names_the_words_that_no_document_has(
    unknown: tuple[str, ...], said: str
) -> None:
    answer = refusal(*unknown)
    assert unknown_words(answer) == said
    assert answer_json(answer)["unknown_words"] == list(unknown)
    lines = answer_lines(answer)
    assert lines[-1] == said if said else len(lines) == 1
