"""Which facts a person has to have written so that a document is described as they want."""

from __future__ import annotations

from assistant.ingest.draft import Facts


def corrections(wanted: Facts, known: Facts, written: Facts | None = None) -> Facts:
    """What catalogue.toml has to say so that `wanted` is what people see.

    `known` is what they see now; `written` is what the catalogue says already, which stays where
    nothing is changed. What is wanted as it is known needs no writing.
    """
    written = written or Facts()
    return Facts(
        title=wanted.title if wanted.title != known.title else written.title,
        kind=wanted.kind if wanted.kind != known.kind else written.kind,
        authors=wanted.authors if wanted.authors != known.authors else written.authors,
        publisher=wanted.publisher if wanted.publisher != known.publisher else written.publisher,
        published=wanted.published if wanted.published != known.published else written.published,
    )
