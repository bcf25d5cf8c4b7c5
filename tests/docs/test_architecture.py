"""docs/architecture.md is what the imports say: one way, down its list of folders."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.docs.pages import ROOT, blocks, inline_code

PAGE = ROOT / "docs" / "architecture.md"
PROGRAM = ROOT / "assistant"
SHARED_NAMES = {("settings", "encoder")}
"""The precisions that can be set are those that the encoder has."""


def ranks() -> dict[str, int]:
    """How far down the list each folder or module stands."""
    (drawn,) = (each.text for each in blocks() if each.page == PAGE and "\nupkeep" in each.text)
    heads = [line[:27].strip() for line in drawn.splitlines()]
    return {name: rank for rank, head in enumerate(heads) for name in head.split(", ")}


def imports(file: Path) -> Iterator[str]:
    """The parts of the program that a module imports."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module]
        elif isinstance(node, ast.Import):
            names = [each.name for each in node.names]
        else:
            continue
        for name in names:
            if name.startswith("assistant."):
                yield name.split(".")[1]


def test_imports_go_down_the_list() -> None:
    rank = ranks()
    smaller = max(rank.values())  # what is not on the list knows only what stands last on it
    wrong = set()
    for file in PROGRAM.glob("*/**/*.py"):
        part = file.relative_to(PROGRAM).parts[0]
        wrong |= {(part, other) for other in imports(file) if rank.get(other, 99) < rank[part]}
    for file in PROGRAM.glob("[a-z]*.py"):
        own = rank.get(file.stem, smaller)
        wrong |= {(file.stem, other) for other in imports(file) if rank.get(other, 99) < own}
    assert wrong - SHARED_NAMES == set()


def test_the_architecture_has_every_folder() -> None:
    told = {code.rstrip("/") for code in inline_code(PAGE)}
    folders = {init.parent.name for init in PROGRAM.glob("*/__init__.py")}
    assert sorted(folders - told) == []
