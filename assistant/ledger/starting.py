"""Look-ups to start with, each of which finds a figure of this index."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from assistant.answer.understanding.stop_words import STOP_WORDS
from assistant.figures.compare import written
from assistant.figures.figure import PERCENT, POUNDS, Figure
from assistant.ledger.ledger import Ledger

_UNITS = (POUNDS, PERCENT)
"""What most people look up; where there are none, what the index has most of."""
_WORDS = range(2, 8)
"""So many words of a measure read as something to look up."""
_BEST = 4
_JOINING = frozenset({"of", "in", "for", "and", "to", "the", "a", "on"})
_TRIES = 4
_NEAR_THE_TOP = 5


def starting_look_ups(ledger: Ledger) -> tuple[str, ...]:
    """Up to two measures, each of another unit, and a figure to ask for (takes a second or so)."""
    there = ledger.units()
    units = [unit for unit in _UNITS if unit in there] or there[:2]
    chosen = [found for unit in units if (found := _found(ledger, unit)) is not None]
    look_ups = [figure.measure for figure in chosen]
    asked_for = [figure for figure in chosen if figure.amount.unit == PERCENT] or chosen
    if asked_for:
        plain = replace(asked_for[-1].amount, comparator=None, direction=None)
        look_ups.append(f"Who says {written(plain)}?")
    return tuple(dict.fromkeys(look_ups))


def _found(ledger: Ledger, unit: str) -> Figure | None:
    """A figure whose measure reads well and, looked up, brings it near the top."""
    readable = sorted(_readable(ledger, unit), key=_ease)
    by_measure = {figure.measure: figure for figure in reversed(readable)}
    for measure in list(dict.fromkeys(figure.measure for figure in readable))[:_TRIES]:
        entries = ledger.look_up(measure, count=_NEAR_THE_TOP)
        if any((one.measure, one.amount.unit) == (measure, unit) for one in entries):
            return by_measure[measure]
    return None


def _ease(figure: Figure) -> tuple[bool, int, str]:
    """What to try first: "rate of vacancies" is surely a noun; many words have more in them."""
    words = figure.measure.split()
    return "of" not in words, abs(len(words) - _BEST), figure.measure


def _readable(ledger: Ledger, unit: str) -> Iterator[Figure]:
    index = ledger.index
    for listing in index.listings:
        characters = len(index.document(listing.path).text)
        for figure in index.figures(listing.path, 0, characters):
            if figure.amount.unit == unit and figure.table is None and _reads_well(figure.measure):
                yield figure


def _reads_well(measure: str) -> bool:
    """Whether the words are a whole: no piece of a clause that something was cut out of."""
    words = measure.split()
    joining = [word.lower() in _JOINING for word in words]
    return (
        len(words) in _WORDS
        and all(re.fullmatch(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", word) for word in words)
        and all(word.lower() not in STOP_WORDS - _JOINING for word in words)
        and not words[-1].endswith("ed")
        and not joining[0]
        and not joining[-1]
        and not any(
            a and b and second.lower() not in ("the", "a")
            for a, b, second in zip(joining, joining[1:], words[1:], strict=False)
        )
    )
