"""Board papers, one for each person: what they collected and have not yet thrown away."""

from __future__ import annotations

from collections.abc import Callable

from assistant.export.paper import Paper
from assistant.records.database import Database, now, packed, unpacked

_LOAD = "SELECT paper FROM papers WHERE owner = ?"
_SAVE = (
    "INSERT INTO papers VALUES (?,?,?) "
    "ON CONFLICT (owner) DO UPDATE SET updated = excluded.updated, paper = excluded.paper"
)


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
