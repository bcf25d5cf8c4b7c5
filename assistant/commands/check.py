"""What `nhs-assistant check` reads and prints."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from assistant.checking.finding import Finding
from assistant.checking.wording import VERDICTS, summary
from assistant.errors import DocumentError
from assistant.present import citation_json
from assistant.progress import Progress
from assistant.settings import Settings

_CHECKING = "Checking the draft"


def check_file(file: str, word: Path | None, settings: Settings) -> tuple[tuple[Finding, ...], str]:
    """Check the draft at a path, "-" for standard input; `word` is where a Word file is written.

    Returns what was found, and the version of the index.

    Raises:
        DocumentError: the draft cannot be read, or the Word file not be written.
        IndexProblem: there is no index, or it cannot be used as it is.
    """
    from assistant.index.stores import store_of

    draft = read_file(file)
    _check_place(word, file)
    store_of(settings).manifest()  # says at once what is wrong, before the model is loaded
    from assistant.checking.check import check_draft
    from assistant.ledger.ledger import Ledger

    ledger = Ledger.open(settings)
    if ledger.index.instead is not None:
        sys.stderr.write(ledger.index.instead + "\n")
    with Progress(sys.stderr) as progress:
        findings = check_draft(draft, ledger, lambda done, total: progress(_CHECKING, done, total))
    if word is not None:
        from assistant.export.checked import checked_word
        from assistant.export.receipts import Source

        source = Source(ledger.version, ledger.built)
        word.write_bytes(checked_word(draft, findings, source=source))
    return findings, ledger.version


def _check_place(word: Path | None, file: str) -> None:
    if word is None:
        return
    if word.suffix.lower() != ".docx" or not word.resolve().parent.is_dir():
        raise DocumentError(
            "unsupported", f"{word} cannot be written: give a name in .docx in a folder there is."
        )
    if file != "-" and word.resolve() == Path(file).resolve():
        raise DocumentError("unsupported", f"{word} is the draft itself: give another name.")


def read_file(file: str) -> str:
    """The text of a draft at a path, or of standard input for "-".

    Raises:
        DocumentError: it cannot be read, or not as a draft.
    """
    from assistant.checking.drafts import MOST_BYTES, read_draft

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


def finding_json(finding: Finding, index_version: str) -> dict[str, Any]:
    """A finding, in the form of docs/contract.md."""
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


def finding_lines(findings: Sequence[Finding]) -> list[str]:
    """The findings as a person reads them on a terminal, in the order of the draft."""
    lines = [summary(findings)]
    for number, finding in enumerate(findings, start=1):
        lines += ["", f"{number}. {VERDICTS[finding.verdict]}: {_said(finding)}"]
        lines.append(f"   {_printable(finding.why)}")
        if finding.source is not None:
            lines.append(f"   “{_printable(finding.source.text)}”")
            lines.append(f"   {_printable(finding.source.reference)}")
            lines.append(f"   {_printable(finding.source.document)}")
    return lines


def _said(finding: Finding) -> str:
    text = _printable(finding.text)
    return f"“{text}”" if finding.kind == "quotation" else text


def _printable(text: str) -> str:
    """Text on one line; what could steer the terminal is left out of it."""
    return "".join(each if each.isprintable() else "\ufffd" for each in " ".join(text.split()))
