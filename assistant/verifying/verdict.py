"""The noun: what has become of a citation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assistant.answer.citation import Citation

State = Literal["stands", "moved", "changed", "gone"]
"""The same words in the same place; the same words elsewhere; the document without these words, or
with them more than once; no such document."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What has become of a citation, with a sentence for people.

    `where` are the words as they stand now, by value: for `stands` and `moved` the same words, for
    `changed` the most similar sentence of the document, for `gone` the same words in another
    document of that title. None where nothing can be shown honestly.
    """

    state: State
    why: str
    where: Citation | None = None
