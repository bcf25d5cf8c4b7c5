from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from assistant.answer.basis.standing import Basis
from assistant.answer.citation import Citation, cite
from assistant.answer.filters import Filters
from assistant.commands.ask import answer_json, answer_lines
from assistant.documents import Answer, Kind, Quote
from assistant.wording import basis_words, day_and_time, filters_in_words, unknown_words
from tests.answer.making import document


def refusal(*unknown: str) -> Answer:
    return Answer("What?", (), (), 0.1, "1", 0.01, unknown_words=unknown)


@pytest.mark.parametrize(
    ("unknown", "said"),
    [
        ((), ""),
        (("xyz",), "No document has the word “xyz”."),
        (("xyz", "Blimp"), "No document has the word “xyz” or “Blimp”."),
        (("a1", "b2", "c3"), "No document has the word “a1”, “b2” or “c3”."),
    ],
)
def test_a_refusal_names_the_words_that_no_document_has(
    unknown: tuple[str, ...], said: str
) -> None:
    answer = refusal(*unknown)
    assert unknown_words(answer) == said
    assert answer_json(answer)["unknown_words"] == list(unknown)
    lines = answer_lines(answer)
    assert lines[-1] == said if said else len(lines) == 1


def citation(basis: Basis, kind: Kind, name: str | None, *authors: str) -> Citation:
    made = cite(Quote(document(("paragraph", "Beds closed.")), 0, 12))
    return replace(made, basis=basis, kind=kind, according_to=name, authors=authors)


@pytest.mark.parametrize(
    ("basis", "kind", "name", "said"),
    [
        ("official statistic", "plan", None, "Official statistic"),
        ("official statistic", "report", "The ONS", "Official statistic, according to the ONS"),
        ("finding", "report", None, "Finding of a report"),
        ("finding", "board paper", "Ward Fund", "Finding of a board paper, citing Ward Fund"),
        ("quoted", "report", "Professor\nAda Marsh",
         "Said by Professor Ada Marsh, quoted in the report"),
        ("quoted", "report", "Several witnesses",
         "Said by several witnesses, quoted in the report"),
        ("quoted", "guidance", None, "Said by somebody, quoted in the guidance"),
        ("recommendation", "report", None, "Recommendation"),
        ("recommendation", "report", "Ward Fund", "Recommendation of Ward Fund"),
        ("recommendation", "government response", None,
         "Recommendation, repeated in the response"),
        ("commitment", "plan", None, "Commitment"),
        ("requirement", "guidance", None, "Requirement"),
        ("statement", "guidance", None, "Stated in guidance"),
        ("statement", "document", None, "Stated in the document"),
        ("opinion", "report", None, "Opinion, stated in the report"),
        ("opinion", "opinion piece", None, "Opinion, stated in the opinion piece"),
    ],
)  # fmt: skip
def test_what_stands_behind_a_quote_in_words(
    basis: Basis, kind: Kind, name: str | None, said: str
) -> None:
    assert basis_words(citation(basis, kind, name)) == said


def test_an_opinion_piece_is_the_opinion_of_its_author() -> None:
    one = citation("opinion", "opinion piece", "the ONS", "Ada Marsh", "Bo Grey")
    assert basis_words(one) == "Opinion of Ada Marsh and Bo Grey, citing the ONS"


def test_the_label_stands_under_the_quote() -> None:
    quote = Quote(document(("paragraph", "The trust closed 214 beds.")), 0, 26)
    lines = answer_lines(Answer("Beds?", (quote,), (), 0.9, "1", 0.01))
    assert lines[2] == "   Finding of a report"


def test_filters_in_words() -> None:
    filters = Filters(
        kinds=frozenset({"report", "plan"}),
        publishers=frozenset({"Example Trust"}),
        documents=frozenset({"plans/a.pdf", "b.md"}),
        since="2024-01-01",
        until="2024-12",
        findings_only=True,
    )
    assert filters_in_words(Filters()) == ""
    assert filters_in_words(filters, {"b.md": "Notes <b>"}) == (
        "Notes <b> or plans/a.pdf, plan or report, published by Example Trust, "
        "published from 1 January 2024, published to December 2024, findings and statistics only"
    )


def test_a_moment_is_told_as_people_write_it() -> None:
    assert day_and_time(datetime(2018, 8, 6, 13, 5).astimezone()) == "6 August 2018 at 1:05pm"
    assert day_and_time(datetime(2018, 8, 6).astimezone()) == "6 August 2018 at 12:00am"
