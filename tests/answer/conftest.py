from __future__ import annotations

import pytest

from assistant.answer.assistant import Assistant
from assistant.settings import Settings
from tests.embedders import HashedWords


@pytest.fixture(scope="session")
def assistant(built: Settings) -> Assistant:
    """The real one, over the three documents, with the first reader."""
    return Assistant.open(built, HashedWords())
