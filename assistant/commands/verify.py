"""The command `verify`: holds the citations of a file against the documents of today."""

from __future__ import annotations

import contextlib
import textwrap
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import file_digest
from pathlib import Path
from typing import Any

from assistant.index.face import Catalogue
from assistant.index.rows import Listing
from assistant.index.stores import store_of
from assistant.present import citation_json, counted, printable
from assistant.settings import Settings
from assistant.verifying.claims import untrue
from assistant.verifying.exported import Cited, Exported, read_exported
from assistant.verifying.verdict import Verdict
from assistant.verifying.verify import verify

NOT_ALL = 3
"""The exit status where some citations no longer stand, or the file was edited."""
_WIDTH = 88
_WORDS = {"stands": "Stands", "moved": "Moved", "changed": "Changed", "gone": "Document gone"}


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
        version, listings = catalogue.manifest.version, catalogue.listings()
        return _verified(file.name, version, exported, catalogue, listings, settings)


def _verified(
    name: str,
    version: str,
    exported: Exported,
    catalogue: Catalogue,
    listings: Sequence[Listing],
    settings: Settings,
) -> Verified:
    document = lru_cache(maxsize=16)(catalogue.document)
    verdicts = [
        _with_claims(one, verify(one.citation, listings, document), catalogue)
        for one in exported.cited
    ]
    paths = {verdict.where.document for _, verdict in verdicts if verdict.where is not None}
    stale = [
        one.path
        for one in listings
        if one.path in paths and _sha256(settings.corpus / one.path) != one.sha256
    ]
    return Verified(name, version, tuple(verdicts), exported.unproved, tuple(stale))


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


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def verified_json(verified: Verified) -> dict[str, Any]:
    """What became of the citations, in the form of docs/contract.md."""
    return {
        "file": verified.file,
        "index_version": verified.index_version,
        "sound": verified.sound,
        **verified.counts,
        "edited": verified.edited,
        "citations": [_citation_json(*each) for each in verified.citations],
        "unproved": list(verified.unproved),
        "stale": list(verified.stale),
    }


def _citation_json(cited: Cited, verdict: Verdict) -> dict[str, Any]:
    was = cited.citation
    return {
        "state": verdict.state,
        "why": verdict.why,
        "shown": cited.shown,
        "shown_words": cited.words or None,
        "about": cited.about,
        "index_version": cited.index_version,
        "text": was.text,
        "document": was.document,
        "title": was.title,
        "page": was.page,
        "page_label": was.page_label,
        "start": was.start,
        "end": was.end,
        "sha256": was.sha256,
        "reference": was.reference,
        "where": citation_json(verdict.where) if verdict.where else None,
    }


def verified_lines(verified: Verified) -> list[str]:
    """What became of the citations, for people."""
    lines = [summary(verified)]
    for number, (cited, verdict) in enumerate(verified.citations, start=1):
        lines += ["", f"{number}. {_WORDS[verdict.state]}: “{_short(cited.citation.text)}”"]
        found = verdict.where if verdict.state in ("stands", "moved") else None
        # Where the words were found the documents say what their source is, not the file.
        source = found or cited.citation
        lines.append(f"   {printable(source.reference or source.document)}")
        lines += _filled(verdict.why)
        if verdict.state == "changed" and verdict.where is not None:
            lines += _filled(f"Similar words, not the same: “{_short(verdict.where.text)}”")
            lines.append(f"   {printable(verdict.where.reference)}")
        if cited.shown == "edited":
            lines += _filled(
                f"This file says of these words what the documents do not: {_short(cited.words)}."
                if cited.claims
                else "This file no longer shows the words that were quoted. It shows: "
                f"“{_short(cited.words)}”"
            )
        elif cited.shown == "left out":
            lines += _filled("This file no longer shows this quote.")
    if verified.unproved:
        lines += ["", "Shown as quotes, but not exported with this file:"]
        lines += [f"   “{_short(text)}”" for text in verified.unproved]
    if verified.stale:
        lines += ["", "Changed or gone since the index was built. Run `nhs-assistant build`:"]
        lines += [f"   {printable(path)}" for path in verified.stale]
    return lines


def summary(verified: Verified) -> str:
    """How many citations stand, moved and so on, as one line."""
    counts = verified.counts
    parts = [
        f"{counts['stands']:,} {'stands' if counts['stands'] == 1 else 'stand'}",
        f"{counts['moved']:,} moved",
        f"{counts['changed']:,} changed",
        f"{counts['gone']:,} with the document gone",
    ]
    said = ", ".join(part for part in parts if not part.startswith("0 "))
    edited = f" {counted(verified.edited, 'quote')} edited in the file." if verified.edited else ""
    total = counted(len(verified.citations), "citation")
    return f"{total}, held against index version {verified.index_version}: {said}.{edited}"


def _filled(sentence: str) -> list[str]:
    return textwrap.wrap(printable(sentence), _WIDTH, initial_indent="   ", subsequent_indent="   ")


def _short(text: str) -> str:
    plain = printable(text)
    return plain if len(plain) <= 400 else f"{plain[:400]}…"
