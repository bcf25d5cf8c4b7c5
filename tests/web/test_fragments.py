"""The parts of a page that are drawn by themselves go no further than a person's sign-in."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from assistant import web

PAGES = Path(web.__file__).parent
FILES = sorted(PAGES.rglob("*.py"))
DRAW_NOTHING = {"_draw_again_when_there_is_more"}
CHECKS = ("leave_unless_reader()", "if not may_manage():")


def parts(file: Path) -> list[ast.FunctionDef]:
    """The functions that Streamlit calls again without drawing the whole page."""
    return [
        function
        for function in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(function, ast.FunctionDef)
        and function.name not in DRAW_NOTHING
        and any(
            ast.unparse(each).startswith(("st.fragment", "st.dialog"))
            for each in function.decorator_list
        )
    ]


def test_there_are_such_parts() -> None:
    assert sum(len(parts(file)) for file in FILES) >= 8


@pytest.mark.parametrize(
    "file",
    [file for file in FILES if parts(file)],
    ids=lambda file: file.relative_to(PAGES).as_posix(),
)
def test_each_part_looks_first_whether_it_may_be_drawn(file: Path) -> None:
    for function in parts(file):
        body = function.body[1:] if ast.get_docstring(function) else function.body
        assert ast.unparse(body[0]).startswith(CHECKS), f"{file.name}: {function.name}"
