"""The command `ask`: answers one question, or with --jsonl one for each line of standard input."""

from __future__ import annotations

import argparse
import json
import sys
import textwrap
from dataclasses import dataclass, replace
from typing import Any

from assistant.answer.assistant import Assistant
from assistant.answer.citation import cite
from assistant.answer.filters import Filters, check_filters, filters_of
from assistant.answer.understanding.question import check
from assistant.commands.filters import add_document_filters, documents_chosen
from assistant.commands.opening import check_before_opening, open_assistant
from assistant.commands.quotes import citation_json
from assistant.commands.terminal import WIDTH, harmless, show, writable, wrong
from assistant.documents import Answer
from assistant.errors import FilterError, QuestionError, QuestionFileError
from assistant.settings import Settings
from assistant.wording import NO_ANSWER, basis_words, unknown_words


def add_flags(command: argparse.ArgumentParser) -> None:
    """Add the question and the flags, those of the filters among them."""
    command.add_argument(
        "question", nargs="?", type=writable, help="the question, in quotation marks"
    )
    command.add_argument(
        "--jsonl", action="store_true", help="answer one question for each line of standard input"
    )
    only = add_document_filters(command, "Which documents are asked.")
    for name, what in (("since", "published then or later"), ("until", "published then or before")):
        only.add_argument(
            f"--{name}", metavar="DATE", help=f"{what}: a day, month or year, as 2024-07-18"
        )
    only.add_argument(
        "--findings-only", action="store_true", help="only findings and official statistics"
    )


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Print the answer, or the answers."""
    filters = replace(
        documents_chosen(options),
        since=options.since,
        until=options.until,
        findings_only=options.findings_only,
    )
    if options.jsonl:
        check_before_opening(filters, settings)
        return _answer_lines_of_input(settings, filters)
    if options.question is None:
        return wrong("Give a question: nhs-assistant ask 'How many beds are there?'")
    check(options.question, settings.limits.question_characters)
    check_before_opening(filters, settings)
    answer = open_assistant(settings).ask(options.question, filters=filters)
    show(options, answer_json(answer), answer_lines(answer))
    return 0


def answer_json(answer: Answer, identity: object = None) -> dict[str, Any]:
    """An answer, in the form of docs/contract.md; `identity` is what the asker calls it."""
    return {
        "id": identity,
        "question": answer.question,
        "understood": answer.understood,
        "unknown_words": list(answer.unknown_words),
        "answered": answer.answered,
        "confidence": answer.confidence,
        "index_version": answer.index_version,
        "seconds": answer.seconds,
        "quotes": [citation_json(cite(quote)) for quote in answer.quotes],
        "related": [citation_json(cite(quote)) for quote in answer.related],
    }


def answer_lines(answer: Answer) -> list[str]:
    """An answer as a person reads it on a terminal."""
    lines = [f"Understood as: {answer.understood}", ""] if answer.understood else []
    if not answer.answered:
        lines.append(textwrap.fill(NO_ANSWER, WIDTH))
        if answer.unknown_words:
            lines.append(textwrap.fill(unknown_words(answer), WIDTH))
        if answer.related:
            lines += ["", "Related passages, not an answer:"]
    for number, quote in enumerate(answer.quotes or answer.related, start=1):
        # A quote keeps its own lines: only the terminal may break them.
        lines += ["", f"{number}. “{quote.text}”", f"   {basis_words(cite(quote))}"]
        lines += [f"   {quote.reference}", f"   {quote.document.path}"]
    return [harmless(line) for line in lines]


@dataclass(frozen=True, slots=True)
class _Asked:
    """A line of --jsonl; `filters` as the line spells them, None where it names none."""

    identity: object
    question: str
    history: list[str]
    filters: dict[str, object] | None


def _answer_lines_of_input(settings: Settings, filters: Filters) -> int:
    assistant: Assistant | None = None
    for number, line in enumerate(sys.stdin, start=1):
        if not line.strip():
            continue
        asked = _read_line(line, number)
        assistant = assistant or open_assistant(settings)
        try:
            chosen = filters if asked.filters is None else filters_of(asked.filters)
            check_filters(chosen, assistant.documents)
            answer = assistant.ask(asked.question, asked.history, chosen)
            row = answer_json(answer, asked.identity)
        except (QuestionError, FilterError) as error:
            # One bad question must not cost the answers to the others.
            row = {
                "id": asked.identity, "question": asked.question, "answered": False,
                "confidence": 0.0, "index_version": assistant.version, "seconds": 0.0,
                "quotes": [], "related": [], "error": str(error),
            }  # fmt: skip
        sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
        sys.stdout.flush()
    return 0


def _read_line(line: str, number: int) -> _Asked:
    try:
        line.encode("utf-8")
        row = json.loads(line)
        question, history = row["question"], row.get("history") or []
        filters = row.get("filters")
        if not isinstance(history, list) or not all(
            isinstance(text, str) for text in (question, *history)
        ):
            raise TypeError
        if not isinstance(filters, dict | None):
            raise TypeError
        earlier = [writable(text) for text in history]
        return _Asked(row.get("id"), writable(question), earlier, filters)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise QuestionFileError(
            f'Line {number} of standard input is not of the form {{"id": "q1", "question": "...", '
            '"history": ["earlier question"], "filters": {"kinds": ["report"]}}.'
        ) from error
