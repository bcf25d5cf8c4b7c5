"""What others may import stands in the order in which data flows; nothing else is promised."""

from __future__ import annotations

import importlib
import subprocess
import sys

import pytest

import assistant

NAMES = [
    "Settings", "Document", "Page", "Passage", "SentenceEmbedder", "build", "Assistant", "Filters",
    "Answer", "Quote", "read_questions", "AssistantError",
]  # fmt: skip


def test_the_public_names() -> None:
    assert assistant.__all__ == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_public_name_is_what_its_module_has(name: str) -> None:
    found = getattr(assistant, name)
    assert found.__name__ == name
    assert getattr(importlib.import_module(found.__module__), name) is found
    assert found.__doc__


def test_another_name_is_none() -> None:
    with pytest.raises(AttributeError, match="module 'assistant' has no attribute 'Nothing'"):
        assistant.Nothing  # noqa: B018 - to ask is what is tested


def test_importing_the_package_loads_nothing_heavy() -> None:
    code = "import assistant, sys; print(*{'numpy', 'torch', 'faiss'} & sys.modules.keys())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, timeout=60)
    assert done.stdout.split() == []
