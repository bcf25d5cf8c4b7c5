"""HTML of what a rebuild changed: documents, citations, answers, figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from assistant.answer.citation import Citation, SavedAnswer
from assistant.changes.changed import (
    Changes,
    CitationChange,
    DocumentChange,
    FigureChange,
    Told,
    What,
)
from assistant.web import words
from assistant.web.markup import escaped, page_link, quotation, source_address
from assistant.web.page_links import document_link
from assistant.wording import NO_ANSWER, counted, day_and_time

_WHATS: dict[What, str] = {
    "added": "Added",
    "updated": "Updated",
    "removed": "Removed",
    "failed": "Could not be read",
}
_STATES = {
    "stands": "Stands",
    "moved": "Moved",
    "changed": "No longer in the document",
    "gone": "Document gone",
}


def when(changes: Changes) -> str:
    """When a build was done."""
    return day_and_time(datetime.fromisoformat(changes.built))


def summary(documents: Sequence[DocumentChange]) -> str:
    """What became of the documents: "2 documents added, 1 removed"."""
    counts = Counter(each.what for each in documents)
    parts: list[str] = []
    for what, name in _WHATS.items():
        if number := counts[what]:
            whom = f"{number:,}" if parts else counted(number, "document")
            parts.append(f"{whom} {name.lower()}")
    return ", ".join(parts)


def documents(changed: Sequence[DocumentChange]) -> str:
    """The documents that a build changed."""
    items = "".join(_document(each) for each in changed)
    return f'<ul class="changes" role="list">{items}</ul>'


def _document(change: DocumentChange) -> str:
    there = change.what in ("added", "updated")
    title = change.title or change.path
    shown = page_link(title, document_link(change.path)) if there else escaped(title)
    said = _WHATS[change.what] + (f". {change.why}" if change.why else "")
    return (
        f'<li><span class="title">{shown}</span>'
        f'<span class="what">{escaped(said)}</span></li>'
    )  # fmt: skip


def citations(changed: Sequence[CitationChange]) -> str:
    """Saved citations that moved or broke, with what stands there now."""
    return f'<ul class="changes" role="list">{"".join(map(_citation, changed))}</ul>'


def _citation(change: CitationChange) -> str:
    verdict = change.verdict
    state = _STATES[verdict.state]
    places = f"In {counted(change.places, 'saved answer or paper')}"
    if change.places != 1:
        places = f"In {change.places:,} saved answers and papers"
    now = ""
    if verdict.where is not None and verdict.where.text != change.citation.text:
        heading = "The most similar words now" if verdict.state == "changed" else "Now"
        now = f"<h4>{heading}</h4>{quotation(verdict.where, 'quote')}"
    return (
        f'<li><p class="title">{escaped(state)}</p>{quotation(change.citation, "quote")}'
        f"<p>{escaped(verdict.why)}</p>{now}"
        f'<span class="what">{escaped(places)}</span></li>'
    )


def both_answers(before: SavedAnswer | None, now: SavedAnswer) -> str:
    """The answers to a standing question, before and now, side by side."""
    return f'<div class="two-sides">{_side("Before", before)}{_side("Now", now)}</div>'


def _side(name: str, answer: SavedAnswer | None) -> str:
    if answer is None:
        said = "<p>It had not been asked before.</p>"
    elif not answer.answered:
        said = f"<p>{escaped(NO_ANSWER.split('.')[0] + '.')}</p>"
    else:
        said = "".join(quotation(quote, "quote") for quote in answer.quotes)
    return f"<div><h4>{name}</h4>{said}</div>"


def figures(changed: Sequence[FigureChange]) -> str:
    """Figures that have another value in the new file of a document."""
    return f'<ul class="changes" role="list">{"".join(map(_figure, changed))}</ul>'


def _figure(change: FigureChange) -> str:
    period = f", {change.period}" if change.period else ""
    said = f"{change.measure}{period}: {change.before.value} before, {change.now.value} now"
    sides = f"{_told('Before', change.before)}{_told('Now', change.now)}"
    return (
        f'<li><span class="title">{escaped(said)}</span>'
        f'<span class="what">{escaped(change.title)}</span>'
        f'<div class="two-sides">{sides}</div></li>'
    )


def _told(name: str, told: Told) -> str:
    return f"<div><h4>{name}</h4>{_words(told.citation)}</div>"


def _words(citation: Citation) -> str:
    place = words.passage_place(citation) or "In the document"
    return (
        f'<figure class="quote"><blockquote>{escaped(citation.text)}</blockquote>'
        f"<figcaption><span>{page_link(place, source_address(citation))}</span>"
        "</figcaption></figure>"
    )
