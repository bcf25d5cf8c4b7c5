"""The flags of `changes` and `standing`."""

from __future__ import annotations

import argparse


def add_changes_flags(command: argparse.ArgumentParser) -> None:
    """Give `changes` its flags."""
    which = command.add_mutually_exclusive_group()
    which.add_argument("--version", metavar="V", help="what this version changed; else the latest")
    which.add_argument("--all", action="store_true", help="every report, the newest first")


def add_standing_flags(command: argparse.ArgumentParser) -> None:
    """Give `standing` its arguments."""
    command.add_argument(
        "what",
        nargs="?",
        choices=("list", "add", "remove"),
        default="list",
        help="what to do: list (where nothing is given), add or remove",
    )
    command.add_argument("question", nargs="?", help="the question, in quotation marks")
