"""The reader: the trained model's scores, with what it cannot see, become sentences that answer.

The model reads each passage with the question. It does not see how well the passage was found,
what kind of block a sentence is, nor how rare the question's words are in this corpus: a linear
model over its scores and these, fitted by training/fit_reading.py on documents that the model has
not seen, puts the sentences in order and says how likely it is that the first one answers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

import numpy as np
import numpy.typing as npt

from assistant.answer.reading.answer_words import PATTERNS, answers_in, key_of
from assistant.answer.reading.reader import Admits, Reading, Readings
from assistant.answer.reading.sentences import (
    POINTS_BACK,
    Sentence,
    covered,
    says_nothing_new,
    sentences_of,
)
from assistant.answer.reading.weights import ANSWERABLE, SENTENCE
from assistant.answer.search import Found
from assistant.answer.understanding.question import Question
from assistant.index.words import Vocabulary
from assistant.reader.scores import PassageScores
from assistant.reader.texts import Text, text_of

Features = npt.NDArray[np.float64]

SENTENCE_FEATURES = (
    "evidence",
    "span",
    "answers",
    "evidence_around",
    "passage_cosine",
    "rank",
    "covered",
    "covered_nearby",
    "kind_found",
    "kind_missing",
    "item",
    "lead_in",
    "row",
    "short",
    "long",
    "points_back",
    "asks",
    "nothing_new",
    "focus_missing",
)
ANSWERABLE_FEATURES = (
    "evidence",
    "evidence_of_all",
    "span",
    "answers",
    "answers_of_three",
    "certainty",
    "passage_cosine",
    "best_cosine",
    "covered_nearby",
    "covered_by_passage",
    "covered_anywhere",
    "rarest_missing",
    "names_missing",
    "unknown_words",
    "kind_missing",
    "focus_missing",
)
_KINDS_OF_FIGURE = frozenset({"percentage", "money", "duration", "number", "date"})
_READINGS = 30
_READ_FIRST = 6
"""So many passages are read before the rest is."""
_SURE_ENOUGH = 0.5
"""Where they answer with this probability the rest is not read: docs/decisions/0031."""
_LIMIT = 20.0
"""Logits are cut at this: beyond it they say nothing more, and one must not outweigh all else."""


class Model(Protocol):
    """What reads passages with a question: `TrainedReader`, or a stand-in of tests."""

    def score(self, pairs: Sequence[tuple[str, Text]]) -> list[PassageScores]:
        """The scores of (question, passage) pairs."""


class PassageReader:
    """Reads by a model, and weighs in what only the index and the layout know."""

    def __init__(self, model: Model, vocabulary: Vocabulary) -> None:
        self._model = model
        self._vocabulary = vocabulary

    def read(
        self, question: Question, found: Sequence[Found], admits: Admits | None = None
    ) -> Readings:
        """The sentences of the passages that answer, best first; those not admitted are unseen."""
        sentences = sentences_of(found)
        if admits is not None:
            sentences, found = _admitted(sentences, found, admits)
        read = self.scores(question, found[:_READ_FIRST])
        readings = self._weighed(question, sentences, read)
        if len(found) > len(read) and readings.answerable < _SURE_ENOUGH:
            read += self.scores(question, found[_READ_FIRST:])
            readings = self._weighed(question, sentences, read)
        return readings

    def _weighed(
        self, question: Question, sentences: Sequence[Sentence], read: Sequence[PassageScores]
    ) -> Readings:
        """What the passages read so far say."""
        sentences = [sentence for sentence in sentences if sentence.rank < len(read)]
        if not sentences:
            return Readings((), 0.0)
        features = self.features(question, sentences, read)
        scores = features @ np.array(SENTENCE.weights)
        order = np.argsort(-scores, kind="stable")[:_READINGS]
        best = tuple(
            _reading(sentences[at], question, read[sentences[at].rank], float(scores[at]))
            for at in order
        )
        summary = self.answerable_features(question, sentences, features, scores, read)
        return Readings(best, ANSWERABLE.probability(summary.tolist()))

    def scores(self, question: Question, found: Sequence[Found]) -> list[PassageScores]:
        """What the model says of each passage."""
        asked = question.understood or question.text
        return self._model.score([(asked, text_of(one.passage)) for one in found])

    def features(
        self, question: Question, sentences: Sequence[Sentence], read: Sequence[PassageScores]
    ) -> Features:
        """What is known of each sentence, shape (sentences, SENTENCE_FEATURES)."""
        evidence = [
            _cut(read[sentence.rank].sentence_scores([sentence.in_passage])[0])
            for sentence in sentences
        ]
        rows = []
        for at, sentence in enumerate(sentences):
            around = [
                evidence[near]
                for near in (at - 1, at + 1)
                if 0 <= near < len(sentences) and sentences[near].rank == sentence.rank
            ]
            scores = read[sentence.rank]
            rows.append(
                [
                    evidence[at],
                    _cut(scores.best_span(sentence.in_passage)[1]),
                    _cut(scores.answers),
                    max(around, default=-_LIMIT),
                    *self._seen(question, sentence),
                ]
            )
        return np.array(rows, float).reshape(-1, len(SENTENCE_FEATURES))

    def _seen(self, question: Question, sentence: Sentence) -> list[float]:
        """What is seen of a sentence without the model: the features after the first four."""
        length = len(sentence.text.split())
        wants_kind = question.wanted in PATTERNS
        kind = wants_kind and bool(answers_in(sentence.text, question))
        missing = [stem for stem in question.focus if stem not in sentence.known]
        return [
            sentence.found.cosine,
            1 / (1 + sentence.rank),
            covered(question, sentence.stems, self._vocabulary),
            covered(question, sentence.known, self._vocabulary),
            float(kind),
            float(wants_kind and not kind),
            float(sentence.block.role == "item"),
            float(sentence.text.rstrip().endswith(":") and question.wanted == "list"),
            float(sentence.block.role == "row"),
            float(length < 6),
            float(length > 45),
            float(sentence.text.lower().startswith(POINTS_BACK)),
            float(sentence.text.rstrip().endswith("?")),
            float(says_nothing_new(question, sentence)),
            len(missing) / len(question.focus) if question.focus else 0.0,
        ]

    def answerable_features(
        self,
        question: Question,
        sentences: Sequence[Sentence],
        features: Features,
        scores: Features,
        read: Sequence[PassageScores],
    ) -> Features:
        """What tells whether anything answers, shape (ANSWERABLE_FEATURES,)."""
        first = int(np.argmax(scores))
        sentence = sentences[first]
        best = dict(zip(SENTENCE_FEATURES, features[first], strict=True))
        evidence = features[:, SENTENCE_FEATURES.index("evidence")]
        cosines = features[:, SENTENCE_FEATURES.index("passage_cosine")]
        answers = sorted((_cut(one.answers) for one in read), reverse=True)[:3]
        anywhere = frozenset[str]().union(*(other.passage for other in sentences))
        missing = [s for s in question.stems if s not in sentence.known]
        names = [name for name in question.names if name not in sentence.known]
        unknown = [s for s in question.stems if not self._vocabulary.has(s)]
        return np.array(
            [
                best["evidence"],
                float(np.logaddexp.reduce(evidence)),
                best["span"],
                best["answers"],
                float(np.mean(answers)),
                1 / float(np.exp(scores - scores[first]).sum()),
                best["passage_cosine"],
                cosines.max(),
                best["covered_nearby"],
                covered(question, sentence.passage, self._vocabulary),
                covered(question, anywhere, self._vocabulary),
                max(map(self._vocabulary.rarity, missing), default=0.0),
                len(names) / max(len(question.names), 1),
                len(unknown) / max(len(question.stems), 1),
                best["kind_missing"],
                best["focus_missing"],
            ]
        )


def _admitted(
    sentences: Sequence[Sentence], found: Sequence[Found], admits: Admits
) -> tuple[list[Sentence], list[Found]]:
    """The sentences that may be quoted and the passages that have any, ranked among themselves."""
    kept = [one for one in sentences if admits(one.document, one.start, one.end)]
    ranks = sorted({one.rank for one in kept})
    return (
        [replace(one, rank=ranks.index(one.rank)) for one in kept],
        [found[rank] for rank in ranks],
    )


def _cut(logit: float) -> float:
    return max(-_LIMIT, min(_LIMIT, logit))


def _reading(
    sentence: Sentence, question: Question, scores: PassageScores, score: float
) -> Reading:
    return Reading(
        document=sentence.document,
        start=sentence.start,
        end=sentence.end,
        key=_key(sentence, question, scores),
        score=score,
        rank=sentence.rank,
    )


def _key(sentence: Sentence, question: Question, scores: PassageScores) -> tuple[int, int] | None:
    """The words that are the answer: the model's, but of the wanted kind where there is one."""
    first = sentence.found.passage.start
    span, _ = scores.best_span(sentence.in_passage)
    start, end = span[0] + first, span[1] + first
    start, end = max(start, sentence.start), min(end, sentence.end)
    kinds = answers_in(sentence.text, question)
    if kinds and question.wanted in _KINDS_OF_FIGURE:
        touched = any(sentence.start + a < end and start < sentence.start + b for a, b in kinds)
        if not touched:
            key = key_of(sentence.text, question)
            return (sentence.start + key[0], sentence.start + key[1]) if key else None
    return (start, end) if start < end else None
