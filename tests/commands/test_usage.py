"""Folders, wrong usage and help."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest

from assistant import commands
from assistant.cli import COMMANDS
from assistant.settings import Settings
from tests.commands.runs import BEDS, Command, folders


def test_the_folders_may_stand_before_or_after_the_command(run: Command, built: Settings) -> None:
    after = run("status", "--json", *folders(built))
    before = run(*folders(built), "status", "--json")
    mixed = run("--index", built.index, "status", "--corpus", built.corpus, "--json")
    assert after.json == before.json == mixed.json
    assert after.json["stale"] == []


def test_the_folder_after_the_command_wins(run: Command, built: Settings, tmp_path: Path) -> None:
    done = run("--index", tmp_path, "status", "--json", *folders(built))
    assert done.status == 0


def test_the_folders_may_stand_in_the_environment(
    run: Command, built: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ASSISTANT_CORPUS", str(built.corpus))
    monkeypatch.setenv("ASSISTANT_INDEX", str(built.index))
    assert run("status", "--json").json["stale"] == []
    other = tmp_path / "other"
    assert str(other) in run("status", "--index", other).err


def test_without_either_the_folders_here_are_used(
    run: Command, built: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(built.corpus.parent)
    assert run("status", "--json").json["stale"] == []


@pytest.mark.parametrize(
    "arguments",
    [[], ["frobnicate"], ["ask"], ["ask", "one", "two"], ["ask", BEDS, "--colour"], ["evaluate"],
     ["build", "now"], ["status", "--corpus"], ["--json"]],
    ids=lambda arguments: " ".join(arguments) or "nothing",
)  # fmt: skip
def test_wrong_usage_is_2(run: Command, arguments: list[str]) -> None:
    done = run(*arguments)
    assert (done.status, done.out) == (2, "")
    assert done.err.strip()


@pytest.mark.parametrize("command", [[], *([name] for name in COMMANDS)], ids=" ".join)
def test_help_is_on_standard_output(run: Command, command: list[str]) -> None:
    done = run(*command, "--help")
    assert (done.status, done.err) == (0, "")
    assert " ".join(["usage: nhs-assistant", *command]) in done.out
    assert "--index DIR" in done.out


def test_a_module_with_flags_is_a_command_and_no_other() -> None:
    modules = {one.name: import_module(f"assistant.commands.{one.name}")
               for one in iter_modules(commands.__path__)}  # fmt: skip
    assert {name for name, module in modules.items() if hasattr(module, "add_flags")} == set(
        COMMANDS
    )
    assert all(hasattr(modules[name], "run") for name in COMMANDS)
