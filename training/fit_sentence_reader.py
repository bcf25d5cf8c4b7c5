"""Fit the weights of the first reader.

    python training/fit_sentence_reader.py QUESTIONS.jsonl DOCUMENTS

QUESTIONS.jsonl has one question a line: question, document (file name), answerable, quotes, span.
DOCUMENTS is the folder of the documents; its index is built below --index. Prints the weights for
assistant/answer/weights.py. The sentence weights maximise the probability, softmax over all the
sentences read for a question, of those that hold the answer (ListNet's top-one case, Cao et al.
2007); the answerable weights are a logistic regression, each of the sign it must have, whose bias
is set so that a given part of the answerable questions is refused.
"""

from __future__ import annotations

import argparse
import json
import pickle
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from scipy.optimize import minimize
from tqdm import tqdm

from assistant.answer.assistant import Assistant
from assistant.answer.question import Question
from assistant.answer.sentence_reader import (
    ANSWERABLE_FEATURES,
    SENTENCE_FEATURES,
    SentenceReader,
    sentences_of,
)
from assistant.folding import folded
from assistant.index.build import build
from assistant.index.embedder import Embedder, SentenceEmbedder, Vectors
from assistant.index.store import Index
from assistant.settings import Settings

_FALSE_REFUSALS = 0.06
_DECAY = 3e-3
_AGAINST = frozenset(
    {"rarest_missing", "names_missing", "unknown_words", "kind_missing", "focus_missing"}
)


class Remembering:
    """An embedder that embeds no text twice: questions share most of their sentences."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._known: dict[str, Vectors] = {}

    @property
    def name(self) -> str:
        """The name of the embedder behind it."""
        return self._embedder.name

    def encode(self, texts: Sequence[str], *, quick: bool = False) -> Vectors:
        """The vectors of texts, shape (texts, dimensions)."""
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        if new:
            self._known |= zip(new, self._embedder.encode(new, quick=quick), strict=True)
        return np.array([self._known[text] for text in texts])


@dataclass(frozen=True, slots=True)
class Example:
    """One question, its sentences, shape (sentences, features), and which of them are right."""

    features: npt.NDArray[np.float64]
    right: npt.NDArray[np.bool_]
    answerable: bool
    question: Question
    sentences: Sequence[Any]


def main() -> None:
    """Read the questions, fit both models and print their weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("questions", type=Path)
    parser.add_argument("documents", type=Path)
    parser.add_argument("--index", type=Path, default=Path("index-of-training"))
    parser.add_argument("--keep", type=Path, help="keep the features in this file")
    options = parser.parse_args()
    settings = Settings(corpus=options.documents, index=options.index)
    embedder = Remembering(SentenceEmbedder())
    build(settings, embedder)
    index = Index.open(settings.index, embedder.name)
    reader = SentenceReader(embedder, index.vocabulary)
    assistant = Assistant(index, embedder, settings)
    rows = [json.loads(line) for line in options.questions.read_text("utf-8").splitlines()]
    examples = [_example(row, assistant, reader, embedder) for row in tqdm(rows)]
    if options.keep:
        kept = [(e.features, e.right, e.answerable) for e in examples]
        options.keep.write_bytes(pickle.dumps(kept))
    weights = fit_sentences([e for e in examples if e.right.any()])
    _show("SENTENCE", SENTENCE_FEATURES, weights, 0.0)
    summaries = np.array([_summary(e, reader, weights) for e in examples])
    answerable = np.array([e.answerable for e in examples])
    wanted = [e.question.wanted for e in examples]
    _show("ANSWERABLE", ANSWERABLE_FEATURES, *fit_answerable(summaries, answerable, wanted))


def _example(
    row: dict[str, Any], assistant: Assistant, reader: SentenceReader, embedder: Embedder
) -> Example:
    question = assistant.understand(row["question"])
    vector = embedder.encode([question.search])[0]
    sentences = sentences_of(assistant.search(question, vector))
    features = reader.features(question, vector, sentences)
    quotes, span = [folded(quote) for quote in row["quotes"]], folded(row["span"])
    right = [
        bool(span)
        and Path(sentence.document.path).name == row["document"]
        and span in folded(sentence.text)
        and any(_overlap(folded(sentence.text), quote) for quote in quotes)
        for sentence in sentences
    ]
    return Example(features, np.array(right), bool(row["answerable"]), question, sentences)


def _overlap(one: str, other: str) -> bool:
    return one in other or other in one


def fit_sentences(examples: list[Example], decay: float = 1e-3) -> npt.NDArray[np.float64]:
    """The weights, shape (features,), that make the right sentences most probable."""
    weights = torch.zeros(len(SENTENCE_FEATURES), dtype=torch.float64, requires_grad=True)
    data = [(torch.from_numpy(e.features), torch.from_numpy(e.right)) for e in examples]
    optimiser = torch.optim.LBFGS([weights], max_iter=200, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimiser.zero_grad()
        total = torch.zeros((), dtype=torch.float64)
        for features, right in data:
            scores = features @ weights
            total = total + torch.logsumexp(scores, 0) - torch.logsumexp(scores[right], 0)
        value = total / len(data) + decay * (weights**2).sum()
        value.backward()
        return value

    optimiser.step(loss)
    fitted = weights.detach().numpy()
    first = np.mean([e.right[int(np.argmax(e.features @ fitted))] for e in examples])
    sys.stderr.write(f"right first, of {len(examples)} questions with it among them: {first:.3f}\n")
    return fitted


def _summary(
    example: Example, reader: SentenceReader, weights: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    scores = example.features @ weights
    return reader.answerable_features(example.question, example.sentences, example.features, scores)


def fit_answerable(
    summaries: npt.NDArray[np.float64], answerable: npt.NDArray[np.bool_], wanted: Sequence[str]
) -> tuple[npt.NDArray[np.float64], float]:
    """The weights and the bias that tell questions that have an answer from others.

    What is missing can only speak against an answer and all else only for it, and questions that
    want a figure weigh as much on both sides: else the weights learn how the questions were made.
    """
    pairs = list(zip(wanted, answerable.tolist(), strict=True))
    counts = Counter(pairs)
    weights = np.array(
        [1 / counts[pair] if counts[(pair[0], not pair[1])] else 0 for pair in pairs]
    )
    weights /= weights.sum()
    signs = np.array([-1.0 if name in _AGAINST else 1.0 for name in ANSWERABLE_FEATURES])
    target = np.where(answerable, 1.0, -1.0)

    def loss(parameters: npt.NDArray[np.float64]) -> float:
        margins = target * (summaries @ parameters[:-1] + parameters[-1])
        return float(weights @ np.logaddexp(0, -margins) + _DECAY * (parameters[:-1] ** 2).sum())

    bounds = [(0, None) if sign > 0 else (None, 0) for sign in signs]
    start = np.append(0.1 * signs, 0.0)
    fitted = minimize(loss, start, method="L-BFGS-B", bounds=[*bounds, (None, None)]).x[:-1]
    scores = summaries @ fitted
    bias = -float(np.quantile(scores[answerable], _FALSE_REFUSALS))
    refused = float(np.mean(scores[~answerable] + bias < 0))
    sys.stderr.write(f"refused at {_FALSE_REFUSALS:.0%} false refusals: {refused:.3f}\n")
    return fitted, bias


def _show(
    name: str, features: tuple[str, ...], weights: npt.NDArray[np.float64], bias: float
) -> None:
    sys.stdout.write(f"{name} = Linear(\n    (\n")
    for feature, weight in zip(features, weights, strict=True):
        sys.stdout.write(f"        {weight:.3f},  # {feature}\n")
    sys.stdout.write(f"    ),\n    {bias:.3f},\n)\n" if bias else "    )\n)\n")


if __name__ == "__main__":
    main()
