"""The starter corpus with its index, and the files that the commands of the docs name."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from docx import Document

from assistant import cli
from assistant.index.embedder import SentenceEmbedder
from assistant.reader.model import TrainedReader
from tests.conftest import in_this_process
from tests.docs.pages import ROOT
from tests.embedders import HashedWords
from tests.readers import open_trained

_QUESTION = {
    "id": "q1", "type": "figure", "question": "How big is the maintenance backlog?",
    "follow_up_to": None, "answerable": True,
    "answers": [{
        "document": "opinion-capital-before-targets", "page": None,
        "quote": "The maintenance backlog is more than £11bn.", "span": "£11bn",
    }],
}  # fmt: skip


def _stand_in(folder: Path, patch: pytest.MonkeyPatch) -> None:
    """Work in a folder, with vectors that no model made."""
    patch.setattr(SentenceEmbedder, "load", lambda _: HashedWords())
    _work_in(folder, patch)


def _work_in(folder: Path, patch: pytest.MonkeyPatch) -> None:
    """Work in a folder, without worker processes."""
    patch.chdir(folder)
    patch.delenv("ASSISTANT_RECORDS")
    patch.setattr("assistant.ingest.read.in_workers", in_this_process)


@pytest.fixture(scope="session")
def built_starter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the starter corpus and its index, and drafts and questions beside them."""
    folder = tmp_path_factory.mktemp("starter")
    shutil.copytree(ROOT / "corpus", folder / "corpus")
    draft = Document()
    draft.add_paragraph("The maintenance backlog has reached more than £11bn.")
    draft.save(str(folder / "draft.docx"))
    (folder / "questions.jsonl").write_text(json.dumps(_QUESTION), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        _stand_in(folder, patch)
        assert cli.main(["build", "--json"]) == 0
    return folder


@pytest.fixture
def real_starter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The starter corpus with its index in the working folder; the models are the real ones."""
    shutil.copytree(ROOT / "corpus", tmp_path / "corpus")
    monkeypatch.setattr(TrainedReader, "open", open_trained)
    _work_in(tmp_path, monkeypatch)
    assert cli.main(["build", "--json"]) == 0


@pytest.fixture
def starter(built_starter: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of that folder, which is the working one."""
    folder = tmp_path / "starter"
    shutil.copytree(built_starter, folder)
    _stand_in(folder, monkeypatch)
    return folder
