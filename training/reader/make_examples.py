"""Make the training set: `python -m training.reader.make_examples READER_DATA OUT`.

READER_DATA is the folder of the evaluation data (not in this repository) with the public sets and
the NHS documents and questions; what each is and where it comes from is in training/README.md. The
questions in training/questions are read too. Writes OUT/<source>.train.jsonl and, of what is never
trained on, OUT/<source>.test.jsonl.
"""

from __future__ import annotations

import argparse
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tqdm import tqdm

from assistant.answer.assistant import Assistant
from assistant.answer.filters import Filters
from assistant.index.build import build
from assistant.index.embedder import SentenceEmbedder
from assistant.reader.scores import PassageScores
from assistant.reader.texts import Text
from assistant.settings import Settings
from training.reader import public_sets
from training.reader.examples import Example, write
from training.reader.nhs_questions import Examples, Gold, given_questions, own_questions
from training.reader.train import SETTINGS

QUESTIONS = Path(__file__).parents[1] / "questions"


def main() -> None:
    """Write the examples of every source."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("reader_data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--only", choices=("public", "nhs"))
    options = parser.parse_args()
    folder: Path = options.reader_data
    if not (folder / "squad2" / "dev.json").is_file():
        sys.exit(
            f"{folder} does not hold the training data: training/README.md lists the sets and "
            "where each can be had. Without them the weights that ship can be used, not made again."
        )
    settings = tomllib.loads(SETTINGS.read_text("utf-8"))
    options.out.mkdir(parents=True, exist_ok=True)
    if options.only != "nhs":
        _public(folder, options.out, settings["examples"]["public_negatives"], settings["seed"])
    if options.only != "public":
        _nhs(folder / "nhs", options.out, settings["examples"])


def _public(folder: Path, out: Path, negatives: float, seed: int) -> None:
    sets = {
        "squad2": public_sets.squad2(folder / "squad2", held_out=False),
        "squad_pairs": public_sets.squad_pairs(folder / "squad-pairs", seed),
        "policyqa": public_sets.policyqa(folder / "policyqa"),
        "covidqa": public_sets.covidqa(folder / "covidqa", "train"),
        "tatqa": public_sets.tatqa(folder / "tatqa"),
        "clapnq": public_sets.clapnq(folder / "clapnq"),
    }
    for name, examples in sets.items():
        mixed = public_sets.with_a_wrong_passage(list(examples), negatives, seed)
        _say(name, write(mixed, out / f"{name}.train.jsonl"))
    write(public_sets.squad2(folder / "squad2", held_out=True), out / "squad2.test.jsonl")
    write(public_sets.covidqa(folder / "covidqa", "test"), out / "covidqa.test.jsonl")


def _nhs(folder: Path, out: Path, settings: dict[str, Any]) -> None:
    words = (settings["passage_words"][0], settings["passage_words"][1])
    embedder = SentenceEmbedder()
    configured = Settings(
        corpus=folder / "documents",
        index=out / "index",
        passage_words=words,
        read=settings["passages_a_question"],
    )
    build(configured, embedder)
    assistant = Assistant.open(configured, embedder, _NoReader())
    maker = Examples(assistant, words)
    golds = [
        *given_questions(folder / "questions.jsonl", maker.documents),
        *own_questions(QUESTIONS, maker.documents),
    ]
    held_out = set(settings["held_out"])
    if not held_out <= set(maker.documents):
        sys.exit(f"Not among the documents: {sorted(held_out - set(maker.documents))}")
    learnt = [gold for gold in golds if gold.document not in held_out]
    # Passages of a held-out document are not read in training, not even as wrong ones.
    kept = Filters(documents=frozenset(set(maker.documents) - held_out))
    train = _examples(maker, assistant, embedder, learnt, kept)
    _say("nhs", write(train, out / "nhs.train.jsonl"))
    rest = [gold for gold in golds if gold.document in held_out]
    test = _examples(maker, assistant, embedder, rest, Filters())
    _say("nhs, held out", write(test, out / "nhs.test.jsonl"))


def _examples(
    maker: Examples,
    assistant: Assistant,
    embedder: SentenceEmbedder,
    golds: Sequence[Gold],
    filters: Filters,
) -> list[Example]:
    questions = [assistant.understand(gold.question, gold.history) for gold in golds]
    vectors = embedder.encode([question.search for question in questions], quick=True)
    triples = zip(golds, questions, vectors, strict=True)
    return [
        maker.of(gold, question, assistant.search(question, vector, filters))
        for gold, question, vector in tqdm(triples, total=len(golds))
    ]


class _NoReader:
    """Stands in for the reader that is about to be trained: only the search is used."""

    def score(self, pairs: Sequence[tuple[str, Text]]) -> list[PassageScores]:
        return []


def _say(name: str, count: int) -> None:
    sys.stderr.write(f"{name}: {count:,} examples\n")


if __name__ == "__main__":
    main()
