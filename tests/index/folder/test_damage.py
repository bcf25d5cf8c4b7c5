"""An index that cannot be used says so, in a sentence with what to do; a build mends it."""

from __future__ import annotations

import errno
import fcntl
import gc
import json
import os
import random
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import IO, Any

import pytest

from assistant.answer.assistant import Assistant
from assistant.errors import DamagedIndex, DocumentError, NoIndex, StaleIndex
from assistant.index.build import build
from assistant.index.folder import checks
from assistant.index.folder.catalogue import Catalogue
from assistant.index.folder.store import FolderStore
from assistant.index.folder.version_files import VersionFiles
from assistant.index.folder.versions import sweep
from assistant.index.manifest import FORMAT, READER
from assistant.index.status import status
from assistant.ingest.read import ToRead
from assistant.ledger.ledger import Ledger
from assistant.settings import Settings
from tests.corpora import QUESTIONS, REPORT, write
from tests.embedders import HashedWords
from tests.index.asking import answers

PARTS = (
    "manifest.json", "catalogue.sqlite", "dense/ids.npy", "dense/vectors.npy", "lexical/meta.json",
    "lexical/*.fast", "lexical/*.fieldnorm", "lexical/*.idx", "lexical/*.pos",
    "lexical/*.store", "lexical/*.term", "statements-dense/vectors.npy", "statements/meta.json",
    "statements/*.store", "statements/*.term",
)  # fmt: skip


def remove(file: Path) -> None:
    file.unlink()


def truncate(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def empty(file: Path) -> None:
    file.write_bytes(b"")


def replace(file: Path) -> None:
    file.write_bytes(b"something else altogether")


def flip_one_bit(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)


@pytest.fixture
def copied(built: Settings, tmp_path: Path) -> Settings:
    """An index that may be damaged, and its corpus."""
    shutil.copytree(built.index, tmp_path / "index")
    shutil.copytree(built.corpus, tmp_path / "documents")
    return Settings(tmp_path / "documents", tmp_path / "index")


def current(settings: Settings) -> VersionFiles:
    name = (settings.index / "CURRENT").read_text(encoding="utf-8").strip()
    return VersionFiles(settings.index / "versions" / name)


def change_manifest(settings: Settings, **values: object) -> None:
    files = current(settings)
    manifest: dict[str, Any] = json.loads(files.manifest.read_text(encoding="utf-8"))
    del manifest["own"]  # as an index of before that hash was kept
    files.manifest.write_text(json.dumps({**manifest, **values}), encoding="utf-8")


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("damage", [remove, truncate, empty, replace])
def test_a_damaged_file_is_noticed(
    copied: Settings, part: str, damage: Callable[[Path], None]
) -> None:
    (file,) = current(copied).folder.glob(part)
    damage(file)
    with pytest.raises(DamagedIndex, match=r"damaged.* Run `nhs-assistant build`\.$"):
        Assistant.open(copied, HashedWords())


@pytest.mark.parametrize("part", PARTS[1:])
def test_one_wrong_bit_is_noticed(copied: Settings, part: str) -> None:
    (file,) = current(copied).folder.glob(part)
    flip_one_bit(file)
    with pytest.raises(DamagedIndex, match="is not what was written"):
        Assistant.open(copied, HashedWords())


def test_a_missing_lexical_folder_is_noticed(copied: Settings) -> None:
    shutil.rmtree(current(copied).lexical)
    with pytest.raises(DamagedIndex, match="lexical"):
        Assistant.open(copied, HashedWords())


@pytest.mark.parametrize("part", ["manifest.json", "catalogue.sqlite", "dense/vectors.npy"])
@pytest.mark.parametrize("damage", [remove, truncate, flip_one_bit])
def test_a_build_mends_a_damaged_index(
    copied: Settings, built: Settings, part: str, damage: Callable[[Path], None],
    read_in_this_process: None,
) -> None:  # fmt: skip
    damage(current(copied).folder / part)
    build(copied, HashedWords())
    assert answers(copied) == answers(built)


def test_no_index_yet(tmp_path: Path) -> None:
    with pytest.raises(NoIndex, match=r"There is no index in .* Run `nhs-assistant build`\.$"):
        Assistant.open(Settings(index=tmp_path / "none"), HashedWords())


@pytest.mark.parametrize(
    "content",
    [None, b"", b" \n\n", b"20200101T000000\n", b"..\n", b"\xff\xfe\x00", b"a\x00b", b"x" * 5000],
    ids=["none", "empty", "blank", "no such version", "above", "no text", "a zero byte", "long"],
)  # fmt: skip
def test_a_pointer_to_nothing_is_said_and_the_newest_version_serves(
    copied: Settings, built: Settings, content: bytes | None, read_in_this_process: None
) -> None:
    version = current(copied).folder.name
    pointer = copied.index / "CURRENT"
    pointer.unlink()
    if content is not None:
        pointer.write_bytes(content)
    found = Assistant.open(copied, HashedWords())
    assert found.version == version
    assert found.index.instead is not None
    assert found.index.instead.endswith(
        f"Run `nhs-assistant build`. Until then answers come from version {version}."
    )
    report = build(copied, HashedWords())
    assert {one.status for one in report.documents} == {"unchanged"}
    assert Assistant.open(copied, HashedWords()).index.instead is None
    assert answers(copied) == answers(built)


def test_an_index_of_another_format(copied: Settings) -> None:
    change_manifest(copied, format=FORMAT + 1)
    with pytest.raises(StaleIndex, match=r"another version of the program\. Run `nhs-assistant"):
        Assistant.open(copied, HashedWords())


def test_an_index_of_another_format_with_other_fields(copied: Settings) -> None:
    change_manifest(copied, format=FORMAT + 1, something="new")
    with pytest.raises(StaleIndex):
        Assistant.open(copied, HashedWords())


def test_an_index_of_another_reader(copied: Settings) -> None:
    change_manifest(copied, reader=READER - 1)
    with pytest.raises(StaleIndex, match=r"another version of the program\. Run `nhs-assistant"):
        Assistant.open(copied, HashedWords())


def test_an_index_of_another_model(copied: Settings) -> None:
    with pytest.raises(StaleIndex, match=r"another model \(hashed words\)\. Run `nhs-assistant"):
        Assistant.open(copied, HashedWords("other words:2"))


def test_a_manifest_that_counts_wrong(copied: Settings) -> None:
    change_manifest(copied, passages=99)
    with pytest.raises(DamagedIndex, match="should have 99 passages"):
        Assistant.open(copied, HashedWords())


def test_a_manifest_that_counts_figures_wrong(copied: Settings) -> None:
    change_manifest(copied, statements=99)
    with pytest.raises(DamagedIndex, match="should have 99 statements of figures"):
        Assistant.open(copied, HashedWords())


@pytest.mark.parametrize("text", ["[]", "null", '"x"', "{}", f'{{"format": {FORMAT}}}'])
def test_a_manifest_of_another_form(copied: Settings, text: str) -> None:
    current(copied).manifest.write_text(text, encoding="utf-8")
    with pytest.raises(DamagedIndex, match=r"manifest\.json"):
        Assistant.open(copied, HashedWords())


def test_a_catalogue_that_is_none(tmp_path: Path) -> None:
    file = tmp_path / "catalogue.sqlite"
    file.write_bytes(b"no database at all" * 100)
    with pytest.raises(DamagedIndex, match="Run `nhs-assistant build`"):
        Catalogue.load(file)


def test_an_open_index_outlives_the_builds_after_it(
    copied: Settings, read_in_this_process: None
) -> None:
    assistant = Assistant.open(copied, HashedWords())
    before = [quote.text for quote in assistant.ask("How many beds did the trust close?").quotes]
    for _ in range(3):
        build(copied, HashedWords(), full=True)
    after = [quote.text for quote in assistant.ask("How many beds did the trust close?").quotes]
    assert before == after != []


# --- an earlier version serves -------------------------------------------------------------------


@pytest.fixture
def twice(copied: Settings, read_in_this_process: None) -> tuple[Settings, str, str]:
    """An index with two versions, and their names: of the one before, and of the current one."""
    before = current(copied).folder.name
    return copied, before, build(copied, HashedWords(), full=True).version


@pytest.mark.parametrize("part", ["manifest.json", "catalogue.sqlite", "dense/vectors.npy"])
def test_the_version_before_serves_and_a_build_mends(
    twice: tuple[Settings, str, str], built: Settings, part: str
) -> None:
    settings, before, version = twice
    flip_one_bit(current(settings).folder / part)
    found = Assistant.open(settings, HashedWords())
    assert found.version == before
    assert found.instead is not None
    assert f"{version} is damaged" in found.instead
    assert found.instead.endswith(f"Until then answers come from version {before}.")
    said = status(settings)
    assert (said.manifest.version, said.instead) == (before, found.instead)
    report = build(settings, HashedWords())
    assert report.version > version
    assert {one.status for one in report.documents} == {"unchanged"}
    assert Assistant.open(settings, HashedWords()).instead is None
    assert answers(settings) == answers(built)
    kept = {path.name for path in (settings.index / "versions").iterdir()}
    assert kept == {before, report.version}  # what is damaged is no version to fall back to


def test_any_byte_of_any_file(twice: tuple[Settings, str, str], built: Settings) -> None:
    settings, before, version = twice
    asked = Assistant.open(built, HashedWords()).ask(QUESTIONS[0])
    right = [quote.text for quote in asked.quotes]
    chance = random.Random(6)
    for file in sorted(path for path in current(settings).folder.rglob("*") if path.is_file()):
        whole = file.read_bytes()
        if not whole:
            continue
        data = bytearray(whole)
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        file.write_bytes(data)
        found = Assistant.open(settings, HashedWords())
        # What tantivy keeps for itself does not matter to what is found.
        assert found.version == (version if file.name.startswith(".") else before) or (
            file.name.startswith(".") and found.version == before
        ), file.name
        assert [quote.text for quote in found.ask(QUESTIONS[0]).quotes] == right
        file.write_bytes(whole)
    assert Assistant.open(settings, HashedWords()).version == version


def test_a_version_that_somebody_reads_stays_until_they_let_go(
    copied: Settings, read_in_this_process: None
) -> None:
    read = current(copied)
    index = FolderStore(copied.index).open(HashedWords().name)
    kept = [build(copied, HashedWords(), full=True).version for _ in range(3)][1:]
    assert {path.name for path in (copied.index / "versions").iterdir()} == {
        read.folder.name, *kept
    }  # fmt: skip
    assert index.document(REPORT).layout is not None
    del index
    gc.collect()
    kept = [*kept[1:], build(copied, HashedWords(), full=True).version]
    assert {path.name for path in (copied.index / "versions").iterdir()} == set(kept)


def test_records_that_are_many_are_checked_when_they_are_read(
    copied: Settings, monkeypatch: pytest.MonkeyPatch, read_in_this_process: None
) -> None:
    monkeypatch.setattr(checks, "LARGE", 0)
    build(copied, HashedWords(), full=True)
    index = FolderStore(copied.index).open(HashedWords().name)
    for file in current(copied).records.iterdir():
        file.write_bytes(file.read_bytes()[:1000])
    with pytest.raises(DamagedIndex, match="record of a document"):
        index.document(REPORT).layout.page  # type: ignore[union-attr]  # noqa: B018
    assert FolderStore(copied.index).open(HashedWords().name).listings == index.listings
    with pytest.raises(DamagedIndex, match="record of a document"):
        status(copied, check=True)


def test_among_many_records_a_damaged_one_is_left_out_of_what_is_found(
    copied: Settings, built: Settings, monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture, read_in_this_process: None,
) -> None:  # fmt: skip
    whole = Assistant.open(built, HashedWords())
    monkeypatch.setattr(checks, "LARGE", 0)
    build(copied, HashedWords(), full=True)
    names = FolderStore(copied.index).catalogue().record_names()
    record = current(copied).records / names[REPORT]
    record.write_bytes(record.read_bytes()[:300])  # what it holds begins before
    found = Assistant.open(copied, HashedWords())
    for question in QUESTIONS:
        answer, before = found.ask(question), whole.ask(question)
        assert REPORT not in {one.document.path for one in (*answer.quotes, *answer.related)}
        if before.quotes and before.quotes[0].document.path != REPORT:
            assert answer.quotes[0].text == before.quotes[0].text
    assert len([one for one in caplog.messages if "left out of what is found" in one]) == 1
    assert Ledger.over(whole).look_up("bed occupancy")
    assert not Ledger.over(found).look_up("bed occupancy")
    assert Ledger.over(found).look_up("discharge")


def test_a_damaged_record_leaves_the_version_before_and_costs_one_document(
    copied: Settings, built: Settings, read_in_this_process: None
) -> None:
    before = current(copied).folder.name
    write(copied.corpus, "later.md", "# Later\n\nThe trust opened 12 beds in Barnwood.\n")
    build(copied, HashedWords())
    store = FolderStore(copied.index)
    flip_one_bit(current(copied).records / store.catalogue().record_names()[REPORT])
    found = Assistant.open(copied, HashedWords())
    assert found.version == before
    assert found.index.instead is not None
    assert REPORT in found.index.instead
    report = build(copied, HashedWords())
    assert {one.path for one in report.documents if one.status == "updated"} == {REPORT}
    assert {one.status for one in report.documents} == {"updated", "unchanged"}
    assert Assistant.open(copied, HashedWords()).index.instead is None
    assert store.check(every=True)[1] is None


def test_what_cannot_be_read_again_does_not_stay_with_a_damaged_record(
    copied: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = FolderStore(copied.index)
    flip_one_bit(current(copied).records / store.catalogue().record_names()[REPORT])

    def in_vain(
        read: object, files: Sequence[ToRead], *_: object, **__: object
    ) -> Iterator[object]:
        for _file in files:
            yield DocumentError("timeout", "It took too long.", again=True)

    monkeypatch.setattr("assistant.ingest.read.in_workers", in_vain)
    build(copied, HashedWords())
    assert store.check(every=True)[1] is None
    catalogue = store.catalogue()
    assert REPORT not in {one.path for one in catalogue.listings()}
    assert [one.path for one in catalogue.failures()] == [REPORT]


def test_missing_records_are_made_again(
    copied: Settings, built: Settings, read_in_this_process: None
) -> None:
    shutil.rmtree(current(copied).records)
    build(copied, HashedWords())
    assert answers(copied) == answers(built)


@pytest.mark.parametrize(
    ("number", "removed"),
    [(None, True), (errno.ENOLCK, True), (errno.ENOSYS, True), (errno.ENOTSUP, True),
     (errno.EBADF, False), (errno.EIO, False), (errno.EWOULDBLOCK, False)],
)  # fmt: skip
def test_a_version_is_removed_where_the_lock_was_got_or_there_are_no_locks(
    copied: Settings, monkeypatch: pytest.MonkeyPatch, number: int | None, removed: bool,
    read_in_this_process: None,
) -> None:  # fmt: skip
    first = current(copied).folder
    build(copied, HashedWords(), full=True)
    real = fcntl.flock

    def flock(file: int | IO[bytes], how: int) -> None:
        if not isinstance(file, int) and how & fcntl.LOCK_EX:
            assert file.writable()  # or NFS has none to give
            if number is not None:
                raise OSError(number, os.strerror(number))
        real(file, how)

    monkeypatch.setattr(fcntl, "flock", flock)
    build(copied, HashedWords(), full=True)
    assert first.exists() != removed


def test_of_large_files_a_part_is_read(copied: Settings, tmp_path: Path,
                                       monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    file = tmp_path / "large"
    file.write_bytes(random.Random(3).randbytes(200_000))
    monkeypatch.setattr(checks, "LARGE", 100_000)
    monkeypatch.setattr(checks, "_BLOCK", 100)
    written = checks.sum_of(file)
    data = bytearray(file.read_bytes())
    data[150] ^= 1  # between two of the blocks
    file.write_bytes(data)
    assert checks.sum_of(file, written) == written
    assert checks.sum_of(file, written, every=True) != written
    data[50] ^= 1
    file.write_bytes(data)
    assert checks.sum_of(file, written) != written


def test_a_version_that_is_half_removed_is_passed_over(twice: tuple[Settings, str, str]) -> None:
    settings, before, version = twice
    shutil.rmtree(settings.index / "versions" / before / "lexical")
    (settings.index / "versions" / "20990101T000000").mkdir()
    assert Assistant.open(settings, HashedWords()).version == version
    sweep(settings.index)
    assert not (settings.index / "versions" / "20990101T000000").exists()
