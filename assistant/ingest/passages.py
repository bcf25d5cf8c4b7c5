"""A document becomes passages: whole sentences of one section, a list with its lead-in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.documents import ANSWERING_ROLES, Block, Document, Passage
from assistant.ingest.sentences import sentence_spans

_STRETCH = 1.25
"""A list may make its passage so much longer than the most words, before it is split."""
_REST = 40
"""What is left at the end of a section joins the passage before it if it has fewer words."""


@dataclass(frozen=True, slots=True)
class _Sentence:
    start: int
    end: int
    words: int
    ends_block: bool
    bound: bool
    """It belongs to what stands before it: an item to its lead-in."""


def split_passages(document: Document, words: tuple[int, int]) -> list[Passage]:
    """The passages of a document, in order; `words` is the least and the most they should have.

    A section with fewer words is a passage by itself. Headings, notes, references and contents
    are in none.
    """
    passages = []
    for section in _runs_of_text(document.blocks):
        sentences = list(_sentences(document, section))
        passages += [Passage(document, start, end) for start, end in _pack(sentences, words)]
    return passages


def _runs_of_text(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    run: list[Block] = []
    for block in blocks:
        if block.role in ANSWERING_ROLES:
            run.append(block)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _sentences(document: Document, blocks: Sequence[Block]) -> Iterator[_Sentence]:
    leads_in = False
    for block in blocks:
        spans = sentence_spans(document, block)
        for at, (start, end) in enumerate(spans):
            bound = at == 0 and block.role == "item" and leads_in
            words = len(document.text[start:end].split())
            yield _Sentence(start, end, words, at == len(spans) - 1, bound)
        last = document.text[spans[-1][0] : spans[-1][1]]
        leads_in = block.role == "item" or last.rstrip().endswith(":")


def _pack(sentences: Sequence[_Sentence], words: tuple[int, int]) -> Iterator[tuple[int, int]]:
    least, most = words
    packs: list[list[_Sentence]] = []
    count = 0
    for sentence, following in zip(sentences, [*sentences[1:], None], strict=False):
        full = count + sentence.words > most
        if sentence.bound and count + sentence.words <= most * _STRETCH:
            full = False
        if not packs or full:
            packs.append([])
            count = 0
        packs[-1].append(sentence)
        count += sentence.words
        done = count >= least and sentence.ends_block
        if done and following is not None and not following.bound:
            packs.append([])
            count = 0
    packs = [pack for pack in packs if pack]
    if len(packs) > 1 and sum(sentence.words for sentence in packs[-1]) < _REST:
        packs[-2:] = [packs[-2] + packs[-1]]
    for pack in packs:
        yield pack[0].start, pack[-1].end
