from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest

from assistant.errors import CorpusError, DocumentError
from assistant.index.build import build
from assistant.index.versions import current_version
from assistant.ingest import read
from assistant.settings import Settings
from tests.embedders import HashedWords
from tests.index.asking import answers


def test_where_no_reader_comes_to_its_end_the_index_is_left_as_it_was(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(settings, HashedWords())
    version, before = current_version(settings.index), answers(settings)

    def die(work: object, files: Sequence[object], *_: object, **__: object) -> Iterator[object]:
        for _file in files:
            yield DocumentError("damaged", "It could not be read.", again=True)

    monkeypatch.setattr(read, "in_workers", die)
    with pytest.raises(CorpusError, match="left as it was"):
        build(settings, HashedWords(), full=True)
    assert current_version(settings.index) == version
    assert answers(settings) == before


def test_a_first_build_says_what_became_of_each(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(work: object, files: Sequence[object], *_: object, **__: object) -> Iterator[object]:
        for _file in files:
            yield DocumentError("damaged", "It could not be read.", again=True)

    monkeypatch.setattr(read, "in_workers", die)
    report = build(settings, HashedWords())
    assert {document.status for document in report.documents} == {"failed"}
