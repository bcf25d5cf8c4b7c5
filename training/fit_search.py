"""Fit the weights by which the passages found for a question are put in order.

    python -m training.fit_search DOCUMENTS [--questions FOLDER] [--given FILE]

DOCUMENTS is the folder of the documents that the questions are about; its index is built below
--index. Prints WEIGHTS for assistant/answer/ranking.py: they maximise the probability, softmax over
the passages looked at for a question, of those that hold an answer (ListNet's top-one case, Cao et
al. 2007), each of the sign it must have. The questions over --held documents are only scored.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from assistant.answer.ranking import AGAINST, FEATURES, WEIGHTS, Candidate, features
from assistant.answer.search import find_candidates
from assistant.answer.understanding.question import understand
from assistant.documents import Document
from assistant.index.build import build
from assistant.index.embedder import Embedder, SentenceEmbedder
from assistant.index.folder.store import FolderStore
from assistant.index.opened import Index
from assistant.settings import Settings
from training.reader.nhs_questions import Gold, given_questions, own_questions

_DECAY = 1e-2
"""High, for the questions fitted on share more words with their answers than others will."""
HELD = (
    "commons-library-nhs-productivity-2025.md",
    "ombudsman-womens-state-pension-age.txt",
    "planning-guidance-2025-26.md",
    "nhsbsa-hrt-ppc-guidance.txt",
)
DEPTHS = (1, 3, 5, 10, 14, 20)

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Example:
    """One question: the features of its candidates, in fused order, and which of them answer."""

    document: str
    features: Floats
    right: npt.NDArray[np.bool_]


def main() -> None:
    """Read the questions, fit the weights, print them and how they do on held documents."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("documents", type=Path)
    parser.add_argument("--questions", type=Path, default=Path(__file__).parent / "questions")
    parser.add_argument("--given", type=Path, help="more questions, with quotes")
    parser.add_argument("--index", type=Path, default=Path("index-of-training"))
    parser.add_argument("--held", nargs="*", default=HELD)
    options = parser.parse_args()
    settings = Settings(corpus=options.documents, index=options.index)
    embedder = SentenceEmbedder()
    build(settings, embedder)
    index = FolderStore(settings.index).open(embedder.name)
    documents = {listing.path: index.document(listing.path) for listing in index.listings}
    examples = list(
        examples_of(questions(options, documents), index, embedder, settings.candidates)
    )
    fitted = fit([one for one in examples if one.document not in options.held])
    held = [one for one in examples if one.document in options.held]
    for name, weights in (("fused", None), ("before", np.array(WEIGHTS)), ("fitted", fitted)):
        recalls = ", ".join(f"{recall(held, weights, depth):.3f}" for depth in DEPTHS)
        sys.stderr.write(f"{name}: recall at {DEPTHS} of {len(held)} held: {recalls}\n")
    rows = "".join(
        f"    {weight:.2f},  # {name}\n" for name, weight in zip(FEATURES, fitted, strict=True)
    )
    sys.stdout.write(f"WEIGHTS = (\n{rows})\n")


def questions(options: argparse.Namespace, documents: dict[str, Document]) -> Iterator[Gold]:
    """All the questions that have an answer."""
    asked = list(own_questions(options.questions, documents))
    if options.given:
        asked += given_questions(options.given, documents)
    return (one for one in asked if one.right)


def examples_of(
    asked: Iterator[Gold], index: Index, embedder: Embedder, candidates: int
) -> Iterator[Example]:
    """What the search finds for each question."""
    for gold in asked:
        question = understand(
            gold.question, gold.history, index.vocabulary, index.acronyms, longest=1_000
        )
        vector = embedder.encode([question.search])[0]
        found = find_candidates(index, question, vector, candidates, None)
        right = np.array([_holds(one, gold) for one in found], bool)
        yield Example(gold.document, features(question, found, index.vocabulary), right)


def _holds(candidate: Candidate, gold: Gold) -> bool:
    passage = candidate.passage
    return passage.document.path == gold.document and any(
        passage.start <= start and end <= passage.end for start, end in gold.right
    )


def fit(examples: Sequence[Example], decay: float = _DECAY) -> Floats:
    """The weights, shape (FEATURES,), that make the right passages most probable."""
    examples = [one for one in examples if one.right.any()]
    every = np.concatenate([one.features for one in examples])
    spread = every.std(axis=0) + 1e-9
    scaled = every / spread
    right = np.concatenate([one.right for one in examples])
    lengths = [len(one.right) for one in examples]
    starts = np.cumsum([0, *lengths[:-1]])
    owner = np.repeat(np.arange(len(examples)), lengths)

    def loss(weights: Floats) -> tuple[float, Floats]:
        given = scaled @ weights
        chances = np.exp(given - np.maximum.reduceat(given, starts)[owner])
        whole = np.add.reduceat(chances, starts)
        good = np.add.reduceat(chances * right, starts)
        slope = scaled.T @ (chances / whole[owner] - chances * right / good[owner])
        value = float(np.mean(np.log(whole) - np.log(good)) + decay * (weights**2).sum())
        return value, slope / len(examples) + 2 * decay * weights

    bounds = [(None, 0.0) if name in AGAINST else (0.0, None) for name in FEATURES]
    start = np.zeros(len(FEATURES))
    fitted = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds)
    return np.asarray(fitted.x / spread, np.float64)


def recall(examples: Sequence[Example], weights: Floats | None, depth: int) -> float:
    """The share of questions with an answer among the first `depth`; without weights, as fused."""
    hits = []
    for one in examples:
        order = (
            np.arange(len(one.right))
            if weights is None
            else np.argsort(-(one.features @ weights), kind="stable")
        )
        hits.append(bool(one.right[order[:depth]].any()))
    return float(np.mean(hits))


if __name__ == "__main__":
    main()
