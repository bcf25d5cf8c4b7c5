"""The nouns of figures: an amount, the period it is about, and the figure that a document states.

Offsets count characters of `Document.text`, as everywhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Comparator = Literal["about", "above", "at least", "below", "up to"]
"""How the amount bounds what it measures: "more than 5" is above 5, "nearly 5" is about 5, "less
than 5" is below 5. A range ("5 to 7", "between 5 and 7") has none, but a `high`."""

Direction = Literal["rise", "fall", "above", "below"]
"""For a change or a gap, which way: "fell by 11%", "11% fewer" is a fall; "11% below the level of
2019" is below. None for a plain level ("11% of patients")."""

PEOPLE = "people"
PERCENT = "%"
POINTS = "percentage points"
POUNDS = "£"
RATIO = "ratio"
RANK = "rank"
TIMES = "times"


@dataclass(frozen=True, slots=True)
class Amount:
    """A value with its unit: "£1.2 billion" is 1,200,000,000 of "£", "eleven per cent" 11 of "%".

    `unit` is one of "%", "percentage points", "£", "$", "€", "p" (pence), "people" (patients, staff
    and all other persons, deaths not among them), "minutes", "hours", "days", "weeks", "months",
    "years", "ratio" (one in five is 0.2, two thirds 0.667, 1:4 is 0.25), "rank" (third largest is
    3), "times" (double is 2, threefold 3), else the noun that is counted, in the plural and in
    small letters ("beds", "deaths", "hospitals"); "" for a number of nothing that can be told.
    `high` is the end of a range that begins at `value`, else None.
    """

    value: float
    unit: str
    high: float | None = None
    comparator: Comparator | None = None
    direction: Direction | None = None
    per: str | None = None
    """What it is for each of: "year" for "1.9% a year", "100,000 people", "night"; else None."""


@dataclass(frozen=True, slots=True)
class Period:
    """The time that a figure is about: as it is printed, and as ISO dates, both ends included.

    "2023/24" is 2023-04-01 to 2024-03-31, "March 2025" 2025-03-01 to 2025-03-31, "by 2035" and
    "in 2035" 2035-01-01 to 2035-12-31, "from 2010 to 2019" 2010-01-01 to 2019-12-31.
    """

    text: str
    start: str
    end: str


@dataclass(frozen=True, slots=True)
class InTable:
    """Where in a table a figure stands: the words of its headers and of the caption, as printed."""

    row: tuple[str, ...] = ()
    column: tuple[str, ...] = ()
    caption: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        """All of them: of its row, of its column and the caption."""
        return (*self.row, *self.column, self.caption)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that a document states.

    `start`, `end`: the sentence, or the row of a table, that states it. `key`: the words of the
    figure itself, its comparator and unit with it ("more than 11 per cent"); absolute offsets
    within `start` to `end`. `measure`: what it measures, in words of the document, without the
    figure itself. `period`: None where neither sentence nor table nor what stands around it tells.
    `attribution`: who is named as saying it, as printed, else None.
    """

    start: int
    end: int
    key: tuple[int, int]
    amount: Amount
    measure: str
    period: Period | None = None
    attribution: str | None = None
    table: InTable | None = None

    def __post_init__(self) -> None:
        if not self.start <= self.key[0] < self.key[1] <= self.end:
            raise ValueError(f"The key {self.key} is outside {self.start} to {self.end}")
