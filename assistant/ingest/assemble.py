"""A draft and its facts become a `Document`: one text, notes last, references kept apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from rapidfuzz import fuzz

from assistant.documents import Block, Document, Layout
from assistant.ingest.draft import Draft, DraftBlock, Facts
from assistant.ingest.facts.guess import guess_facts
from assistant.ingest.facts.titles import readable_name
from assistant.ingest.tables import tables_of

_REFERENCES = re.compile(
    r"^(?:\d+\.?\s+|appendix\s+\w+:?\s+|annex\s+\w+:?\s+)?"
    r"(?:references|bibliography|end\s?notes|notes|works cited|sources and references)$",
    re.IGNORECASE,
)


def assemble(draft: Draft, path: str, sha256: str, catalogued: Facts) -> Document:
    """Join a draft's blocks into a document; `catalogued` are the facts a person has given.

    `path` is relative to the corpus folder.
    """
    blocks = _mark_references([block for block in draft.blocks if block.text.strip()])
    # The notes stand last, so that a sentence over two pages is not broken by those between.
    blocks = [b for b in blocks if b.role != "note"] + [b for b in blocks if b.role == "note"]
    facts = catalogued.over(_known(draft, blocks, path))
    text, spans, marks = _join(blocks)
    return Document(
        path=path,
        sha256=sha256,
        title=facts.title or Path(path).stem,
        kind=facts.kind or "document",
        text=text,
        blocks=spans,
        authors=facts.authors,
        publisher=facts.publisher,
        published=facts.published,
        pages=draft.pages,
        marks=marks,
        layout=_layout(blocks, spans, len(text)) if draft.pages else None,
        tables=tables_of(blocks, spans),
    )


def _known(draft: Draft, blocks: Sequence[DraftBlock], path: str) -> Facts:
    """What the file and its first page say. The page is trusted more: metadata is often stale."""
    guessed = guess_facts(blocks, Path(path))
    opening = " ".join(block.text for block in blocks[:40]).casefold()
    title, stated = guessed.title, draft.facts.title
    printed = stated and fuzz.partial_ratio(stated.casefold(), opening) >= 80 and len(stated) >= 8
    if printed or (stated and title == readable_name(Path(path))):
        title = stated
    known = guessed.over(draft.facts)
    return Facts(title or stated).over(known)


def _mark_references(blocks: Sequence[DraftBlock]) -> list[DraftBlock]:
    marked: list[DraftBlock] = []
    level: int | None = None
    for block in blocks:
        if block.role == "heading":
            if _REFERENCES.match(block.text.strip()):
                level = block.level
            elif level is not None and block.level <= level:
                level = None
        elif level is not None and block.role in {"paragraph", "item", "row"}:
            block = block.as_role("reference", block.level)
        marked.append(block)
    return marked


def _join(
    blocks: Sequence[DraftBlock],
) -> tuple[str, tuple[Block, ...], tuple[tuple[int, int], ...]]:
    text, spans, marks = [], [], []
    at = 0
    for number, block in enumerate(blocks):
        if number:
            gap = "\n" if block.role in {"item", "row"} else "\n\n"
            text.append(gap)
            at += len(gap)
        spans.append(Block(at, at + len(block.text), block.role, block.level))
        marks += [(start + at, end + at) for start, end in block.marks]
        text.append(block.text)
        at += len(block.text)
    return "".join(text), tuple(spans), tuple(marks)


def _layout(blocks: Sequence[DraftBlock], spans: Sequence[Block], length: int) -> Layout:
    page, box = np.zeros(length, np.int16), np.zeros((length, 4), np.int16)
    for block, span in zip(blocks, spans, strict=True):
        if block.page is not None and block.box is not None:
            page[span.start : span.end] = block.page
            box[span.start : span.end] = block.box
    return Layout(page, box)
