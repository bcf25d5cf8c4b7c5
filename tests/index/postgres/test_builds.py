"""Whole builds and questions, with the database in the place of the folder."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.changes.report import report_changes
from assistant.errors import StoreAway
from assistant.index.build import build
from assistant.index.status import status
from assistant.index.stores import store_of
from assistant.settings import Settings
from tests.corpora import (
    GUIDANCE,
    GUIDANCE_TEXT,
    OPINION,
    REPORT,
    write,
    write_corpus,
    write_report,
)
from tests.embedders import CountingEmbedder, DyingEmbedder, HashedWords
from tests.index.asking import answers

pytest.importorskip("psycopg")


@pytest.fixture
def in_database(database: str, tmp_path: Path, read_in_this_process: None) -> Settings:
    corpus = write_corpus(tmp_path / "corpus")
    return replace(
        Settings(corpus=corpus, index=tmp_path / "index", records=tmp_path / "records"),
        store=database,
    )


def test_the_same_questions_are_answered_the_same(in_database: Settings, tmp_path: Path) -> None:
    in_folder = replace(in_database, store=None, index=tmp_path / "folder")
    for settings in (in_folder, in_database):
        build(settings, HashedWords())
    assert answers(in_database) == answers(in_folder)


def test_a_build_in_steps_does_what_changed(in_database: Settings) -> None:
    build(in_database, HashedWords())
    first = store_of(in_database).current()
    unchanged = build(in_database, HashedWords())
    assert unchanged.version == first
    assert {one.status for one in unchanged.documents} == {"unchanged"}

    write(in_database.corpus, GUIDANCE, GUIDANCE_TEXT.replace("14 days", "21 days"))
    (in_database.corpus / OPINION).unlink()
    embedder = CountingEmbedder()
    report = build(in_database, embedder)
    assert {one.path: one.status for one in report.documents} == {
        GUIDANCE: "updated",
        OPINION: "removed",
        REPORT: "unchanged",
    }
    assert embedder.texts
    assert all("21 days" in text for text in embedder.texts)  # the rest was known
    steps = answers(in_database)
    build(in_database, HashedWords(), full=True)
    assert answers(in_database) == steps
    stands = status(in_database)
    assert stands.stale == ()
    assert len(stands.versions) == 3  # those that were just replaced are kept for a while


def test_what_changed_is_reported(in_database: Settings) -> None:
    first = build(in_database, HashedWords())
    report_changes(in_database, first, HashedWords())
    write_report(in_database.corpus, beds="The trust closed 300 beds in May 2024.")
    changes = report_changes(in_database, build(in_database, HashedWords()), HashedWords())
    assert changes is not None
    assert changes.problems == ()
    assert [one.path for one in changes.documents] == [REPORT]


def test_a_build_that_dies_leaves_the_version_before(in_database: Settings) -> None:
    build(in_database, HashedWords())
    before = answers(in_database)
    write(in_database.corpus, "another.md", GUIDANCE_TEXT.replace("14", "28"))
    with pytest.raises(RuntimeError, match="died"):
        build(in_database, DyingEmbedder(0))
    assert len(store_of(in_database).versions()) == 1
    assert answers(in_database) == before
    build(in_database, HashedWords())
    assert len(store_of(in_database).versions()) == 2


def test_a_database_that_is_away_is_told(in_database: Settings) -> None:
    away = replace(in_database, store="postgresql://somebody:secret@127.0.0.1:1/nowhere")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("assistant.index.postgres.connections.PATIENCE", 0.0)
        for ask in (lambda: build(away, HashedWords()), lambda: answers(away)):
            with pytest.raises(StoreAway, match="127.0.0.1:1, database nowhere does not answer"):
                ask()
