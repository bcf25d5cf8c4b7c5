"""Scores answers against a gold question file, and compares runs.

In the order in which the data flows: questions, outcomes, results (outcomes without words), scores.
"""

from assistant.evaluate.compare import Comparison, compare
from assistant.evaluate.gold import Gold, read_questions
from assistant.evaluate.measures import Scores, scores_of, summarise
from assistant.evaluate.results import Result, results_of
from assistant.evaluate.runs import Run, check_place, read_run, save_run
from assistant.evaluate.scoring import Outcome, evaluate, score

__all__ = [
    "Gold",
    "read_questions",
    "Outcome",
    "evaluate",
    "score",
    "Result",
    "results_of",
    "Scores",
    "scores_of",
    "summarise",
    "Run",
    "check_place",
    "save_run",
    "read_run",
    "Comparison",
    "compare",
]
