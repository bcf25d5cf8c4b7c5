"""Which citations in saved chats and papers a build moved or broke."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from assistant.answer.citation import Citation
from assistant.changes.changed import CitationChange
from assistant.documents import Document
from assistant.index.rows import Listing
from assistant.verifying.verdict import Verdict
from assistant.verifying.verify import verify

MOST = 500
"""So many are told in full; all are counted."""

Verify = Callable[[Citation], Verdict]


@dataclass(frozen=True, slots=True)
class ChangedCitations:
    """What became of all citations; `unsteady` is what the next report is compared with."""

    changes: tuple[CitationChange, ...]
    checked: int
    moved: int
    broken: int
    unsteady: dict[str, str]


def against(documents: Sequence[Listing], document: Callable[[str], Document]) -> Verify:
    """Holds citations against the documents of one version."""
    files = {one.path: one.sha256 for one in documents}

    def one(citation: Citation) -> Verdict:
        path, start, end = citation.document, citation.start, citation.end
        # Nearly all are like this, and `verify` also finds out what stands behind the words.
        same_file = files.get(path) == citation.sha256
        if same_file and start >= 0 and document(path).text[start:end] == citation.text:
            return Verdict("stands", "")
        return verify(citation, documents, document, own=True)

    return one


def changed_citations(
    kept: Iterable[Citation], now: Verify, known: Mapping[str, str], before: Verify | None
) -> ChangedCitations:
    """The citations that do not stand, each once, but for those of which that is known already.

    `known` is what the last report found; without one `before` holds a citation against the
    version before.
    """
    places: dict[str, int] = {}
    citations: dict[str, Citation] = {}
    for citation in kept:
        key = _key(citation)
        places[key] = places.get(key, 0) + 1
        citations.setdefault(key, citation)
    changes: list[CitationChange] = []
    unsteady: dict[str, str] = {}
    # By document, so that each is opened once.
    for key, citation in sorted(citations.items(), key=lambda each: each[1].document):
        verdict = now(citation)
        if verdict.state == "stands":
            continue
        unsteady[key] = _told(verdict)
        was = known.get(key)
        if was is None and before is not None:
            was = _told(before(citation))
        if was != unsteady[key]:
            changes.append(CitationChange(citation, verdict, places[key]))
    changes.sort(key=lambda one: (one.verdict.state == "moved", -one.places))
    moved = sum(one.verdict.state == "moved" for one in changes)
    return ChangedCitations(
        tuple(changes[:MOST]), len(citations), moved, len(changes) - moved, unsteady
    )


def _key(citation: Citation) -> str:
    place = (citation.sha256, citation.document, citation.start, citation.text)
    return hashlib.sha256(repr(place).encode("utf-8", "replace")).hexdigest()[:32]


def _told(verdict: Verdict) -> str:
    """What is told of a citation, short: where it is the same again, it is no news."""
    where = verdict.where if verdict.state == "moved" else None
    return f"{verdict.state} {where.document}:{where.start}" if where else verdict.state
