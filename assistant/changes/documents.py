"""Which documents a build added, updated, removed, or could not read."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from assistant.changes.changed import DocumentChange
from assistant.changes.kept import Known
from assistant.index.build import BuildReport
from assistant.index.face import Reading
from assistant.index.rows import Listing


def known(listings: Sequence[Listing]) -> dict[str, Known]:
    """The documents of a version, by path."""
    return {one.path: Known(one.sha256, one.title, _facts(one)) for one in listings}


def failed(catalogue: Reading) -> dict[str, str]:
    """The documents of a version that cannot be read, by path, each with why."""
    return {one.path: one.detail for one in catalogue.failures()}


def _facts(one: Listing) -> str:
    facts = (one.title, one.kind, one.authors, one.publisher, one.published)
    return hashlib.sha256(repr(facts).encode("utf-8", "replace")).hexdigest()[:16]


def changed_documents(
    before: Mapping[str, Known],
    failed_before: Mapping[str, str],
    now: Mapping[str, Known],
    failed_now: Mapping[str, str],
) -> list[DocumentChange]:
    """What changed between two versions, by path. A file that only has another name is no new one.

    What could not be read before and cannot now for the same reason has not changed.
    """
    changes = []
    gone = {path: one for path, one in before.items() if path not in now}
    for path, one in now.items():
        was = before.get(path)
        if was is None:
            old = next((old for old, other in gone.items() if other.sha256 == one.sha256), None)
            if old is None:
                changes.append(DocumentChange(path, one.title, "added"))
            else:
                del gone[old]
                why = f"The same file, which was {old} before."
                changes.append(DocumentChange(path, one.title, "updated", why))
        elif was.sha256 != one.sha256:
            changes.append(DocumentChange(path, one.title, "updated"))
        elif was.facts != one.facts:
            why = "Its title or other facts were corrected; its words are the same."
            changes.append(DocumentChange(path, one.title, "updated", why))
    for path, one in gone.items():
        if path not in failed_now:
            changes.append(DocumentChange(path, one.title, "removed"))
    for path, why in failed_now.items():
        if failed_before.get(path) != why:
            title = before[path].title if path in before else path
            changes.append(DocumentChange(path, title, "failed", why))
    return sorted(changes, key=lambda change: change.path)


def as_built(report: BuildReport, now: Mapping[str, Known]) -> list[DocumentChange]:
    """What a build itself says it did, where no version before is known."""
    return [
        DocumentChange(
            one.path,
            now[one.path].title if one.path in now else one.path,
            one.status,
            one.detail or "",
        )
        for one in report.documents
        if one.status != "unchanged"
    ]
