"""The command line, as docs/contract.md promises it.

People's words go to standard error, or to standard output without --json; --json prints one JSON
value. Exit status: 0 done, 1 it could not be done, 2 wrong usage. Whatever takes long to import
is imported by the command that needs it, so that --help and status answer at once.
"""

from __future__ import annotations

import argparse
import io
import json
import logging
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.commands.audit import add_audit_flags, run_audit
from assistant.commands.build import add_build_flags
from assistant.commands.changes_flags import add_changes_flags, add_standing_flags
from assistant.commands.figures import add_figures_flags
from assistant.commands.filters import add_filters, check_before_opening, chosen_filters
from assistant.errors import AssistantError, FilterError, QuestionError, QuestionFileError
from assistant.settings import Settings

if TYPE_CHECKING:
    from assistant.answer.assistant import Assistant
    from assistant.answer.filters import Filters

Command = Callable[[argparse.Namespace, Settings], int]

_LOG = logging.getLogger("assistant")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status."""
    _speak_utf_8()
    options = _parser().parse_args(arguments)
    try:
        settings = Settings.from_environment(
            corpus=getattr(options, "corpus", None), index=getattr(options, "index", None)
        )
        return int(options.run(options, settings))
    except AssistantError as error:
        return _failed(str(error))
    except KeyboardInterrupt:
        return _failed("Stopped.")
    except BrokenPipeError:
        # Whoever read our output has gone away, as `head` does; Python would say so at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        return _failed(f"{error.strerror or error}: {error.filename or 'a file'}.")
    except Exception:
        _LOG.debug("unexpected", exc_info=True)
        if os.environ.get("ASSISTANT_DEBUG"):
            raise
        return _failed(
            "Something went wrong in the program itself. "
            "Set ASSISTANT_DEBUG=1 and try again to see what, and report it."
        )


def _speak_utf_8() -> None:
    """Read and write UTF-8 whatever the terminal or the pipe is set to: JSON has to be."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # What is no UTF-8 is kept as it came, so that `_question_line` can name the line.
            errors = "surrogateescape" if stream is sys.stdin else "replace"
            stream.reconfigure(encoding="utf-8", errors=errors)


def _parser() -> argparse.ArgumentParser:
    folders = argparse.ArgumentParser(add_help=False)
    # SUPPRESS, so that a folder given before the command is not reset by the command's default;
    # nor may set_defaults name it, which would change the default of all the parsers at once.
    for name, what in (
        ("corpus", "the folder with the documents"),
        ("index", "the folder of the index"),
    ):
        folders.add_argument(
            f"--{name}", type=Path, metavar="DIR", default=argparse.SUPPRESS, help=what
        )
    parser = argparse.ArgumentParser(
        prog="nhs-assistant",
        description="Answers questions with the exact words of your documents and their page.",
        parents=[folders],
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def add(name: str, run: Command, what: str) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=what, description=what, parents=[folders])
        command.add_argument("--json", action="store_true", help="print one JSON value")
        command.set_defaults(run=run)
        return command

    add_build_flags(add("build", _build, "bring the index up to date with the corpus"))
    worker = add("worker", _worker, "read and embed for the builds of other machines")
    worker.add_argument(
        "scheduler", metavar="ADDRESS", nargs="?", help="the Dask scheduler: tcp://host:8786"
    )
    watch = add("watch", _watch, "build whenever files of the corpus change")
    watch.add_argument(
        "--polling", action="store_true", help="look at the folder: for network drives"
    )
    ask = add("ask", _ask, "answer a question")
    ask.add_argument("question", nargs="?", help="the question, in quotation marks")
    ask.add_argument(
        "--jsonl", action="store_true", help="answer one question for each line of standard input"
    )
    add_filters(ask)
    add_figures_flags(add("figures", _figures, "look up the figures that the documents state"))
    check = add("check", _check, "hold the figures and quotations of a draft against the documents")
    check.add_argument("file", metavar="FILE", help="a Word or text file; - for standard input")
    check.add_argument(
        "--word", type=Path, metavar="OUT.docx", help="also write the draft with marks and notes"
    )
    verify = add("verify", _verify, "hold the citations of an exported file against the documents")
    verify.add_argument(
        "file",
        type=Path,
        metavar="FILE",
        help="a paper, figures or a checked draft that was exported, or saved answers",
    )
    changes = add("changes", _changes, "show what a build changed")
    add_changes_flags(changes)
    standing = add("standing", _standing, "the questions that are asked after every build")
    add_standing_flags(standing)
    shown = add("status", _status, "show what is indexed, and what is stale or failed")
    shown.add_argument(
        "--check", action="store_true", help="read all of the index: is it as it was written?"
    )
    feedback = add("feedback", _feedback, "show which questions need attention")
    feedback.add_argument("--csv", action="store_true", help="print a table for a spreadsheet")
    feedback.add_argument(
        "--since", metavar="DATE", help="only from this day on, such as 2026-08-06"
    )
    add_audit_flags(add("audit", run_audit, "show or check who did what in the browser app"))
    evaluate = add("evaluate", _evaluate, "score the answers against a gold question file")
    evaluate.add_argument("questions", type=Path, metavar="QUESTIONS.jsonl")
    evaluate.add_argument(
        "--save", type=Path, metavar="RUN.json", help="keep how each question fared"
    )
    evaluate.add_argument(
        "--against", type=Path, metavar="RUN.json", help="compare with a run that was saved"
    )
    evaluate.add_argument(
        "--calibration", action="store_true", help="show how often which confidence is right"
    )
    return parser


def _build(options: argparse.Namespace, settings: Settings) -> int:
    from assistant.commands.build import build_index
    from assistant.present import build_json, build_lines

    report = build_index(options, settings)
    _print(options, build_json(report), build_lines(report))
    return 0


def _worker(options: argparse.Namespace, settings: Settings) -> int:
    from assistant.commands.worker import run_worker
    from assistant.service_settings import scheduler_of

    scheduler = scheduler_of(os.environ, options.scheduler)
    if scheduler is None:
        return _wrong("Say for which scheduler: nhs-assistant worker tcp://host:8786")
    run_worker(scheduler)
    return 0


def _watch(options: argparse.Namespace, settings: Settings) -> int:
    from assistant.upkeep.watch import watch_from_command_line

    return watch_from_command_line(settings, polling=options.polling, as_json=options.json)


def _ask(options: argparse.Namespace, settings: Settings) -> int:
    from assistant.answer.question import check
    from assistant.present import answer_json, answer_lines

    filters = chosen_filters(options)
    if options.jsonl:
        check_before_opening(filters, settings)
        return _ask_lines(settings, filters)
    if options.question is None:
        return _wrong("Give a question: nhs-assistant ask 'How many beds are there?'")
    question = _writable(options.question)
    check(question, settings.limits.question_characters)
    check_before_opening(filters, settings)
    answer = _open(settings).ask(question, filters=filters)
    _print(options, answer_json(answer), answer_lines(answer))
    return 0


def _ask_lines(settings: Settings, filters: Filters) -> int:
    from assistant.answer.filters import check_filters, filters_of
    from assistant.present import answer_json

    assistant: Assistant | None = None
    for number, line in enumerate(sys.stdin, start=1):
        if not line.strip():
            continue
        identity, question, history, chosen = _question_line(line, number)
        assistant = assistant or _open(settings)
        try:
            of_line = filters if chosen is None else filters_of(chosen)
            check_filters(of_line, assistant.documents)
            row = answer_json(assistant.ask(question, history, of_line), identity)
        except (QuestionError, FilterError) as error:
            # One bad question must not cost the answers to the others.
            row = {
                "id": identity, "question": question, "answered": False, "confidence": 0.0,
                "index_version": assistant.version, "seconds": 0.0, "quotes": [], "related": [],
                "error": str(error),
            }  # fmt: skip
        sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
        sys.stdout.flush()
    return 0


def _question_line(line: str, number: int) -> tuple[Any, str, list[str], dict[str, object] | None]:
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
        return row.get("id"), _writable(question), [_writable(text) for text in history], filters
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise QuestionFileError(
            f'Line {number} of standard input is not of the form {{"id": "q1", "question": "...", '
            '"history": ["earlier question"], "filters": {"kinds": ["report"]}}.'
        ) from error


def _writable(text: str) -> str:
    """A text without lone surrogates: JSON can spell them, but no model reads them."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _figures(options: argparse.Namespace, settings: Settings) -> int:
    from assistant.commands.figures import NOTHING, figure_json, figures_lines, look_up, write_files

    options.text = _writable(options.text)
    ledger, entries = look_up(options, settings)
    write_files(options, entries, ledger)
    found = [(entry, ledger.newer(entry.citation)) for entry in entries]
    if options.json and not found:
        sys.stderr.write(NOTHING + "\n")
    values = [figure_json(*each, ledger.version) for each in found]
    _print(options, values, figures_lines(found) or [NOTHING])
    return 0


def _check(options: argparse.Namespace, settings: Settings) -> int:
    from assistant.commands.check import check_file, finding_json, finding_lines

    findings, version = check_file(options.file, options.word, settings)
    values = [finding_json(one, version) for one in findings]
    _print(options, values, finding_lines(findings))
    return 0


def _verify(options: argparse.Namespace, settings: Settings) -> int:
    from assistant.commands.verify import (
        NOT_ALL,
        summary,
        verified_json,
        verified_lines,
        verify_file,
    )

    verified = verify_file(options.file, settings)
    _print(options, verified_json(verified), verified_lines(verified))
    if verified.sound:
        return 0
    sys.stderr.write(f"Not all stands. {summary(verified)}\n" if options.json else "")
    return NOT_ALL


def _changes(options: argparse.Namespace, settings: Settings) -> int:
    from assistant.commands.changes import changes_json, changes_lines, chosen

    reports = chosen(options, settings)
    values = [changes_json(one) for one in reports]
    _print(options, values if options.all else values[0], changes_lines(reports))
    return 0


def _standing(options: argparse.Namespace, settings: Settings) -> int:
    from assistant.commands.changes import standing_lines, standing_list

    if (options.what == "list") != (options.question is None):
        return _wrong("Say what to do with which: nhs-assistant standing add 'What is a ward?'")
    questions = standing_list(options, settings, _writable)
    _print(options, questions, standing_lines(questions))
    return 0


def _status(options: argparse.Namespace, settings: Settings) -> int:
    from assistant.index.status import status
    from assistant.present import status_json, status_lines

    found = status(settings, check=options.check)
    _print(options, status_json(found), status_lines(found))
    return 1 if options.check and found.instead is not None else 0


def _feedback(options: argparse.Namespace, settings: Settings) -> int:
    from assistant.commands.feedback import feedback_lines, since_day
    from assistant.records.attention import case_json, cases_csv, cases_of
    from assistant.records.database import Database
    from assistant.records.feedback import FeedbackBook

    if options.json and options.csv:
        return _wrong("Give --json or --csv, not both.")
    since = since_day(options.since) if options.since is not None else None
    if isinstance(since, str):
        return _wrong(since)
    cases = cases_of(FeedbackBook(Database(settings.records)), since)
    if options.csv:
        # As bytes: its line ends are those of spreadsheets, on every system.
        sys.stdout.flush()
        sys.stdout.buffer.write(cases_csv(cases).encode())
        return 0
    _print(options, [case_json(case) for case in cases], feedback_lines(cases))
    return 0


def _evaluate(options: argparse.Namespace, settings: Settings) -> int:
    import assistant.evaluate as evaluation
    from assistant.evaluate.tables import scores_json, scores_lines

    questions = evaluation.read_questions(options.questions)
    # What can be wrong with the files is said before minutes are spent on asking.
    earlier = evaluation.read_run(options.against, questions) if options.against else None
    if options.save:
        evaluation.check_place(options.save, options.questions)
    asked = _open(settings)
    results = evaluation.results_of(evaluation.evaluate(asked, questions), settings.corpus)
    run = evaluation.Run(asked.version, tuple(results))
    if options.save:
        evaluation.save_run(run, options.save)
    scores = evaluation.scores_of(results)
    comparison = evaluation.compare(earlier, run) if earlier else None
    lines = scores_lines(scores, comparison, calibration=options.calibration)
    _print(options, scores_json(scores, results, comparison), lines)
    return 0


def _open(settings: Settings) -> Assistant:
    from assistant.index.stores import store_of

    store_of(settings).manifest()  # says at once what is wrong, before the models are loaded
    from assistant.answer.assistant import Assistant

    assistant = Assistant.open(settings)
    if assistant.instead is not None:
        sys.stderr.write(assistant.instead + "\n")
    return assistant


def _print(options: argparse.Namespace, value: object, lines: Sequence[str]) -> None:
    text = json.dumps(value, ensure_ascii=False) if options.json else "\n".join(lines)
    sys.stdout.write(text + "\n")


def _failed(sentence: str) -> int:
    sys.stderr.write(sentence + "\n")
    return 1


def _wrong(sentence: str) -> int:
    sys.stderr.write(sentence + "\n")
    return 2


if __name__ == "__main__":
    sys.exit(main())
