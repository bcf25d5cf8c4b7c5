"""An index that has grown large keeps its numbers, and what is searched is added to."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from assistant.answer.assistant import Assistant
from assistant.errors import DamagedIndex
from assistant.index.build import build
from assistant.index.folder import checks, dense, dense_writing, draft
from assistant.index.folder.record import Record
from assistant.index.folder.store import FolderStore
from assistant.index.folder.version_files import VersionFiles
from assistant.index.rows import unpack
from assistant.settings import Settings
from tests.conftest import in_this_process
from tests.corpora import GUIDANCE, GUIDANCE_TEXT, OPINION, QUESTIONS, REPORT, write
from tests.embedders import HashedWords
from tests.index.asking import content_of

NEW = "# Ambulances\n\nAmbulances wait for 41 minutes outside the hospital in Barnwood.\n"


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch, read_in_this_process: None) -> None:
    """So few passages are taken for many; all of them are looked at, so that nothing is missed."""
    monkeypatch.setattr(draft, "BY_PATH_UP_TO", 3)
    monkeypatch.setattr(dense_writing, "FLAT_UP_TO", 3)
    monkeypatch.setattr(dense_writing, "_TAIL", 0.9)
    monkeypatch.setattr(checks, "LARGE", 10)


def files_of(settings: Settings) -> VersionFiles:
    version = FolderStore(settings.index).current()
    assert version is not None
    return VersionFiles(settings.index / "versions" / version)


def numbers(settings: Settings) -> dict[str, int]:
    catalogue = FolderStore(settings.index).catalogue()
    return {path: number for number, path, _ in catalogue.numbered()}


def shown(settings: Settings) -> list[list[str]]:
    found = Assistant.open(settings, HashedWords())
    return [[quote.text for quote in found.ask(question).quotes] for question in QUESTIONS]


def shared(one: Path, other: Path) -> bool:
    return one.samefile(other)


def test_numbers_stay_and_files_are_shared(settings: Settings, large: None) -> None:
    build(settings, HashedWords())
    before, first = numbers(settings), files_of(settings)
    write(settings.corpus, "a-first.md", NEW)
    write(settings.corpus, GUIDANCE, GUIDANCE_TEXT.replace("14 days", "21 days"))
    build(settings, HashedWords())
    after, second = numbers(settings), files_of(settings)
    assert {path: after[path] for path in (OPINION, REPORT)} == {
        path: before[path] for path in (OPINION, REPORT)
    }
    assert after[GUIDANCE] > max(before.values())
    assert shared(first.dense / dense.BASE, second.dense / dense.BASE)
    segments = {path.name for path in first.lexical.glob("*.store")}
    assert segments <= {path.name for path in second.lexical.glob("*.store")}
    assert all(shared(first.lexical / name, second.lexical / name) for name in segments)
    records = {path.name for path in first.records.iterdir()}
    kept = records & {path.name for path in second.records.iterdir()}
    assert len(kept) == len(records) - 1
    assert all(shared(first.records / name, second.records / name) for name in kept)


def test_what_was_added_replaced_and_removed_is_found_or_not(
    settings: Settings, large: None
) -> None:
    build(settings, HashedWords())
    write(settings.corpus, "a-first.md", NEW)
    write(settings.corpus, GUIDANCE, GUIDANCE_TEXT.replace("14 days", "21 days"))
    (settings.corpus / OPINION).unlink()
    build(settings, HashedWords())
    index = FolderStore(settings.index).open(HashedWords().name)
    vector = HashedWords().encode(["How long do ambulances wait in Barnwood?"])[0]
    for hits in (
        index.nearest(vector, 50, None),
        index.sharing_words(["ambulances", "days", "beds", "wards"], 50, None),
    ):
        paths = {index.passage(identity).document.path for identity, _ in hits}
        assert "a-first.md" in paths
        assert OPINION not in paths
        texts = [index.passage(identity).text for identity, _ in hits]
        assert not any("within 14 days" in text for text in texts)
        assert set(index.vectors([identity for identity, _ in hits])) == {one for one, _ in hits}
    assert {unpack(one)[0] for one, _ in index.nearest(vector, 9, {REPORT})} == {
        numbers(settings)[REPORT]
    }


def test_it_says_what_a_small_index_says(
    settings: Settings, tmp_path: Path, large: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(settings, HashedWords())
    write(settings.corpus, "a-first.md", NEW)
    build(settings, HashedWords())
    in_steps, content = shown(settings), content_of(settings)
    monkeypatch.undo()
    small = Settings(settings.corpus, tmp_path / "small")
    monkeypatch.setattr("assistant.ingest.read.in_workers", in_this_process)
    build(small, HashedWords())
    assert shown(small) == in_steps
    other = content_of(small)
    for name in ("figures", "words", "acronyms", "texts", "failures"):
        assert content[name] == other[name], name


def flip_one_bit(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)


def damage_part(record: Path, part: str) -> None:
    at, size, _ = Record(record)._parts[part]
    data = bytearray(record.read_bytes())
    data[at + size // 2] ^= 1
    record.write_bytes(data)


def remove(file: Path) -> None:
    file.unlink()


SEARCHED = ("dense/base.faiss", "dense/base.npy", "dense/vectors.npy", "lexical/*.store",
            "lexical/*.idx", "lexical/meta.json", "statements/*.term")  # fmt: skip


def every_vector_is_as_in_its_record(settings: Settings) -> bool:
    store = FolderStore(settings.index)
    index, catalogue = store.open(HashedWords().name), store.catalogue()
    placed = [
        one for _, path, _ in catalogue.numbered() for one in catalogue.placed(path, "passages")
    ]
    found = index.vectors([one.id for one in placed])
    return all(
        np.allclose(found[one.id], np.frombuffer(one.vector, "<f4"), atol=2e-3) for one in placed
    )


@pytest.mark.parametrize("part", SEARCHED)
@pytest.mark.parametrize("damage", [flip_one_bit, remove])
@pytest.mark.parametrize("more", [False, True], ids=["nothing new", "a new document"])
def test_a_build_mends_what_is_searched_and_shares_no_damage(
    settings: Settings, large: None, part: str, damage: Callable[[Path], None], more: bool
) -> None:
    build(settings, HashedWords())
    write(settings.corpus, "a-first.md", NEW)
    build(settings, HashedWords())
    right = shown(settings)
    (file, *_) = sorted(files_of(settings).folder.glob(part))
    damage(file)
    if more:
        write(settings.corpus, "b-second.md", NEW.replace("Ambulances", "Taxis"))
    report = build(settings, HashedWords())
    assert {one.status for one in report.documents} <= {"unchanged", "added"}
    store = FolderStore(settings.index)
    assert store.check(every=True)[1] is None
    assert every_vector_is_as_in_its_record(settings)
    assert more or shown(settings) == right


def test_damage_that_opening_does_not_see_is_not_signed_anew(
    settings: Settings, large: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "_BLOCKS", 2)
    monkeypatch.setattr(checks, "_BLOCK", 10)
    build(settings, HashedWords())
    write(settings.corpus, "a-first.md", NEW)
    build(settings, HashedWords())
    flip_one_bit(files_of(settings).dense / dense.BASE)
    flip_one_bit(files_of(settings).dense / "vectors.npy")
    store = FolderStore(settings.index)
    assert store.open(HashedWords().name).instead is None  # the ends of the files are right
    write(settings.corpus, "b-second.md", NEW.replace("Ambulances", "Taxis"))
    build(settings, HashedWords())
    assert store.check(every=True)[1] is None
    assert every_vector_is_as_in_its_record(settings)


@pytest.mark.parametrize("part", ["text", "structure", "places", "vectors"])
def test_of_a_damaged_record_only_its_document_is_read_again(
    settings: Settings, large: None, part: str
) -> None:
    build(settings, HashedWords())
    write(settings.corpus, "a-first.md", NEW)
    build(settings, HashedWords())
    right, content = shown(settings), content_of(settings)
    name = FolderStore(settings.index).catalogue().record_names()[GUIDANCE]
    damage_part(files_of(settings).records / name, part)
    store = FolderStore(settings.index)
    with pytest.raises(DamagedIndex, match=rf"{GUIDANCE}.* Run `nhs-assistant build`\.$"):
        store.check(every=True)
    report = build(settings, HashedWords())
    assert {one.path for one in report.documents if one.status != "unchanged"} == {GUIDANCE}
    assert store.check(every=True)[1] is None
    assert shown(settings) == right
    after = content_of(settings)
    for kept in ("words", "acronyms", "texts", "figures"):
        assert after[kept] == content[kept], kept


def test_a_damaged_record_of_a_document_that_has_gone_takes_its_words_along(
    settings: Settings, large: None
) -> None:
    build(settings, HashedWords())
    content = content_of(settings)
    write(settings.corpus, "a-first.md", NEW)
    build(settings, HashedWords())
    store = FolderStore(settings.index)
    damage_part(files_of(settings).records / store.catalogue().record_names()["a-first.md"], "text")
    (settings.corpus / "a-first.md").unlink()
    build(settings, HashedWords())
    after = content_of(settings)
    for kept in ("words", "acronyms", "texts"):
        assert after[kept] == content[kept], kept


def test_an_index_that_was_large_is_numbered_by_path_again(
    settings: Settings, large: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(settings, HashedWords())
    monkeypatch.setattr(draft, "BY_PATH_UP_TO", 100_000)
    monkeypatch.setattr(dense_writing, "FLAT_UP_TO", 100_000)
    write(settings.corpus, "a-first.md", NEW)
    build(settings, HashedWords())
    found = numbers(settings)
    assert [found[path] for path in sorted(found)] == list(range(1, len(found) + 1))
    assert not (files_of(settings).dense / dense.BASE).exists()
    in_steps = content_of(settings)
    build(settings, HashedWords(), full=True)
    assert content_of(settings) == in_steps
