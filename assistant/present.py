"""Results as JSON values, in the form of docs/contract.md, and as lines for people."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from assistant.documents import Answer, Quote, written_date

if TYPE_CHECKING:
    from assistant.evaluate import Outcome, Scores
    from assistant.index.build import BuildReport
    from assistant.index.status import Status

_WIDTH = 88
NO_ANSWER = (
    "I could not find an answer in these documents. Try words the document is likely to use, "
    "or check the list of documents."
)


def quote_json(quote: Quote) -> dict[str, Any]:
    """A quote with all that its citation needs."""
    document, page = quote.document, quote.page
    return {
        "text": quote.text,
        "key": list(quote.key) if quote.key else None,
        "document": document.path,
        "title": document.title,
        "kind": document.kind,
        "authors": list(document.authors),
        "publisher": document.publisher,
        "published": document.published,
        "page": page.number if page else None,
        "page_label": page.label if page else None,
        "section": " > ".join(quote.section),
        "start": quote.start,
        "end": quote.end,
        "sha256": document.sha256,
        "reference": quote.reference,
        "score": round(quote.score, 4),
    }


def answer_json(answer: Answer, identity: object = None) -> dict[str, Any]:
    """An answer; `identity` is what the asker calls the question."""
    return {
        "id": identity,
        "question": answer.question,
        "understood": answer.understood,
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
        if answer.related:
            lines += ["", "Related passages, not an answer:"]
    for number, quote in enumerate(answer.quotes or answer.related, start=1):
        # A quote keeps its own lines: only the terminal may break them.
        lines += ["", f"{number}. “{quote.text}”", f"   {quote.reference}"]
        lines.append(f"   {quote.document.path}")
    return lines


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
        "models": {"embedding": manifest.model, "dimensions": manifest.dimensions},
        "stale": list(status.stale),
        "advice": status.advice,
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
    return lines + ([status.advice] if status.advice else [])


def scores_json(scores: Scores, outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """The measures, and how each question fared."""
    return {
        **asdict(scores),
        "outcomes": [
            {
                "id": outcome.gold.id,
                "type": outcome.gold.type,
                "answerable": outcome.gold.answerable,
                "answered": outcome.answer.answered,
                "right": list(outcome.right),
                "confidence": outcome.answer.confidence,
                "seconds": outcome.answer.seconds,
            }
            for outcome in outcomes
        ],
    }


def scores_lines(scores: Scores) -> list[str]:
    """The measures as a table."""
    lists = "none asked" if scores.list_coverage is None else f"{scores.list_coverage:.3f}"
    lines = [
        f"questions       {scores.questions}",
        f"right@1         {scores.right_at_1:.3f}",
        f"right@3         {scores.right_at_3:.3f}",
        f"list coverage   {lists}",
        f"refused         {scores.refused:.3f}",
        f"false refusals  {scores.false_refusals:.3f}",
        f"verbatim        {scores.verbatim:.3f}",
        f"seconds (p50)   {scores.seconds_p50:.3f}",
        "",
        f"{'type':16}{'questions':>10}{'right@1':>9}{'right@3':>9}{'refused':>9}",
    ]
    for kind, row in scores.by_type.items():
        cells = "".join(
            f"{row[name]:9.3f}" if name in row else f"{'':9}"
            for name in ("right_at_1", "right_at_3", "refused")
        )
        lines.append(f"{kind:16}{row['questions']:10.0f}{cells}")
    return lines


def counted(number: int, noun: str) -> str:
    """A number with its noun: "1 passage", "1,870 passages"."""
    return f"{number:,} {noun}" + ("" if number == 1 else "s")
