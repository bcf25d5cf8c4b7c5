"""How well a document's figures are read: every gold figure of a place against those found there.

A gold figure is found where the key of a figure touches the number as it is printed; what a found
figure says is judged apart from that. Of the places all figures are listed, so what is found there
beyond them is wrong, but for the few `optional` ones (benchmarks/figures/GUIDELINE.md).
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assistant.documents import Document
from assistant.figures.figure import Amount, Figure, Period
from benchmarks.figures_places import Place, Span, find

ANY = "any"
_CLOSE = 0.002  # two thirds may be 0.667


@dataclass(frozen=True, slots=True)
class GoldFigure:
    """A figure as a person read it.

    Of `units`, `comparators`, `directions` and `pers` each is right; `amounts` are further values
    with their units that are right too (8 of 22 is 0.364, and 8 recommendations). `period` is
    `any` where the text leaves it open; an end of None fits every end.
    """

    printed: str
    value: float
    high: float | None
    units: tuple[str, ...]
    comparators: tuple[str | None, ...]
    directions: tuple[str | None, ...]
    pers: tuple[str | None, ...]
    period: tuple[str, str | None] | str | None
    occurrence: int = 1
    table: bool = False
    optional: bool = False
    amounts: tuple[tuple[float, str], ...] = ()
    measures: str = ""


@dataclass(frozen=True, slots=True)
class GoldPlace:
    """A place with all its figures."""

    place: Place
    figures: tuple[GoldFigure, ...]


@dataclass
class LedgerScore:
    """Which gold figures were found and what was right of them: lists of true and false."""

    prose: list[bool] = field(default_factory=list)
    table: list[bool] = field(default_factory=list)
    precise: list[bool] = field(default_factory=list)
    value: list[bool] = field(default_factory=list)
    unit: list[bool] = field(default_factory=list)
    value_and_unit: list[bool] = field(default_factory=list)
    comparator: list[bool] = field(default_factory=list)
    direction: list[bool] = field(default_factory=list)
    per: list[bool] = field(default_factory=list)
    period: list[bool] = field(default_factory=list)
    no_period: list[bool] = field(default_factory=list)
    misses: list[str] = field(default_factory=list)

    def measures(self) -> Iterator[tuple[str, list[bool]]]:
        """Each measure by name with what was judged, in the order of the report."""
        yield "recall in prose", self.prose
        yield "recall in tables", self.table
        yield "precision", self.precise
        yield "value and unit right, of those found", self.value_and_unit
        yield "value right, of those found", self.value
        yield "unit right, of those found", self.unit
        yield "comparator right, of those found", self.comparator
        yield "direction right, of those found", self.direction
        yield "per right, of those found", self.per
        yield "period right, where there is one", self.period
        yield "no period invented, where there is none", self.no_period


def read_figures(path: Path) -> list[GoldPlace]:
    """The places of a gold file."""
    rows = (json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip())
    return [
        GoldPlace(Place.of(row), tuple(_figure(each) for each in row["figures"]))
        for row in rows
        if "figures" in row
    ]


def score_ledger(
    places: Sequence[GoldPlace],
    documents: Mapping[str, Document],
    figures: Callable[[Document], Sequence[Figure]],
) -> LedgerScore:
    """Hold the figures found in each place against the gold ones.

    Raises:
        LookupError: a document or a place of the gold set is missing: another edition was read.
    """
    score = LedgerScore()
    read: dict[str, Sequence[Figure]] = {}
    for gold in places:
        name = gold.place.document
        if name not in documents:
            raise LookupError(f"{name} is not among the documents")
        if name not in read:
            read[name] = figures(documents[name])
        _score_place(gold, documents[name], read[name], score)
    return score


def _score_place(
    gold: GoldPlace, document: Document, figures: Sequence[Figure], score: LedgerScore
) -> None:
    within = gold.place.holds(document)
    here = [each for each in figures if _touches(each.key, within)]
    spans = [_span(each, gold.place, document, within) for each in gold.figures]
    free = list(here)
    for each, span in sorted(
        zip(gold.figures, spans, strict=True), key=lambda pair: pair[0].optional
    ):
        found = [figure for figure in free if _touches(figure.key, (span,))]
        best = max(found, key=lambda one: _agreement(each, one), default=None)
        if best is not None:
            free.remove(best)
        if not each.optional:
            _judge(each, best, gold.place, score)
    for figure in here:
        right = _touches(figure.key, spans)
        score.precise.append(right)
        if not right:
            key = document.text[slice(*figure.key)]
            score.misses.append(f"{_where(gold.place)}: no figure, {key!r} ({figure.amount})")


def _judge(gold: GoldFigure, found: Figure | None, place: Place, score: LedgerScore) -> None:
    where = f"{_where(place)}: {gold.printed} #{gold.occurrence} ({gold.measures})"
    (score.table if gold.table else score.prose).append(found is not None)
    if found is None:
        score.misses.append(f"{where}: missed")
        return
    amount = found.amount
    value, unit = value_right(gold, amount), unit_right(gold, amount)
    judged = {
        "value": value,
        "unit": unit,
        "comparator": ANY in gold.comparators or amount.comparator in gold.comparators,
        "direction": ANY in gold.directions or amount.direction in gold.directions,
        "per": any(_same_per(amount.per, per) for per in gold.pers),
    }
    score.value.append(judged["value"])
    score.unit.append(judged["unit"])
    score.value_and_unit.append(judged["value"] and judged["unit"])
    score.comparator.append(judged["comparator"])
    score.direction.append(judged["direction"])
    score.per.append(judged["per"])
    if gold.period is None:
        judged["period"] = found.period is None
        score.no_period.append(judged["period"])
    elif gold.period != ANY:
        judged["period"] = period_right(gold.period, found.period)
        score.period.append(judged["period"])
    wrong = [name for name, right in judged.items() if not right]
    if wrong:
        score.misses.append(f"{where}: {', '.join(wrong)} wrong: {amount}, {found.period}")


def value_right(gold: GoldFigure, amount: Amount) -> bool:
    """Whether value and end of the range are the gold ones, or one of the other right values."""
    own = _near(amount.value, gold.value) and (
        amount.high is None
        if gold.high is None
        else amount.high is not None and _near(amount.high, gold.high)
    )
    return own or any(_near(amount.value, value) for value, _ in gold.amounts)


def unit_right(gold: GoldFigure, amount: Amount) -> bool:
    """Whether the unit goes with the value; of several words the last decides ("new beds")."""
    own = any(same_noun(amount.unit, unit) for unit in gold.units)
    if not gold.amounts:
        return own
    # Which of the readings it is, the value tells.
    for value, unit in gold.amounts:
        if _near(amount.value, value):
            return same_noun(amount.unit, unit)
    return own


def period_right(gold: tuple[str, str | None] | str, found: Period | None) -> bool:
    """Whether the dates are the gold ones."""
    if found is None:
        return False
    start, end = gold
    return found.start == start and end in (None, found.end)


def _near(one: float, other: float) -> bool:
    return math.isclose(one, other, rel_tol=_CLOSE)


def same_noun(one: str, other: str) -> bool:
    """Whether two units are the same noun, whatever stands before it and in either number."""
    return one == other or bool(one and other and _noun(one) == _noun(other))


def _noun(unit: str) -> str:
    words = re.findall(r"\w+|\S", unit.casefold())
    last = words[-1] if words else ""
    return last[:-3] + "y" if last.endswith("ies") else last.removesuffix("s")


def _same_per(one: str | None, other: str | None) -> bool:
    if one is None or other is None:
        return one is other
    return same_noun(one, other)


def _agreement(gold: GoldFigure, found: Figure) -> tuple[bool, bool]:
    return value_right(gold, found.amount), unit_right(gold, found.amount)


def _touches(key: Span, spans: Iterable[Span]) -> bool:
    return any(key[0] < end and start < key[1] for start, end in spans)


def _span(gold: GoldFigure, place: Place, document: Document, within: Sequence[Span]) -> Span:
    found = find(document, within, gold.printed)
    if len(found) < gold.occurrence:
        raise LookupError(f"{_where(place)} does not have {gold.printed!r} #{gold.occurrence}")
    return found[gold.occurrence - 1]


def _where(place: Place) -> str:
    return f"{place.document} {f'page {place.page}' if place.page else f'run {place.first}'}"


def _figure(row: Mapping[str, Any]) -> GoldFigure:
    period = row["period"]
    return GoldFigure(
        printed=row["printed"],
        value=row["value"],
        high=row.get("high"),
        units=tuple(_several(row["unit"])),
        comparators=tuple(_several(row.get("comparator"))),
        directions=tuple(_several(row.get("direction"))),
        pers=tuple(_several(row.get("per"))),
        period=(period[0], period[1]) if isinstance(period, list) else period,
        occurrence=row.get("occurrence", 1),
        table=row["where"] == "table",
        optional=row.get("optional", False),
        amounts=tuple((value, unit) for value, unit in row.get("or", ())),
        measures=row.get("measures", ""),
    )


def _several(value: Any) -> list[Any]:  # noqa: ANN401 - JSON
    return value if isinstance(value, list) else [value]
