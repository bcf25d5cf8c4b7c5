"""A run of `evaluate` in a file, so that a later one can be compared with it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeVar

from assistant.errors import QuestionFileError
from assistant.evaluate.gold import Gold
from assistant.evaluate.results import QuoteResult, Result

_FORM = "nhs-assistant evaluate 1"
"""The first key of the file says what it is; the number rises when old files cannot be read."""

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Run:
    """How each question fared over one version of the index."""

    index_version: str
    results: tuple[Result, ...]


def check_place(file: Path, questions: Path) -> None:
    """See that a run can be saved there, before minutes are spent on asking.

    Raises:
        QuestionFileError: the folder is missing, or something else stands there.
    """
    if not file.parent.is_dir():
        raise QuestionFileError(f"The run cannot be saved: there is no folder {file.parent}.")
    if file.is_dir():
        raise QuestionFileError(f"The run cannot be saved: {file} is a folder.")
    if file.exists() and file.samefile(questions):
        raise QuestionFileError(f"The run cannot be saved in {file}: it holds the questions.")


def save_run(run: Run, file: Path) -> None:
    """Write a run; a file that is there is replaced."""
    value = {
        "form": _FORM,
        "index_version": run.index_version,
        "outcomes": [asdict(result) for result in run.results],
    }
    file.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def read_run(file: Path, questions: Sequence[Gold]) -> Run:
    """Read an earlier run over the same questions; they may stand in another order.

    Raises:
        QuestionFileError: it cannot be read, is not such a run, or is one over other questions.
    """
    try:
        value = json.loads(file.read_text(encoding="utf-8-sig"))
        if value["form"] != _FORM:
            raise ValueError(f"its form is {value['form']!r}")
        rows = value["outcomes"]
        run = Run(_a(str, value["index_version"]), tuple(_result(row) for row in _a(list, rows)))
        if len({result.id for result in run.results}) != len(run.results):
            raise ValueError("an id stands there twice")
    except OSError as error:
        raise QuestionFileError(f"{file} cannot be read: {error.strerror or error}.") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise QuestionFileError(
            f"{file} is not a run that `nhs-assistant evaluate --save` wrote: {error!r}. "
            "Save one with this version of the program."
        ) from error
    _check_same(file, run, questions)
    return run


def _check_same(file: Path, run: Run, questions: Sequence[Gold]) -> None:
    ids = Counter(gold.id for gold in questions)
    twice = [identity for identity, count in ids.items() if count > 1]
    if twice:
        raise QuestionFileError(
            f"Runs over these questions cannot be compared: several have the id {_some(twice)}."
        )
    before = {result.id: result.question_sha256 for result in run.results}
    now = {gold.id: gold.sha256 for gold in questions}
    faults = {
        "it lacks": [identity for identity in now if identity not in before],
        "it has besides": [identity for identity in before if identity not in now],
        "these have changed since": [
            identity for identity in now if before.get(identity, now[identity]) != now[identity]
        ],
    }
    told = [f"{fault} {_some(those)}" for fault, those in faults.items() if those]
    if told:
        raise QuestionFileError(f"{file} is a run over other questions: {'; '.join(told)}.")


def _some(ids: Sequence[str]) -> str:
    more = f" and {len(ids) - 3} more" if len(ids) > 3 else ""
    return ", ".join(ids[:3]) + more


def _result(row: dict[str, Any]) -> Result:
    right = tuple(_a(bool, each) for each in _a(list, row["right"]))
    quotes = tuple(_quote(each) for each in _a(list, row["quotes"]))
    if len(right) != len(quotes) or row["answered"] != bool(quotes):
        raise ValueError(f"outcome {row['id']!r} does not agree with its quotes")
    found = row["list_found"]
    return Result(
        id=_a(str, row["id"]),
        type=_a(str, row["type"]),
        answerable=_a(bool, row["answerable"]),
        question_sha256=_a(str, row["question_sha256"]),
        answered=_a(bool, row["answered"]),
        right=right,
        list_found=None if found is None else _number(found),
        confidence=_number(row["confidence"]),
        seconds=_number(row["seconds"]),
        quotes=quotes,
    )


def _quote(row: dict[str, Any]) -> QuoteResult:
    return QuoteResult(
        document=_a(str, row["document"]),
        page=None if row["page"] is None else _a(int, row["page"]),
        start=_a(int, row["start"]),
        end=_a(int, row["end"]),
        words=_a(int, row["words"]),
        verbatim=_a(bool, row["verbatim"]),
    )


def _a(kind: type[_T], value: object) -> _T:
    # Not isinstance: true is an int to Python.
    if type(value) is not kind:
        raise TypeError(f"{value!r} is no {kind.__name__}")
    return value


def _number(value: object) -> float:
    return float(value) if type(value) is int else _a(float, value)
