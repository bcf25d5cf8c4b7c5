from __future__ import annotations

from pathlib import Path

import pytest

from assistant.ingest.corpus import CATALOGUE
from assistant.settings import Limits
from assistant.upkeep.intake import Intake
from tests.upkeep.corpora import WRITTEN


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    corpus = tmp_path / "corpus"
    (corpus / "plans").mkdir(parents=True)
    (corpus / "beds.txt").write_text("There are 12 beds.")
    (corpus / "plans" / "plan.txt").write_text("There is a plan.")
    (corpus / CATALOGUE).write_bytes(WRITTEN.encode())
    return corpus


@pytest.fixture
def intake(corpus: Path) -> Intake:
    return Intake(corpus, Limits(file_bytes=1000))
