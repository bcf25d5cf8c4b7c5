"""For each what a figure is said to be."""

from __future__ import annotations

import pytest

from assistant.checking.conflicts import rate
from assistant.checking.draft_document import as_document
from assistant.checking.statements import Statement
from assistant.figures.extract import figures_of


@pytest.mark.parametrize(
    ("text", "each"),
    [
        ("Every week 1,600 babies are screened.", "week"),
        ("The ward screens 1,600 babies daily.", "day"),
        ("Costs rose by £5 a year.", "year"),
        ("The ward has 24 beds.", None),
    ],
)
def test_for_each_what(text: str, each: str | None) -> None:
    document = as_document(text)
    statement = Statement(document, 0, len(text), figures_of(document))
    assert rate(statement, statement.figures[0]) == each
