"""Which figure a look-up means: how well its statement, its measure and its headers suit it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.answer.reading.wanted_figures import measured_families
from assistant.documents import Document
from assistant.figures.compare import same_value
from assistant.figures.figure import Amount, Figure, Period
from assistant.index.texts import label_before
from assistant.index.word_families import families_of, family
from assistant.index.words import Vocabulary, stem
from assistant.ledger.query import LookUp

_NEAR = 60
"""A word so many characters from a figure counts half as much as one beside it."""

_IN_ROW = 0.8

_COSINE = 2.0
_STATED = 2.0
_MEASURED = 2.5
_BESIDE = 1.0
_IN_RANKS = 0.5
_PERIOD = 1.2
_UNIT = 0.6
_AMOUNT = 6.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A figure that a look-up found.

    `cosine` is that of its statement with the look-up, 0 where that is not known; `ranks` is the
    fused rank of its statement, from 0 to 1.
    """

    document: Document
    figure: Figure
    cosine: float
    ranks: float


def score(look_up: LookUp, candidate: Candidate, vocabulary: Vocabulary) -> float:
    """How well a figure suits a look-up; comparable within one look-up only."""
    weights = weighed(look_up, vocabulary)
    document, figure = candidate.document, candidate.figure
    text = document.without_marks(figure.start, figure.end)
    headings = " ".join((*document.names, *document.section_at(figure.start)))
    label = label_before(document, figure.start, figure.end)
    key = text[figure.key[0] - figure.start : figure.key[1] - figure.start]
    own = measured_families(figure) | families_of(f"{key} {figure.amount.unit} {label}")
    stated = own | families_of(text)
    around = families_of(headings)
    return (
        _COSINE * candidate.cosine
        + _IN_RANKS * candidate.ranks
        + _STATED
        * _share(weights, {s: 1.0 if s in stated else 0.5 * (s in around) for s in weights})
        + _MEASURED * _share(weights, _measures(weights, figure, own, text))
        + _BESIDE * _share(weights, _beside(weights, figure, own, text))
        + _PERIOD * period_suits(look_up.periods, figure.period, f"{headings} {text}")
        + _UNIT * _unit_suits(look_up, figure.amount)
        + _AMOUNT * amount_suits(look_up.amounts, figure.amount)
    )


def weighed(look_up: LookUp, vocabulary: Vocabulary) -> dict[str, float]:
    """How much each word of a look-up tells, by the stem of its family."""
    return {family(s): vocabulary.weight(s) for s in look_up.stems}


def _share(weights: Mapping[str, float], held: Mapping[str, float]) -> float:
    total = sum(weights.values())
    if not total:
        return 0.0
    return sum(weight * held.get(s, 0.0) for s, weight in weights.items()) / total


def _measures(
    weights: Mapping[str, float], figure: Figure, own: frozenset[str], text: str
) -> dict[str, float]:
    """How well each stem says what is measured: the other cells of a row nearly as its headers."""
    row = families_of(text) if figure.table is not None else frozenset()
    return {s: 1.0 if s in own else _IN_ROW * (s in row) for s in weights}


def _beside(
    weights: Mapping[str, float], figure: Figure, own: frozenset[str], text: str
) -> dict[str, float]:
    """For each stem that stands in the statement, how near the figure it stands."""
    if figure.table is not None:
        return _measures(weights, figure, own, text)
    first, last = figure.key[0] - figure.start, figure.key[1] - figure.start
    near: dict[str, float] = {}
    for match in re.finditer(r"[^\W_]+", text):
        found = family(stem(match[0].lower()))
        if found in weights:
            away = max(match.start() - last, first - match.end(), 0)
            near[found] = max(near.get(found, 0.0), _NEAR / (_NEAR + away))
    return near


def period_suits(asked: Sequence[Period], own: Period | None, text: str) -> float:
    """1 where a figure is about a period asked for, -1 where it is about another, else between."""
    if not asked:
        return 0.0
    if own is None:
        return 0.3 if any(one.text in text for one in asked) else -0.3
    if any((one.start, one.end) == (own.start, own.end) for one in asked):
        return 1.0
    if any(own.start <= one.end and one.start <= own.end for one in asked):
        return 0.5
    return -1.0


def _unit_suits(look_up: LookUp, amount: Amount) -> float:
    """1 for a unit that the look-up calls for, -1 for another, 0 where it calls for none."""
    if not look_up.units:
        return 0.0
    return 1.0 if amount.unit in look_up.units else -1.0


def amount_suits(asked: Sequence[Amount], own: Amount) -> float:
    """1 where a figure has an amount that is asked for, a little less where it only bounds it."""
    best = 0.0
    for one in asked:
        if same_value(one, own):
            exact = (one.comparator, one.direction) == (own.comparator, own.direction)
            best = max(best, 1.0 if exact else 0.97)
    return best
