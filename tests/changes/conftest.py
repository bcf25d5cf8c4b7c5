"""Three short documents, people's records, and a build with its report."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from assistant.settings import Settings
from tests.changes.steps import Rebuilds


@pytest.fixture
def rebuilds(built: Settings, tmp_path: Path, read_in_this_process: None) -> Rebuilds:
    """The three documents, built once and reported."""
    shutil.copytree(built.index.parent, tmp_path, dirs_exist_ok=True)
    found = Rebuilds(Settings(tmp_path / "corpus", tmp_path / "index", tmp_path / "records"))
    found.first = found.changes()
    return found
