"""The lines that are broken on purpose are there, and breaking one breaks nothing else."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from benchmarks.mutations import MUTATIONS, ROOT, CannotBreak, Mutation, broken, place_of

LINE = Mutation("one", "a = 1\n", "a = 2\n", ())


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda each: each.name)
def test_a_mutation_has_its_line_and_its_tests(mutation: Mutation) -> None:
    path = place_of(mutation, ROOT)
    ast.parse(path.read_text("utf-8").replace(mutation.old, mutation.new))
    assert mutation.tests
    assert all((ROOT / each).exists() for each in mutation.tests)


def test_a_broken_line_is_mended_whatever_happens(tmp_path: Path) -> None:
    (tmp_path / "assistant").mkdir()
    file = tmp_path / "assistant" / "one.py"
    file.write_text("a = 1\n")
    with pytest.raises(OSError, match="torn"), broken(LINE, tmp_path):
        assert file.read_text() == "a = 2\n"
        raise OSError("torn")
    assert file.read_text() == "a = 1\n"


@pytest.mark.parametrize("text", ["b = 1\n", "a = 1\na = 1\n"])
def test_a_text_that_does_not_stand_once_is_said(tmp_path: Path, text: str) -> None:
    (tmp_path / "assistant").mkdir()
    (tmp_path / "assistant" / "one.py").write_text(text)
    with pytest.raises(CannotBreak, match="not once: a = 1"):
        place_of(LINE, tmp_path)
