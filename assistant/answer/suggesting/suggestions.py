"""Questions to ask next and to start with, each asked first to see that the documents answer it.

Nothing is written by a model. The questions are people's own (catalogue.toml), the documents'
(headings that ask), about what a heading names, or about what an acronym stands for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import chain, zip_longest
from typing import Protocol

import numpy as np
from rapidfuzz import fuzz

from assistant.answer.citation import SavedAnswer
from assistant.answer.filters import Filters
from assistant.answer.suggesting.candidates import (
    Candidate,
    about_section,
    acronym_questions,
    extent,
    heading_of,
    matter_of,
    sections_above,
    written_questions,
)
from assistant.answer.suggesting.heading_questions import own_question
from assistant.answer.understanding.stop_words import carrying_stems
from assistant.documents import Answer, Document, Quote
from assistant.errors import QuestionError
from assistant.folding import folded
from assistant.index.embedder import Embedder, Vectors
from assistant.index.opened import Index

_TRIES = 8
"""So many questions are asked at most to find what to ask next."""
_STARTING_TRIES = 24
"""And so many to find what to start with."""
_LARGEST = 12
"""The documents looked through for what to start with: each takes a while to load."""
_NEAREST = 40
"""So many of the passages nearest to an answer are looked at, of its documents and of all."""
_SECTIONS = 24
"""So many of their sections."""
_NEAR = 0.5
"""A cosine below which a passage, and so its section, is about something else."""
_CLOSE = 0.4
"""A closeness below which a question is about something else: the mean of the cosines of the
section's heading and of its nearest passage."""
_ELSEWHERE = 0.05
"""So much closer must a section of another document be than one of those that were quoted."""
_LIKE = 80
"""Two questions of whose words so much (of 100) is the same are one."""


class Asks(Protocol):
    """What can be asked a question."""

    def ask(
        self, question: str, history: Sequence[str] = (), filters: Filters | None = None
    ) -> Answer:
        """Answer one question."""


def next_questions(
    assistant: Asks,
    index: Index,
    embedder: Embedder,
    answer: SavedAnswer,
    asked: Sequence[str] = (),
    *,
    only: Collection[str] | None = None,
    wanted: Callable[[], bool] = lambda: True,
    most: int = 3,
) -> tuple[str, ...]:
    """Up to `most` questions to ask after `answer`, the closest to its matter first.

    `asked` are the questions of the conversation so far, `only` the documents that the answer's
    filters admit; before each try `wanted` says whether to go on. Where nothing was answered, the
    questions are those that the documents of the near misses do answer.
    """
    chosen: list[Candidate] = []
    passed: list[Candidate] = []
    seen = [(one.document, one.start, one.end) for one in answer.quotes]
    for candidate in _near(index, embedder, answer, only):
        if len(chosen) == most or len(passed) + len(chosen) == _TRIES or not wanted():
            break
        if _is_said(candidate, chosen, (*asked, answer.question)) or candidate in passed:
            continue
        given = _asked(assistant, candidate.question, asked, answer.filters)
        first = given.quotes[0] if given is not None and candidate.is_answered_by(given) else None
        # What shows the quotes that people have just read is no news to them.
        if first is None or any(_overlap(first, *place) for place in seen):
            passed.append(candidate)
        else:
            seen.append((first.document.path, first.start, first.end))
            chosen.append(candidate)
    return tuple(candidate.question for candidate in chosen)


def starting_questions(assistant: Asks, index: Index, count: int) -> tuple[str, ...]:
    """Up to `count` questions over different documents, each answered from its own document.

    First those that people wrote in catalogue.toml, then what the documents ask in their own
    headings or have sections about; a second of a document only where there are too few.
    """
    chosen: list[Candidate] = []
    later: list[Candidate] = []
    tries = 0
    for candidates, spread in ((_starters(index), True), (later, False)):
        for candidate in candidates:
            if len(chosen) == count or tries == _STARTING_TRIES:
                return tuple(one.question for one in chosen)
            if _is_said(candidate, chosen, ()):
                continue
            if spread and any(one.path == candidate.path for one in chosen):
                later.append(candidate)
                continue
            tries += 1
            answer = _asked(assistant, candidate.question, (), None)
            if answer is not None and candidate.is_answered_by(answer):
                chosen.append(candidate)
    return tuple(one.question for one in chosen)


def _near(
    index: Index, embedder: Embedder, answer: SavedAnswer, only: Collection[str] | None
) -> Iterator[Candidate]:
    """What may be asked after an answer: about the sections near it, then about its acronyms."""
    known = {listing.path for listing in index.listings}
    shown = [one for one in answer.passages if one.document in known]
    asked = answer.understood or answer.question
    vector = embedder.encode([asked, *(one.text for one in shown[:1])]).mean(axis=0)
    vector = np.asarray(vector / np.linalg.norm(vector), np.float32)

    own = list(dict.fromkeys(one.document for one in shown))
    cosines = _sections_near(index, vector, own, only)
    matters: dict[tuple[str, int], str] = {}
    for path, at in sorted(cosines, key=lambda key: (-cosines[key], key)):
        matter = matter_of(index.document(path), at)
        if matter is not None and len(matters) < _SECTIONS:
            matters[path, at] = matter
    written = [one for one in written_questions(index) if only is None or one.path in only]
    texts = [*matters.values(), *(one.question for one in written)]
    close = embedder.encode(texts, quick=True) @ vector if texts else np.zeros(0)

    ranked: list[tuple[float, str, Candidate | int]] = []
    for (path, at), to_heading in zip(matters, close, strict=False):
        worth = (float(to_heading) + cosines[path, at]) / 2 - (path not in own) * _ELSEWHERE
        ranked.append((worth, path, at))
    for one, to_question in zip(written, close[len(matters) :], strict=True):
        ranked.append((float(to_question), one.path or "", one))
    for worth, path, what in sorted(ranked, key=lambda one: (-one[0], one[1])):
        if worth < _CLOSE:
            break
        candidate = (
            what
            if isinstance(what, Candidate)
            else about_section(index.document(path), what, quoted=path in own[:1])
        )
        if candidate is not None:
            yield candidate
    said = " ".join((asked, *(one.text for one in answer.quotes)))
    yield from acronym_questions(index, re.findall(r"\b[A-Z][A-Za-z&]+\b", said), said)


def _sections_near(
    index: Index, vector: Vectors, own: Sequence[str], only: Collection[str] | None
) -> dict[tuple[str, int], float]:
    """The cosines of the sections near an answer, by path and number: of its documents, and of all.

    That of a section is its nearest passage's, and of those below it.
    """
    cosines: dict[tuple[str, int], float] = {}
    for searched in (own, only):
        for identity, cosine in index.nearest(vector, _NEAREST, searched) if searched != [] else ():
            if cosine < _NEAR:
                continue
            passage = index.passage(identity)
            for at in sections_above(passage.document, passage.start):
                key = passage.document.path, at
                cosines[key] = max(cosine, cosines.get(key, 0.0))
    return cosines


def _starters(index: Index) -> Iterator[Candidate]:
    written: dict[str | None, list[Candidate]] = {}
    for one in written_questions(index):
        written.setdefault(one.path, []).append(one)
    by_size = sorted(index.listings, key=lambda listing: -listing.passages)
    by_document = [_of_document(index.document(listing.path)) for listing in by_size[:_LARGEST]]
    # One of each document before a second of any.
    for queues in (written.values(), by_document):
        yield from (one for row in zip_longest(*queues) for one in row if one is not None)
    frequent = sorted(index.acronyms, key=lambda short: -index.vocabulary.count(short))
    yield from acronym_questions(index, frequent[:8])


def _of_document(document: Document) -> Iterator[Candidate]:
    """What a document asks in its headings, then what it has most to say about."""
    sections = range(len(document.sections))
    asks = [at for at in sections if own_question(heading_of(document, at))]
    sizes = {at: extent(document, at)[1] - extent(document, at)[0] for at in sections}
    # What takes most of a document is its subject, and too wide for one answer.
    parts = [at for at in sections if sizes[at] < len(document.text) / 2]
    for at in dict.fromkeys([*asks[:2], *sorted(parts, key=lambda at: -sizes[at])]):
        candidate = about_section(document, at)
        if candidate is not None:
            yield candidate


def _asked(
    assistant: Asks, question: str, history: Sequence[str], filters: Filters | None
) -> Answer | None:
    try:
        return assistant.ask(question, history, filters)
    except QuestionError:
        return None


def _is_said(candidate: Candidate, chosen: Sequence[Candidate], asked: Iterable[str]) -> bool:
    """Whether it asks what another suggestion, or a question before, asks."""
    own = " ".join(carrying_stems(candidate.matter))
    return any(
        folded(candidate.question) == folded(other)
        or fuzz.token_sort_ratio(own, " ".join(carrying_stems(other))) >= _LIKE
        for other in chain((one.matter for one in chosen), asked)
    )


def _overlap(quote: Quote, path: str, start: int, end: int) -> bool:
    return quote.document.path == path and quote.start < end and start < quote.end
