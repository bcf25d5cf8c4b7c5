"""The command line in this process, over an embedder that loads no model."""

from __future__ import annotations

import io

import pytest

from assistant import cli
from assistant.settings import Settings
from tests.commands.runs import Command, Run
from tests.embedders import HashedWords


@pytest.fixture(autouse=True)
def no_models(monkeypatch: pytest.MonkeyPatch) -> None:
    """The command line finds the embedder of the tests where it would find the real one."""

    def embedder(model: str = "", precision: str = "") -> HashedWords:
        return HashedWords()

    monkeypatch.setattr("assistant.index.embedder.SentenceEmbedder", embedder)
    monkeypatch.setattr("assistant.answer.assistant.SentenceEmbedder", embedder)
    monkeypatch.setattr("assistant.ledger.ledger.SentenceEmbedder", embedder)
    for name in ("ASSISTANT_CORPUS", "ASSISTANT_INDEX", "ASSISTANT_MODEL", "ASSISTANT_DEBUG"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Command:
    def run_it(*arguments: object, stdin: str | None = None) -> Run:
        if stdin is not None:
            monkeypatch.setattr("sys.stdin", io.StringIO(stdin))
        try:
            status = cli.main([str(argument) for argument in arguments])
        except SystemExit as stop:  # argparse
            status = int(stop.code or 0)
        captured = capsys.readouterr()
        return Run(status, captured.out, captured.err)

    return run_it


@pytest.fixture
def on_built(run: Command, built: Settings) -> Command:
    """Runs a command over the index that is shared."""
    return lambda *arguments, stdin=None: run(
        *arguments, "--corpus", built.corpus, "--index", built.index, stdin=stdin
    )
