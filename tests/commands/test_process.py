"""The command line as a process of its own: what it loads, and how it speaks."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.index.build import build
from assistant.index.embedder import SentenceEmbedder
from assistant.settings import Settings
from tests.commands.runs import BEDS, folders, is_sentence, lines
from tests.corpora import CLOSED, write
from tests.embedders import HashedWords

ROOT = Path(__file__).parents[2]
HEAVY = ("torch", "sentence_transformers", "transformers", "faiss", "streamlit")
WATCHED = f"""
import sys
from assistant.cli import main
try:
    status = main(sys.argv[1:])
except SystemExit as stop:
    status = stop.code
print(*[name for name in {HEAVY} if name in sys.modules], file=sys.stderr)
sys.exit(status)
"""


def process(
    *arguments: object,
    code: str | None = None,
    env: dict[str, str] | None = None,
    input: bytes | None = None,
) -> subprocess.CompletedProcess[bytes]:
    start = ["-c", code] if code else ["-m", "assistant"]
    return subprocess.run(
        [sys.executable, *start, *(str(argument) for argument in arguments)],
        cwd=ROOT, capture_output=True, timeout=120, check=False, env={**os.environ, **(env or {})},
        input=input,
    )  # fmt: skip


@pytest.fixture(scope="session")
def built_for_the_real_model(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """An index that bears the real model's name, so that a process has nothing to do."""
    from tests.conftest import in_this_process
    from tests.corpora import write_corpus

    folder = tmp_path_factory.mktemp("real")
    settings = Settings(corpus=write_corpus(folder / "corpus"), index=folder / "index")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("assistant.ingest.read.in_workers", in_this_process)
        build(settings, HashedWords(SentenceEmbedder().name))
    return settings


@pytest.mark.parametrize(
    "arguments", [["--help"], ["status", "--json"], ["build", "--json"]], ids=" ".join
)
def test_what_needs_no_model_loads_none(
    built_for_the_real_model: Settings, arguments: list[str]
) -> None:
    done = process(*folders(built_for_the_real_model), *arguments, code=WATCHED)
    assert done.returncode == 0
    assert done.stderr.decode().split() == []
    if "--json" in arguments:
        assert json.loads(done.stdout)["passages"] > 0


def test_no_command_loads_what_takes_long_before_it_is_needed() -> None:
    code = (
        "import sys, importlib; from assistant.cli import COMMANDS; "
        "[importlib.import_module(f'assistant.commands.{name}') for name in COMMANDS]; "
        f"print(*[name for name in {(*HEAVY, 'dask', 'psycopg')} if name in sys.modules])"
    )
    done = process(code=code)
    assert (done.returncode, done.stdout.split()) == (0, [])


def test_the_process_is_the_command(tmp_path: Path) -> None:
    done = process("ask", BEDS, "--index", tmp_path)
    assert (done.returncode, done.stdout) == (1, b"")
    assert is_sentence(done.stderr.decode())
    assert process("ask").returncode == 2


def test_the_output_is_utf_8_whatever_the_terminal(built_for_the_real_model: Settings) -> None:
    write(built_for_the_real_model.corpus, "zażółć.md", "# Ω\n\nNew.\n")
    done = process(
        "status", "--json", *folders(built_for_the_real_model), env={"PYTHONIOENCODING": "latin-1"}
    )
    (built_for_the_real_model.corpus / "zażółć.md").unlink()
    assert done.returncode == 0
    assert json.loads(done.stdout.decode("utf-8"))["stale"] == ["zażółć.md"]


def test_a_line_that_is_no_utf_8_is_named(built_for_the_real_model: Settings) -> None:
    stdin = b'\n{"question": "\xff\xfe"}\n'
    done = process("ask", "--jsonl", *folders(built_for_the_real_model), input=stdin)
    assert (done.returncode, done.stdout) == (1, b"")
    assert is_sentence(done.stderr.decode())
    assert done.stderr.decode().startswith("Line 2 of standard input")


@pytest.mark.models
def test_build_and_ask_with_the_real_model(tmp_path: Path) -> None:
    from tests.corpora import write_corpus

    settings = Settings(corpus=write_corpus(tmp_path / "corpus"), index=tmp_path / "index")
    made = process("build", "--json", *folders(settings))
    assert (made.returncode, made.stderr) == (0, b"")
    assert {row["status"] for row in json.loads(made.stdout)["documents"]} == {"added"}
    done = process(
        "ask", "--jsonl", *folders(settings),
        input=lines({"id": "q1", "question": BEDS}, {"id": "q2", "question": "???"}).encode(),
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, b"")
    first, second = [json.loads(line) for line in done.stdout.splitlines()]
    assert CLOSED in [quote["text"] for quote in first["quotes"] + first["related"]]
    assert (second["id"], second["answered"], bool(second["error"])) == ("q2", False, True)
