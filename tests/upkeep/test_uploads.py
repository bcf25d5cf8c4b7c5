"""Files that wait: only so many, only for so long, and none of them a document."""

from __future__ import annotations

import io
import os
import shutil
import threading
from collections import namedtuple
from pathlib import Path

import pytest

from assistant.errors import IntakeError
from assistant.settings import Limits
from assistant.upkeep import uploads
from assistant.upkeep.disk import NO_ROOM
from assistant.upkeep.intake import Intake
from tests.upkeep.corpora import brought, everything


def test_what_waits_is_no_document_yet(intake: Intake, corpus: Path) -> None:
    before = everything(corpus)
    staged = brought(intake)
    assert everything(corpus) == before
    assert staged.file.read_text() == "New words."
    intake.discard(staged)
    assert not staged.file.parent.exists()


def test_a_start_forgets_what_waited_and_later_only_what_is_old(
    intake: Intake, corpus: Path
) -> None:
    old, new = brought(intake), brought(intake, text="Other words.")
    os.utime(old.file.parent, (0, 0))
    intake.tidy()
    assert not old.file.exists() and new.file.exists()
    Intake(corpus, Limits()).tidy(at_start=True)
    assert not new.file.exists()
    before = everything(corpus)
    Intake(corpus.parent / "nowhere", Limits()).tidy(at_start=True)  # nothing to tidy
    assert everything(corpus) == before


def test_uploads_at_the_same_time_do_not_share_the_room(
    intake: Intake, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "MOST_WAITING_BYTES", 25)
    entered, go = threading.Event(), threading.Event()
    refused: list[str] = []

    class Slow(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            entered.set()
            go.wait(10)
            return super().read(size)

    def bring(content: io.BytesIO) -> None:
        try:
            Intake(corpus, Limits()).stage("new.txt", content)
        except IntakeError as error:
            refused.append(str(error))

    threads = [threading.Thread(target=bring, args=(each(b"x" * 20),)) for each in (Slow, Slow)]
    for thread in threads:
        thread.start()
        entered.wait(10)
    go.set()
    for thread in threads:
        thread.join(10)
    assert len(refused) == 1 and "Too many files" in refused[0]


def test_a_file_that_is_too_large_or_empty_leaves_nothing(intake: Intake, corpus: Path) -> None:
    with pytest.raises(IntakeError, match="smaller than 0MB"):
        brought(intake, text="x" * 1001)
    with pytest.raises(IntakeError, match="is empty"):
        brought(intake, text="")
    assert [each for each in (corpus / ".incoming").iterdir() if each.is_dir()] == []


def test_only_so_much_can_wait(intake: Intake, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "MOST_WAITING_BYTES", 25)
    brought(intake, text="x" * 20)
    with pytest.raises(IntakeError, match="Too many files"):
        brought(intake, text="x" * 20)


def test_what_is_forgotten_is_dropped(intake: Intake) -> None:
    old = brought(intake)
    os.utime(old.file.parent, (0, 0))
    brought(intake)
    assert not old.file.exists()


def test_a_full_disk_is_said_before_it_is_full(
    intake: Intake, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(10, 9, 1))
    with pytest.raises(IntakeError) as raised:
        brought(intake)
    assert str(raised.value) == NO_ROOM
