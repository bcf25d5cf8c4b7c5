"""An index that cannot be used says so, in a sentence with what to do; a build mends it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assistant.answer.assistant import Assistant
from assistant.errors import DamagedIndex, IndexProblem, NoIndex, StaleIndex
from assistant.index.build import READER, build
from assistant.index.catalogue import Catalogue
from assistant.index.versions import FORMAT, VersionFiles, open_version
from assistant.settings import Settings
from tests.embedders import HashedWords
from tests.index.asking import answers

PARTS = (
    "manifest.json", "catalogue.sqlite", "dense.faiss", "lexical/meta.json",
    "lexical/*.fast", "lexical/*.fieldnorm", "lexical/*.idx", "lexical/*.pos",
    "lexical/*.store", "lexical/*.term", "statements.faiss", "statements/meta.json",
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
    """An index that may be damaged."""
    shutil.copytree(built.index, tmp_path / "index")
    return Settings(built.corpus, tmp_path / "index")


def current(settings: Settings) -> VersionFiles:
    return open_version(settings.index)[0]


def change_manifest(settings: Settings, **values: object) -> None:
    files = current(settings)
    manifest: dict[str, Any] = json.loads(files.manifest.read_text(encoding="utf-8"))
    files.manifest.write_text(json.dumps({**manifest, **values}), encoding="utf-8")


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("damage", [remove, truncate, empty, replace])
def test_a_damaged_file_is_noticed(
    copied: Settings, part: str, damage: Callable[[Path], None]
) -> None:
    (file,) = current(copied).folder.glob(part)
    damage(file)
    with pytest.raises(DamagedIndex, match=r"damaged.* Run `nhs-assistant build --full`\.$"):
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


@pytest.mark.parametrize("part", ["manifest.json", "catalogue.sqlite", "dense.faiss"])
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


@pytest.mark.parametrize("content", [b"", b"\n", b" \n\n"], ids=["empty", "a line end", "blank"])
def test_an_empty_pointer(copied: Settings, content: bytes) -> None:
    (copied.index / "CURRENT").write_bytes(content)
    with pytest.raises(IndexProblem, match="nhs-assistant build"):
        Assistant.open(copied, HashedWords())


@pytest.mark.parametrize(
    "content", [b"20200101T000000\n", b"..\n", b"\xff\xfe\x00", b"a\x00b", b"x" * 5000],
    ids=["no such version", "above the versions", "no text", "a zero byte", "very long"],
)  # fmt: skip
def test_a_pointer_to_nothing(copied: Settings, content: bytes) -> None:
    (copied.index / "CURRENT").write_bytes(content)
    with pytest.raises(DamagedIndex, match="Run `nhs-assistant build --full`"):
        Assistant.open(copied, HashedWords())


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
    with pytest.raises(DamagedIndex, match="Run `nhs-assistant build --full`"):
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
