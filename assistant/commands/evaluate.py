"""The command `evaluate`: scores the answers to gold questions, and compares with a saved run."""

from __future__ import annotations

import argparse
from pathlib import Path

import assistant.evaluate as evaluation
from assistant.commands.opening import open_assistant
from assistant.commands.terminal import show
from assistant.evaluate.tables import scores_json, scores_lines
from assistant.settings import Settings


def add_flags(command: argparse.ArgumentParser) -> None:
    """Add the file of the questions and the flags."""
    command.add_argument("questions", type=Path, metavar="QUESTIONS.jsonl")
    command.add_argument(
        "--save", type=Path, metavar="RUN.json", help="keep how each question fared"
    )
    command.add_argument(
        "--against", type=Path, metavar="RUN.json", help="compare with a run that was saved"
    )
    command.add_argument(
        "--calibration", action="store_true", help="show how often which confidence is right"
    )


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Ask every question, and print the scores."""
    questions = evaluation.read_questions(options.questions)
    # What can be wrong with the files is said before minutes are spent on asking.
    earlier = evaluation.read_run(options.against, questions) if options.against else None
    if options.save:
        evaluation.check_place(options.save, options.questions)
    asked = open_assistant(settings)
    results = evaluation.results_of(evaluation.evaluate(asked, questions), settings.corpus)
    this = evaluation.Run(asked.version, tuple(results))
    if options.save:
        evaluation.save_run(this, options.save)
    scores = evaluation.scores_of(results)
    comparison = evaluation.compare(earlier, this) if earlier else None
    lines = scores_lines(scores, comparison, calibration=options.calibration)
    show(options, scores_json(scores, results, comparison), lines)
    return 0
