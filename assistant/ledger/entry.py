"""A figure by value: what is shown, compared, exported and sent to a program."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.answer.citation import Citation
from assistant.figures.figure import Amount, InTable, Period


@dataclass(frozen=True, slots=True)
class Entry:
    """A figure of the ledger with where it stands.

    `citation.text` is the sentence or table row, `citation.key` the words of the figure in it.
    `score` puts the entries of one look-up in order, and means nothing beyond it.
    """

    amount: Amount
    measure: str
    period: Period | None
    attribution: str | None
    table: InTable | None
    citation: Citation
    score: float = 0.0
