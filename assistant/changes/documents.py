"""Which documents a build added, updated, removed, or could not read."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from assistant.changes.changed import DocumentChange
from assistant.changes.kept import Known
from assistant.index.build import BuildReport
from assistant.index.rows import Listing
from assistant.index.version import Reading


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


def editions(
    before: Sequence[Listing], now: Sequence[Listing], changes: Iterable[DocumentChange]
) -> Iterator[tuple[str, str]]:
    """The paths, before and now, of the documents that have another file now.

    It has the same name, or else the same title.
    """
    files = {one.path: one.sha256 for one in before}
    changed = {one.path: one.what for one in changes}
    for one in now:
        if changed.get(one.path) == "updated" and files.get(one.path) not in (None, one.sha256):
            yield one.path, one.path
    removed: dict[str, list[str]] = {}
    added: dict[str, list[str]] = {}
    for listings, what, found in (
        (before, "removed", removed),
        (now, "added", added),
    ):
        for one in listings:
            if changed.get(one.path) == what:
                found.setdefault(_family(one.title, one.publisher), []).append(one.path)
    for family, paths in removed.items():
        if len(paths) == 1 and len(added.get(family, ())) == 1:
            yield paths[0], added[family][0]


def _family(title: str, publisher: str | None) -> str:
    """What editions of a document share: the words of the title without years and numbers."""
    words = re.findall(r"[^\W\d_]+", f"{title} {publisher or ''}".casefold())
    return " ".join(words)
