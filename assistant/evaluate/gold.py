"""Gold questions and the file that holds them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from assistant.errors import QuestionFileError


@dataclass(frozen=True, slots=True)
class Gold:
    """One gold question; `answers` are alternatives, any one of which will do."""

    id: str
    type: str
    question: str
    follow_up_to: str | None
    answerable: bool
    answers: tuple[Mapping[str, Any], ...]

    @property
    def sha256(self) -> str:
        """Tells whether a question is the same one in two runs, and gives none of its words."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()


def read_questions(file: Path) -> list[Gold]:
    """Read a gold question file.

    Raises:
        QuestionFileError: it cannot be read, or a line is not in the form of the contract.
    """
    try:
        # Not splitlines: it would cut a question at a line separator within it.
        lines = file.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionFileError(f"{file} cannot be read: {error}.") from error
    questions = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            answers = tuple(row.get("answers", ()))
            for answer in answers:
                _check_text(answer["document"], answer["quote"], answer["span"])
                int(answer.get("page") or 0)
            _check_text(row["question"])
            gold = Gold(
                str(row["id"]), str(row.get("type", "")), row["question"],
                row.get("follow_up_to"), bool(row["answerable"]), answers,
            )  # fmt: skip
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise QuestionFileError(
                f"{file}, line {number}: not a question in the form of the documentation "
                f"(id, question, answerable, answers with document, page, quote, span): {error!r}"
            ) from error
        questions.append(gold)
    if not questions:
        raise QuestionFileError(f"{file} holds no questions.")
    return questions


def _check_text(*values: object) -> None:
    for value in values:
        if not isinstance(value, str):
            raise TypeError(f"{value!r} is no text")
