"""What people found useful and what not, kept with the question, the quotes and the index version.

Nothing here says who somebody is.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime

from assistant.answer.citation import SavedAnswer
from assistant.answer.filters import Filters
from assistant.errors import FeedbackError
from assistant.records.chats import Turn
from assistant.records.database import Database, now, packed, unpacked

COMMENT_CHARACTERS = 1_000


@dataclass(frozen=True, slots=True)
class Feedback:
    """Whether somebody found an answer useful, and what they wrote about it.

    `turn` is the turn's id; `given` an ISO time in UTC. The answer is kept by value, so that it
    can be judged when the chat has been deleted or the index built again.
    """

    turn: str
    useful: bool
    question: str
    answer: SavedAnswer | None = None
    comment: str = ""
    filters: Filters = field(default_factory=Filters)
    given: str = field(default_factory=now)


class FeedbackBook:
    """All feedback, one for each turn; and the turns that had no answer, asked about or not.

    Raises (every method):
        RecordsError: the records cannot be read or written.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def give(self, feedback: Feedback) -> None:
        """Keep feedback, in place of what was given for the same turn before.

        Raises:
            FeedbackError: the comment is longer than COMMENT_CHARACTERS.
        """
        over = len(feedback.comment) - COMMENT_CHARACTERS
        if over > 0:
            raise FeedbackError(
                f"Your comment must be {COMMENT_CHARACTERS:,} characters or fewer. "
                f"It has {over:,} too many."
            )
        with self._database.changing() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO feedback VALUES (?,?,?,?)",
                (feedback.turn, feedback.given, feedback.useful, packed(feedback)),
            )

    def take_back(self, turn: str) -> None:
        """Forget what was given for a turn."""
        with self._database.changing() as connection:
            connection.execute("DELETE FROM feedback WHERE turn = ?", (turn,))

    def of(self, turn: str) -> Feedback | None:
        """What was given for a turn."""
        rows = self._database.rows("SELECT feedback FROM feedback WHERE turn = ?", turn)
        return unpacked(rows[0][0], Feedback) if rows else None

    def all(self, since: datetime | None = None) -> list[Feedback]:
        """All that was given, or since a moment, the latest first."""
        rows = self._database.rows(
            "SELECT feedback FROM feedback WHERE given >= ? ORDER BY given DESC, rowid DESC",
            _moment(since),
        )
        return [unpacked(feedback, Feedback) for (feedback,) in rows]

    def unanswered(self, since: datetime | None = None) -> list[Turn]:
        """The turns of all chats that found no answer or met a problem, the latest first."""
        rows = self._database.rows(
            "SELECT turn FROM turns WHERE answered = 0 AND asked >= ? "
            "ORDER BY asked DESC, rowid DESC",
            _moment(since),
        )
        return [unpacked(turn, Turn) for (turn,) in rows]


def _moment(since: datetime | None) -> str:
    """A moment as it is kept; "", which is before all others, where there is none."""
    return since.astimezone(UTC).isoformat(timespec="seconds") if since else ""
