"""The command line, as docs/contract.md promises it: the parser, the list of commands, the errors.

A command is a module of assistant/commands/ that has `add_flags(command)` and
`run(options, settings)`, which prints, and returns the exit status: 0 done, 1 it could not be done,
2 wrong usage. People's words go to standard error, or to standard output without --json; --json
prints one JSON value. A command is imported when it is chosen, so that it may import what it needs
at its top, and --help answers at once.
"""

from __future__ import annotations

import argparse
import io
import logging
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from assistant.errors import AssistantError
from assistant.settings import Settings

COMMANDS = {
    "build": "bring the index up to date with the corpus",
    "worker": "read and embed for the builds of other machines",
    "watch": "build whenever files of the corpus change",
    "ask": "answer a question",
    "figures": "look up the figures that the documents state",
    "check": "hold the figures and quotations of a draft against the documents",
    "verify": "hold the citations of an exported file against the documents",
    "changes": "show what a build changed",
    "standing": "the questions that are asked after every build",
    "status": "show what is indexed, and what is stale or failed",
    "feedback": "show which questions need attention",
    "audit": "show or check who did what in the browser app",
    "evaluate": "score the answers against a gold question file",
}
"""The commands, each a module of assistant/commands/, with what --help says of them."""

_LOG = logging.getLogger("assistant")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status."""
    _speak_utf_8()
    try:
        options = _parser().parse_args(arguments)
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
            # What is no UTF-8 is kept as it came, so that `ask --jsonl` can name the line.
            errors = "surrogateescape" if stream is sys.stdin else "replace"
            stream.reconfigure(encoding="utf-8", errors=errors)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="nhs-assistant",
        description="Answers questions with the exact words of your documents and their page.",
    )
    _add_folders(parser)
    commands = parser.add_subparsers(
        dest="command", required=True, metavar="COMMAND", parser_class=_CommandParser
    )
    for name, what in COMMANDS.items():
        command = commands.add_parser(name, help=what, description=what, module=name)
        _add_folders(command)
        command.add_argument("--json", action="store_true", help="print one JSON value")
    return parser


def _add_folders(parser: argparse.ArgumentParser) -> None:
    # SUPPRESS, so that a folder given before the command is not reset by the command's default.
    for name, what in (
        ("corpus", "the folder with the documents"),
        ("index", "the folder of the index"),
    ):
        parser.add_argument(
            f"--{name}", type=Path, metavar="DIR", default=argparse.SUPPRESS, help=what
        )


class _CommandParser(argparse.ArgumentParser):
    """The parser of a command, which imports the command when it is chosen."""

    def __init__(self, *, module: str, **options: Any) -> None:  # noqa: ANN401 - those of argparse
        super().__init__(**options)
        self._module = module

    def parse_known_args(  # type: ignore[override]  # argparse's overloads say the same
        self, args: Sequence[str] | None = None, namespace: argparse.Namespace | None = None
    ) -> tuple[argparse.Namespace, list[str]]:
        command = import_module(f"assistant.commands.{self._module}")
        command.add_flags(self)
        self.set_defaults(run=command.run)
        return super().parse_known_args(args, namespace)


def _failed(sentence: str) -> int:
    sys.stderr.write(sentence + "\n")
    return 1
