from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assistant.documents import Document
from assistant.errors import QuestionFileError
from assistant.evaluate.gold import Gold
from assistant.evaluate.results import results_of
from assistant.evaluate.runs import Run, check_place, read_run, save_run
from assistant.evaluate.scoring import score
from assistant.settings import Settings
from tests.corpora import CLOSED
from tests.evaluate.making import BEDS, answer, quoted, result

QUESTIONS = [
    Gold("q1", "number", "How many beds?", None, True, (BEDS,)),
    Gold("q2", "none", "How many zeppelins?", None, False, ()),
]


def run_of(*questions: Gold) -> Run:
    return Run("20261122", tuple(result(each.id, True, sha256=each.sha256) for each in questions))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    save_run(run_of(*QUESTIONS), tmp_path / "run.json")
    return tmp_path / "run.json"


def changed(file: Path, change: Callable[[Any], object]) -> Path:
    value = json.loads(file.read_text("utf-8"))
    change(value)
    file.write_text(json.dumps(value), encoding="utf-8")
    return file


def test_a_run_comes_back_as_it_was_saved(
    built: Settings, report: Document, tmp_path: Path
) -> None:
    given = [answer(quoted(report, CLOSED)), answer()]
    outcomes = [score(each, gold) for each, gold in zip(given, QUESTIONS, strict=True)]
    run = Run("20261122", tuple(results_of(outcomes, built.corpus)))
    assert [each.right for each in run.results] == [(True,), ()]
    save_run(run, tmp_path / "run.json")
    assert read_run(tmp_path / "run.json", QUESTIONS[::-1]) == run


def test_a_run_holds_no_words(built: Settings, report: Document, tmp_path: Path) -> None:
    outcomes = [score(answer(quoted(report, CLOSED)), QUESTIONS[0])]
    save_run(Run("1", tuple(results_of(outcomes, built.corpus))), tmp_path / "run.json")
    text = (tmp_path / "run.json").read_text("utf-8")
    assert "closed" not in text
    assert "How many" not in text
    quote = json.loads(text)["outcomes"][0]["quotes"][0]
    start = report.text.index(CLOSED)
    assert quote == {
        "document": report.path, "page": 1, "start": start, "end": start + len(CLOSED),
        "words": 11, "verbatim": True,
    }  # fmt: skip


@pytest.mark.parametrize(
    "text",
    ["", "[]", "7", "{}", '{"id": "q1"}\n{"id": "q2"}\n', '{"form": "another"}'],
    ids=["empty", "a list", "a number", "an empty object", "questions", "another form"],
)
def test_another_file_is_no_run(tmp_path: Path, text: str) -> None:
    file = tmp_path / "other.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(QuestionFileError, match=r"other\.json is not a run .*\.$"):
        read_run(file, QUESTIONS)


@pytest.mark.parametrize(
    "change",
    [
        lambda value: value.pop("outcomes"),
        lambda value: value["outcomes"][0].pop("right"),
        lambda value: value["outcomes"][0].update(id=1),
        lambda value: value["outcomes"][0].update(answered=False),
        lambda value: value["outcomes"][0].update(right=[1]),
        lambda value: value["outcomes"][0].update(right=[True, True]),
        lambda value: value["outcomes"][0].update(seconds="1"),
        lambda value: value["outcomes"][0].update(quotes=[{"document": "a.pdf"}]),
        lambda value: value["outcomes"].append("q3"),
    ],
    ids=["no outcomes", "no right", "an id that is a number", "answers without saying so",
         "right by number", "right without a quote", "seconds in words", "half a quote",
         "an outcome that is none"],
)  # fmt: skip
def test_a_damaged_run_is_no_run(file: Path, change: Callable[[Any], object]) -> None:
    with pytest.raises(QuestionFileError, match=r"run\.json is not a run .*\.$"):
        read_run(changed(file, change), QUESTIONS)


def test_whole_seconds_are_a_number(file: Path) -> None:
    whole = changed(file, lambda value: value["outcomes"][0].update(seconds=1))
    assert read_run(whole, QUESTIONS).results[0].seconds == 1


@pytest.mark.parametrize("content", [None, b"\xff\xfe"], ids=["missing", "no UTF-8"])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "run.json"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(QuestionFileError, match=r"run\.json (cannot be read|is not a run)"):
        read_run(file, QUESTIONS)


def test_other_questions_are_told_apart(file: Path) -> None:
    others = [replace(QUESTIONS[0], question="How many wards?"), replace(QUESTIONS[1], id="q9")]
    with pytest.raises(QuestionFileError) as error:
        read_run(file, others)
    assert str(error.value) == (
        f"{file} is a run over other questions: "
        "it lacks q9; it has besides q2; these have changed since q1."
    )


def test_many_other_questions_are_not_all_named(file: Path) -> None:
    others = [replace(QUESTIONS[0], id=f"n{at}") for at in range(9)]
    with pytest.raises(QuestionFileError, match=r"it lacks n0, n1, n2 and 6 more; "):
        read_run(file, others)


def test_one_outcome_twice_is_no_run(file: Path) -> None:
    twice = changed(file, lambda value: value["outcomes"].append(value["outcomes"][0]))
    with pytest.raises(QuestionFileError, match="is not a run"):
        read_run(twice, QUESTIONS)


def test_questions_of_one_id_cannot_be_paired(file: Path) -> None:
    with pytest.raises(QuestionFileError, match=r"several have the id q1\.$"):
        read_run(file, [*QUESTIONS, QUESTIONS[0]])


def test_where_a_run_cannot_be_saved(tmp_path: Path) -> None:
    questions = tmp_path / "gold.jsonl"
    questions.touch()
    check_place(tmp_path / "run.json", questions)
    for place, words in (
        (tmp_path / "none" / "run.json", "no folder"),
        (tmp_path, "is a folder"),
        (tmp_path / "." / "gold.jsonl", "holds the questions"),
    ):
        with pytest.raises(QuestionFileError, match=words):
            check_place(place, questions)
