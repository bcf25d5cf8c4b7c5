"""A quote as JSON, as `ask`, `check` and `verify` print it."""

from __future__ import annotations

from typing import Any

from assistant.answer.citation import Citation


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
