"""Readers for tests: what they say of a passage follows from its words, so results are exact."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from nupunkt import sent_spans

from assistant.answer.understanding.stop_words import STOP_WORDS
from assistant.index.words import stem, words_of
from assistant.reader.model import TrainedReader
from assistant.reader.scores import PassageScores
from assistant.reader.texts import Text

open_trained = TrainedReader.open
"""Opens the real one: `TrainedReader.open` itself gives a `SharedWords` while tests run."""

_WORD = re.compile(r"[^\W_]+")


class SharedWords:
    """Stands in for the trained reader: a sentence answers that has the question's words.

    The evidence of each word of a sentence is 2 where all the question's words are in it, -3.3
    where none is. The words that answer are those that the question does not have.
    """

    def score(self, pairs: Sequence[tuple[str, Text]]) -> list[PassageScores]:
        return [_scores(question, text) for question, text in pairs]


def _scores(question: str, text: Text) -> PassageScores:
    asked = {stem(word) for word in words_of(question) if word not in STOP_WORDS}
    tokens = [match.span() for match in _WORD.finditer(text.words)]
    evidence, span = np.full(len(tokens), -3.0), np.full(len(tokens), -6.0)
    for start, end in sent_spans(text.words):
        own = {stem(word) for word in words_of(text.words[start:end])}
        part = len(asked & own) / max(len(asked), 1)
        for at, (first, last) in enumerate(tokens):
            if start <= first < end:
                evidence[at] = (16 * part - 10) / 3
                if stem(text.words[first:last].lower()) not in asked:
                    span[at] = 8 * part - 5
    return PassageScores(
        tokens=np.array(tokens, np.int32).reshape(-1, 2),
        start=span.astype(np.float32),
        end=span.astype(np.float32),
        evidence=evidence.astype(np.float32),
        answers=float(3 * evidence.max(initial=-3.0)),
    )
