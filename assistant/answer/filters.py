"""Which documents a question is asked of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from assistant.documents import Kind


@dataclass(frozen=True, slots=True)
class Facets:
    """What of a document a filter looks at."""

    path: str
    kind: Kind
    publisher: str | None
    published: str | None


@dataclass(frozen=True, slots=True)
class Filters:
    """The documents to search; what is empty or None does not restrict.

    `since` and `until` are ISO dates, both included. A document without a date is left out as
    soon as either is given: it cannot be shown to lie between them. `findings_only` leaves out
    sentences that are no finding (see assistant/answer/basis.py).
    """

    kinds: frozenset[str] = field(default_factory=frozenset)
    publishers: frozenset[str] = field(default_factory=frozenset)
    documents: frozenset[str] = field(default_factory=frozenset)
    since: str | None = None
    until: str | None = None
    findings_only: bool = False

    def admits(self, document: Facets) -> bool:
        """Whether a document is to be searched."""
        if self.kinds and document.kind not in self.kinds:
            return False
        if self.publishers and document.publisher not in self.publishers:
            return False
        if self.documents and document.path not in self.documents:
            return False
        if self.since is None and self.until is None:
            return True
        if document.published is None:
            return False
        published, since, until = document.published, self.since or "", self.until or "9999"
        # "2024" and "2024-07" stand for their whole year or month, so compare only that much.
        return since[: len(published)] <= published and published[: len(until)] <= until

    def select(self, documents: Iterable[Facets]) -> frozenset[str] | None:
        """The paths to search, or None where nothing restricts them."""
        if self == Filters():
            return None
        return frozenset(document.path for document in documents if self.admits(document))
