"""The gold question file, in the form of docs/contract.md."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assistant.errors import QuestionFileError
from assistant.evaluate.gold import Gold, read_questions
from tests.evaluate.making import BEDS


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


def test_the_hash_is_of_all_that_is_asked_and_wanted() -> None:
    gold = Gold("q1", "number", "How many beds?", None, True, (BEDS,))
    assert gold.sha256 == replace(gold).sha256
    others = [
        replace(gold, question="How many wards?"),
        replace(gold, follow_up_to="q0"),
        replace(gold, answerable=False),
        replace(gold, answers=({**BEDS, "page": 2},)),
    ]
    assert len({each.sha256 for each in (gold, *others)}) == 5
