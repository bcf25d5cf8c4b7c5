"""The passages for a question: by meaning and by words, fused, each said once."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.answer.question import Question
from assistant.documents import Passage
from assistant.index.embedder import Vectors
from assistant.index.store import Index

_RANK_CONSTANT = 20
"""Smoothes ranks; 60 in Cormack et al., which suits longer lists than ours."""
_SAME = 0.965
"""Passages of a higher cosine say the same thing."""


@dataclass(frozen=True, slots=True)
class Found:
    """A passage and how well it was found; `cosine` with the question, `fused` of both ranks."""

    passage: Passage
    cosine: float
    fused: float


def reciprocal_rank_fusion(
    rankings: Sequence[Sequence[int]], constant: int = _RANK_CONSTANT
) -> list[tuple[int, float]]:
    """Fuse rankings: each gives 1 / (constant + rank) (Cormack, Clarke and Büttcher 2009).

    Returns (id, score), best first; equal scores in the order of ids.
    """
    scores: dict[int, float] = {}
    for ranking in rankings:
        for rank, identity in enumerate(ranking, start=1):
            scores[identity] = scores.get(identity, 0.0) + 1 / (constant + rank)
    return sorted(scores.items(), key=lambda item: (-item[1], item[0]))


def search(
    index: Index,
    question: Question,
    vector: Vectors,
    *,
    candidates: int,
    read: int,
    only: Collection[str] | None,
) -> list[Found]:
    """The best `read` passages for a question, best first; `only` names the documents to search.

    `vector` is the question's; each of the two searches brings `candidates` passages.
    """
    dense = index.nearest(vector, candidates, only)
    lexical = index.sharing_words(question.words, candidates, only)
    fused = reciprocal_rank_fusion(
        [[identity for identity, _ in dense], [identity for identity, _ in lexical]]
    )
    vectors = index.vectors([identity for identity, _ in fused])
    found: list[Found] = []
    kept: list[Vectors] = []
    for identity, score in fused:
        own = vectors[identity]
        if kept and float(np.max(np.array(kept) @ own)) > _SAME:
            continue
        kept.append(own)
        found.append(Found(index.passage(identity), float(own @ vector), score))
        if len(found) == read:
            break
    return found
