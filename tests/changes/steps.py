"""What the tests of changes do: change documents, keep citations, build and report."""

from __future__ import annotations

from dataclasses import replace

from assistant.answer.assistant import Assistant
from assistant.answer.citation import SavedAnswer, save
from assistant.changes.changed import Changes
from assistant.changes.report import report_changes
from assistant.index.build import build
from assistant.records.chats import Chats, Turn
from assistant.records.database import Database
from assistant.records.papers import Paper, PaperItem, Papers
from assistant.records.standing import StandingQuestions
from assistant.settings import Settings
from tests.corpora import write
from tests.embedders import HashedWords

EMBEDDER = HashedWords()


class Rebuilds:
    """One corpus that is changed and built again."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.database = Database(settings.records)
        self.standing = StandingQuestions(self.database)
        self.first: Changes | None = None

    def write(self, path: str, text: str) -> None:
        write(self.settings.corpus, path, text)

    def remove(self, path: str) -> None:
        (self.settings.corpus / path).unlink()

    def replace(self, path: str, old: str, new: str) -> None:
        file = self.settings.corpus / path
        text = file.read_text()
        assert old in text
        file.write_text(text.replace(old, new))

    def build(self, *, full: bool = False) -> Changes | None:
        report = build(self.settings, EMBEDDER, full=full)
        return report_changes(self.settings, report, EMBEDDER)

    def changes(self) -> Changes:
        found = self.build()
        assert found is not None
        return found

    def ask(self, question: str) -> SavedAnswer:
        assistant = Assistant.open(self.settings, EMBEDDER)
        return save(assistant.ask(question), assistant.built)

    def keep_in_chat(self, question: str, chat: str = "a", owner: str = "Ada") -> SavedAnswer:
        answer = self.ask(question)
        answer = replace(answer, quotes=answer.quotes[:1])
        assert answer.quotes
        Chats(self.database).add(chat, owner, Turn(question, answer))
        return answer

    def keep_in_paper(self, answer: SavedAnswer, owner: str = "Ada") -> None:
        paper = Paper().add(PaperItem.of(answer, answer.quotes[0]))
        Papers(self.database).save(owner, paper)
