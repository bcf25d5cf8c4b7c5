"""The questions that need attention as a table for a spreadsheet, and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from assistant.records.attention import Case
from assistant.spreadsheet import table_csv
from assistant.wording import filters_in_words

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
