"""Holds one citation against the documents as they are now: words, place and file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from rapidfuzz import fuzz, process

from assistant.answer.citation import Citation, Span, cite
from assistant.answer.locate import path_now
from assistant.documents import ANSWERING_ROLES, Document, Quote
from assistant.export.figures_table import one_line
from assistant.index.rows import Listing
from assistant.ingest.sentences import sentence_spans
from assistant.verifying.verdict import Verdict
from assistant.verifying.words import LONGEST, found, stand

_LIKE = 60.0
"""How alike, of 100, a sentence is at least that is shown as what stands there now."""


def verify(
    citation: Citation,
    documents: Sequence[Listing],
    document: Callable[[str], Document],
    *,
    own: bool = False,
) -> Verdict:
    """What has become of a citation.

    `documents` are those of today and `document` gives one of them by its path. White space may
    differ, and the footnote marks of the document of today may be left out; nothing else.
    `own`: the citation is of this program's own records, not of a file that anybody can have
    written: what it says are footnote marks is believed, and they may have other numbers now.
    """
    path = path_now(citation, documents)
    if path is None:
        return _gone(citation, documents, document, own=own)
    now = document(path)
    start, end = citation.start, citation.end
    if not citation.text.strip():
        return Verdict("changed", "This citation has no words that could be looked for.")
    if stand(citation, now, own=own):
        return _stands(citation, _cited(now, (start, end), citation), now)
    places = found(citation, now, own=own)
    if len(places) == 1:
        where = _cited(now, places[0], citation)
        return Verdict(
            "moved",
            f"The same words now stand in {_place(where)}. They were quoted from "
            f"{_place(citation)}.",
            where,
        )
    if places:
        return Verdict(
            "changed",
            f"These words no longer stand where they did, and they stand in “{now.title}” "
            f"{len(places)} times now, so it cannot be told which was meant.",
        )
    return _changed(citation, now)


def _stands(citation: Citation, where: Citation, now: Document) -> Verdict:
    other_page = citation.page is not None and where.page != citation.page
    if where.document != citation.document or other_page:
        return Verdict(
            "moved",
            f"The same words now stand in {_place(where)}. They were quoted from "
            f"{_place(citation)}.",
            where,
        )
    if now.sha256 != citation.sha256:
        return Verdict(
            "stands",
            "The document has changed since, but these words stand where they stood.",
            where,
        )
    return Verdict("stands", "These words stand in the document where they were quoted.", where)


def _changed(citation: Citation, now: Document) -> Verdict:
    if now.sha256 == citation.sha256:
        why = (
            f"“{now.title}” is the same file as then, and these words do not stand in it: they "
            "were altered after they were quoted, or the program reads the file differently now."
        )
    else:
        why = f"“{now.title}” has changed since, and these words no longer stand in it."
    nearest = _nearest(citation, now)
    if nearest is None:
        return Verdict("changed", f"{why} Nothing in it is much like them.")
    return Verdict("changed", f"{why} The most similar sentence in it is shown.", nearest)


def _gone(
    citation: Citation,
    documents: Sequence[Listing],
    document: Callable[[str], Document],
    *,
    own: bool,
) -> Verdict:
    why = f"“{citation.title}” ({citation.document}) is no longer among the documents."
    for other in documents:
        if other.title.casefold() == citation.title.casefold() and citation.text.strip():
            now = document(other.path)
            places = found(citation, now, own=own)
            if len(places) == 1:
                where = _cited(now, places[0], citation)
                return Verdict(
                    "gone", f"{why} The same words stand in another file: {_place(where)}.", where
                )
    return Verdict("gone", why)


@lru_cache(maxsize=4)
def _sentences(document: Document) -> tuple[tuple[Span, ...], tuple[str, ...]]:
    """The sentences that can be quoted, as spans and with single spaces."""
    spans = tuple(
        span
        for block in document.blocks
        if block.role in ANSWERING_ROLES
        for span in sentence_spans(document, block)
    )
    return spans, tuple(one_line(document.text[start:end]) for start, end in spans)


def _nearest(citation: Citation, now: Document) -> Citation | None:
    """The sentence that is most like a citation; None where none is, or two are as much."""
    if len(citation.text) > LONGEST:
        return None
    spans, texts = _sentences(now)
    best = process.extract(
        one_line(citation.text), texts, scorer=fuzz.ratio, limit=2, score_cutoff=_LIKE
    )
    if not best or (len(best) > 1 and best[0][1] == best[1][1]):
        return None
    return cite(Quote(now, *spans[best[0][2]]))


def _cited(now: Document, span: Span, citation: Citation) -> Citation:
    """The same words as they stand now, with the words that answer marked where that is sure."""
    start, end = span
    key = citation.key if now.text[start:end] == citation.text else None
    if key is not None and not 0 <= key[0] < key[1] <= end - start:
        key = None
    return cite(Quote(now, start, end, key, citation.score))


def _place(citation: Citation) -> str:
    """Where a citation stands: file, page and characters."""
    page = ""
    if citation.page is not None:
        page = f", page {citation.page_label or citation.page}"
        if citation.page_label not in (None, str(citation.page)):
            page += f" (page {citation.page} of the file)"
    return f"{citation.document}{page}, characters {citation.start:,} to {citation.end:,}"
