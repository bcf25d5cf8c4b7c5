"""What staff should look at: questions without an answer, answers that were no use, and the rest.

Made of chats and feedback by value. No owner, no chat and no id is in it: it goes into files that
are passed on.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from rapidfuzz import fuzz, process

from assistant.answer.citation import Citation, SavedAnswer
from assistant.answer.filters import Filters
from assistant.folding import words
from assistant.records.feedback import FeedbackBook

What = Literal["no answer", "problem", "not useful", "useful"]

UNANSWERED: frozenset[What] = frozenset({"no answer", "problem"})

_SAME = 92.0
"""How alike, of 100, two questions are at least that are taken for the same."""

_COMPARED = 2_000
"""With more different questions than this, only those of the same words are put together."""


@dataclass(frozen=True, slots=True)
class Case:
    """One question that was asked, with what came of it and what somebody said of that.

    `date` is an ISO time in UTC: of the feedback, else of the question. `problem` says why there
    was nothing to show. `useful` is None where nobody said.
    """

    what: What
    date: str
    question: str
    filters: Filters
    answer: SavedAnswer | None = None
    problem: str | None = None
    useful: bool | None = None
    comment: str = ""

    @property
    def index_version(self) -> str:
        """The version of the index that was asked; "" where none was."""
        return self.answer.index_version if self.answer else ""

    @property
    def shown(self) -> tuple[Citation, ...]:
        """What was shown: the quotes, else the near misses."""
        return self.answer.passages if self.answer else ()


@dataclass(frozen=True, slots=True)
class Group:
    """Cases of the same question, the latest first."""

    cases: tuple[Case, ...]

    @property
    def wordings(self) -> tuple[str, ...]:
        """The question, in each way that it was asked."""
        return tuple(dict.fromkeys(case.question for case in self.cases))


def cases_of(book: FeedbackBook, since: datetime | None = None) -> list[Case]:
    """All cases, or since a moment, the latest first.

    Raises:
        RecordsError: the records cannot be read.
    """
    given = {feedback.turn: feedback for feedback in book.all(since)}
    turns = {turn.id: turn for turn in book.unanswered(since)}
    cases = [
        Case(
            what=_what(feedback.answer, useful=feedback.useful),
            date=feedback.given,
            question=feedback.question,
            filters=feedback.filters,
            answer=feedback.answer,
            useful=feedback.useful,
            comment=feedback.comment,
        )
        for feedback in given.values()
    ]
    cases += [
        Case(_what(turn.answer), turn.asked, turn.question, turn.filters, turn.answer, turn.problem)
        for turn in turns.values()
        if turn.id not in given
    ]
    return sorted(cases, key=lambda case: case.date, reverse=True)


def _what(answer: SavedAnswer | None, *, useful: bool = False) -> What:
    if answer is None:
        return "problem"
    if not answer.answered:
        return "no answer"
    return "useful" if useful else "not useful"


def grouped(cases: Iterable[Case]) -> list[Group]:
    """Cases of the same question together, in the order of the latest of each.

    The same question has the same words, or nearly so, and the same figures: another year or
    another table is another question.
    """
    groups: dict[str, list[Case]] = {}
    for case in cases:
        groups.setdefault(" ".join(words(case.question)), []).append(case)
    if len(groups) <= _COMPARED:
        groups = _with_those_alike(groups)
    ordered = [
        Group(tuple(sorted(group, key=lambda case: case.date, reverse=True)))
        for group in groups.values()
    ]
    return sorted(ordered, key=lambda group: group.cases[0].date, reverse=True)


def _with_those_alike(groups: dict[str, list[Case]]) -> dict[str, list[Case]]:
    together: dict[str, list[Case]] = {}
    of_figures: dict[tuple[str, ...], list[str]] = {}
    for text, cases in groups.items():
        figures = tuple(word for word in text.split() if any(map(str.isdigit, word)))
        known = of_figures.setdefault(figures, [])
        alike = process.extractOne(text, known, scorer=fuzz.ratio, score_cutoff=_SAME)
        if alike is None:
            known.append(text)
        together.setdefault(alike[0] if alike else text, []).extend(cases)
    return together
