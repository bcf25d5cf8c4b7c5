"""The command `verify`: holds the citations of a file against the documents of today."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from assistant.commands.quotes import citation_json
from assistant.commands.terminal import indented, printable, say, shortened, show
from assistant.settings import Settings
from assistant.verifying.exported import Cited
from assistant.verifying.verdict import Verdict
from assistant.verifying.verified import Verified, verify_file
from assistant.wording import counted

_NOT_ALL = 3
"""The exit status where some citations no longer stand, or the file was edited."""
_WORDS = {"stands": "Stands", "moved": "Moved", "changed": "Changed", "gone": "Document gone"}


def add_flags(command: argparse.ArgumentParser) -> None:
    """Add the file whose citations are verified."""
    command.add_argument(
        "file",
        type=Path,
        metavar="FILE",
        help="a paper, figures or a checked draft that was exported, or saved answers",
    )


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Verify the citations of a file; exit status 3 where not all of it stands."""
    verified = verify_file(options.file, settings)
    show(options, _verified_json(verified), _verified_lines(verified))
    if verified.sound:
        return 0
    if options.json:
        say(f"Not all stands. {_summary(verified)}")
    return _NOT_ALL


def _verified_json(verified: Verified) -> dict[str, Any]:
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


def _verified_lines(verified: Verified) -> list[str]:
    lines = [_summary(verified)]
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


def _summary(verified: Verified) -> str:
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
    return indented(sentence, 3)


def _short(text: str) -> str:
    return shortened(text, 400)
