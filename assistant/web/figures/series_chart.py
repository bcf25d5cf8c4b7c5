"""A small chart of one measure over time; the table beside it says the same in words."""

from __future__ import annotations

import calendar
import string
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import altair as alt

from assistant.figures.compare import written
from assistant.figures.figure import POUNDS, Period
from assistant.ledger.entry import Entry
from assistant.web.figures.figures_markup import period_words

_COLOURS = ("#005eb8", "#7c2855", "#00703c", "#ad4600", "#4c6272", "#212b32")
_SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down")
_MOST_LABELS = 8
"""So many points have room for their values beside them."""
_STEPS = ((1e9, "billion"), (1e6, "million"))
_HEIGHT = 260


def lettered(entries: Sequence[Entry]) -> dict[str, str]:
    """A letter for each document, by its path, in the order in which they come."""
    paths = dict.fromkeys(entry.citation.document for entry in entries)
    letters = string.ascii_uppercase
    return {path: letters[at] if at < 26 else str(at + 1) for at, path in enumerate(paths)}


def can_be_drawn(entries: Sequence[Entry]) -> bool:
    """Whether there is a time to be seen: two periods or more, of one unit."""
    dated = [entry for entry in entries if entry.period]
    periods = {(entry.period.start, entry.period.end) for entry in dated if entry.period}
    return len(periods) > 1 and len({_measured(entry) for entry in dated}) == 1


def series_chart(entries: Sequence[Entry], letters: dict[str, str]) -> alt.LayerChart:
    """The chart of figures of one measure; those without a period are left out."""
    dated = sorted((e for e in entries if e.period), key=lambda e: _span(e.period))
    step, name = _step([entry.amount.value for entry in dated])
    rows = [_point(entry, letters, step) for entry in dated]
    order = list(dict.fromkeys(row["period"] for row in rows))
    used = list(dict.fromkeys(row["document"] for row in rows))
    kinds = len(_SHAPES)
    colours = alt.Scale(domain=used, range=[_COLOURS[at % kinds] for at in range(len(used))])
    shapes = alt.Scale(domain=used, range=[_SHAPES[at % kinds] for at in range(len(used))])
    legend = alt.Legend(orient="bottom", columns=4, titleOrient="left") if len(used) > 1 else None
    across = alt.X(
        "period:O", sort=order, title=None, axis=alt.Axis(labelAngle=-45, labelLimit=120)
    )
    title = _title(dated[0], name)
    up = alt.Y("value:Q", title=title, axis=alt.Axis(format="~r", tickCount=5, titleLimit=240))
    chart = alt.Chart(alt.InlineData(values=rows))
    ranges = chart.mark_rule(size=3).encode(
        x=across, y=up, y2="high:Q", color=alt.Color("document:N", scale=colours, legend=None)
    )
    points = chart.mark_point(filled=True, size=110, opacity=1).encode(
        x=across,
        y=up,
        color=alt.Color("document:N", scale=colours, legend=legend, title="Document"),
        shape=alt.Shape("document:N", scale=shapes, legend=legend, title="Document"),
        tooltip=[alt.Tooltip("period:N"), alt.Tooltip("figure:N"), alt.Tooltip("document:N")],
    )
    layers: list[Any] = [ranges, points]
    if len(rows) <= _MOST_LABELS and len(order) == len(rows):  # side by side they do not overlap
        beside = chart.mark_text(dy=-12, fontSize=13, color="#212b32")
        layers.append(beside.encode(x=across, y=up, text="label:N"))
    # The menu of actions would open an editor on another host.
    quiet = {"embedOptions": {"actions": False, "renderer": "svg"}}
    return alt.LayerChart(layer=layers, height=_HEIGHT, usermeta=quiet)


def alternative(entries: Sequence[Entry]) -> str:
    """What is said of the chart to those who cannot see it."""
    dated = sorted((e for e in entries if e.period), key=lambda e: _span(e.period))
    first, last = period_words(dated[0].period), period_words(dated[-1].period)
    return (
        f"Chart of {len(dated)} figures, from {first} to {last}. "
        "The table below has the same figures in words."
    )


def _short(period: Period | None) -> str:
    """A period in few letters: there is little room below a chart."""
    assert period is not None
    start, end = date.fromisoformat(period.start), date.fromisoformat(period.end)
    years = end.year - start.year
    match (start.month, start.day), (end.month, end.day):
        case ((4, 1), (3, 31)) if years > 0:
            ending = f"{start.year}/{(start.year + 1) % 100:02}"
            last = f" to {end.year - 1}/{end.year % 100:02}"
            return ending + (last if years > 1 else "")
        case ((1, 1), (12, 31)):
            return f"{start.year}" + (f" to {end.year}" if years else "")
    month = f"{calendar.month_abbr[start.month]} {start.year}"
    if start == end:
        return f"{start.day} {month}"
    last_day = (end + timedelta(days=1)).day == 1
    if start.day == 1 and last_day:
        same = (start.year, start.month) == (end.year, end.month)
        return month if same else f"{month} to {calendar.month_abbr[end.month]} {end.year}"
    return period_words(period)


def _point(entry: Entry, letters: dict[str, str], step: float) -> dict[str, Any]:
    amount, letter = entry.amount, letters[entry.citation.document]
    return {
        "period": _short(entry.period),
        "value": amount.value / step,
        "high": (amount.value if amount.high is None else amount.high) / step,
        "figure": written(amount),
        "label": f"{amount.value / step:,.4g}",
        "document": letter,
    }


def _measured(entry: Entry) -> tuple[str, str | None]:
    return entry.amount.unit, entry.amount.per


def _span(period: Period | None) -> tuple[str, str]:
    assert period is not None
    return period.end, period.start


def _step(values: Sequence[float]) -> tuple[float, str]:
    most = max(abs(value) for value in values)
    return next(((step, name) for step, name in _STEPS if most >= step), (1, ""))


def _title(entry: Entry, step: str) -> str:
    unit = entry.amount.unit
    parts = [f"{unit}{' ' if step else ''}{step}" if unit == POUNDS else f"{step} {unit}".strip()]
    parts += [f"a {entry.amount.per}"] if entry.amount.per else []
    return " ".join(part for part in parts if part) or "Number"
