"""Look-ups to start with: measures that read well and find their figure."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

from assistant.figures.figure import Amount, Figure, InTable
from assistant.ledger.ledger import Ledger
from assistant.ledger.starting import starting_look_ups


def figure(measure: str, amount: Amount, table: InTable | None = None) -> Figure:
    return Figure(0, 10, (0, 3), amount, measure, table=table)


def ledger(*figures: Figure, found: bool = True) -> Ledger:
    """A ledger of one document, where a measure finds its figures, or nothing does."""

    def look_up(text: str, *, count: int) -> list[Figure]:
        return [one for one in figures if found and one.measure == text][:count]

    index = SimpleNamespace(
        listings=[SimpleNamespace(path="a.md")],
        document=lambda path: SimpleNamespace(text="x" * 100),
        figures=lambda path, start, end: list(figures),
    )
    units = list(dict.fromkeys(one.amount.unit for one in figures))
    return cast(Ledger, SimpleNamespace(index=index, look_up=look_up, units=lambda: units))


BACKLOG = figure("backlog of maintenance and repairs", Amount(1.1e10, "£"))
SICKNESS = figure("sickness absence rate", Amount(5.1, "%"))


def test_a_measure_of_each_unit_and_a_figure_are_offered() -> None:
    assert starting_look_ups(ledger(SICKNESS, BACKLOG)) == (
        "backlog of maintenance and repairs",
        "sickness absence rate",
        "Who says 5.1%?",
    )


def test_pieces_of_clauses_and_cells_of_tables_are_not() -> None:
    poor = [
        figure(measure, Amount(1, "%"))
        for measure in ("revenue and for capital", "Capital:, against, of", "rate", "of patients",
                        "it is", "growth of", "productivity improved")
    ]  # fmt: skip
    cell = figure("rate of vacancies", Amount(1, "%"), InTable())
    assert starting_look_ups(ledger(*poor, cell)) == ()


def test_what_does_not_find_its_figure_is_not_offered() -> None:
    assert starting_look_ups(ledger(SICKNESS, BACKLOG, found=False)) == ()


def test_other_units_stand_in_where_there_is_neither_money_nor_per_cent() -> None:
    beds = figure("beds in hospitals", Amount(120, "beds"))
    assert starting_look_ups(ledger(beds)) == ("beds in hospitals", "Who says 120 beds?")


def test_without_figures_nothing_is_offered() -> None:
    assert starting_look_ups(ledger()) == ()
