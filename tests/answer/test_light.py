"""Answering a question loads what it needs and nothing else: a person waits for each import."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = (
    "sentence_transformers",
    "transformers",
    "torch._dynamo",
    "sympy",
    "sklearn",
    "scipy",
    "pandas",
    "pyarrow",
    "streamlit",
    "altair",
    "pypdfium2",
    "docx",
    "PIL",
)


def loaded_by(*arguments: str) -> set[str]:
    """Which heavy modules a run of the command line has loaded when it ends."""
    look = (
        "import sys; from assistant.cli import main; status = main(sys.argv[1:]); "
        f"print(*[n for n in {HEAVY} if n in sys.modules], file=sys.stderr); sys.exit(status)"
    )
    done = subprocess.run(
        [sys.executable, "-c", look, *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=os.environ | {"PYTHONUTF8": "1"},
        check=True,
    )
    return set(done.stderr.splitlines()[-1].split())


@pytest.mark.models
def test_neither_a_build_nor_a_question_loads_a_library_of_models(tmp_path: Path) -> None:
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    corpus.mkdir()
    (corpus / "plan.md").write_text(
        "# Winter plan\n\nThe trust closed 214 beds in the spring of 2031.\n", encoding="utf-8"
    )
    folders = ("--corpus", str(corpus), "--index", str(index))
    assert not loaded_by("build", *folders) & {"sentence_transformers", "transformers", "sympy"}
    assert loaded_by("ask", "How many beds were closed?", *folders) == set()


def test_the_embedder_alone_loads_no_library() -> None:
    code = (
        "import sys; from assistant.index.embedder import SentenceEmbedder; SentenceEmbedder(); "
        "assert 'torch' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
