from __future__ import annotations

import pytest

from assistant.documents import Document
from assistant.index.folder.store import FolderStore
from assistant.index.opened import Index
from assistant.settings import Settings
from tests.corpora import GUIDANCE, REPORT
from tests.embedders import HashedWords


@pytest.fixture(scope="session")
def index(built: Settings) -> Index:
    return FolderStore(built.index).open(HashedWords().name)


@pytest.fixture(scope="session")
def report(index: Index) -> Document:
    return index.document(REPORT)


@pytest.fixture(scope="session")
def guidance(index: Index) -> Document:
    return index.document(GUIDANCE)
