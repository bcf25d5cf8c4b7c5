"""How well the search finds what is relevant: `python -m benchmarks.retrieval FOLDER --kept KEPT`.

FOLDER holds the test collections `scifact` and `medline`, or the one that --set names. Each
abstract is a document that is cut into passages, embedded and indexed as the program does it; a
document ranks as its best passage does. The rows of the table are the stages of a search, each by
itself: by meaning, by words, both fused, and the order that the program gives those that it looks
at, with the reader's scores where --reader is given. The vectors of passages are kept in KEPT.

- nDCG@10: Järvelin and Kekäläinen 2002, as BEIR reports it; in brackets its 95% interval, by
  bootstrap over the questions;
- recall@10 and @100: the share of the relevant documents among the first so many;
- MRR: one by the rank of the first relevant document, 0 beyond 100;
- ms: the middle time of the stage for a question, its vector given.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import cast

import numpy as np

from assistant.answer.ranking import carrying_words
from assistant.answer.reading.passage_reader import Model
from assistant.answer.search import LOOKED_AT, Found, reciprocal_rank_fusion, search
from assistant.answer.understanding.question import Question, understand
from assistant.evaluate.intervals import bootstrap
from assistant.index.embedder import SentenceEmbedder, Vectors
from assistant.index.opened import Index
from assistant.reader.texts import text_of
from assistant.settings import Settings
from benchmarks.retrieval_index import CollectionIndex, KeptVectors
from benchmarks.retrieval_sets import READERS, Collection

_DEPTH = 100
_PASSAGES = 400
"""So many passages have at least `_DEPTH` documents among them."""
_LONGEST = 10_000
"""In characters: what somebody wants to know may be put at length."""
_READ_WEIGHT = 0.2
"""What a logit of the reader counts beside the search's score: the best on COVID-QA's test part."""
_LIMIT = 20.0

Stage = Callable[[Question, Vectors], list[str]]


@dataclass(frozen=True, slots=True)
class Measures:
    """How well one stage does on a collection."""

    ndcg: float
    interval: tuple[float, float]
    recall_10: float
    recall_100: float
    mrr: float
    milliseconds: float


def main() -> None:
    """Search each collection and print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--kept", type=Path, required=True, help="where vectors are kept")
    parser.add_argument("--set", choices=sorted(READERS), action="append")
    parser.add_argument("--reader", action="store_true", help="let the reader read too: minutes")
    options = parser.parse_args()
    settings = Settings()
    vectors = KeptVectors(SentenceEmbedder(), options.kept)
    reader = None
    if options.reader:
        from assistant.reader.model import TrainedReader

        reader = TrainedReader.open(settings.reader)
    for name in options.set or sorted(READERS):
        collection = READERS[name](options.folder / name)
        with tempfile.TemporaryDirectory() as folder:
            documents = collection.documents
            index = CollectionIndex(
                documents, settings.passage_words, vectors, Path(folder) / "lexical"
            )
            sys.stdout.write(
                f"\n{collection.name}: {len(documents):,} documents, {len(index):,} passages, "
                f"{len(collection.relevant)} questions\n\n"
                "| stage | nDCG@10 | recall@10 | recall@100 | MRR | ms |\n"
                "|---|---|---|---|---|---|\n"
            )
            for stage, measures in measured(collection, index, vectors, settings, reader):
                sys.stdout.write(row(stage, measures))
                sys.stdout.flush()


def measured(
    collection: Collection,
    index: CollectionIndex,
    vectors: KeptVectors,
    settings: Settings,
    reader: Model | None = None,
) -> Iterator[tuple[str, Measures]]:
    """Each stage by name with its measures."""
    asked = {
        one: understand(text, (), index.vocabulary, index.acronyms, _LONGEST)
        for one, text in collection.questions.items()
    }
    given = dict(
        zip(asked, vectors.of([question.search for question in asked.values()]), strict=True)
    )
    for name, stage in stages(index, settings, reader).items():
        found, seconds = {}, []
        for one, question in asked.items():
            started = time.perf_counter()
            found[one] = stage(question, given[one])
            seconds.append(time.perf_counter() - started)
        yield name, measures_of(found, collection.relevant, float(np.median(seconds)) * 1_000)


def stages(index: CollectionIndex, settings: Settings, reader: Model | None) -> Mapping[str, Stage]:
    """The stages of a search by name: each gives the documents for a question, best first."""

    def documents(identities: Sequence[int]) -> list[str]:
        return list(dict.fromkeys(index.passage(one).document.path for one in identities))

    def by_meaning(question: Question, vector: Vectors, count: int = _PASSAGES) -> list[int]:
        return [one for one, _ in index.nearest(vector, count)]

    def by_words(question: Question, vector: Vectors, count: int = _PASSAGES) -> list[int]:
        return [one for one, _ in index.sharing_words(carrying_words(question), count)]

    def fused(question: Question, vector: Vectors) -> list[str]:
        rankings = [find(question, vector, settings.candidates) for find in (by_meaning, by_words)]
        return documents([one for one, _ in reciprocal_rank_fusion(rankings)])

    def searched(question: Question, vector: Vectors) -> list[Found]:
        return search(
            cast(Index, index), question, vector,
            candidates=settings.candidates, most=LOOKED_AT, only=None,
        )  # fmt: skip

    def with_the_rest(found: Sequence[Found], question: Question, vector: Vectors) -> list[str]:
        first = [one.passage.document.path for one in found]
        return list(dict.fromkeys((*first, *fused(question, vector))))

    def ordered(question: Question, vector: Vectors) -> list[str]:
        return with_the_rest(searched(question, vector), question, vector)

    named: dict[str, Stage] = {
        "by meaning": lambda question, vector: documents(by_meaning(question, vector)),
        "by words": lambda question, vector: documents(by_words(question, vector)),
        "fused": fused,
        "in order": ordered,
    }
    if reader is not None:
        read = partial(reread, reader, settings.read)
        named["in order, and read"] = lambda question, vector: with_the_rest(
            read(question, searched(question, vector)), question, vector
        )
    return named


def reread(reader: Model, count: int, question: Question, found: Sequence[Found]) -> list[Found]:
    """What was found, the first `count` ordered anew by what the reader says besides."""
    first = found[:count]
    scores = reader.score([(question.text, text_of(one.passage)) for one in first])
    worth = [
        one.fused + _READ_WEIGHT * max(-_LIMIT, min(_LIMIT, read.span_score))
        for one, read in zip(first, scores, strict=True)
    ]
    order = sorted(range(len(first)), key=lambda at: -worth[at])
    return [*(first[at] for at in order), *found[count:]]


def measures_of(
    found: Mapping[str, Sequence[str]],
    relevant: Mapping[str, Mapping[str, int]],
    milliseconds: float = 0.0,
) -> Measures:
    """The measures of the documents found for each question."""
    gains = np.array([ndcg(found[one], grades) for one, grades in relevant.items()], float)
    interval = bootstrap(gains, lambda values: float(values.mean()))
    return Measures(
        ndcg=float(gains.mean()),
        interval=(interval.low, interval.high),
        recall_10=float(np.mean([recall(found[one], all_, 10) for one, all_ in relevant.items()])),
        recall_100=float(
            np.mean([recall(found[one], all_, _DEPTH) for one, all_ in relevant.items()])
        ),
        mrr=float(np.mean([reciprocal(found[one], all_) for one, all_ in relevant.items()])),
        milliseconds=milliseconds,
    )


def ndcg(found: Sequence[str], grades: Mapping[str, int], depth: int = 10) -> float:
    """The discounted gain of the first documents by that of the best order, from 0 to 1."""
    best = sorted(grades.values(), reverse=True)[:depth]
    gained = [grades.get(one, 0) for one in found[:depth]]
    return _discounted(gained) / _discounted(best)


def _discounted(gains: Sequence[int]) -> float:
    return float(sum(gain / np.log2(at + 2) for at, gain in enumerate(gains)))


def recall(found: Sequence[str], grades: Mapping[str, int], depth: int) -> float:
    """The share of the relevant documents among the first so many."""
    return len(grades.keys() & set(found[:depth])) / len(grades)


def reciprocal(found: Sequence[str], grades: Mapping[str, int]) -> float:
    """One by the rank of the first relevant document, 0 where none is among the first 100."""
    ranks = (rank for rank, one in enumerate(found[:_DEPTH], start=1) if one in grades)
    return 1 / next(ranks, np.inf)


def row(stage: str, measures: Measures) -> str:
    """A row of the table."""
    low, high = measures.interval
    return (
        f"| {stage} | {measures.ndcg:.4f} ({low:.3f}-{high:.3f}) | {measures.recall_10:.3f} | "
        f"{measures.recall_100:.3f} | {measures.mrr:.3f} | {measures.milliseconds:.1f} |\n"
    )


if __name__ == "__main__":
    main()
