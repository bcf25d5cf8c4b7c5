"""The three short documents of all tests, as what drafts are held against."""

from __future__ import annotations

import pytest

from assistant.ledger.ledger import Ledger
from assistant.settings import Settings
from tests.embedders import HashedWords


@pytest.fixture(scope="session")
def ledger(built: Settings) -> Ledger:
    return Ledger.open(built, HashedWords())
