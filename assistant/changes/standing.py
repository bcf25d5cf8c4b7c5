"""Which standing questions a version answers differently than the one before."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from assistant.answer.assistant import Assistant
from assistant.answer.citation import Citation, SavedAnswer, save
from assistant.changes.changed import StandingChange
from assistant.errors import QuestionError

Ask = Callable[[str], SavedAnswer | None]
"""The answer to a question; None where it cannot be asked."""


@dataclass(frozen=True, slots=True)
class Answered:
    """The standing questions that were asked, and those of them that are answered differently."""

    changes: tuple[StandingChange, ...]
    answers: dict[str, SavedAnswer]


def asking(assistant: Assistant) -> Ask:
    """Asks one version."""

    def ask(question: str) -> SavedAnswer | None:
        try:
            return save(assistant.ask(question), assistant.built)
        except QuestionError:
            return None

    return ask


def changed_answers(
    questions: Sequence[str],
    now: Ask,
    known: Mapping[str, SavedAnswer],
    before: Ask | None,
    progress: Callable[[int, int], None],
) -> Answered:
    """Ask every question; `known` are the answers of the last report, else `before` is asked."""
    changes, answers = [], {}
    for number, question in enumerate(questions):
        progress(number, len(questions))
        answer = now(question)
        if answer is None:
            continue
        answers[question] = answer
        was = known.get(question)
        if was is None and before is not None:
            was = before(question)
        if was is not None and different(was, answer):
            changes.append(StandingChange(question, was, answer))
    return Answered(tuple(changes), answers)


def different(before: SavedAnswer, now: SavedAnswer) -> bool:
    """Whether two answers tell people something else: other quotes, or one and none.

    The order of the quotes, their score and what is marked in them do not count, nor what a
    document is called.
    """
    return not (_all_in(before.quotes, now.quotes) and _all_in(now.quotes, before.quotes))


def _all_in(quotes: Sequence[Citation], others: Sequence[Citation]) -> bool:
    return all(any(_same(quote, other) for other in others) for quote in quotes)


def _same(quote: Citation, other: Citation) -> bool:
    same_source = quote.document == other.document or quote.sha256 == other.sha256
    return same_source and quote.text.split() == other.text.split()
