"""How long questions take, and how many a second: `python -m benchmarks.questions QUESTIONS`.

The whole way in one process: understand, embed, search, read, quote, over the index that the
environment names. First one after the other, each once; then `--rate` a second for `--seconds`,
with questions that are all different and with questions of which every second was asked before;
last as many as there are threads, as fast as they are answered. QUESTIONS has a line with
a `question` each; to have enough of them, others are made of the headings of the documents.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path

from assistant.answer.assistant import Assistant
from assistant.errors import QuestionError
from assistant.settings import Settings

_FORMS = ("What does the document say about {}?", "What is said of {}?", "Who is in charge of {}?")
_PEOPLE = 100
"""So many may wait at once."""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("questions", type=Path, help="lines with a `question`")
    parser.add_argument("--rate", type=float, default=20.0, help="questions a second")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--most", type=int, default=150, help="asked one after the other")
    options = parser.parse_args()
    lines = options.questions.read_text(encoding="utf-8").splitlines()
    asked = [str(json.loads(line)["question"]) for line in lines if line.strip()]
    assistant = Assistant.open(Settings.from_environment())
    questions = _distinct(asked, assistant)
    _say("one after the other", [_seconds(assistant, q) for q in islice(questions, options.most)])
    many = round(options.rate * options.seconds)
    repeated = _with_repeats(questions, many)
    _at_a_rate("half asked before", assistant, repeated, options.rate)
    _at_a_rate("all different", assistant, list(islice(questions, many)), options.rate)
    _as_fast_as_they_are_answered(assistant, list(islice(questions, options.most)))


def _distinct(asked: Sequence[str], assistant: Assistant) -> Iterator[str]:
    """Those given, then some of headings; never one twice."""
    headings = dict.fromkeys(
        document.text[block.start : block.end].strip()
        for listing in assistant.documents
        for document in (assistant.document(listing.path),)
        for block in document.blocks
        if block.role == "heading"
    )
    made = [form.format(heading.rstrip(".?:")) for form in _FORMS for heading in headings]
    random.Random(7).shuffle(made)
    yield from dict.fromkeys([*asked, *made])


def _with_repeats(questions: Iterator[str], many: int) -> list[str]:
    """Every second is one of those before it."""
    chosen, drawn = list[str](), random.Random(7)
    for question in islice(questions, (many + 1) // 2):
        chosen += [question, drawn.choice([*chosen, question])]
    return chosen[:many]


def _seconds(assistant: Assistant, question: str) -> float:
    started = time.perf_counter()
    try:
        assistant.ask(question)
    except QuestionError as error:
        sys.stderr.write(f"{error}\n")
    return time.perf_counter() - started


def _at_a_rate(what: str, assistant: Assistant, questions: Sequence[str], rate: float) -> None:
    """Each is asked when its time has come, whether or not those before it are answered."""
    started = time.perf_counter()

    def ask(at: int) -> float:
        due = started + at / rate
        _seconds(assistant, questions[at])
        return time.perf_counter() - due

    with ThreadPoolExecutor(_PEOPLE) as people:
        waiting = []
        for at in range(len(questions)):
            time.sleep(max(0.0, started + at / rate - time.perf_counter()))
            waiting.append(people.submit(ask, at))
        took = [each.result() for each in waiting]
    _say(f"{rate:g} a second, {what}", took)
    sys.stdout.write(f"  answered {len(took) / (time.perf_counter() - started):.1f} a second\n")


def _as_fast_as_they_are_answered(assistant: Assistant, questions: Sequence[str]) -> None:
    for threads in (1, 2, 4):
        own = questions[len(questions) * (threads // 2) // 3 :][: len(questions) // 3]
        started = time.perf_counter()
        with ThreadPoolExecutor(threads) as people:
            list(people.map(lambda question: _seconds(assistant, question), own))
        rate = len(own) / (time.perf_counter() - started)
        sys.stdout.write(f"{threads} at once, all different: {rate:.1f} a second\n")


def _say(what: str, seconds: Sequence[float]) -> None:
    ordered = sorted(seconds)
    p95 = ordered[max(0, round(0.95 * len(ordered)) - 1)]
    sys.stdout.write(
        f"{what}: {len(ordered)} questions, p50 {statistics.median(ordered) * 1000:.0f} ms, "
        f"p95 {p95 * 1000:.0f} ms, slowest {ordered[-1] * 1000:.0f} ms\n"
    )
    sys.stdout.flush()


if __name__ == "__main__":
    main()
