"""Asks gold questions, and holds each answer against its gold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.documents import Answer, Quote
from assistant.evaluate.gold import Gold
from assistant.folding import folded, words

if TYPE_CHECKING:
    from assistant.answer.assistant import Assistant


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one question was answered."""

    gold: Gold
    answer: Answer
    right: tuple[bool, ...]
    """For each quote, whether it answers."""
    list_found: float | None = None
    """For a list question, the part of its items that the quotes have."""


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
    return max(
        round(sum(folded(item) in text for item in items) / len(items), 3) for items in lists
    )
