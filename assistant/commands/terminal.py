"""What the commands read from a terminal or a pipe, and how they write to it."""

from __future__ import annotations

import argparse
import json
import sys
import textwrap
from collections.abc import Sequence

WIDTH = 88
"""Characters to a line of sentences; quotes keep their own lines."""


def show(options: argparse.Namespace, value: object, lines: Sequence[str]) -> None:
    """Print a value as JSON where --json was given, else the lines for people."""
    text = json.dumps(value, ensure_ascii=False) if options.json else "\n".join(lines)
    sys.stdout.write(text + "\n")


def show_csv(table: str) -> None:
    """Print a table as it is: its line ends are those of spreadsheets, on every system."""
    sys.stdout.flush()
    sys.stdout.buffer.write(table.encode())


def say(sentence: str) -> None:
    """Tell a person something that is no part of the output."""
    sys.stderr.write(sentence + "\n")


def wrong(sentence: str) -> int:
    """Say how a command was used wrongly; returns the exit status for that."""
    say(sentence)
    return 2


def writable(text: str) -> str:
    """A text without lone surrogates: JSON can spell them, but no model reads them."""
    return text.encode("utf-8", "replace").decode("utf-8")


def printable(text: str) -> str:
    """Text on one line; what could steer the terminal is left out of it."""
    return harmless(" ".join(text.split()))


def harmless(text: str) -> str:
    """Text as it is, its own lines kept; what could steer the terminal is left out of it."""
    return "".join(each if each.isprintable() or each == "\n" else "\ufffd" for each in text)


def shortened(text: str, most: int) -> str:
    """Text on one line, cut after so many characters."""
    plain = printable(text)
    return plain if len(plain) <= most else f"{plain[:most]}…"


def indented(sentence: str, spaces: int) -> list[str]:
    """A sentence over as many lines as it needs, each indented."""
    indent = " " * spaces
    return textwrap.wrap(
        printable(sentence), WIDTH, initial_indent=indent, subsequent_indent=indent
    )
