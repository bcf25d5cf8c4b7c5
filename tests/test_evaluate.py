"""The measures of docs/contract.md, on a case small enough to be reckoned by hand."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest

from assistant.answer.assistant import Assistant
from assistant.documents import Answer, Document, Quote
from assistant.errors import QuestionFileError
from assistant.evaluate import Gold, evaluate, read_questions, score, summarise
from assistant.settings import Settings
from tests.corpora import AGENCY, CLOSED, GUIDANCE, LEADER, OCCUPANCY, OVER_THE_PAGE, REPORT
from tests.embedders import HashedWords
from tests.test_verbatim import moved

PARTS = ["the clinician who is named", "the date on which", "the medicines", "the telephone number"]


@pytest.fixture(scope="module")
def assistant(built: Settings) -> Assistant:
    return Assistant.open(built, HashedWords())


@pytest.fixture(scope="module")
def report(assistant: Assistant) -> Document:
    return assistant.document(REPORT)


@pytest.fixture(scope="module")
def guidance(assistant: Assistant) -> Document:
    return assistant.document(GUIDANCE)


def quoted(document: Document, text: str, until: str | None = None) -> Quote:
    start = document.text.index(text)
    end = document.text.index(until, start) + len(until) if until else start + len(text)
    return Quote(document, start, end)


def answer(*quotes: Quote, seconds: float = 0.1) -> Answer:
    return Answer("?", quotes, (), 0.9 if quotes else 0.1, "1", seconds)


def gold(*answers: dict[str, Any], answerable: bool = True, type_: str = "number") -> Gold:
    return Gold("q", type_, "?", None, answerable, answers)


def wanted(
    quote: str, span: str, page: int | None = 1, document: str = "bed-review"
) -> dict[str, Any]:
    return {"document": document, "page": page, "quote": quote, "span": span}


BEDS = wanted(CLOSED, "214 beds")


def right(given: Quote, *answers: dict[str, Any]) -> bool:
    (result,) = score(answer(given), gold(*answers)).right
    return result


def test_a_right_quote(report: Document) -> None:
    assert right(quoted(report, CLOSED), BEDS)


@pytest.mark.parametrize(
    "other",
    [
        {**BEDS, "page": 2},
        {**BEDS, "document": "parking"},
        {**BEDS, "span": "215 beds"},
        {**BEDS, "quote": "Nothing of these words stands over there, 214 times."},
    ],
    ids=["another page", "another document", "another span", "another quote"],
)
def test_a_quote_that_is_not_right(report: Document, other: dict[str, Any]) -> None:
    assert not right(quoted(report, CLOSED), other)


def test_any_of_the_answers_will_do(report: Document) -> None:
    assert right(quoted(report, CLOSED), {**BEDS, "page": 9}, BEDS)
    assert not right(quoted(report, CLOSED))


def test_a_quote_that_holds_less_than_the_span_is_not_right(report: Document) -> None:
    assert not right(quoted(report, "The trust closed 214"), BEDS)


def test_the_span_may_differ_in_marks_and_case(report: Document) -> None:
    assert right(quoted(report, CLOSED), {**BEDS, "span": "“214\nBEDS”"})


@pytest.mark.parametrize(("page", "is_right"), [(1, True), (2, True), (3, False)])
def test_a_quote_over_two_pages_is_on_both(report: Document, page: int, is_right: bool) -> None:
    given = quoted(report, OVER_THE_PAGE)
    assert right(given, wanted(OVER_THE_PAGE, "used as wards", page)) == is_right


@pytest.mark.parametrize("page", [None, 1])
def test_a_format_without_pages_is_right_without(guidance: Document, page: int | None) -> None:
    given = quoted(guidance, "Patients should be reviewed within 14 days of discharge.")
    assert right(given, wanted(given.text, "14 days", page, "discharge-guidance"))


# Six answerable questions and two others; what each brings is in the comments.


def test_the_measures_are_as_promised(
    built: Settings, report: Document, guidance: Document
) -> None:
    closed, agency, leader = (quoted(report, text) for text in (CLOSED, AGENCY, LEADER))
    occupancy = quoted(report, OCCUPANCY)
    whole = quoted(guidance, "A discharge plan has four parts", "the community team")
    half = quoted(guidance, "A discharge plan has four parts", "expected to leave")
    astray = quoted(moved(report, 2), OCCUPANCY)
    parts = {**wanted(whole.text, "A discharge plan", None, "discharge-guidance"), "quotes": PARTS}
    outcomes = [
        score(answer(closed, agency, seconds=0.1), gold(BEDS)),  # right at once
        score(answer(agency, leader, closed, seconds=0.2), gold(BEDS)),  # right as the third
        score(answer(agency, seconds=0.3), gold(BEDS)),  # wrong
        score(answer(seconds=0.4), gold(BEDS)),  # refused, and should not be
        score(answer(whole, seconds=0.5), gold(parts, type_="list")),  # right, all four
        score(answer(half, seconds=0.6), gold(parts, type_="list")),  # right, two of four
        score(answer(seconds=0.7), gold(answerable=False, type_="none")),  # rightly refused
        score(answer(astray, occupancy, seconds=0.8), gold(answerable=False, type_="none")),
    ]
    scores = summarise(outcomes, built.corpus)
    assert scores.questions == 8
    assert scores.right_at_1 == 0.5
    assert scores.right_at_3 == pytest.approx(4 / 6, abs=0.001)
    assert scores.list_coverage == 0.75
    assert scores.refused == 0.5
    assert scores.false_refusals == pytest.approx(1 / 6, abs=0.001)
    assert scores.verbatim == pytest.approx(9 / 10, abs=0.001)  # one is not on its page
    assert scores.seconds_p50 == 0.45
    assert scores.by_type == {
        "list": {"questions": 2, "right_at_1": 1.0, "right_at_3": 1.0, "false_refusals": 0.0},
        "none": {"questions": 2, "refused": 0.5},
        "number": {"questions": 4, "right_at_1": 0.25, "right_at_3": 0.5, "false_refusals": 0.25},
    }


def test_verbatim_is_one_only_when_every_quote_stands(built: Settings, report: Document) -> None:
    good = [score(answer(quoted(report, CLOSED)), gold(BEDS))]
    assert summarise(good, built.corpus).verbatim == 1
    bad = score(answer(quoted(moved(report, 3), CLOSED)), gold(BEDS))
    assert summarise([*good, bad], built.corpus).verbatim == 0.5
    assert summarise([*good * 2999, bad], built.corpus).verbatim < 1


def test_without_lists_there_is_no_list_coverage(built: Settings, report: Document) -> None:
    scores = summarise([score(answer(quoted(report, CLOSED)), gold(BEDS))], built.corpus)
    assert scores.list_coverage is None
    assert scores.refused == 0


def test_the_best_covered_list_counts(guidance: Document) -> None:
    given = quoted(guidance, "A discharge plan has four parts", "expected to leave")
    base = wanted(given.text, "plan", None, "discharge-guidance")
    one = {**base, "quotes": PARTS}
    other = {**base, "quotes": PARTS[:2]}
    assert score(answer(given), gold(one, other, type_="list")).list_found == 1
    assert score(answer(given), gold(one, type_="list")).list_found == 0.5
    assert score(answer(), gold(one, type_="list")).list_found == 0
    assert score(answer(given), gold(one, type_="number")).list_found is None


class Recording:
    """Keeps what it is asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, list[str]]] = []

    def ask(self, question: str, history: Sequence[str]) -> Answer:
        self.asked.append((question, list(history)))
        return answer()


def test_follow_ups_are_asked_with_the_questions_before(tmp_path: Path) -> None:
    first = Gold("a", "number", "How many beds?", None, True, (BEDS,))
    rows = [
        first,
        replace(first, id="b", question="And wards?", follow_up_to="a"),
        replace(first, id="c", question="Why?", follow_up_to="b"),
        replace(first, id="d", question="Who?", follow_up_to="nowhere"),
        replace(first, id="e", question="Round?", follow_up_to="e"),
    ]
    recording = Recording()
    outcomes = evaluate(cast(Assistant, recording), rows)
    assert [outcome.gold.id for outcome in outcomes] == ["a", "b", "c", "d", "e"]
    assert recording.asked[:4] == [
        ("How many beds?", []),
        ("And wards?", ["How many beds?"]),
        ("Why?", ["How many beds?", "And wards?"]),
        ("Who?", []),
    ]


def row(**changes: object) -> dict[str, Any]:
    return {
        "id": "q1", "type": "number", "question": "How many beds?", "follow_up_to": None,
        "answerable": True, "answers": [BEDS], **changes,
    }  # fmt: skip


def file_of(folder: Path, *lines: str) -> Path:
    file = folder / "gold.jsonl"
    file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return file


def test_a_question_file_is_read(tmp_path: Path) -> None:
    file = file_of(
        tmp_path, json.dumps(row()), "", json.dumps(row(id=7, answerable=False, answers=[]))
    )
    first, second = read_questions(file)
    assert first == Gold("q1", "number", "How many beds?", None, True, (BEDS,))
    assert (second.id, second.answerable, second.answers) == ("7", False, ())


@pytest.mark.parametrize("mark", ["\u2028", "\x85"])
def test_only_line_ends_end_a_line(tmp_path: Path, mark: str) -> None:
    text = f"How many{mark} beds?"
    line = json.dumps(row(question=text), ensure_ascii=False)
    assert [gold.question for gold in read_questions(file_of(tmp_path, line, line))] == [text] * 2


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    assert read_questions(file_of(tmp_path, "\ufeff" + json.dumps(row())))[0].id == "q1"


@pytest.mark.parametrize(
    "line",
    [
        "not JSON",
        "[]",
        json.dumps({"id": "q1"}),
        json.dumps(row(question=7)),
        json.dumps(row(answers=["214"])),
        json.dumps(row(answers=7)),
        json.dumps(row(answers=[{"document": "bed-review", "page": 1}])),
        json.dumps(row(answers=[{**BEDS, "page": "one"}])),
        json.dumps(row(answers=[{**BEDS, "span": None}])),
    ],
    ids=["no JSON", "no object", "no question", "a number", "answers of text", "answers a number",
         "an answer without quote", "a page in words", "no span"],
)  # fmt: skip
def test_a_line_that_is_malformed_is_named(tmp_path: Path, line: str) -> None:
    file = file_of(tmp_path, json.dumps(row()), line)
    with pytest.raises(QuestionFileError, match=r"gold\.jsonl, line 2: "):
        read_questions(file)


@pytest.mark.parametrize("content", [None, b"", b"\n\n", b"\xff\xfe"],
                         ids=["missing", "empty", "blank", "no UTF-8"])  # fmt: skip
def test_a_file_without_questions_says_so(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "gold.jsonl"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(QuestionFileError, match=r"gold\.jsonl (cannot be read|holds no questions)"):
        read_questions(file)
