"""How well figures are looked up: queries as staff type them, with every figure that is right."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from assistant.documents import Document
from assistant.ledger.entry import Entry
from benchmarks.figures_ledger import same_noun

_FIRST = 5
_CLOSE = 0.002


class Sources(Protocol):
    """What looks figures up, as `Ledger` does."""

    def look_up(self, text: str, *, count: int) -> Sequence[Entry]: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Right:
    """A figure that answers a look-up; what is None does not matter."""

    value: float
    unit: str | None = None
    document: str | None = None
    page: int | None = None


@dataclass(frozen=True, slots=True)
class LookUp:
    """A query with its right figures; `kind` is prose, table or reverse (by value)."""

    query: str
    kind: str
    right: tuple[Right, ...]


@dataclass
class LookUpScore:
    """Of each look-up, whether a right figure came first and among the first five."""

    first: list[bool] = field(default_factory=list)
    among: list[bool] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    misses: list[str] = field(default_factory=list)

    def measures(self) -> Iterator[tuple[str, list[bool]]]:
        """Each measure by name with what was judged, in the order of the report."""
        yield "first", self.first
        yield f"among the first {_FIRST}", self.among
        for kind in sorted(set(self.kinds)):
            for name, judged in (("first", self.first), (f"first {_FIRST}", self.among)):
                of_kind = [
                    right for right, own in zip(judged, self.kinds, strict=True) if own == kind
                ]
                yield f"{kind}: {name}", of_kind


def read_look_ups(path: Path) -> list[LookUp]:
    """The look-ups of a gold file."""
    rows = (json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip())
    return [
        LookUp(row["query"], row["kind"], tuple(_right(each) for each in row["right"]))
        for row in rows
        if "query" in row
    ]


def score_look_ups(
    look_ups: Sequence[LookUp], documents: Mapping[str, Document], ledger: Sources
) -> LookUpScore:
    """Ask each and hold the first five entries against the right figures.

    Raises:
        LookupError: a document of the gold set is missing.
    """
    missing = {right.document for each in look_ups for right in each.right if right.document} - set(
        documents
    )
    if missing:
        raise LookupError(f"These documents are not there: {', '.join(sorted(missing))}")
    score = LookUpScore()
    for each in look_ups:
        entries = ledger.look_up(each.query, count=_FIRST)[:_FIRST]
        judged = [any(fits(entry, right) for right in each.right) for entry in entries]
        score.first.append(bool(judged) and judged[0])
        score.among.append(any(judged))
        score.kinds.append(each.kind)
        if not score.first[-1]:
            found = "; ".join(_shown(entry) for entry in entries[:3]) or "nothing"
            place = judged.index(True) + 1 if any(judged) else "none"
            score.misses.append(f"{each.query!r}: right at {place}; found {found}")
    return score


def fits(entry: Entry, right: Right) -> bool:
    """Whether an entry is a right figure: its value, unit, document and page."""
    return (
        math.isclose(entry.amount.value, right.value, rel_tol=_CLOSE)
        and (right.unit is None or same_noun(entry.amount.unit, right.unit))
        and right.document in (None, entry.citation.document)
        and right.page in (None, entry.citation.page)
    )


def _right(row: Mapping[str, Any]) -> Right:
    return Right(row["value"], row.get("unit"), row.get("document"), row.get("page"))


def _shown(entry: Entry) -> str:
    cited = entry.citation
    page = f" page {cited.page}" if cited.page else ""
    return f"{entry.amount.value:g} {entry.amount.unit} ({cited.document}{page})"
