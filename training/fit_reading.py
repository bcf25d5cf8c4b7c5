"""Fit the weights that put sentences in order and say whether any answers.

    python -m training.fit_reading READER_DATA WORK [--reader FILE]

READER_DATA is the folder of the evaluation data (not in this repository); WORK is where its index
is built. The questions are those over the documents that the reader's training held out
(training/reader/settings.toml), asked of all of the documents. Prints the values of
assistant/answer/reading/weights.py.

The sentence weights maximise the probability, softmax over all the sentences read for a question,
of those that hold the answer (ListNet's top-one case, Cao et al. 2007). The answerable weights are
a logistic regression whose target is that the first sentence is right: what it gives is the
confidence of an answer; each of its weights has the sign that it must have. It is fitted on orders
that come of the other documents' sentence weights, so that it does not learn from sentences that
are in order because they were fitted on, and questions count so that one in five has no answer.
What is said of refusals is of each document by the weights of the others.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from scipy.optimize import minimize
from tqdm import tqdm

from assistant.answer.assistant import Assistant
from assistant.answer.reading.passage_reader import (
    ANSWERABLE_FEATURES,
    SENTENCE_FEATURES,
    PassageReader,
)
from assistant.answer.reading.sentences import Sentence, sentences_of
from assistant.answer.understanding.question import Question
from assistant.index.build import build
from assistant.index.embedder import SentenceEmbedder
from assistant.reader.model import TrainedReader
from assistant.reader.scores import PassageScores
from assistant.settings import Settings
from training.reader.make_examples import QUESTIONS
from training.reader.nhs_questions import Examples, Gold, given_questions, own_questions
from training.reader.train import SETTINGS

Numbers = npt.NDArray[np.float64]

_SENTENCE_DECAY = 1e-3
_ANSWERABLE_DECAY = 2e-3
_WITHOUT_ANSWER = 0.2
"""The share of questions that have no answer, as the confidence takes it to be."""
_AGAINST = frozenset(
    {"rarest_missing", "names_missing", "unknown_words", "kind_missing", "focus_missing"}
)
_FOR = frozenset({"evidence", "span", "answers", "passage_cosine", "covered", "covered_nearby"})


@dataclass(slots=True)
class Example:
    """One question: its sentences' features, shape (sentences, features), and which are right."""

    gold: Gold
    question: Question
    sentences: list[Sentence]
    read: list[PassageScores]
    features: Numbers
    right: npt.NDArray[np.bool_]


def main() -> None:
    """Read the questions, fit both models and print their weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("reader_data", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--reader", type=Path)
    parser.add_argument("--every", type=int, default=1, help="only every so manieth question")
    options = parser.parse_args()
    data = options.reader_data / "nhs"
    embedder = SentenceEmbedder()
    settings = replace(Settings(), corpus=data / "documents", index=options.work / "index")
    build(settings, embedder)
    model = TrainedReader.open(options.reader)
    assistant = Assistant.open(settings, embedder, model)
    held_out = set(tomllib.loads(SETTINGS.read_text("utf-8"))["examples"]["held_out"])
    maker = Examples(assistant, settings.passage_words)
    golds = [
        gold
        for gold in (
            *given_questions(data / "questions.jsonl", maker.documents),
            *own_questions(QUESTIONS, maker.documents),
        )
        if gold.document in held_out
    ]
    reader = PassageReader(model, assistant.vocabulary)
    golds = golds[:: options.every]
    examples = [_example(gold, assistant, reader, embedder) for gold in tqdm(golds)]
    examples = [example for example in examples if example.sentences]
    weights = fit_sentences(examples)
    _show("SENTENCE", SENTENCE_FEATURES, weights, 0.0)
    summaries, right, groups = left_out(examples, reader)
    answerable = np.array([bool(example.gold.right) for example in examples])
    _say_refusals(summaries, right, answerable, groups)
    _show("ANSWERABLE", ANSWERABLE_FEATURES, *fit_answerable(summaries, right, answerable))


def _example(
    gold: Gold, assistant: Assistant, reader: PassageReader, embedder: SentenceEmbedder
) -> Example:
    question = assistant.understand(gold.question, gold.history)
    vector = embedder.encode([question.search])[0]
    found = assistant.search(question, vector)
    sentences, read = sentences_of(found), reader.scores(question, found)
    right = [
        sentence.document.path == gold.document
        and any(sentence.start < end and start < sentence.end for start, end in gold.right)
        for sentence in sentences
    ]
    features = reader.features(question, sentences, read)
    return Example(gold, question, sentences, read, features, np.array(right))


def fit_sentences(examples: Sequence[Example], decay: float = _SENTENCE_DECAY) -> Numbers:
    """The weights, shape (features,), that make the right sentences most probable."""
    fitting = [example for example in examples if example.right.any()]
    data = [(torch.from_numpy(e.features), torch.from_numpy(e.right)) for e in fitting]
    free = torch.zeros(len(SENTENCE_FEATURES), dtype=torch.float64, requires_grad=True)
    positive = torch.tensor([name in _FOR for name in SENTENCE_FEATURES])
    optimiser = torch.optim.LBFGS([free], max_iter=300, line_search_fn="strong_wolfe")

    def bounded() -> torch.Tensor:
        return torch.where(positive, free.square(), free)

    def loss() -> torch.Tensor:
        optimiser.zero_grad()
        total = torch.zeros((), dtype=torch.float64)
        weights = bounded()
        for features, right in data:
            scores = features @ weights
            total = total + torch.logsumexp(scores, 0) - torch.logsumexp(scores[right], 0)
        value = total / len(data) + decay * (weights**2).sum()
        value.backward()
        return value

    with torch.no_grad():
        free.fill_(0.3)
    optimiser.step(loss)
    fitted = bounded().detach().numpy()
    first = np.mean([e.right[int(np.argmax(e.features @ fitted))] for e in fitting])
    sys.stderr.write(f"right first, of {len(fitting)} questions with it among them: {first:.3f}\n")
    return fitted


def left_out(
    examples: list[Example], reader: PassageReader
) -> tuple[Numbers, npt.NDArray[np.bool_], list[str]]:
    """Each document's questions in the order that the weights of the others give.

    Puts `examples` in the order of the documents. Returns the answerable features, shape
    (questions, features), whether the first sentence is right, and the documents.
    """
    examples.sort(key=lambda example: example.gold.document)
    rows, right = [], []
    for document in dict.fromkeys(example.gold.document for example in examples):
        own = [example for example in examples if example.gold.document == document]
        weights = fit_sentences([one for one in examples if one.gold.document != document])
        for example in own:
            scores = example.features @ weights
            rows.append(
                reader.answerable_features(
                    example.question, example.sentences, example.features, scores, example.read
                )
            )
            right.append(bool(example.right[int(np.argmax(scores))]))
    return np.array(rows), np.array(right), [example.gold.document for example in examples]


def fit_answerable(
    summaries: Numbers,
    right: npt.NDArray[np.bool_],
    answerable: npt.NDArray[np.bool_],
    decay: float = _ANSWERABLE_DECAY,
) -> tuple[Numbers, float]:
    """The weights and the bias of the probability that the first sentence is right.

    What is missing can only speak against an answer, and all else only for it.
    """
    signs = np.array([-1.0 if name in _AGAINST else 1.0 for name in ANSWERABLE_FEATURES])
    target = np.where(right, 1.0, -1.0)
    counts = np.where(answerable, (1 - _WITHOUT_ANSWER) / answerable.sum(), 0.0)
    counts[~answerable] = _WITHOUT_ANSWER / max((~answerable).sum(), 1)

    def loss(parameters: Numbers) -> float:
        margins = target * (summaries @ parameters[:-1] + parameters[-1])
        fit = float((counts * np.logaddexp(0, -margins)).sum())
        return fit + decay * float((parameters[:-1] ** 2).sum())

    bounds = [(0, None) if sign > 0 else (None, 0) for sign in signs]
    start = np.append(0.1 * signs, 0.0)
    fitted = minimize(loss, start, method="L-BFGS-B", bounds=[*bounds, (None, None)]).x
    return fitted[:-1], float(fitted[-1])


def _say_refusals(
    summaries: Numbers,
    right: npt.NDArray[np.bool_],
    answerable: npt.NDArray[np.bool_],
    groups: Sequence[str],
) -> None:
    confidence = np.zeros(len(right))
    for group in dict.fromkeys(groups):
        own = np.array([one == group for one in groups])
        weights, bias = fit_answerable(summaries[~own], right[~own], answerable[~own])
        confidence[own] = 1 / (1 + np.exp(-(summaries[own] @ weights + bias)))
    for share in (0.05, 0.08):
        bar = float(np.quantile(confidence[answerable], share))
        refused = float(np.mean(confidence[~answerable] < bar))
        sys.stderr.write(
            f"refused at {share:.0%} false refusals: {refused:.3f}, from confidence {bar:.3f}\n"
        )


def _show(name: str, features: tuple[str, ...], weights: Numbers, bias: float) -> None:
    sys.stdout.write(f"{name} = Linear(\n    (\n")
    for feature, weight in zip(features, weights, strict=True):
        sys.stdout.write(f"        {weight:.3f},  # {feature}\n")
    sys.stdout.write(f"    ),\n    {bias:.3f},\n)\n" if bias else "    )\n)\n")


if __name__ == "__main__":
    main()
