"""The command `check`: holds the figures and quotations of a draft against the documents."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from assistant.checking.check import check_draft
from assistant.checking.draft_file import MOST_BYTES, read_draft
from assistant.checking.finding import Finding
from assistant.checking.wording import VERDICTS, summary
from assistant.commands.opening import open_ledger
from assistant.commands.quotes import citation_json
from assistant.commands.terminal import printable, show
from assistant.errors import DocumentError
from assistant.export.checked import checked_word
from assistant.export.receipts import Source
from assistant.progress import Progress
from assistant.settings import Settings

_CHECKING = "Checking the draft"


def add_flags(command: argparse.ArgumentParser) -> None:
    """Add the file of the draft and the flag."""
    command.add_argument("file", metavar="FILE", help="a Word or text file; - for standard input")
    command.add_argument(
        "--word", type=Path, metavar="OUT.docx", help="also write the draft with marks and notes"
    )


def run(options: argparse.Namespace, settings: Settings) -> int:
    """Check the draft, and print what was found."""
    draft = _read_file(options.file)
    _check_place(options.word, options.file)
    ledger = open_ledger(settings)
    with Progress(sys.stderr) as progress:
        findings = check_draft(draft, ledger, lambda done, total: progress(_CHECKING, done, total))
    if options.word is not None:
        source = Source(ledger.version, ledger.built)
        options.word.write_bytes(checked_word(draft, findings, source=source))
    values = [_finding_json(one, ledger.version) for one in findings]
    show(options, values, _findings_lines(findings))
    return 0


def _check_place(word: Path | None, file: str) -> None:
    if word is None:
        return
    if word.suffix.lower() != ".docx" or not word.resolve().parent.is_dir():
        raise DocumentError(
            "unsupported", f"{word} cannot be written: give a name in .docx in a folder there is."
        )
    if file != "-" and word.resolve() == Path(file).resolve():
        raise DocumentError("unsupported", f"{word} is the draft itself: give another name.")


def _read_file(file: str) -> str:
    """The text of a draft at a path, or of standard input for "-".

    Raises:
        DocumentError: it cannot be read, or not as a draft.
    """
    if file == "-":
        stream = getattr(sys.stdin, "buffer", None)
        most = MOST_BYTES + 1  # the one more is refused
        content = (
            stream.read(most) if stream else sys.stdin.read(most).encode("utf-8", "surrogateescape")
        )
        return read_draft("Standard input", content)
    path = Path(file)
    try:
        with path.open("rb") as opened:
            content = opened.read(MOST_BYTES + 1)  # the one more is refused
    except OSError as error:
        raise DocumentError(
            "damaged", f"{path.name} cannot be read: {error.strerror or error}."
        ) from error
    return read_draft(path.name, content)


def _finding_json(finding: Finding, index_version: str) -> dict[str, Any]:
    return {
        "text": finding.text,
        "start": finding.start,
        "end": finding.end,
        "kind": finding.kind,
        "verdict": finding.verdict,
        "source": citation_json(finding.source) if finding.source else None,
        "expected": finding.expected,
        "why": finding.why,
        "index_version": index_version,
        "changes": [
            {"start": start, "end": end, "source": words} for (start, end), words in finding.changes
        ],
    }


def _findings_lines(findings: Sequence[Finding]) -> list[str]:
    lines = [summary(findings)]
    for number, finding in enumerate(findings, start=1):
        lines += ["", f"{number}. {VERDICTS[finding.verdict]}: {_said(finding)}"]
        lines.append(f"   {printable(finding.why)}")
        if finding.source is not None:
            lines.append(f"   “{printable(finding.source.text)}”")
            lines.append(f"   {printable(finding.source.reference)}")
            lines.append(f"   {printable(finding.source.document)}")
    return lines


def _said(finding: Finding) -> str:
    text = printable(finding.text)
    return f"“{text}”" if finding.kind == "quotation" else text
