"""What a program may import stands in the order in which data flows; nothing else is promised."""

from __future__ import annotations

import ast
import importlib
import inspect
import subprocess
import sys
from pathlib import Path

import pytest

import assistant
from assistant.settings import Settings
from tests.embedders import HashedWords

NAMES = [
    "Settings", "build", "Document", "Assistant", "Filters", "Answer", "Quote", "AssistantError",
    "IndexProblem", "NoIndex", "QuestionError",
]  # fmt: skip


def test_the_public_names() -> None:
    assert assistant.__all__ == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_public_name_is_what_its_module_has(name: str) -> None:
    found = getattr(assistant, name)
    assert found.__name__ == name
    assert getattr(importlib.import_module(found.__module__), name) is found
    assert found.__doc__


def test_type_checkers_know_the_names_that_there_are() -> None:
    imports = [
        (each.name, node.module)
        for node in ast.walk(ast.parse(inspect.getsource(assistant)))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("assistant.")
        for each in node.names
    ]
    assert dict(imports) == assistant._HOMES


def test_another_name_is_none() -> None:
    with pytest.raises(AttributeError, match="module 'assistant' has no attribute 'Nothing'"):
        assistant.Nothing  # type: ignore[attr-defined]  # noqa: B018 - to ask is what is tested


def test_importing_the_package_loads_nothing_heavy() -> None:
    code = "import assistant, sys; print(*{'numpy', 'torch', 'faiss'} & sys.modules.keys())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, timeout=60)
    assert done.stdout.split() == []


def test_an_index_is_opened_by_its_folder_or_as_the_environment_says(
    built: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("ASSISTANT_INDEX", str(tmp_path))
    by_folder = assistant.Assistant.open(built.index, HashedWords())
    assert by_folder.version == (built.index / "CURRENT").read_text("utf-8").strip()
    assert by_folder.settings == Settings(index=built.index)
    with pytest.raises(assistant.NoIndex):
        assistant.Assistant.open(embedder=HashedWords())
    monkeypatch.setenv("ASSISTANT_INDEX", str(built.index))
    from_environment = assistant.Assistant.open(embedder=HashedWords(), model=by_folder.model)
    assert from_environment.settings.index == built.index
    by_text = assistant.Assistant.open(str(built.index), HashedWords(), by_folder.model)
    assert by_text.settings == by_folder.settings
