"""Standing questions: a list that staff keep, asked anew of every version of the index."""

from __future__ import annotations

from assistant.answer.understanding.question import check
from assistant.errors import StandingError
from assistant.folding import words
from assistant.records.database import Database, now
from assistant.settings import Limits

MOST = 100
"""Each is asked after every build, so there cannot be any number of them."""

_ALL = "SELECT question FROM standing ORDER BY rowid"


class StandingQuestions:
    """The list. It is nobody's: no name is kept with a question.

    Raises (every method):
        RecordsError: the records cannot be read or written.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, question: str) -> None:
        """Put a question last; one of the same words is there once.

        Raises:
            QuestionError: it cannot be asked: empty, too long, no words.
            StandingError: there are MOST already.
        """
        # Lone surrogates, which a command line can hand over, are in no UTF-8.
        question = check(question, Limits().question_characters)
        question = question.encode("utf-8", "replace").decode()
        with self._database.changing() as connection:
            there = [row[0] for row in connection.execute(_ALL)]
            if any(_same(question, other) for other in there):
                return
            if len(there) >= MOST:
                raise StandingError(
                    f"There are {MOST} standing questions already, and each is asked after every "
                    "build. Remove one first."
                )
            connection.execute("INSERT INTO standing VALUES (?,?)", (question, now()))

    def remove(self, question: str) -> None:
        """Take a question off the list; what is not on it changes nothing."""
        with self._database.changing() as connection:
            for (other,) in connection.execute(_ALL).fetchall():
                if _same(question, other):
                    connection.execute("DELETE FROM standing WHERE question = ?", (other,))

    def all(self) -> list[str]:
        """The questions, in the order in which they were added."""
        return [row[0] for row in self._database.rows(_ALL, since=2)]


def _same(question: str, other: str) -> bool:
    return list(words(question)) == list(words(other))
