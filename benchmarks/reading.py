"""Reading alone, on given passages: `python -m benchmarks.reading FOLDER --set squad2|covidqa`.

Scores the trained reader as `nhs-assistant evaluate` scores answers, with 95% intervals, but with
nothing to search: each question comes with one passage, which answers it or does not.

- sentence accuracy: of the answerable questions, those whose best sentence a gold answer touches;
- exact match, token F1: of the best span against the best of the gold answers, normalised as
  SQuAD's own script does, over the answerable questions;
- AUROC: how likely an answerable question scores above one that is not answerable;
- refused: of the unanswerable questions, at the threshold that refuses 8% of the answerable.

FOLDER is the folder of the set. Of SQuAD 2 (Rajpurkar et al. 2018) the articles are asked that
training/reader/public_sets.py holds out, of COVID-QA (Möller et al. 2020) the test part. COVID-QA
has no unanswerable questions: each of its questions is asked again of another paragraph of its
paper that does not hold the answer's words. Some of these do answer, so no reader refuses all.

Questions over one passage are alike, which the intervals do not know: they are a little narrow.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import string
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from tqdm import tqdm

from assistant.evaluate.intervals import Floats, Interval, bootstrap, wilson
from assistant.reader.texts import Text
from training.reader.examples import Example, Passage, Span
from training.reader.public_sets import covidqa, squad2

FALSE_REFUSALS = 0.08
_AT_ONCE = 64
_DRAWS = 1_000
_SEED = 0


class Scored(Protocol):
    """What a reader says of one passage; spans are characters of `Text.words`.

    `span_score` is the best span's score less that of there being none, `answers` a logit.
    """

    @property
    def span(self) -> Span: ...  # noqa: D102
    @property
    def span_score(self) -> float: ...  # noqa: D102
    @property
    def answers(self) -> float: ...  # noqa: D102
    def sentence_scores(self, spans: Sequence[Span]) -> Sequence[float]: ...  # noqa: D102


class PassageReader(Protocol):
    """Reads questions with their passages, as `TrainedReader` does."""

    def score(self, pairs: Sequence[tuple[str, Text]]) -> Sequence[Scored]:
        """What it says of each (question, passage), in order."""


@dataclass(frozen=True, slots=True)
class Item:
    """A question with its passage; `golds` are all that annotators marked, none if unanswerable."""

    question: str
    passage: Passage
    golds: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A measure with its interval."""

    value: float
    interval: Interval


def main() -> None:
    """Score the reader and print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--set", choices=sorted(SETS), required=True)
    parser.add_argument("--weights", type=Path, help="another reader than the one that ships")
    options = parser.parse_args()
    from assistant.reader.model import TrainedReader

    items = SETS[options.set](options.folder)
    scored = read(TrainedReader.open(options.weights), items)
    answerable = sum(bool(item.golds) for item in items)
    sys.stdout.write(
        f"{options.set}: {answerable} answerable, {len(items) - answerable} not\n\n"
        "| measure | value | 95% interval |\n|---|---|---|\n"
    )
    for name, figure in figures(items, scored).items():
        between = f"{figure.interval.low:.3f}-{figure.interval.high:.3f}"
        sys.stdout.write(f"| {name} | {figure.value:.3f} | {between} |\n")


def squad2_items(folder: Path) -> list[Item]:
    """The held-out articles of SQuAD 2, with the answers of all annotators."""
    given: dict[tuple[str, str, str], set[Span]] = defaultdict(set)
    for article in json.loads((folder / "dev.json").read_text("utf-8"))["data"]:
        for paragraph in article["paragraphs"]:
            for row in paragraph["qas"]:
                if row["is_impossible"]:
                    continue
                text = paragraph["context"]
                given[article["title"], row["question"].strip(), text] |= {
                    (answer["answer_start"], answer["answer_start"] + len(answer["text"]))
                    for answer in row["answers"]
                    if text.startswith(answer["text"], answer["answer_start"])
                }
    items = []
    for example in squad2(folder, held_out=True):
        (passage,) = example.passages
        # One question may stand twice over a passage, once of them unanswerable.
        golds = given[example.group, example.question, passage.text] if passage.right else ()
        items.append(Item(example.question, passage, tuple(sorted(golds))))
    return items


def covidqa_items(folder: Path) -> list[Item]:
    """The test part of COVID-QA, each question asked again of a passage that does not answer."""
    examples = list(covidqa(folder, "test"))
    right = [
        Item(example.question, passage, (passage.key,))
        for example in examples
        for passage in example.passages
        if passage.key is not None
    ]
    return right + list(_near_misses(examples))


def _near_misses(examples: Sequence[Example]) -> Iterator[Item]:
    chance = random.Random(_SEED)
    papers: dict[str, dict[str, Passage]] = defaultdict(dict)
    for example in examples:
        for passage in example.passages:
            papers[passage.heading][passage.text] = passage
    for example in examples:
        own = example.passages[0]
        if own.key is None:
            continue
        answer = _normalised(own.text[slice(*own.key)])
        others = [
            passage
            for text, passage in papers[own.heading].items()
            if text != own.text and answer not in _normalised(text)
        ]
        if others:
            yield Item(example.question, chance.choice(others), ())


SETS: Mapping[str, Callable[[Path], list[Item]]] = {
    "squad2": squad2_items,
    "covidqa": covidqa_items,
}


def read(reader: PassageReader, items: Sequence[Item]) -> list[Scored]:
    """What a reader says of each item, in order."""
    scored: list[Scored] = []
    for at in tqdm(range(0, len(items), _AT_ONCE), leave=False, disable=None):
        some = items[at : at + _AT_ONCE]
        scored += reader.score([(item.question, item.passage.as_read) for item in some])
    if len(scored) != len(items):
        raise ValueError(f"{len(scored)} passages were scored, not {len(items)}")
    return scored


def figures(items: Sequence[Item], scored: Sequence[Scored]) -> dict[str, Figure]:
    """The measures by name. There must be answerable items; those about others may be left out."""
    pairs = list(zip(items, scored, strict=True))
    answerable = [(item, each) for item, each in pairs if item.golds]
    sentences = np.array([_sentence_is_right(item, each) for item, each in answerable], float)
    spans = [item.passage.text[slice(*each.span)] for item, each in answerable]
    golds = [[item.passage.text[slice(*gold)] for gold in item.golds] for item, _ in answerable]
    exact = np.array([exact_match(*each) for each in zip(spans, golds, strict=True)], float)
    f1 = np.array([token_f1(*each) for each in zip(spans, golds, strict=True)], float)
    found = {
        "sentence accuracy": _share(sentences),
        "exact match": _share(exact),
        "token F1": Figure(float(f1.mean()), bootstrap(f1, lambda values: float(values.mean()))),
    }
    if len(answerable) == len(pairs):
        return found
    by: Mapping[str, Callable[[Scored], float]] = {
        "passage score": lambda each: each.answers,
        "span score": lambda each: each.span_score,
    }
    for name, score in by.items():
        right = np.array([score(each) for _, each in answerable], float)
        wrong = np.array([score(each) for item, each in pairs if not item.golds], float)
        found[f"AUROC by {name}"] = _of_two(right, wrong, auroc)
        found[f"refused at {FALSE_REFUSALS:.0%} false refusals, by {name}"] = _of_two(
            right, wrong, refused
        )
    return found


def _sentence_is_right(item: Item, scored: Scored) -> bool:
    sentences = item.passage.sentences
    start, end = sentences[int(np.argmax(scored.sentence_scores(sentences)))]
    return any(start < gold_end and gold_start < end for gold_start, gold_end in item.golds)


def _normalised(text: str) -> str:
    """As SQuAD's evaluate-v2.0.py: capitals, punctuation, articles and white space do not count."""
    text = "".join(sign for sign in text.lower() if sign not in string.punctuation)
    return " ".join(re.sub(r"\b(a|an|the)\b", " ", text).split())


def exact_match(given: str, golds: Sequence[str]) -> bool:
    """Whether a text is one of the gold answers, normalised."""
    return any(_normalised(given) == _normalised(gold) for gold in golds)


def token_f1(given: str, golds: Sequence[str]) -> float:
    """The F1 of a text's words against the gold answer that it is nearest to, normalised."""
    return max(_f1(_normalised(given).split(), _normalised(gold).split()) for gold in golds)


def _f1(given: Sequence[str], gold: Sequence[str]) -> float:
    if not given or not gold:
        return float(given == gold)
    return 2 * sum((Counter(given) & Counter(gold)).values()) / (len(given) + len(gold))


def auroc(right: Floats, wrong: Floats) -> float:
    """How likely one of `right` is above one of `wrong`; a tie counts half (Mann-Whitney)."""
    ordered = np.sort(wrong)
    below = np.searchsorted(ordered, right, "left")
    up_to = np.searchsorted(ordered, right, "right")
    return float((below + up_to).mean() / (2 * len(wrong)))


def refused(right: Floats, wrong: Floats) -> float:
    """The part of `wrong` below the highest threshold that has at most 8% of `right` below it."""
    threshold = np.sort(right)[int(FALSE_REFUSALS * len(right))]
    return float((wrong < threshold).mean())


def _share(values: Floats) -> Figure:
    return Figure(float(values.mean()), wilson(float(values.sum()), len(values)))


def _of_two(right: Floats, wrong: Floats, figure: Callable[[Floats, Floats], float]) -> Figure:
    """A figure of two samples, each drawn anew for the interval: the threshold is uncertain too."""
    chance = np.random.default_rng(_SEED)
    drawn = [
        figure(chance.choice(right, len(right)), chance.choice(wrong, len(wrong)))
        for _ in range(_DRAWS)
    ]
    low, high = np.percentile(drawn, (2.5, 97.5))
    interval = Interval(round(float(low), 6), round(float(high), 6), len(right) + len(wrong))
    return Figure(figure(right, wrong), interval)


if __name__ == "__main__":
    main()
