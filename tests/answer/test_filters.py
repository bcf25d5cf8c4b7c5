from __future__ import annotations

import pytest

from assistant.answer.assistant import Assistant
from assistant.answer.basis.standing import FINDINGS, standing
from assistant.answer.filters import Filters, check_filters, filters_of, is_date
from assistant.errors import FilterError
from tests.answer.making import listed
from tests.corpora import GUIDANCE, OPINION, REPORT

EVERY = [
    listed("day.pdf", "report", "Ward Foundation", "2024-07-18"),
    listed("month.md", "guidance", "Office", "2024-07"),
    listed("year.md", "report", "Office", "2024"),
    listed("undated.txt", "opinion piece", None, None),
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
        (Filters(findings_only=True), ["day.pdf", "month.md", "year.md"]),
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


def test_findings_only_gives_findings_only(assistant: Assistant) -> None:
    for asked in (
        "How many beds did the trust close?",
        "What was the bed occupancy in January 2023?",
        "Which nights of winter were corridors used as wards?",
        "When must an integrated care board publish its discharge plan?",
        "What would the parking scheme raise at 20p an hour?",
    ):
        answer = assistant.ask(asked, filters=Filters(findings_only=True))
        for quote in answer.quotes + answer.related:
            assert standing(quote.document, quote.start, quote.end).basis in FINDINGS
            assert quote.document.path == REPORT


def test_findings_only_keeps_an_answer_that_is_a_finding(assistant: Assistant) -> None:
    asked = "How many beds did the trust close?"
    answer = assistant.ask(asked, filters=Filters(findings_only=True))
    assert answer.quotes[0].text == assistant.ask(asked).quotes[0].text


@pytest.mark.parametrize(
    "filters",
    [
        Filters(),
        Filters(kinds=of("report"), publishers=of("Office"), since="2024", until="2024-07-01"),
        Filters(documents=of("day.pdf"), findings_only=True),
    ],
    ids=described,
)
def test_filters_that_can_be_used(filters: Filters) -> None:
    check_filters(filters, EVERY)


@pytest.mark.parametrize(
    ("filters", "said"),
    [
        (Filters(kinds=of("reports")), "There is no kind “reports”. There is: “report”, "),
        (Filters(publishers=of("Offices")), "There is: “Office”, “Ward Foundation”."),
        (Filters(documents=of("day.docx")), "There is no document “day.docx”. There is: “day.pdf”"),
        (Filters(since="18 July"), "The date “18 July” for since is not"),
        (Filters(until="2024-02-30"), "The date “2024-02-30” for until is not"),
        (Filters(kinds=of("plan")), "No document is left to search"),
        (Filters(since="2025", until="2024"), "No document is left to search"),
        (Filters(documents=of("undated.txt"), findings_only=True), "No document is left"),
    ],
)
def test_filters_that_cannot_be_used(filters: Filters, said: str) -> None:
    with pytest.raises(FilterError) as error:
        check_filters(filters, EVERY)
    assert said in str(error.value)
    assert str(error.value).endswith(".")


def test_a_long_list_is_not_told_whole() -> None:
    many = [listed(f"{n:02}.md", "report", None, None) for n in range(14)]
    with pytest.raises(FilterError, match="“09.md” and 4 more"):
        check_filters(Filters(documents=of("x")), many)
    with pytest.raises(FilterError, match="The index names no publisher"):
        check_filters(Filters(publishers=of("x")), many)


@pytest.mark.parametrize(
    ("text", "right"),
    [("2024", True), ("2024-07", True), ("2024-07-18", True), ("2024-13", False), ("24", False),
     ("2024-7", False), ("20240718", False), ("", False), ("2024-02-30", False), ("0000", False),
     ("２０２４", False)],
)  # fmt: skip
def test_a_date_is_a_day_a_month_or_a_year(text: str, right: bool) -> None:
    assert is_date(text) is right


def test_filters_from_json() -> None:
    assert filters_of({}) == Filters()
    assert filters_of(
        {"kinds": ["report"], "publishers": None, "since": "2024", "findings_only": True}
    ) == Filters(kinds=of("report"), since="2024", findings_only=True)


@pytest.mark.parametrize(
    "values",
    [{"kind": ["report"]}, {"kinds": "report"}, {"kinds": [1]}, {"since": 2024},
     {"findings_only": "yes"}, {"documents": {"a": 1}}],
)  # fmt: skip
def test_filters_from_json_that_are_none(values: dict[str, object]) -> None:
    with pytest.raises(FilterError):
        filters_of(values)
