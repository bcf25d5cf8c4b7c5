"""The paper as JSON inside its own export, so that a program can check each citation later."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

import msgspec

from assistant.answer.citation import Citation
from assistant.errors import PaperError
from assistant.records.papers import Paper, PaperItem

_FORMAT = 1


@dataclass(frozen=True, slots=True)
class _Receipts:
    format: int
    paper: Paper


@dataclass(frozen=True, slots=True)
class _Format:
    format: int


def written(paper: Paper, indent: int | None = 1) -> str:
    """The receipts, in ASCII and without `<`, `>` and `&`, so that any file can hold them."""
    text = json.dumps(msgspec.to_builtins(_Receipts(_FORMAT, paper)), indent=indent)
    # Outside strings JSON has none of these.
    for character in "<>&":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def read(text: str) -> Paper:
    """The paper of its receipts.

    Raises:
        PaperError: they are of another version of the program, or have been changed.
    """
    try:
        if msgspec.json.decode(text, type=_Format).format != _FORMAT:
            raise PaperError(
                "This paper was exported by another version of the program, which can read it."
            )
        return msgspec.json.decode(text, type=_Receipts).paper
    except (msgspec.MsgspecError, UnicodeError) as error:
        raise PaperError(
            "The receipts inside this paper are damaged, so its quotes cannot be checked. "
            "Export the paper again."
        ) from error


@dataclass(frozen=True, slots=True)
class Source:
    """Which index gave what is exported; `built` is an ISO time in UTC."""

    index_version: str
    built: str


def as_paper(title: str, cited: Iterable[tuple[str, Citation]], source: Source) -> Paper:
    """Receipts of what is no paper: citations, each with what it was quoted for."""
    return Paper(
        title,
        tuple(
            PaperItem(citation, about, source.index_version, source.built)
            for about, citation in cited
        ),
    )


def missing(form: str) -> PaperError:
    """What is said of a file that has no receipts; `form` is what it should have been."""
    return PaperError(
        f"This is not a board paper that this program exported as {form}: the receipts that its "
        "quotes are checked by are not in it."
    )
