from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer.assistant import Assistant
from assistant.answer.search import Found, reciprocal_rank_fusion, search
from assistant.documents import Document, Passage
from assistant.index.build import build
from assistant.index.embedder import Vectors
from assistant.index.folder.store import FolderStore
from assistant.index.opened import Index
from assistant.index.words import Vocabulary
from assistant.settings import Settings
from tests.answer.making import document, question
from tests.corpora import GUIDANCE, GUIDANCE_TEXT, OPINION, REPORT, write
from tests.embedders import HashedWords


def test_fusion_adds_what_each_ranking_gives() -> None:
    assert reciprocal_rank_fusion([[5, 7], [7, 9]], constant=10) == [
        (7, 1 / 12 + 1 / 11), (5, 1 / 11), (9, 1 / 12),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("rankings", "order"),
    [
        ([], []),
        ([[], []], []),
        ([[3, 2, 1]], [3, 2, 1]),
        ([[3, 2, 1], []], [3, 2, 1]),
        ([[3], [1]], [1, 3]),
        ([[1, 2, 3], [3, 2, 1]], [1, 3, 2]),
        ([[4, 1], [5, 1]], [1, 4, 5]),
    ],
    ids=[
        "no rankings", "nothing found", "one ranking", "one of two empty", "equals by id",
        "ends beat the middle", "found twice",
    ],
)  # fmt: skip
def test_the_order_after_fusion(rankings: list[list[int]], order: list[int]) -> None:
    assert [identity for identity, _ in reciprocal_rank_fusion(rankings)] == order


@given(st.lists(st.lists(st.integers(0, 9), unique=True), max_size=3))
def test_fusion_is_pure_and_keeps_all(rankings: list[list[int]]) -> None:
    before = [list(ranking) for ranking in rankings]
    fused = reciprocal_rank_fusion(rankings)
    assert rankings == before
    assert {identity for identity, _ in fused} == {one for ranking in rankings for one in ranking}
    scores = [score for _, score in fused]
    assert scores == sorted(scores, reverse=True)
    assert dict(reciprocal_rank_fusion(rankings[::-1])) == pytest.approx(dict(fused))


class SmallIndex:
    """Four passages, of which 2 and 3 have one and the same vector."""

    text: Document = document(*[("paragraph", f"Passage {number}.") for number in range(5)])
    directions = {1: 0.0, 2: 0.5, 3: 0.5, 4: 1.2}
    vocabulary = Vocabulary({"passage": 4}, 4)

    def nearest(self, vector: Vectors, count: int, only: object) -> list[tuple[int, float]]:
        own = self.vectors([1, 2, 3, 4])
        order = sorted(own, key=lambda identity: -float(own[identity] @ vector))
        return [(identity, float(own[identity] @ vector)) for identity in order][:count]

    def sharing_words(
        self, words: Sequence[str], count: int, only: object
    ) -> list[tuple[int, float]]:
        return [(4, 1.0)][:count]

    def vectors(self, identities: Sequence[int]) -> dict[int, Vectors]:
        return {
            one: np.array([np.cos(self.directions[one]), np.sin(self.directions[one])], np.float32)
            for one in identities
        }

    def passage(self, identity: int) -> Passage:
        block = self.text.blocks[identity]
        return Passage(self.text, block.start, block.end)


def found(*, candidates: int = 9, most: int = 9) -> list[Found]:
    return search(
        cast(Index, SmallIndex()), question("which passage"), np.array([1, 0], np.float32),
        candidates=candidates, most=most, only=None,
    )  # fmt: skip


def test_alike_passages_are_found_once() -> None:
    assert [one.passage.text for one in found()] == ["Passage 1.", "Passage 2.", "Passage 4."]


def test_a_passage_knows_its_cosine() -> None:
    assert [one.cosine for one in found()] == pytest.approx([1.0, np.cos(0.5), np.cos(1.2)])
    fused = [one.fused for one in found()]
    assert fused == sorted(fused, reverse=True)


def test_no_more_are_found_than_are_wanted() -> None:
    assert [one.passage.text for one in found(most=2)] == ["Passage 1.", "Passage 2."]
    assert len(found(candidates=1)) == 2


def test_a_copy_of_a_document_is_not_quoted_beside_it(settings: Settings) -> None:
    write(settings.corpus, "zz-copy.md", GUIDANCE_TEXT)
    write(settings.corpus, "zz-near-copy.md", GUIDANCE_TEXT.replace("gone home", "left"))
    build(settings, HashedWords())
    assistant = Assistant.open(settings, HashedWords())
    for asked in ("What is a virtual ward?", "What are the parts of a discharge plan?"):
        quotes = assistant.ask(asked).quotes
        assert quotes
        assert len({quote.text for quote in quotes}) == len(quotes)
        assert len({quote.document.path for quote in quotes}) == 1


@pytest.mark.parametrize("only", [{REPORT}, {OPINION, GUIDANCE}, set()], ids=len)
def test_a_search_keeps_to_some_documents(built: Settings, only: set[str]) -> None:
    embedder = HashedWords()
    index = FolderStore(built.index).open(embedder.name)
    asked = question("trust beds discharge parking scheme")
    hits = search(
        index, asked, embedder.encode([asked.search])[0], candidates=60, most=12, only=only
    )
    assert {hit.passage.document.path for hit in hits} == only
