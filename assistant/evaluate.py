"""Scores answers against a gold question file."""

from __future__ import annotations

import json
import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import floor
from pathlib import Path
from typing import Any

from assistant.answer.assistant import Assistant
from assistant.documents import Answer, Quote
from assistant.errors import QuestionFileError
from assistant.folding import folded, words
from assistant.verbatim import VerbatimCheck


@dataclass(frozen=True, slots=True)
class Gold:
    """One gold question; `answers` are alternatives, any one of which will do."""

    id: str
    type: str
    question: str
    follow_up_to: str | None
    answerable: bool
    answers: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one question was answered."""

    gold: Gold
    answer: Answer
    right: tuple[bool, ...]
    """For each quote, whether it answers."""
    list_found: float | None = None
    """For a list question, the part of its items that the quotes have."""


@dataclass(frozen=True, slots=True)
class Scores:
    """The measures of the contract, each from 0 to 1, and the time a question takes."""

    questions: int
    right_at_1: float
    right_at_3: float
    list_coverage: float | None
    refused: float
    false_refusals: float
    verbatim: float
    seconds_p50: float
    by_type: Mapping[str, Mapping[str, float]] = field(default_factory=dict)


def read_questions(file: Path) -> list[Gold]:
    """Read a gold question file.

    Raises:
        QuestionFileError: it cannot be read, or a line is not in the form of the contract.
    """
    try:
        # Not splitlines: it would cut a question at a line separator within it.
        lines = file.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionFileError(f"{file} cannot be read: {error}.") from error
    questions = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            answers = tuple(row.get("answers", ()))
            for answer in answers:
                _check_text(answer["document"], answer["quote"], answer["span"])
                int(answer.get("page") or 0)
            _check_text(row["question"])
            gold = Gold(
                str(row["id"]), str(row.get("type", "")), row["question"],
                row.get("follow_up_to"), bool(row["answerable"]), answers,
            )  # fmt: skip
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise QuestionFileError(
                f"{file}, line {number}: not a question in the form of the documentation "
                f"(id, question, answerable, answers with document, page, quote, span): {error!r}"
            ) from error
        questions.append(gold)
    if not questions:
        raise QuestionFileError(f"{file} holds no questions.")
    return questions


def _check_text(*values: object) -> None:
    for value in values:
        if not isinstance(value, str):
            raise TypeError(f"{value!r} is no text")


def evaluate(assistant: Assistant, questions: Sequence[Gold]) -> list[Outcome]:
    """Ask each question, follow-ups with the questions that they follow."""
    by_id = {gold.id: gold for gold in questions}
    outcomes = []
    for gold in questions:
        history: list[str] = []
        before = by_id.get(gold.follow_up_to or "")
        while before is not None and len(history) < 20:
            history.insert(0, before.question)
            before = by_id.get(before.follow_up_to or "")
        outcomes.append(score(assistant.ask(gold.question, history), gold))
    return outcomes


def score(answer: Answer, gold: Gold) -> Outcome:
    """Hold one answer against its gold question."""
    right = tuple(
        any(_answers(quote, wanted) for wanted in gold.answers) for quote in answer.quotes
    )
    return Outcome(gold, answer, right, _list_found(answer.quotes, gold))


def summarise(outcomes: Sequence[Outcome], corpus: Path) -> Scores:
    """The measures over all questions, and for each type.

    `corpus` is where the files are: whether a quote stands on its page is asked of the file.
    """
    by_type: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        by_type[outcome.gold.type].append(outcome)
    answerable = [outcome for outcome in outcomes if outcome.gold.answerable]
    others = [outcome for outcome in outcomes if not outcome.gold.answerable]
    lists = [outcome.list_found for outcome in outcomes if outcome.list_found is not None]
    quotes = [quote for outcome in outcomes for quote in outcome.answer.quotes]
    stands = VerbatimCheck(corpus)
    return Scores(
        questions=len(outcomes),
        right_at_1=_mean(any(outcome.right[:1]) for outcome in answerable),
        right_at_3=_mean(any(outcome.right) for outcome in answerable),
        list_coverage=_mean(lists) if lists else None,
        refused=_mean(not outcome.answer.answered for outcome in others),
        false_refusals=_mean(not outcome.answer.answered for outcome in answerable),
        # Rounded down: it must be 1, so one quote of thousands that does not stand has to show.
        verbatim=floor(1000 * sum(map(stands, quotes)) / len(quotes)) / 1000 if quotes else 1.0,
        seconds_p50=round(statistics.median(outcome.answer.seconds for outcome in outcomes), 3),
        by_type={kind: _of_type(group) for kind, group in sorted(by_type.items())},
    )


def _of_type(outcomes: Sequence[Outcome]) -> dict[str, float]:
    answerable = [outcome for outcome in outcomes if outcome.gold.answerable]
    others = [outcome for outcome in outcomes if not outcome.gold.answerable]
    row: dict[str, float] = {"questions": len(outcomes)}
    if answerable:
        row["right_at_1"] = _mean(any(outcome.right[:1]) for outcome in answerable)
        row["right_at_3"] = _mean(any(outcome.right) for outcome in answerable)
        row["false_refusals"] = _mean(not outcome.answer.answered for outcome in answerable)
    if others:
        row["refused"] = _mean(not outcome.answer.answered for outcome in others)
    return row


def _answers(quote: Quote, wanted: Mapping[str, Any]) -> bool:
    if Path(quote.document.path).stem != wanted["document"]:
        return False
    page = wanted.get("page")
    # A format without pages has none to be right about, whatever the gold file calls it.
    if page is not None and quote.document.layout is not None and int(page) not in _pages(quote):
        return False
    text = folded(quote.text)
    return folded(wanted["span"]) in text and any(
        _overlap(quote.text, gold) for gold in (wanted["quote"], *wanted.get("quotes", ()))
    )


def _pages(quote: Quote) -> set[int]:
    layout = quote.document.layout
    return set() if layout is None else {int(n) for n in layout.page[quote.start : quote.end] if n}


def _overlap(text: str, gold: str) -> bool:
    """Whether two texts share at least half of the words of the shorter one."""
    one, other = Counter(words(text)), Counter(words(gold))
    shorter = min(sum(one.values()), sum(other.values()))
    return shorter > 0 and sum((one & other).values()) >= 0.5 * shorter


def _list_found(quotes: Sequence[Quote], gold: Gold) -> float | None:
    lists = [wanted["quotes"] for wanted in gold.answers if wanted.get("quotes")]
    if gold.type != "list" or not lists:
        return None
    text = folded(" ".join(quote.text for quote in quotes))
    return max(_mean(folded(item) in text for item in items) for items in lists)


def _mean(values: Iterable[float]) -> float:
    numbers = [float(value) for value in values]
    return round(sum(numbers) / len(numbers), 3) if numbers else 0.0
