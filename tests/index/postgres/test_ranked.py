"""BM25 over packed words, held against tantivy's."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from assistant.index.folder import lexical
from assistant.index.postgres import ranked
from assistant.index.postgres.postings import pack_words
from tests.corpora import QUESTIONS

_TEXTS = [(f"Heading {number % 5}", f"{text} {text[:30]}") for number, text in enumerate(QUESTIONS)]


def test_what_stands_around_counts_the_same() -> None:
    assert ranked._AROUND_WEIGHT == lexical._AROUND_WEIGHT


@pytest.mark.parametrize("words", [["beds"], ["discharge", "plan", "plans"], ["trust", "Heading"]])
def test_scores_are_those_of_tantivy(words: list[str], tmp_path: Path) -> None:
    half = len(_TEXTS) // 2
    documents = [_TEXTS[:half], _TEXTS[half:]]
    index = lexical.LexicalIndex.build(
        tmp_path / "words",
        (
            (number * half + place, f"d{number}", heading, text)
            for number, document in enumerate(documents)
            for place, (heading, text) in enumerate(document)
        ),
    )
    packed = [pack_words(document) for document in documents]
    own = ranked.Ranked(
        [lengths for _, lengths in packed],
        np.array([0, half, len(_TEXTS)]),
        lambda stems: [
            (one, number, places[one])
            for number, (places, _) in enumerate(packed)
            for one in stems
            if one in places
        ],
    )
    expected = sorted(index.search(words, 20), key=lambda hit: (-round(hit[1], 4), hit[0]))
    found = sorted(own.search(words, 20), key=lambda hit: (-round(hit[1], 4), hit[0]))
    assert [identity for identity, _ in found] == [identity for identity, _ in expected]
    assert [score for _, score in found] == pytest.approx([score for _, score in expected], 1e-4)
    assert found
