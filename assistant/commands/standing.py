"""The command `standing`: the questions that are asked after every build."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from assistant.commands.terminal import printable, show, writable, wrong
from assistant.errors import StandingError
from assistant.records.database import Database
from assistant.records.standing import StandingQuestions
from assistant.settings import Settings
from assistant.wording import counted


def add_flags(command: argparse.ArgumentParser) -> None:
    """Add what to do, and with which question."""
    command.add_argument(
        "what",
        nargs="?",
        choices=("list", "add", "remove"),
        default="list",
        help="what to do: list (where nothing is given), add or remove",
    )
    command.add_argument(
        "question", nargs="?", type=writable, help="the question, in quotation marks"
    )


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Do what was asked with the list, and print it as it is then."""
    if (options.what == "list") != (options.question is None):
        return wrong("Say what to do with which: nhs-assistant standing add 'What is a ward?'")
    standing = StandingQuestions(Database(settings.records))
    if options.what == "add":
        standing.add(options.question)
    elif options.what == "remove":
        _remove(standing, options.question)
    questions = standing.all()
    show(options, questions, _lines(questions))
    return 0


def _remove(standing: StandingQuestions, question: str) -> None:
    before = standing.all()
    standing.remove(question)
    if standing.all() == before:
        raise StandingError("This question is not on the list. `nhs-assistant standing` shows it.")


def _lines(questions: Sequence[str]) -> list[str]:
    if not questions:
        return ["There are no standing questions. Add one: nhs-assistant standing add 'QUESTION'"]
    heading = f"{counted(len(questions), 'standing question')}, asked after every build"
    return [heading, *(f"  {printable(question)}" for question in questions)]
