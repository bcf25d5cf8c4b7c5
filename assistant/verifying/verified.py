"""The citations of a whole file, held against the documents as they are indexed."""

from __future__ import annotations

import contextlib
from collections import Counter
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from assistant.index.stores import store_of
from assistant.index.version import Catalogue
from assistant.originals import is_unchanged
from assistant.settings import Settings
from assistant.verifying.claims import untrue
from assistant.verifying.exported import Cited, read_exported
from assistant.verifying.verdict import Verdict
from assistant.verifying.verify import verify


@dataclass(frozen=True, slots=True)
class Verified:
    """What became of the citations of a file, in its order, against one version of the index.

    `stale` are the cited documents that are not, in the corpus, the file that was indexed.
    """

    file: str
    index_version: str
    citations: tuple[tuple[Cited, Verdict], ...]
    unproved: tuple[str, ...]
    stale: tuple[str, ...]

    @property
    def edited(self) -> int:
        """How many quotes the file shows in other words, or with another figure or source."""
        return sum(cited.shown == "edited" for cited, _ in self.citations)

    @property
    def counts(self) -> dict[str, int]:
        """How many citations have each state."""
        found = Counter(verdict.state for _, verdict in self.citations)
        return {state: found[state] for state in ("stands", "moved", "changed", "gone")}

    @property
    def sound(self) -> bool:
        """Whether every quote that the file shows stands in the documents of today.

        Quotes that were left out of a paper do not count, for it shows nothing of them.
        """
        counts = self.counts
        return not (counts["changed"] or counts["gone"] or self.edited or self.unproved)


def verify_file(file: Path, settings: Settings) -> Verified:
    """Verify the citations of a file. Loads no model.

    Raises:
        VerifyError: the file cannot be read or has no citations.
        IndexProblem: there is no index, or it cannot be read.
    """
    exported = read_exported(file)
    with contextlib.closing(store_of(settings).catalogue()) as catalogue:
        listings = catalogue.listings()
        document = lru_cache(maxsize=16)(catalogue.document)
        citations = tuple(
            _with_claims(one, verify(one.citation, listings, document), catalogue)
            for one in exported.cited
        )
        version = catalogue.manifest.version
    cited = {verdict.where.document for _, verdict in citations if verdict.where is not None}
    stale = tuple(
        one.path
        for one in listings
        if one.path in cited and not _as_indexed(settings.corpus / one.path, one.sha256)
    )
    return Verified(file.name, version, citations, exported.unproved, stale)


def _with_claims(cited: Cited, verdict: Verdict, catalogue: Catalogue) -> tuple[Cited, Verdict]:
    """A citation that the file says something untrue of is edited, though its words stand."""
    where = verdict.where
    if where is None or not cited.claims or verdict.state not in ("stands", "moved"):
        return cited, verdict
    figures = catalogue.figures(where.document, where.start, where.end)
    wrong = untrue(cited.claims, cited.citation, where, verdict.state, figures)
    if wrong:
        told = "; ".join(f"{name}: {value or 'none'}" for name, value in wrong.items())
        cited = replace(cited, shown="edited", words=told)
    return cited, verdict


def _as_indexed(file: Path, sha256: str) -> bool:
    try:
        return is_unchanged(file, sha256)
    except OSError:
        return False
