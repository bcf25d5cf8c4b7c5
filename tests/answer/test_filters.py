from __future__ import annotations

import pytest

from assistant.answer.assistant import Assistant
from assistant.answer.filters import Facets, Filters
from tests.corpora import GUIDANCE, OPINION, REPORT

EVERY = [
    Facets("day.pdf", "report", "Ward Foundation", "2024-07-18"),
    Facets("month.md", "guidance", "Office", "2024-07"),
    Facets("year.md", "report", "Office", "2024"),
    Facets("undated.txt", "opinion piece", None, None),
]


def paths(filters: Filters) -> list[str] | None:
    chosen = filters.select(EVERY)
    return None if chosen is None else sorted(chosen)


def of(*values: str) -> frozenset[str]:
    return frozenset(values)


def described(value: object) -> str:
    if not isinstance(value, Filters):
        return "all" if value is None else f"{len(value)} of 4" if isinstance(value, list) else ""
    parts = sorted(value.kinds | value.publishers | value.documents)
    return " ".join([*parts, f"since {value.since} until {value.until}"])


@pytest.mark.parametrize(
    ("filters", "chosen"),
    [
        (Filters(), None),
        (Filters(kinds=of("report")), ["day.pdf", "year.md"]),
        (Filters(kinds=of("report", "guidance")), ["day.pdf", "month.md", "year.md"]),
        (Filters(publishers=of("Office")), ["month.md", "year.md"]),
        (Filters(documents=of("undated.txt", "none.pdf")), ["undated.txt"]),
        (Filters(kinds=of("report"), publishers=of("Office")), ["year.md"]),
        (Filters(kinds=of("plan")), []),
        (Filters(since="2024-07-18"), ["day.pdf", "month.md", "year.md"]),
        (Filters(since="2024-07-19"), ["month.md", "year.md"]),
        (Filters(since="2024-08-01"), ["year.md"]),
        (Filters(since="2025-01-01"), []),
        (Filters(until="2024-07-18"), ["day.pdf", "month.md", "year.md"]),
        (Filters(until="2024-07-17"), ["month.md", "year.md"]),
        (Filters(until="2024-06-30"), ["year.md"]),
        (Filters(until="2023-12-31"), []),
        (Filters(since="2024-07-18", until="2024-07-18"), ["day.pdf", "month.md", "year.md"]),
        (Filters(since="2024-07"), ["day.pdf", "month.md", "year.md"]),
        (Filters(until="2024-07"), ["day.pdf", "month.md", "year.md"]),
        (Filters(since="2024", until="2024"), ["day.pdf", "month.md", "year.md"]),
        (Filters(until="2023"), []),
    ],
    ids=described,
)
def test_filters_choose_documents(filters: Filters, chosen: list[str] | None) -> None:
    assert paths(filters) == chosen


@pytest.mark.parametrize(
    ("filters", "allowed"),
    [
        (Filters(kinds=of("report")), {REPORT}),
        (Filters(publishers=of("Office for Discharge")), {GUIDANCE}),
        (Filters(documents=of(OPINION, GUIDANCE)), {OPINION, GUIDANCE}),
        (Filters(since="2025-01-01"), {GUIDANCE}),
        (Filters(until="2024-12-31"), {REPORT}),
        (Filters(kinds=of("plan")), set()),
    ],
    ids=["kind", "publisher", "document", "since", "until", "nothing left"],
)
def test_answers_keep_to_the_filters(
    assistant: Assistant, filters: Filters, allowed: set[str]
) -> None:
    for asked in (
        "How many beds did the trust close?",
        "What is a virtual ward?",
        "parking scheme",
    ):
        answer = assistant.ask(asked, filters=filters)
        assert {quote.document.path for quote in answer.quotes + answer.related} <= allowed
        if not allowed:
            assert not answer.answered


def test_a_filter_takes_the_answer_away_and_gives_it_back(assistant: Assistant) -> None:
    asked = "How many beds did the trust close?"
    assert assistant.ask(asked, filters=Filters(documents=of(REPORT))).answered
    assert not assistant.ask(asked, filters=Filters(documents=of(OPINION))).answered
