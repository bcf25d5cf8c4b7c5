"""The nouns: what a build changed. Read and written by msgspec, so all is kept by value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assistant.answer.citation import Citation, SavedAnswer
from assistant.verifying.verdict import Verdict

What = Literal["added", "updated", "removed", "failed"]


@dataclass(frozen=True, slots=True)
class DocumentChange:
    """A document that is new, another file or of other facts, gone, or cannot be read.

    `why` is a sentence where there is more to say: why it cannot be read, what it was called.
    """

    path: str
    title: str
    what: What
    why: str = ""


@dataclass(frozen=True, slots=True)
class CitationChange:
    """A citation in saved chats and papers that moved or broke; `places` is how many have it."""

    citation: Citation
    verdict: Verdict
    places: int


@dataclass(frozen=True, slots=True)
class StandingChange:
    """A standing question that is answered differently: with other quotes, or only now, or no more.

    `before` is None where it is not known what was answered before.
    """

    question: str
    before: SavedAnswer | None
    now: SavedAnswer


@dataclass(frozen=True, slots=True)
class Told:
    """A figure as a document told it: `value` as printed, `citation` the sentence or row."""

    value: str
    citation: Citation

    @property
    def text(self) -> str:
        """The sentence or the row of a table."""
        return self.citation.text

    @property
    def page(self) -> int | None:
        """The page of the file; None where it has none."""
        return self.citation.page


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A figure of the same measure, unit and period, with another value in the new file.

    `document` is the path now; `period` is as printed, None where none is stated.
    """

    document: str
    title: str
    measure: str
    unit: str
    period: str | None
    before: Told
    now: Told


@dataclass(frozen=True, slots=True)
class Changes:
    """What a build changed, from version `before` (None: it is not known) to `version`.

    `built` is an ISO time in UTC. `citations` and `figures` have at most so many as a page can
    show; `moved`, `broken` and `figures_changed` count all. `checked` is how many different
    citations were looked at, `asked` how many standing questions were asked; `problems` are
    sentences about what could not be done.
    """

    version: str
    before: str | None
    built: str
    documents: tuple[DocumentChange, ...] = ()
    citations: tuple[CitationChange, ...] = ()
    standing: tuple[StandingChange, ...] = ()
    figures: tuple[FigureChange, ...] = ()
    checked: int = 0
    moved: int = 0
    broken: int = 0
    asked: int = 0
    figures_changed: int = 0
    problems: tuple[str, ...] = ()

    @property
    def anything(self) -> bool:
        """Whether there is anything to tell."""
        return bool(
            self.documents or self.citations or self.standing or self.figures or self.problems
        )
