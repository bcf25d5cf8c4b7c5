"""What staff should look at: questions without an answer, answers that were no use, and the rest.

Made of chats and feedback by value. No owner, no chat and no id is in it: it goes into a file that
is passed on.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from rapidfuzz import fuzz, process

from assistant.answer.citation import Citation, SavedAnswer
from assistant.answer.filters import Filters
from assistant.folding import words
from assistant.present import filters_in_words
from assistant.records.feedback import FeedbackBook
from assistant.spreadsheet import table_csv

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


COLUMNS = (
    "what", "date", "question", "understood", "comment", "answered", "useful", "quotes",
    "documents", "index version", "filters",
)  # fmt: skip


def case_json(case: Case) -> dict[str, Any]:
    """A case as a JSON value, with the columns of the CSV; quotes are their reference lines."""
    answered = bool(case.answer and case.answer.answered)
    quotes = case.answer.quotes if case.answer else ()
    return {
        "what": case.what,
        "date": case.date,
        "question": case.question,
        "understood": (case.answer.understood if case.answer else None) or "",
        "comment": case.comment,
        "answered": answered,
        "useful": case.useful,
        "quotes": [quote.reference for quote in quotes],
        "documents": list(dict.fromkeys(quote.document for quote in quotes)),
        "index_version": case.index_version,
        "filters": filters_in_words(case.filters),
    }


def cases_csv(cases: Sequence[Case]) -> str:
    """A table of the cases for a spreadsheet, with a heading row.

    It begins with the mark (BOM) by which Excel knows UTF-8. A cell of several quotes or documents
    has a line for each. No cell begins as a formula would.
    """
    return table_csv(
        COLUMNS, [[_cell(value) for value in case_json(case).values()] for case in cases]
    )


def _cell(value: str | bool | list[str] | None) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "\n".join(value) if isinstance(value, list) else value
