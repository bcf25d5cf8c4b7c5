"""The figures for a look-up: statements by meaning and words, fused; then figures within them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from assistant.answer.search import reciprocal_rank_fusion
from assistant.figures.figure import PERCENT, POUNDS, RATIO, Amount, Figure
from assistant.index.embedder import Embedder
from assistant.index.opened import Index
from assistant.index.texts import label_before
from assistant.index.word_families import families_of
from assistant.ledger.query import LookUp
from assistant.ledger.ranking import Candidate, amount_suits, score, weighed

_CANDIDATES = 80
"""So many statements each of the two searches brings."""
_LEAST_COSINE = 0.45
"""Nearer than this by meaning, a statement needs to share no word with what is looked up."""
_LEAST_SHARE = 0.5
"""The part of what the words of a look-up tell that a statement must have otherwise."""
_HUNDREDS = frozenset({PERCENT, RATIO, POUNDS, "p"})
_ROUNDED, _ROUGHLY = 0.01, 0.06

Admits = Callable[[str, Figure], bool]
Ranked = tuple[Candidate, float]


def find_figures(
    index: Index,
    embedder: Embedder,
    look_up: LookUp,
    *,
    only: Collection[str] | None,
    admits: Admits,
) -> list[Ranked]:
    """The figures that suit a look-up with their scores, best first."""
    if look_up.amounts:
        found = _of_amount(index, embedder, look_up, only)
    else:
        found = _about(index, embedder, look_up, only)
    ranked = [
        (one, score(look_up, one, index.vocabulary))
        for one in found
        if admits(one.document.path, one.figure)
    ]
    return sorted(ranked, key=_order)


def _order(ranked: Ranked) -> tuple[float, str, int]:
    candidate, worth = ranked
    return -worth, candidate.document.path, candidate.figure.key[0]


def _about(
    index: Index, embedder: Embedder, look_up: LookUp, only: Collection[str] | None
) -> list[Candidate]:
    """The figures of the statements that are near what is looked up."""
    if not look_up.stems:
        return []
    statements = index.statements
    vector = embedder.encode([look_up.text])[0]
    dense = [identity for identity, _ in statements.nearest(vector, _CANDIDATES, only)]
    lexical = [
        identity for identity, _ in statements.sharing_words(look_up.words, _CANDIDATES, only)
    ]
    fused = reciprocal_rank_fusion([dense, lexical])
    vectors = statements.vectors([identity for identity, _ in fused])
    best = fused[0][1] if fused else 1.0
    return [
        Candidate(index.document(path), figure, cosine, worth / best)
        for identity, worth in fused
        for path, start, end in [statements.place(identity)]
        if index.can_read(path)
        for cosine in [float(vectors[identity] @ vector)]
        if cosine >= _LEAST_COSINE or _shares(index, look_up, path, start, end)
        for figure in statements.figures(identity)
    ]


def _shares(index: Index, look_up: LookUp, path: str, start: int, end: int) -> bool:
    """Whether a statement, with what stands above it, has enough of the words looked up."""
    document = index.document(path)
    tables = [one.table for one in index.figures(path, start, end) if one.table is not None]
    headers = [part for table in tables for part in table.words]
    own = families_of(
        " ".join(
            (
                document.without_marks(start, end),
                *document.names,
                *document.section_at(start),
                label_before(document, start, end),
                *headers,
            )
        )
    )
    weights = weighed(look_up, index.vocabulary)
    has = sum(weight for s, weight in weights.items() if s in own)
    return has >= _LEAST_SHARE * sum(weights.values())


def _of_amount(
    index: Index, embedder: Embedder, look_up: LookUp, only: Collection[str] | None
) -> list[Candidate]:
    """The figures that have an amount that is looked up, whatever they measure."""
    statements = index.statements
    found: dict[tuple[str, int, int], tuple[str, Figure]] = {}
    for amount in look_up.amounts:
        for low, high in _written(amount):
            for path, figure in statements.of_value(low, high, only):
                if amount_suits([amount], figure.amount):
                    found.setdefault((path, *figure.key), (path, figure))
    by_id = {
        place: statements.at(path, figure.start, figure.end)
        for place, (path, figure) in found.items()
    }
    cosines: dict[int, float] = {}
    if look_up.stems:
        vector = embedder.encode([look_up.text])[0]
        own = statements.vectors([one for one in by_id.values() if one is not None])
        cosines = {identity: float(one @ vector) for identity, one in own.items()}
    return [
        Candidate(index.document(path), figure, cosines.get(by_id[place] or 0, 0.0), 0.0)
        for place, (path, figure) in found.items()
        if index.can_read(path)
    ]


def _written(amount: Amount) -> Iterable[tuple[float, float]]:
    """The values, as bounds, under which an amount may be kept: one in five is 20%, and 0.2.

    They are wide enough for two thirds as 66.7% and for "about 50" as 52: `same_value` decides.
    """
    values = [amount.value, -amount.value]
    if amount.unit in _HUNDREDS:
        values += [amount.value / 100, amount.value * 100]
    width = _ROUGHLY if amount.comparator == "about" else _ROUNDED
    for value in values:
        yield value - abs(value) * width, value + abs(value) * width
