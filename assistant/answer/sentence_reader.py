"""The first reader: scores each sentence by meaning, shared words, the kind of answer and rank.

A linear model over a few features, its weights fitted by training/fit_sentence_reader.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from assistant.answer.question import STOP_WORDS, Question
from assistant.answer.reader import Reading, Readings
from assistant.answer.search import Found
from assistant.answer.wanted import PATTERNS, answers_in, key_of
from assistant.answer.weights import ANSWERABLE, SENTENCE
from assistant.documents import Block, Document
from assistant.index.embedder import Embedder, Vectors
from assistant.index.words import Vocabulary, stem, words_of
from assistant.ingest.sentences import sentence_spans

Features = npt.NDArray[np.float64]

SENTENCE_FEATURES = (
    "cosine",
    "passage_cosine",
    "rank",
    "covered",
    "covered_nearby",
    "rarest_missing",
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
    "certainty",
    "best_cosine",
    "passage_cosine",
    "covered",
    "covered_nearby",
    "covered_by_passage",
    "covered_anywhere",
    "rarest_missing",
    "names_missing",
    "unknown_words",
    "kind_missing",
    "focus_missing",
)
_POINTS_BACK = ("this ", "these ", "it ", "they ", "that ", "those ", "he ", "she ", "such ")


@dataclass(frozen=True, slots=True)
class _Sentence:
    found: Found
    block: Block
    start: int
    end: int
    text: str
    rank: int
    nearby: frozenset[str]
    passage: frozenset[str]

    @property
    def document(self) -> Document:
        return self.found.passage.document


class SentenceReader:
    """Reads by sentence embeddings, lexical match, answer type and rank."""

    def __init__(self, embedder: Embedder, vocabulary: Vocabulary) -> None:
        self._embedder = embedder
        self._vocabulary = vocabulary

    def read(self, question: Question, vector: Vectors, found: Sequence[Found]) -> Readings:
        """The sentences of the passages that answer, best first."""
        sentences = sentences_of(found)
        if not sentences:
            return Readings((), 0.0)
        features = self.features(question, vector, sentences)
        scores = features @ np.array(SENTENCE.weights)
        order = np.argsort(-scores, kind="stable")
        best = tuple(_reading(sentences[at], question, float(scores[at])) for at in order[:30])
        summary = self.answerable_features(question, sentences, features, scores)
        return Readings(best, ANSWERABLE.probability(summary.tolist()))

    def features(
        self, question: Question, vector: Vectors, sentences: Sequence[_Sentence]
    ) -> Features:
        """What is known of each sentence, shape (sentences, SENTENCE_FEATURES)."""
        texts = [_in_context(sentence) for sentence in sentences]
        vectors = self._embedder.encode(texts, quick=True)
        cosines = vectors @ vector
        rows = [
            self._row(question, sentence, float(cosine))
            for sentence, cosine in zip(sentences, cosines, strict=True)
        ]
        return np.array(rows)

    def _row(self, question: Question, sentence: _Sentence, cosine: float) -> list[float]:
        own = {stem(word) for word in words_of(sentence.text)}
        length = len(sentence.text.split())
        wants_kind = question.wanted in PATTERNS
        kind = bool(answers_in(sentence.text, question)) if wants_kind else False
        missing = [
            self._vocabulary.rarity(s) for s in question.stems if s not in own | sentence.nearby
        ]
        focus = [s for s in question.focus if s not in own | sentence.nearby]
        return [
            cosine,
            sentence.found.cosine,
            1 / (1 + sentence.rank),
            self._covered(question, own),
            self._covered(question, own | sentence.nearby),
            max(missing, default=0.0),
            float(kind),
            float(wants_kind and not kind),
            float(sentence.block.role == "item"),
            float(sentence.text.rstrip().endswith(":") and question.wanted == "list"),
            float(sentence.block.role == "row"),
            float(length < 6),
            float(length > 45),
            float(sentence.text.lower().startswith(_POINTS_BACK)),
            float(sentence.text.rstrip().endswith("?")),
            float(not (_carrying(sentence.text) - set(question.stems))),
            len(focus) / len(question.focus) if question.focus else 0.0,
        ]

    def _covered(self, question: Question, stems: set[str] | frozenset[str]) -> float:
        """The part of what the question's words tell that a text has."""
        weights = {s: self._vocabulary.rarity(s) + 0.05 for s in question.stems}
        total = sum(weights.values())
        return sum(weight for s, weight in weights.items() if s in stems) / total if total else 0.0

    def answerable_features(
        self,
        question: Question,
        sentences: Sequence[_Sentence],
        features: Features,
        scores: Features,
    ) -> Features:
        """What tells whether anything answers, shape (ANSWERABLE_FEATURES,)."""
        first = int(np.argmax(scores))
        best, sentence = features[first], sentences[first]
        chances = np.exp(scores - scores[first])
        anywhere = frozenset[str]().union(*(other.passage for other in sentences))
        unknown = [s for s in question.stems if not self._vocabulary.has(s)]
        missing = _missing_names(question, sentence)
        column = SENTENCE_FEATURES.index
        return np.array(
            [
                1 / chances.sum(),
                features[:, column("cosine")].max(),
                features[:, column("passage_cosine")].max(),
                best[column("covered")],
                best[column("covered_nearby")],
                self._covered(question, sentence.passage),
                self._covered(question, anywhere),
                best[column("rarest_missing")],
                len(missing) / max(len(question.names), 1),
                len(unknown) / max(len(question.stems), 1),
                best[column("kind_missing")],
                best[column("focus_missing")],
            ]
        )


def _missing_names(question: Question, sentence: _Sentence) -> list[str]:
    own = {stem(word) for word in words_of(sentence.text)}
    return [name for name in question.names if name not in own | sentence.nearby]


def sentences_of(found: Sequence[Found]) -> list[_Sentence]:
    """The sentences of passages, with the words that stand near each."""
    sentences = []
    for rank, passage in enumerate(found):
        spans = list(_spans(passage))
        document = passage.passage.document
        texts = [document.without_marks(start, end) for _, start, end in spans]
        stems = [frozenset(stem(word) for word in words_of(text)) for text in texts]
        names = (*document.names, *passage.passage.section)
        around = frozenset(stem(word) for name in names for word in words_of(name))
        whole = around.union(*stems)
        for at, (block, start, end) in enumerate(spans):
            before = stems[at - 1] if at else frozenset()
            nearby = around | before | (_lead_in(spans, stems, at))
            sentences.append(_Sentence(passage, block, start, end, texts[at], rank, nearby, whole))
    return sentences


def _spans(found: Found) -> list[tuple[Block, int, int]]:
    passage = found.passage
    return [
        (block, start, end)
        for block in passage.document.blocks
        if block.start < passage.end and block.end > passage.start
        for start, end in sentence_spans(passage.document, block)
        if start >= passage.start
        and end <= passage.end
        and not _is_label(block, passage.document.text[start:end])
    ]


def _is_label(block: Block, text: str) -> bool:
    """Whether a paragraph is a byline, a date or a label: it says nothing by itself."""
    return block.role == "paragraph" and len(text.split()) < 5 and not text.endswith((".", "!"))


def _lead_in(
    spans: Sequence[tuple[Block, int, int]], stems: Sequence[frozenset[str]], at: int
) -> frozenset[str]:
    """The words of the sentence that leads in the list that an item is part of."""
    if spans[at][0].role != "item":
        return frozenset()
    while at and spans[at][0].role == "item":
        at -= 1
    return stems[at]


def _carrying(text: str) -> set[str]:
    return {stem(word) for word in words_of(text) if word not in STOP_WORDS}


def _in_context(sentence: _Sentence) -> str:
    headings = sentence.found.passage.section[-1:]
    return f"{headings[0]}. {sentence.text}" if headings else sentence.text


def _reading(sentence: _Sentence, question: Question, score: float) -> Reading:
    key = key_of(sentence.text, question)
    return Reading(
        document=sentence.document,
        start=sentence.start,
        end=sentence.end,
        key=(sentence.start + key[0], sentence.start + key[1]) if key else None,
        score=score,
        rank=sentence.rank,
    )
