from __future__ import annotations

import csv
import io

import pytest

from assistant.spreadsheet import is_guarded, table_csv


def cells(*row: str) -> list[str]:
    table = table_csv(["a"] * len(row), [row])
    assert table.startswith("\ufeff")
    return list(csv.reader(io.StringIO(table[1:], newline="")))[1]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1+1", "@a", "\t=1", " =1", "\uff1d1", "\n=1"])
def test_no_cell_is_taken_for_a_formula(text: str) -> None:
    assert cells(text) == [f"'{text}"]
    assert is_guarded(f"'{text}")


@pytest.mark.parametrize("text", ["-1.5", "12", "5.1%", "", "'quoted'", "a;b", 'say "no"', "a\nb"])
def test_any_other_cell_stays_as_it_is(text: str) -> None:
    assert cells(text) == [text]
    assert not is_guarded(text)
