"""Two yearly reports, an opinion and a table, built into an index, and their ledger."""

from __future__ import annotations

import pytest

from assistant.index.build import build
from assistant.ingest import read
from assistant.ledger.ledger import Ledger
from assistant.settings import Settings
from tests.conftest import in_this_process
from tests.corpora import write
from tests.embedders import HashedWords
from tests.ledger.making import CATALOGUE, DOCUMENTS


@pytest.fixture(scope="session")
def figures_built(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The documents with their index. It is shared: change nothing in it."""
    folder = tmp_path_factory.mktemp("figures")
    settings = Settings(corpus=folder / "corpus", index=folder / "index")
    write(settings.corpus, "catalogue.toml", CATALOGUE)
    for path, text in DOCUMENTS.items():
        write(settings.corpus, path, text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(read, "in_workers", in_this_process)
        build(settings, HashedWords())
    return settings


@pytest.fixture(scope="session")
def ledger(figures_built: Settings) -> Ledger:
    return Ledger.open(figures_built, HashedWords())
