"""Board papers, one for each person: quotes that they collected, each with what it answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from assistant.answer.citation import Citation, SavedAnswer
from assistant.records.database import Database, new_id, now, packed, unpacked

TITLE = "Board paper"
"""What a paper is called until somebody gives it a name."""

_LOAD = "SELECT paper FROM papers WHERE owner = ?"
_SAVE = (
    "INSERT INTO papers VALUES (?,?,?) "
    "ON CONFLICT (owner) DO UPDATE SET updated = excluded.updated, paper = excluded.paper"
)


@dataclass(frozen=True, slots=True)
class PaperItem:
    """A quote in a paper.

    `question` is what it answered; `index_version` and `built` say which index gave it; `built`
    and `added` are ISO times in UTC. `comment` is the person's own, "" where there is none.
    """

    citation: Citation
    question: str
    index_version: str
    built: str
    comment: str = ""
    id: str = field(default_factory=new_id)
    added: str = field(default_factory=now)

    @classmethod
    def of(cls, answer: SavedAnswer, citation: Citation) -> PaperItem:
        """A quote of an answer. Of a follow-up the question as it was understood is kept."""
        question = answer.understood or answer.question
        return cls(citation, question, answer.index_version, answer.built)


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper, its quotes in order. What changes one gives another; an unknown id changes nothing.

    The id may be unknown because the quote was removed in another tab of the browser.
    """

    title: str = TITLE
    items: tuple[PaperItem, ...] = ()

    def add(self, item: PaperItem) -> Paper:
        """With one quote more, at the end; the same words of the same file are added once."""
        if self.find(item.citation) is not None:
            return self
        return replace(self, items=(*self.items, item))

    def find(self, citation: Citation) -> PaperItem | None:
        """The item that has this quote already."""
        place = _place(citation)
        return next((item for item in self.items if _place(item.citation) == place), None)

    def remove(self, identity: str) -> Paper:
        """Without a quote."""
        return replace(self, items=tuple(item for item in self.items if item.id != identity))

    def up(self, identity: str) -> Paper:
        """With a quote before the one it stood after; the first stays the first."""
        return self._moved(identity, -1)

    def down(self, identity: str) -> Paper:
        """With a quote after the one it stood before; the last stays the last."""
        return self._moved(identity, 1)

    def retitle(self, title: str) -> Paper:
        """With another title, on one line; without words it is called as at first."""
        return replace(self, title=" ".join(title.split()) or TITLE)

    def comment(self, identity: str, comment: str) -> Paper:
        """With the person's comment on a quote; "" takes it away."""
        comment = comment.strip()
        items = (
            replace(item, comment=comment) if item.id == identity else item for item in self.items
        )
        return replace(self, items=tuple(items))

    def _moved(self, identity: str, steps: int) -> Paper:
        items = list(self.items)
        at = next((at for at, item in enumerate(items) if item.id == identity), None)
        if at is None or not 0 <= at + steps < len(items):
            return self
        items.insert(at + steps, items.pop(at))
        return replace(self, items=tuple(items))


class Papers:
    """The papers of all people, each known by what their browser says of itself: the owner.

    Raises (every method):
        RecordsError: the file cannot be read or written, or is not one of this program's.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def load(self, owner: str) -> Paper:
        """Somebody's paper; an empty one where they have none."""
        rows = self._database.rows(_LOAD, owner)
        return unpacked(rows[0][0], Paper) if rows else Paper()

    def save(self, owner: str, paper: Paper) -> None:
        """Keep a paper in the place of the one before."""
        with self._database.changing() as connection:
            connection.execute(_SAVE, (owner, now(), packed(paper)))

    def change(self, owner: str, change: Callable[[Paper], Paper]) -> Paper:
        """Change somebody's paper as it is now, not as one of their tabs last saw it.

        Nobody else writes meanwhile, so that two tabs which add at the same time both do.
        """
        with self._database.changing() as connection:
            row = connection.execute(_LOAD, (owner,)).fetchone()
            paper = change(unpacked(row[0], Paper) if row else Paper())
            connection.execute(_SAVE, (owner, now(), packed(paper)))
        return paper

    def delete(self, owner: str) -> None:
        """Forget somebody's paper."""
        with self._database.changing() as connection:
            connection.execute("DELETE FROM papers WHERE owner = ?", (owner,))


def _place(citation: Citation) -> tuple[str, int, int, str]:
    return (citation.sha256, citation.start, citation.end, citation.text)
