"""Results as JSON values, in the form of docs/contract.md, and as lines for people."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any, get_args

from assistant.answer.citation import Citation, SavedAnswer, cite
from assistant.answer.filters import Filters
from assistant.documents import Answer, Kind, Quote, written_date

if TYPE_CHECKING:
    from assistant.index.build import BuildReport
    from assistant.index.build_state import RebuildState
    from assistant.index.status import Status

_WIDTH = 88
NO_ANSWER = (
    "I could not find an answer in these documents. Try words the document is likely to use, "
    "or check the list of documents."
)


def quote_json(quote: Quote) -> dict[str, Any]:
    """A quote with all that its citation needs."""
    return citation_json(cite(quote))


def citation_json(citation: Citation) -> dict[str, Any]:
    """A quote by value, in the form of docs/contract.md."""
    return {
        "text": citation.text,
        "key": list(citation.key) if citation.key else None,
        "document": citation.document,
        "title": citation.title,
        "kind": citation.kind,
        "authors": list(citation.authors),
        "publisher": citation.publisher,
        "published": citation.published,
        "basis": citation.basis,
        "according_to": citation.according_to,
        "page": citation.page,
        "page_label": citation.page_label,
        "section": " > ".join(citation.section),
        "start": citation.start,
        "end": citation.end,
        "sha256": citation.sha256,
        "recognised": citation.recognised,
        "reference": citation.reference,
        "score": citation.score,
    }


def answer_json(answer: Answer, identity: object = None) -> dict[str, Any]:
    """An answer; `identity` is what the asker calls the question."""
    return {
        "id": identity,
        "question": answer.question,
        "understood": answer.understood,
        "unknown_words": list(answer.unknown_words),
        "answered": answer.answered,
        "confidence": answer.confidence,
        "index_version": answer.index_version,
        "seconds": answer.seconds,
        "quotes": [quote_json(quote) for quote in answer.quotes],
        "related": [quote_json(quote) for quote in answer.related],
    }


def answer_lines(answer: Answer) -> list[str]:
    """An answer as a person reads it on a terminal."""
    lines = [f"Understood as: {answer.understood}", ""] if answer.understood else []
    if not answer.answered:
        lines.append(textwrap.fill(NO_ANSWER, _WIDTH))
        if answer.unknown_words:
            lines.append(textwrap.fill(unknown_words(answer), _WIDTH))
        if answer.related:
            lines += ["", "Related passages, not an answer:"]
    for number, quote in enumerate(answer.quotes or answer.related, start=1):
        # A quote keeps its own lines: only the terminal may break them.
        lines += ["", f"{number}. “{quote.text}”", f"   {basis_words(cite(quote))}"]
        lines += [f"   {quote.reference}", f"   {quote.document.path}"]
    return [harmless(line) for line in lines]


FROM_A_SCAN = "Words recognised from a scan: check them on the page"


def basis_words(citation: Citation) -> str:
    """What stands behind a quote, in words: "Said by Ada Marsh, quoted in the report".

    Where its words were recognised from a scan, this is said too.
    """
    basis = _basis_words(citation)
    return f"{basis}. {FROM_A_SCAN}" if citation.recognised else basis


def _basis_words(citation: Citation) -> str:
    by, kind = _named(citation.according_to), citation.kind
    match citation.basis:
        case "official statistic":
            return f"Official statistic, according to {by}" if by else "Official statistic"
        case "finding":
            return f"Finding of {_A_KIND[kind]}" + (f", citing {by}" if by else "")
        case "quoted":
            return f"Said by {by or 'somebody'}, quoted in {_THE_KIND[kind]}"
        case "opinion":
            whose = " and ".join(citation.authors) if kind == "opinion piece" else ""
            said = f"Opinion of {whose}" if whose else f"Opinion, stated in {_THE_KIND[kind]}"
            return said + (f", citing {by}" if by else "")
        case "recommendation":
            # A response repeats what was recommended to the government before it answers.
            repeated = ", repeated in the response" if kind == "government response" else ""
            return (f"Recommendation of {by}" if by else "Recommendation") + repeated
        case "commitment":
            return "Commitment"
        case "requirement":
            return "Requirement"
        case "statement":
            return f"Stated in {_A_KIND[kind]}"


# "This report" would be the board paper that the words are taken into.
_THE_KIND: dict[Kind, str] = {kind: f"the {kind}" for kind in get_args(Kind)}
_A_KIND: dict[Kind, str] = {
    **{kind: f"a {kind}" for kind in get_args(Kind)},
    "guidance": "guidance",
    "opinion piece": "an opinion piece",
    "document": "the document",
}
_BEGINS_A_SENTENCE = re.compile(r"(?:The|Some|Many|Several|Most|Other|One|Two|All|Its|Their)\b")


def _named(name: str | None) -> str:
    """A name within a sentence: on one line, and with no capital that only began a sentence."""
    words = " ".join((name or "").split())
    return words[:1].lower() + words[1:] if _BEGINS_A_SENTENCE.match(words) else words


def unknown_words(answer: Answer | SavedAnswer) -> str:
    """Which words of the question no document has, as a sentence; "" where all are known."""
    quoted = [f"“{word}”" for word in answer.unknown_words]
    if not quoted:
        return ""
    listed = " or ".join([", ".join(quoted[:-1]), quoted[-1]] if len(quoted) > 1 else quoted)
    return f"No document has the word {listed}."


def build_json(report: BuildReport) -> dict[str, Any]:
    """What a build did."""
    return {
        "version": report.version,
        "documents": [asdict(document) for document in report.documents],
        "passages": report.passages,
        "seconds": round(report.seconds, 3),
    }


def build_lines(report: BuildReport) -> list[str]:
    """What a build did, a line for each document that changed or failed."""
    lines = []
    for document in report.documents:
        if document.status == "failed":
            lines.append(f"failed     {document.path}: {document.detail} ({document.reason})")
        elif document.status != "unchanged":
            lines.append(f"{document.status:10} {document.path}")
    unchanged = sum(document.status == "unchanged" for document in report.documents)
    if unchanged:
        lines.append(f"unchanged  {counted(unchanged, 'document')}")
    failed = sum(document.status == "failed" for document in report.documents)
    lines.append(
        f"Version {report.version}: {counted(report.passages, 'passage')}, "
        f"{counted(failed, 'document')} failed, in {report.seconds:.1f} seconds."
    )
    return lines


def status_json(status: Status) -> dict[str, Any]:
    """How the index stands."""
    manifest = status.manifest
    return {
        "version": manifest.version,
        "built": manifest.built,
        "documents": [asdict(document) for document in status.documents],
        "failed": [asdict(failure) for failure in status.failures],
        "passages": manifest.passages,
        "models": {
            "embedding": manifest.model,
            "dimensions": manifest.dimensions,
            "reader": status.reader,
        },
        "stale": list(status.stale),
        "advice": status.advice,
        "versions": list(status.versions),
        "instead": status.instead,
        "build": asdict(status.build) if status.build is not None else None,
    }


def status_lines(status: Status) -> list[str]:
    """How the index stands, for people."""
    manifest = status.manifest
    lines = [
        f"Version {manifest.version}, built {manifest.built}",
        f"{counted(manifest.documents, 'document')}, {counted(manifest.passages, 'passage')}, "
        f"model {manifest.model.split(':')[0]}",
    ]
    for document in status.documents:
        date = written_date(document.published) if document.published else "no date"
        lines.append(f"  {document.path}: {document.title} ({document.kind}, {date})")
    lines += [f"  failed: {one.path}: {one.detail}" for one in status.failures]
    lines += [f"  changed since the build: {path}" for path in status.stale]
    if status.build is not None:
        lines.append(state_line(status.build))
    lines += [status.advice] if status.advice else []
    return [status.instead, *lines] if status.instead else lines


def state_line(state: RebuildState) -> str:
    """How the build that runs stands, or how the last one ended, in a line."""
    started = state.started.replace("T", " ")
    if state.state == "running":
        return f"A build is running since {started}: {state.what}, {state.done} of {state.total}."
    last = f"The last build, begun {started}, "
    match state.state:
        case "done":
            return f"{last}was done with version {state.version}."
        case "stopped":
            return f"{last}was stopped."
        case "died":
            return f"{last}did not come to its end. {state.problem}"
        case _:
            return f"{last}failed. {state.problem}"


def counted(number: int, noun: str) -> str:
    """A number with its noun: "1 passage", "1,870 passages"."""
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def filters_in_words(filters: Filters, titles: Mapping[str, str] | None = None) -> str:
    """The filters of a question: "report or plan, published from 1 May 2024"; "" without any.

    `titles` says what documents are called, by path; the others go by their path.
    """
    titles = titles or {}
    parts = [
        " or ".join(titles.get(path, path) for path in sorted(filters.documents)),
        " or ".join(sorted(filters.kinds)),
        f"published by {' or '.join(sorted(filters.publishers))}" if filters.publishers else "",
        f"published from {written_date(filters.since)}" if filters.since else "",
        f"published to {written_date(filters.until)}" if filters.until else "",
        "findings and statistics only" if filters.findings_only else "",
    ]
    return ", ".join(part for part in parts if part)


def day(moment: datetime) -> str:
    """The day of a moment here, as people write it: 6 August 2018."""
    return written_date(moment.astimezone().date().isoformat())


def clock(moment: datetime) -> str:
    """The time of a moment here, as people write it: 1:05pm."""
    moment = moment.astimezone()
    return f"{moment.hour % 12 or 12}:{moment:%M}{'am' if moment.hour < 12 else 'pm'}"


def printable(text: str) -> str:
    """Text on one line; what could steer the terminal is left out of it."""
    return harmless(" ".join(text.split()))


def harmless(text: str) -> str:
    """Text as it is, its own lines kept; what could steer the terminal is left out of it."""
    return "".join(each if each.isprintable() or each == "\n" else "\ufffd" for each in text)
