"""Markdown read into drafts, and what the tests look at in them."""

from __future__ import annotations

from pathlib import Path

from assistant.ingest.draft import Draft
from assistant.ingest.markdown.read import read_markdown


def read(folder: Path, source: str, name: str = "paper.md") -> Draft:
    path = folder / name
    path.write_text(source, encoding="utf-8")
    return read_markdown(path)


def roles(draft: Draft) -> list[tuple[str, int, str]]:
    return [(block.role, block.level, block.text) for block in draft.blocks]


def texts(draft: Draft, role: str) -> list[str]:
    return [block.text for block in draft.blocks if block.role == role]
