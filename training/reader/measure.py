"""Measure a reader on examples: `python -m training.reader.measure EXAMPLES.jsonl [--reader FILE]`.

EXAMPLES is a file that `make_examples` wrote of what is never trained on. A question counts as read
right when the sentence with the highest evidence, of all the sentences of its passages, is right.
Prints one line of JSON: shares, and the area under the ROC curve of telling questions that have an
answer from others by the evidence of all sentences together.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from scipy.stats import mannwhitneyu
from tqdm import tqdm

from assistant.reader.model import TrainedReader
from training.reader.examples import Example, read


def main() -> None:
    """Print the measures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("examples", type=Path)
    parser.add_argument("--reader", type=Path)
    parser.add_argument("--questions", type=int, help="only so many, at random")
    options = parser.parse_args()
    examples = read(options.examples)
    if options.questions:
        examples = random.Random(1).sample(examples, options.questions)
    sys.stdout.write(json.dumps(measure(TrainedReader.open(options.reader), examples)) + "\n")


def measure(reader: TrainedReader, examples: Sequence[Example]) -> dict[str, object]:
    """The measures of a reader, by name."""
    first, among = [], []
    by_source: dict[str, list[bool]] = defaultdict(list)
    answered, unanswered = [], []
    for example in tqdm(examples):
        pairs = [(example.question, passage.as_read) for passage in example.passages]
        scores = reader.score(pairs)
        evidence, right = [], []
        for passage, score in zip(example.passages, scores, strict=True):
            evidence += score.sentence_scores(passage.sentences)
            right += [at in passage.right for at in range(len(passage.sentences))]
        order = np.argsort(evidence)[::-1]
        together = float(np.logaddexp.reduce(evidence))
        if any(right):
            first.append(right[order[0]])
            among.append(any(right[at] for at in order[:3]))
            by_source[example.source].append(right[order[0]])
            answered.append(together)
        else:
            unanswered.append(together)
    return {
        "questions": len(examples),
        "first": _share(first),
        "among_three": _share(among),
        "auroc": _auroc(answered, unanswered),
        "refused_at_8_percent": _refused(answered, unanswered, 0.08),
        "by_source": {source: _share(values) for source, values in sorted(by_source.items())},
    }


def _share(values: Sequence[bool]) -> float:
    return round(float(np.mean(values)), 3)


def _auroc(answered: Sequence[float], unanswered: Sequence[float]) -> float | None:
    if not answered or not unanswered:
        return None
    higher = mannwhitneyu(answered, unanswered).statistic
    return round(float(higher) / (len(answered) * len(unanswered)), 3)


def _refused(
    answered: Sequence[float], unanswered: Sequence[float], false_refusals: float
) -> float | None:
    if not answered or not unanswered:
        return None
    bar = np.quantile(answered, false_refusals)
    return round(float(np.mean(np.array(unanswered) < bar)), 3)


if __name__ == "__main__":
    main()
