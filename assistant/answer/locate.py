"""Finds the words of a citation again in the documents as they are now."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from assistant.answer.citation import Citation
from assistant.documents import Document, Quote
from assistant.errors import CitationError
from assistant.index.rows import Listing


def locate(
    citation: Citation, listings: Sequence[Listing], document: Callable[[str], Document]
) -> Quote:
    """The quote of a citation: where it stood, or where its words stand now.

    `document` gives the document at a path that is listed.

    Raises:
        CitationError: the document is gone, or no longer has these words just once.
    """
    path = path_now(citation, listings)
    if path is None:
        raise CitationError(
            "gone",
            f"“{citation.title}” is no longer among the documents, so its page cannot be shown. "
            "The words above are as they were quoted.",
        )
    now = document(path)
    start = citation.start
    if now.text[start : citation.end] != citation.text:
        start = now.text.find(citation.text)
        if start < 0 or now.text.find(citation.text, start + 1) >= 0:
            raise CitationError(
                "changed",
                f"“{citation.title}” has changed since this was quoted, and these words no longer "
                "stand in it as they did. Ask the question again to see what it says now.",
            )
    return Quote(now, start, start + len(citation.text), citation.key, citation.score)


def path_now(citation: Citation, listings: Sequence[Listing]) -> str | None:
    """Where the document is now: the very file, under whatever name, else that of its name."""
    same = [listing.path for listing in listings if listing.sha256 == citation.sha256]
    if citation.document in same:
        return citation.document
    if same:
        return same[0]
    return next((one.path for one in listings if one.path == citation.document), None)
