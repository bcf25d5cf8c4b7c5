"""What the checker says of one figure or quotation of a draft."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assistant.answer.citation import Citation

Change = tuple[tuple[int, int], str]
"""A span of the draft and the words that the source has there: an empty span where the draft leaves
words out, "" where it adds them."""
Verdict = Literal["matches", "differs", "misquoted", "not-found"]


@dataclass(frozen=True, slots=True)
class Finding:
    """A figure or a quotation of a draft, `draft[start:end]`, and what the documents say of it.

    `source` is the passage that it was held against, with its key words; None where nothing was
    found. `expected`: for "differs" what the source says instead, for "misquoted" the exact words.
    `why`: one plain sentence ("The source says 2023/24, the draft 2024/25.").
    `changes`: for "misquoted", the words that differ, as (span of the draft, words of the source).
    """

    text: str
    start: int
    end: int
    kind: Literal["figure", "quotation"]
    verdict: Verdict
    source: Citation | None = None
    expected: str | None = None
    why: str = ""
    changes: tuple[Change, ...] = ()

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end or len(self.text) != self.end - self.start:
            raise ValueError(f"{self.text!r} does not stand from {self.start} to {self.end}")
