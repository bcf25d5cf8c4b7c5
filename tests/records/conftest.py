"""Records in a folder that is not there yet."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.records.chats import Chats
from assistant.records.database import Database
from assistant.records.feedback import FeedbackBook


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(tmp_path / "new" / "records")


@pytest.fixture
def chats(database: Database) -> Chats:
    return Chats(database)


@pytest.fixture
def book(database: Database) -> FeedbackBook:
    return FeedbackBook(database)
