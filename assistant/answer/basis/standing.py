"""What stands behind a quote: a statistic, a finding, a recommendation, somebody's opinion.

A board must never take an opinion for a finding. This is decided by rules, from the kind of the
document and the words of attribution in and around the quote; where they leave room, the weaker
standing is said. docs/decisions/0013-what-stands-behind-a-quote.md has the reasons and figures.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.answer.basis.surroundings import (
    in_quotation,
    lead_in_of,
    sentences_of_block,
    whole_sentence,
)
from assistant.answer.basis.words import (
    A_RESPONSE,
    APPARATUS,
    ASKING,
    BORROWED,
    COMMITMENT,
    DUTY,
    FIGURE,
    GOES_ON,
    LISTED,
    MEETING,
    MUST,
    OPINION,
    PASSIVE_WILL,
    PROMISES,
    RECOMMENDATION,
    REQUIREMENT,
    STATED,
    STATISTIC,
    SURVEYED,
    YET_TO_COME,
    is_statistical,
    of_views,
    publishes_statistics,
)
from assistant.answer.reading.sentences import POINTS_BACK
from assistant.attribution import Attribution, attributions, own_voice
from assistant.documents import Document, Kind

Basis = Literal[
    "official statistic",
    "finding",
    "recommendation",
    "commitment",
    "requirement",
    "opinion",
    "quoted",
    "statement",
]
"""`finding` is what a report, research briefing or board paper found; `statement` is what a plan,
a response, guidance or a document of unknown kind says; `quoted` is somebody quoted in a document.
"""

FINDINGS: frozenset[Basis] = frozenset({"official statistic", "finding"})
"""What is shown when people ask for findings only."""

_WEAKEST_FIRST: tuple[Basis, ...] = (
    "opinion",
    "quoted",
    "recommendation",
    "commitment",
    "requirement",
    "statement",
    "finding",
    "official statistic",
)
_FINDING_KINDS: frozenset[Kind] = frozenset({"report", "research briefing", "board paper"})
_PRONOUN = re.compile(r"^It\b|\b(?:he|she|they|his|her|their)\b", re.IGNORECASE)
_SENTENCES_BACK = 4
"""How far back the name behind "she said" is looked for."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands behind some words; `according_to` names who is quoted or cited, as printed."""

    basis: Basis
    according_to: str | None = None


def standing(document: Document, start: int, end: int) -> Standing:
    """What stands behind `document.text[start:end]`: the weakest of what its sentences have."""
    found: list[Standing] = []
    first = max(bisect_right(document.blocks, start, key=lambda block: block.start) - 1, 0)
    for at in range(first, len(document.blocks)):
        block = document.blocks[at]
        if block.start >= end:
            break
        if block.end > start and block.role != "heading":
            spans = sentences_of_block(document, at)
            touched = [n for n, span in enumerate(spans) if span[0] < end and span[1] > start]
            found += [_of_sentence(document, at, spans, number) for number in touched]
    return _weakest(found) if found else Standing(_plain(document))


def is_finding(document: Document, start: int, end: int) -> bool:
    """Whether `document.text[start:end]` may be shown where people ask for findings only."""
    return standing(document, start, end).basis in FINDINGS


def _weakest(found: Sequence[Standing]) -> Standing:
    basis = min((one.basis for one in found), key=_WEAKEST_FIRST.index)
    names = (one.according_to for one in found if one.basis == basis)
    return Standing(basis, next((name for name in names if name), None))


def _kind(document: Document) -> Kind:
    if document.kind == "report" and A_RESPONSE.search(document.title):
        return "government response"
    stated = document.kind in _FINDING_KINDS and STATED.search(document.title)
    return "document" if stated else document.kind


def _plain(document: Document) -> Basis:
    """What a sentence is where no word tells."""
    if document.kind == "opinion piece":
        return "opinion"
    return "finding" if _kind(document) in _FINDING_KINDS else "statement"


def _of_sentence(
    document: Document, at: int, spans: Sequence[tuple[int, int]], number: int
) -> Standing:
    """What stands behind one sentence of the block at `at`, with what leads in to it."""
    start, end = spans[number]
    text = whole_sentence(document, at, spans, number)
    own = _own_voice(document)
    said_by = list(attributions(text, own))
    if document.kind == "opinion piece":
        return Standing("opinion", next((one.name for one in said_by if one.name), None))
    alone = _of_words(document, text, said_by, start)
    if alone.basis in ("quoted", "opinion"):
        nameless = alone.according_to is None and alone.basis == "quoted"
        if nameless and _PRONOUN.search(text):
            return Standing("quoted", _named_before(document, at, spans, number, own))
        return alone
    if in_quotation(document, at, start, text):
        name = _named_before(document, at, spans, number, own)
        if name or _kind(document) in _FINDING_KINDS:
            return Standing("quoted", name)
    led_in = lead_in_of(document, at)
    if led_in is not None:
        return _weakest([alone, _by_lead_in(document, led_in, alone)])
    begins = text.lstrip().lower()
    borrows = begins.startswith((*POINTS_BACK, *GOES_ON)) or BORROWED.search(text)
    if number and alone.basis in FINDINGS and borrows:
        before = _of_sentence(document, at, spans, number - 1)
        if before.basis == "quoted" or (before.basis == "opinion" and begins.startswith(GOES_ON)):
            return before
    return alone


def _of_words(
    document: Document, text: str, said_by: Sequence[Attribution], start: int
) -> Standing:
    """What the words of a sentence and the heading above it tell."""
    plain = _plain(document)
    headings = document.section_at(start)
    near = " ".join(headings[-2:])
    statistic = STATISTIC.search(text)
    if text.rstrip().endswith("?"):
        return Standing("statement")
    if plain == "finding" and (LISTED.search(near) or APPARATUS.match(text)):
        return Standing("statement")
    counts = FIGURE.search(text) is not None
    said = [it for it in said_by if it.how == "said" and not (counts and is_statistical(it.name))]
    if said and not SURVEYED.search(text):
        return Standing("quoted", next((one.name for one in said if one.name), None))
    if OPINION.search(text):
        return Standing("opinion")
    named = next((one.name for one in said_by if one.name), None)
    if any(one.how == "recommended" for one in said_by):
        return Standing("recommendation", named)
    basis = _asked_or_promised(document, text, near)
    if basis is not None:
        return Standing(basis)
    if statistic and FIGURE.search(text):
        return Standing("official statistic", (statistic["source"] or statistic["shown"]).strip())
    if plain == "finding" and (
        of_views(headings, text, named) or any(map(MEETING.search, headings))
    ):
        return Standing("quoted", named)
    if plain == "finding" and YET_TO_COME.search(text):
        return Standing("statement", named)
    if publishes_statistics(document.publisher, document.title) and FIGURE.search(text):
        return Standing("official statistic")
    return Standing(plain, named)


def _asked_or_promised(document: Document, text: str, headings: str) -> Basis | None:
    """Whether a sentence recommends, promises or requires."""
    if _kind(document) in _FINDING_KINDS:
        if RECOMMENDATION.search(text) or MUST.search(text) or ASKING.search(headings):
            return "recommendation"
        promised = COMMITMENT.search(text) or PROMISES.search(headings)
        if promised:
            return "commitment"
        return "requirement" if DUTY.search(text) else None
    if _kind(document) == "government response":
        if RECOMMENDATION.search(text):
            return "recommendation"
        return "commitment" if COMMITMENT.search(text) or PASSIVE_WILL.search(text) else None
    if REQUIREMENT.search(text) or MUST.search(text):
        return "requirement"
    if COMMITMENT.search(text) or (document.kind == "plan" and PASSIVE_WILL.search(text)):
        return "commitment"
    return "recommendation" if RECOMMENDATION.search(text) else None


def _own_voice(document: Document) -> re.Pattern[str]:
    """The names by which a document speaks of those who wrote it."""
    return own_voice(_kind(document), document.publisher)


def _named_before(
    document: Document,
    at: int,
    spans: Sequence[tuple[int, int]],
    number: int,
    own: re.Pattern[str],
) -> str | None:
    """Who was named last as saying something, in this sentence, those before it or the lead-in."""
    places = [*spans[max(number - _SENTENCES_BACK, 0) : number + 1]]
    led_in = lead_in_of(document, at)
    if led_in is not None:
        places.insert(0, sentences_of_block(document, led_in)[-1])
    for place in reversed(places):
        names = [
            one.name
            for one in attributions(document.without_marks(*place), own)
            if one.name and one.how == "said"
        ]
        if names:
            return names[-1]
    return None


def _by_lead_in(document: Document, led_in: int, alone: Standing) -> Standing:
    spans = sentences_of_block(document, led_in)
    leads = _of_sentence(document, led_in, spans, len(spans) - 1)
    return alone if leads.basis == "official statistic" else leads
