"""What the docs tell people to run: it runs over the starter corpus, or what it names is there.

A command of this program runs, with stand-ins for the models. Of one that measures or trains the
arguments are read, as it would read them. What belongs to others is named in `ELSEWHERE`; the files
of this project that it names have to be there.
"""

from __future__ import annotations

import argparse
import importlib
import os
import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from assistant import cli
from tests.docs.pages import FOLDERS, PAGES, ROOT, Block, blocks, commands, inline_code

MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TARGETS = set(re.findall(r"^([a-z]+):.*## ", MAKEFILE, re.MULTILINE))

LANGUAGES = {"sh", "python", "toml", "nginx", "text"}
SCRIPTS = [block for block in blocks() if block.language == "sh"]
PYTHON = [block for block in blocks() if block.language == "python"]

STANDS_FOR = {
    "$EVALUATION/documents": "corpus",
    "$EVALUATION/questions/dev.jsonl": "questions.jsonl",
    "/tmp/evaluation": "index",
}
"""What there is here in the place of what the docs name."""

NEEDS_MORE = {
    "worker": "a scheduler, and runs until it is stopped: tests/cluster/ starts some",
    "build --scheduler": "a scheduler: tests/cluster/",
    "ASSISTANT_STORE": "a database: tests/index/postgres/ and tests/cluster/",
}
"""Commands of this program whose arguments are read, and no more, with what they would need."""

ELSEWHERE = {
    **dict.fromkeys(
        ("cd", "chmod", "chown", "cp", "install", "ln", "mv", "useradd", "["),
        "changes the server",
    ),
    **dict.fromkeys(("systemctl", "systemd-run"), "needs systemd"),
    **dict.fromkeys(("docker", "nginx"), "needs Docker or nginx"),
    "sha256sum": "the wheels or the backup are not there",
    "dask": "runs until it is stopped: tests/cluster/",
    "pip": "installs: make setup does the same",
    "venv": "installs: make setup does the same",
    "pre-commit": "changes the checkout",
}
"""Programs that no test runs, with the reason."""


class Accepted(BaseException):
    """The arguments of a program are as it takes them. No program catches this one."""


def is_accepted(program: Callable[[], object], arguments: Sequence[str]) -> None:
    """Let a program read its arguments, and stop it there; wrong ones fail the test."""
    read = argparse.ArgumentParser.parse_args

    def parse(parser: argparse.ArgumentParser, given: Sequence[str] | None = None) -> None:
        read(parser, given)
        raise Accepted

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(argparse.ArgumentParser, "parse_args", parse)
        patch.setattr(sys, "argv", ["program", *arguments])
        try:
            program()
        except Accepted:
            return
        except SystemExit as stop:  # --help ends with 0
            assert not stop.code, f"wrong usage: {arguments}"
            return
    pytest.fail("it read no arguments")


def run(command: list[str], environment: dict[str, str]) -> None:
    """Run one command of the docs, or see that it could be run."""
    words = [word for word in command if not re.match(r"[A-Z_]+=", word)]
    given = dict(word.split("=", 1) for word in command if word not in words)
    if words[:1] == ["export"] or not words:
        environment |= given
        return
    if words[0] == "as":  # a function that docs/running.md defines
        words = words[1:]
        if not words:
            return
    name, arguments = Path(words[0]).name, words[1:]
    if name == "nhs-assistant":
        _run_assistant(arguments, {**environment, **given})
    elif name.startswith("python"):
        _run_python(arguments)
    elif name == "make":
        assert set(words[1:2]) <= TARGETS
        assert all(f"$({variable})" in MAKEFILE for variable in given)
    elif words[0].endswith(".sh"):
        script = ROOT / words[0]
        assert os.access(script, os.X_OK)
        subprocess.run(["bash", "-n", script], check=True)
    else:
        assert name in ELSEWHERE, f"say in ELSEWHERE why {words} is not run"
    for word in re.findall(r"[\w./-]+", " ".join(command)):
        if (word.partition("/")[0] in FOLDERS and "/" in word) or word.endswith(".lock"):
            assert (ROOT / word).exists(), f"{word} is not there"


def _run_assistant(arguments: list[str], environment: dict[str, str]) -> None:
    for named, here in STANDS_FOR.items():
        arguments = [word.replace(named, here) for word in arguments]
        environment = {name: value.replace(named, here) for name, value in environment.items()}
    asked = " ".join([*environment, *arguments])
    if any(need in asked for need in NEEDS_MORE):
        is_accepted(lambda: cli.main(arguments), [])
        return
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        assert cli.main(arguments) == 0


def _run_python(arguments: list[str]) -> None:
    if arguments[0] == "-m" and arguments[1] in ELSEWHERE:
        return
    module = arguments[1] if arguments[0] == "-m" else arguments[0]
    module = module.removesuffix(".py").replace("/", ".")
    rest = arguments[2:] if arguments[0] == "-m" else arguments[1:]
    if module.startswith("tools."):
        assert not rest
        assert (ROOT / arguments[0]).is_file()
    else:
        is_accepted(importlib.import_module(module).main, rest)


def test_code_says_what_it_is() -> None:
    """Or commands could hide in a block that nobody runs."""
    assert [block.name for block in blocks() if block.language not in LANGUAGES] == []


@pytest.mark.parametrize("block", SCRIPTS, ids=lambda block: block.name)
def test_commands_run(block: Block, starter: Path) -> None:
    subprocess.run(["bash", "-n"], input=block.text.encode(), check=True)
    environment: dict[str, str] = {}
    for command in commands(block.text):
        run(command, environment)


@pytest.mark.parametrize("block", PYTHON, ids=lambda block: block.name)
def test_python_runs(block: Block, starter: Path, capsys: pytest.CaptureFixture[str]) -> None:
    exec(compile(block.text, block.name, "exec"), {})
    assert capsys.readouterr().out


@pytest.mark.models
@pytest.mark.usefixtures("real_starter")
def test_the_readme_answers_with_the_real_models(capsys: pytest.CaptureFixture[str]) -> None:
    (example,) = (block for block in PYTHON if block.page == ROOT / "README.md")
    capsys.readouterr()
    exec(compile(example.text, example.name, "exec"), {})
    assert "The sickness absence rate in the NHS is 5.1%" in capsys.readouterr().out


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_commands_within_sentences_are_there(
    page: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for code in inline_code(page):
        for command in commands(code) if re.match(r"(\S*/)?(nhs-assistant|make) \w", code) else ():
            program, called, *rest = command
            if program == "make":
                assert called in TARGETS, code
            elif called in cli.COMMANDS:
                with pytest.raises(SystemExit):
                    cli.main([called, "--help"])
                told = capsys.readouterr().out
                assert all(word in told for word in rest if word.startswith("--")), code
            else:
                assert called == "COMMAND", code


def test_nothing_is_excused_that_is_run_or_gone() -> None:
    shown = "\n".join(block.text for block in SCRIPTS)
    assert [name for name in (*ELSEWHERE, *NEEDS_MORE, *STANDS_FOR) if name not in shown] == []


def test_the_contract_has_every_command_and_flag(capsys: pytest.CaptureFixture[str]) -> None:
    contract = (ROOT / "docs" / "contract.md").read_text(encoding="utf-8")
    for command in cli.COMMANDS:
        with pytest.raises(SystemExit):
            cli.main([command, "--help"])
        flags = set(re.findall(r"--[a-z][a-z-]*", capsys.readouterr().out)) - {"--help"}
        assert re.search(rf"`{command}\b", contract), command
        assert [flag for flag in sorted(flags) if flag not in contract] == []
