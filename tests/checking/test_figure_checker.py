"""One figure of a draft beside one sentence of a source."""

from __future__ import annotations

import pytest

from assistant.checking.candidates import Candidate
from assistant.checking.draft_document import as_document
from assistant.checking.figure_checker import FigureChecker
from assistant.checking.finding import Finding
from assistant.checking.statements import Statement
from assistant.figures.extract import figures_of
from assistant.ledger.ledger import Ledger


def stated(text: str) -> Statement:
    document = as_document(text)
    return Statement(document, 0, len(text), figures_of(document))


def judged(ledger: Ledger, draft: str, source: str) -> Finding:
    drafted = stated(draft)
    checker = FigureChecker(ledger.index.vocabulary)
    return checker.check(drafted, drafted.figures[0], [Candidate(stated(source), 0.85)])


PAIRS = [
    ("Spending on beds rose by 5%.", "Spending on beds was 5%."),
    ("Spending on beds was 5%.", "Spending on beds fell by 5%."),
    ("Spending on beds was 5% below plan.", "Spending on beds was 5% of plan."),
    ("Patients waited less than 18 weeks for care.", "Patients waited 18 weeks for care."),
    ("At least 1,000 beds were closed.", "1,000 beds were closed."),
    ("Care of adults costs £22 billion a year.", "Care of adults costs £22 billion."),
    ("The trusts met the target of 92%.", "The trusts did not meet the target of 92%."),
    (
        "The trusts of the county met the target of 92%.",
        "No evidence was found that the trusts of the county met the target of 92%.",
    ),
    ("Most people never waited 18 weeks.", "Most people waited 18 weeks."),
]


@pytest.mark.parametrize(("draft", "source"), PAIRS)
def test_what_is_not_the_same(ledger: Ledger, draft: str, source: str) -> None:
    finding = judged(ledger, draft, source)
    assert finding.verdict != "matches", finding.why


@pytest.mark.parametrize(
    ("draft", "source"),
    [
        ("Spending on beds rose by 5%.", "The increase in spending on beds was 5%."),
        ("Patients waited up to 18 weeks for care.", "Patients waited 18 weeks for care."),
        ("Care of adults costs £22 billion a year.", "The annual cost of adult care is £22bn."),
        ("No more than 40 beds were closed.", "Up to 40 beds were closed."),
        ("More than £11bn is needed for beds.", "£11bn-plus is needed for beds."),
        ("Care of adults costs £22 billion a year.", "Care of adults cost £22bn in 2023/24."),
        ("Some 42% of nurses were not from the UK.", "Some 42% of nurses were non-UK nationals."),
        ("Some 73% of trusts lacked the beds.", "Some 73% of trusts did not have the beds."),
        ("The trusts did not meet the target of 92%.", "The trusts never met the target of 92%."),
        *((one, one) for one in dict.fromkeys(one for pair in PAIRS for one in pair)),
    ],
)
def test_what_is_the_same(ledger: Ledger, draft: str, source: str) -> None:
    assert judged(ledger, draft, source).verdict == "matches"


def test_words_cut_in_two_are_not_word_for_word() -> None:
    source = stated("Unable to go home from the hospital were 45 patients of the county.")
    assert source.beyond(stated("able to go home from the hospital were 45 patients")) is None


def test_of_several_figures_the_nearest_is_expected(ledger: Ledger) -> None:
    finding = judged(
        ledger,
        "The service sees 920,000 patients.",
        "The service sees 200 patients and 820,000 patients.",
    )
    assert (finding.verdict, finding.expected) == ("differs", "820,000 people")
