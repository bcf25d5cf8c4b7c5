"""The Markdown pages of the project, and what stands in them: commands, code, links."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

ROOT = Path(__file__).parents[2]
FOLDERS = ("assistant", "tests", "docs", "tools", "benchmarks", "training", "deploy")
PAGES = sorted(
    page
    for pattern in ("*.md", *(f"{name}/**/*.md" for name in FOLDERS if name != "tools"))
    for page in ROOT.glob(pattern)
)
"""Those of tools/ are sources of documents."""
PATHS = frozenset(
    path.relative_to(ROOT).as_posix()
    for name in FOLDERS
    for path in (ROOT / name).rglob("*")
    if "__pycache__" not in path.parts
)
"""Every file and folder of the project that a page may name."""


@dataclass(frozen=True, slots=True)
class Block:
    """Code that a page shows: its language ("" where it names none) and the line it begins in."""

    page: Path
    line: int
    language: str
    text: str

    @property
    def name(self) -> str:
        return f"{name_of(self.page)}:{self.line}"


def name_of(page: Path) -> str:
    """A page by its path below the project."""
    return page.relative_to(ROOT).as_posix()


def blocks() -> list[Block]:
    """All code that the pages show, fenced or indented."""
    return [
        Block(page, token.map[0] + 1, token.info.strip(), token.content)
        for page in PAGES
        for token in _tokens(page)
        if token.type in ("fence", "code_block") and token.map
    ]


def inline_code(page: Path) -> list[str]:
    """What a page shows as code within its sentences."""
    return [token.content for token in _inline(page) if token.type == "code_inline"]


def links(page: Path) -> list[str]:
    """Where the links and pictures of a page lead."""
    found = [token.attrGet("href") or token.attrGet("src") for token in _inline(page)]
    return [str(target) for target in found if target]


def anchors(page: Path) -> set[str]:
    """The anchors that the headings of a page get where it is shown on the web."""
    tokens = _tokens(page)
    texts = [after.content for token, after in zip(tokens, tokens[1:], strict=False)
             if token.type == "heading_open"]  # fmt: skip
    return {re.sub(r"[^\w\- ]", "", text.lower()).replace(" ", "-") for text in texts}


def first_paragraph(page: Path) -> str:
    """What stands under the title."""
    tokens = _tokens(page)
    at = next(at for at, token in enumerate(tokens) if token.type == "paragraph_open")
    return tokens[at + 1].content


def commands(script: str) -> Iterator[list[str]]:
    """The commands of a shell script, each as its words; what assigns a variable stands first."""
    for line in script.replace("\\\n", " ").splitlines():
        words = shlex.shlex(line, posix=True, punctuation_chars=True)
        words.whitespace_split = True
        command: list[str] = []
        for word in [*words, ";"]:
            if re.fullmatch(r"[();<>|&]+|[{}]", word) is None:
                command.append(word)
            elif command:
                yield command
                command = []


@cache
def _tokens(page: Path) -> list[Token]:
    return MarkdownIt("commonmark").enable("table").parse(page.read_text(encoding="utf-8"))


def _inline(page: Path) -> Iterator[Token]:
    for token in _tokens(page):
        yield from token.children or ()
