"""The passages for a question: by meaning and by words, fused, each said once."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.answer.ranking import RANK_CONSTANT, Candidate, carrying_words, scores
from assistant.answer.understanding.question import Question
from assistant.documents import Passage
from assistant.errors import DamagedIndex
from assistant.index.embedder import Vectors
from assistant.index.opened import Index

LOOKED_AT = 30
"""So many of the fused passages are looked at before they are put in order."""
_SAME = 0.965
"""Passages of a higher cosine say the same thing."""


@dataclass(frozen=True, slots=True)
class Found:
    """A passage and how well it was found.

    `cosine` is that with the question; `fused` is what it was ordered by, comparable within one
    question only.
    """

    passage: Passage
    cosine: float
    fused: float


def reciprocal_rank_fusion(
    rankings: Sequence[Sequence[int]], constant: int = RANK_CONSTANT
) -> list[tuple[int, float]]:
    """Fuse rankings: each gives 1 / (constant + rank) (Cormack, Clarke and Büttcher 2009).

    Returns (id, score), best first; equal scores in the order of ids.
    """
    fused: dict[int, float] = {}
    for ranking in rankings:
        for rank, identity in enumerate(ranking, start=1):
            fused[identity] = fused.get(identity, 0.0) + 1 / (constant + rank)
    return sorted(fused.items(), key=lambda item: (-item[1], item[0]))


def search(
    index: Index,
    question: Question,
    vector: Vectors,
    *,
    candidates: int,
    most: int,
    only: Collection[str] | None,
) -> list[Found]:
    """The best `most` passages for a question, best first; `only` names the documents to search.

    `vector` is the question's; each of the two searches brings `candidates` passages.
    """
    found = find_candidates(index, question, vector, candidates, only, most=max(most, LOOKED_AT))
    worth = scores(question, found, index.vocabulary)
    ranked = sorted(zip(found, worth, strict=True), key=lambda pair: -pair[1])
    return [Found(one.passage, one.cosine, score) for one, score in ranked[:most]]


def find_candidates(
    index: Index,
    question: Question,
    vector: Vectors,
    candidates: int,
    only: Collection[str] | None,
    *,
    most: int = LOOKED_AT,
) -> list[Candidate]:
    """The `most` passages that both searches together put first, none that says what another does.

    No more, because a look takes time: each is read from the catalogue and split into words. A
    document whose record is damaged is left out.
    """
    dense = _ranking(index.nearest(vector, candidates, only))
    lexical = _ranking(index.sharing_words(carrying_words(question), candidates, only))
    by_meaning = {identity: rank for rank, identity in enumerate(dense, start=1)}
    by_words = {identity: rank for rank, identity in enumerate(lexical, start=1)}
    fused = [identity for identity, _ in reciprocal_rank_fusion([dense, lexical])]
    vectors = index.vectors(fused)
    found: list[Candidate] = []
    kept: list[Vectors] = []
    for identity in fused:
        own = vectors[identity]
        if kept and float(np.max(np.array(kept) @ own)) > _SAME:
            continue
        try:
            passage = index.passage(identity)
        except DamagedIndex:  # the log has it, and the next build reads it again
            continue
        kept.append(own)
        found.append(
            Candidate(
                passage,
                by_meaning.get(identity),
                by_words.get(identity),
                float(own @ vector),
            )
        )
        if len(found) == most:
            break
    return found


def _ranking(hits: Sequence[tuple[int, float]]) -> list[int]:
    """The ids, best first; of copies, which score the same, always the same one comes first."""
    return [identity for identity, _ in sorted(hits, key=lambda hit: (-hit[1], hit[0]))]
