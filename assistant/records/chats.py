"""Chats, kept under ids that cannot be guessed: whoever has the id may read the chat."""

from __future__ import annotations

from dataclasses import dataclass, field
from sqlite3 import Connection

from assistant.answer.citation import SavedAnswer
from assistant.answer.filters import Filters
from assistant.errors import RecordsError
from assistant.records.database import Database, new_id, now, packed, unpacked


@dataclass(frozen=True, slots=True)
class Turn:
    """A question with its answer, or with the sentence that says why there is none.

    `asked` is an ISO time in UTC; `as_typed` says that it was to be taken word for word, without
    the questions before it.
    """

    question: str
    answer: SavedAnswer | None = None
    problem: str | None = None
    filters: Filters = field(default_factory=Filters)
    as_typed: bool = False
    id: str = field(default_factory=new_id)
    asked: str = field(default_factory=now)


@dataclass(frozen=True, slots=True)
class ChatListing:
    """What a list of chats shows of one; `updated` is an ISO time in UTC."""

    id: str
    first_question: str
    questions: int
    updated: str


@dataclass(frozen=True, slots=True)
class _First:
    """What of a chat's first turn stands in a list. SQLite's own JSON would end it at a NUL."""

    question: str


class Chats:
    """The chats of all people, each known by what their browser says of itself: the owner."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, chat: str, owner: str, *turns: Turn) -> None:
        """Keep turns as the last of a chat, which is made where there is none with this id."""
        with self._database.changing() as connection:
            for turn in turns:
                connection.execute(
                    "INSERT INTO chats VALUES (?,?,?) ON CONFLICT (id) DO UPDATE SET updated = ?",
                    (chat, owner, turn.asked, turn.asked),
                )
                _add(connection, chat, turn)

    def turns(self, chat: str) -> list[Turn]:
        """The turns of a chat, in order; none where there is no such chat (any more)."""
        rows = self._database.rows("SELECT turn FROM turns WHERE chat = ? ORDER BY number", chat)
        return [unpacked(turn, Turn) for (turn,) in rows]

    def owner(self, chat: str) -> str | None:
        """Whose chat it is."""
        rows = self._database.rows("SELECT owner FROM chats WHERE id = ?", chat)
        return str(rows[0][0]) if rows else None

    def turn(self, identity: str) -> Turn | None:
        """One turn by its own id, of whatever chat."""
        rows = self._database.rows("SELECT turn FROM turns WHERE id = ?", identity)
        return unpacked(rows[0][0], Turn) if rows else None

    def listing(self, owner: str) -> list[ChatListing]:
        """Somebody's chats, the latest first."""
        rows = self._database.rows(
            "SELECT chats.id, first.turn, "
            "(SELECT count(*) FROM turns WHERE turns.chat = chats.id), chats.updated "
            "FROM chats JOIN turns AS first ON first.chat = chats.id AND first.number = 0 "
            "WHERE owner = ? ORDER BY chats.updated DESC, chats.rowid DESC",
            owner,
        )
        listings = []
        for chat, first, questions, updated in rows:
            try:
                question = unpacked(first, _First).question
            except RecordsError:
                question = "A question that cannot be read"  # and so it can still be deleted
            listings.append(ChatListing(chat, question, questions, updated))
        return listings

    def delete(self, chat: str, owner: str) -> None:
        """Forget one of somebody's chats; another's stays."""
        with self._database.changing() as connection:
            connection.execute("DELETE FROM chats WHERE id = ? AND owner = ?", (chat, owner))

    def delete_all(self, owner: str) -> None:
        """Forget all of somebody's chats."""
        with self._database.changing() as connection:
            connection.execute("DELETE FROM chats WHERE owner = ?", (owner,))


def _add(connection: Connection, chat: str, turn: Turn) -> None:
    connection.execute(
        "INSERT INTO turns (id, chat, number, asked, answered, turn) SELECT ?, ?, "
        "(SELECT coalesce(max(number) + 1, 0) FROM turns WHERE chat = ?), ?, ?, ?",
        (
            turn.id,
            chat,
            chat,
            turn.asked,
            bool(turn.answer and turn.answer.answered),
            packed(turn),
        ),
    )
