"""The embedding model: found on disk, checked by its hash, loaded without a network."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from assistant.errors import ModelError
from assistant.index import embedder as embedder_module
from assistant.index.embedder import SentenceEmbedder
from assistant.settings import PACKAGED_MODEL
from tests.embedders import DIMENSIONS, HashedWords

SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


def packaged_folder() -> Path:
    return embedder_module._folder(PACKAGED_MODEL)


def test_the_packaged_weights_are_the_ones_expected() -> None:
    assert SentenceEmbedder().name == f"{PACKAGED_MODEL}:{SHA256[:16]}"


def test_a_damaged_copy_of_the_weights_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    weights = tmp_path / "model.safetensors"
    shutil.copy(packaged_folder() / "model.safetensors", weights)
    monkeypatch.setattr(embedder_module, "_folder", lambda model: tmp_path)
    assert SentenceEmbedder().name
    with weights.open("r+b") as file:
        file.seek(weights.stat().st_size // 2)
        byte = file.read(1)
        file.seek(-1, 1)
        file.write(bytes([byte[0] ^ 1]))
    with pytest.raises(
        ModelError, match=r"not the ones .* tested with\. Install the package again"
    ):
        SentenceEmbedder()


@pytest.mark.parametrize("name", ["no/such/folder", "sentence-transformers/all-mpnet-base-v2", ""])
def test_a_model_that_is_not_there_says_so(name: str, no_network: None) -> None:
    with pytest.raises(ModelError, match=r"no embedding model in .*ASSISTANT_MODEL"):
        SentenceEmbedder(name)


def test_a_package_without_weights_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.resources.files", lambda package: tmp_path)
    with pytest.raises(ModelError, match="holds no weights"):
        SentenceEmbedder()


def test_a_package_that_is_not_installed_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(package: str) -> None:
        raise ModuleNotFoundError(package)

    monkeypatch.setattr("importlib.resources.files", missing)
    with pytest.raises(ModelError, match=r"is not installed\. Run `make setup`"):
        SentenceEmbedder()


def test_a_model_in_a_folder_is_named_by_its_weights(tmp_path: Path) -> None:
    names = []
    for content in (b"one", b"other"):
        (tmp_path / "model.safetensors").write_bytes(content)
        names.append(SentenceEmbedder(str(tmp_path)).name)
    assert names[0] != names[1]
    assert all(name.startswith(f"{tmp_path}:") for name in names)


def test_the_embedder_of_the_tests_gives_unit_vectors() -> None:
    vectors = HashedWords().encode(["beds were closed", "closing a bed", "parking", ""])
    assert vectors.shape == (4, DIMENSIONS)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1)
    assert vectors[0] @ vectors[1] == pytest.approx(1)
    assert abs(vectors[0] @ vectors[2]) < 0.5
    assert not np.array_equal(vectors, HashedWords("other:2").encode(["beds", "b", "c", "d"]))


@pytest.mark.models
@pytest.mark.usefixtures("no_network")
def test_the_packaged_model_knows_what_is_alike() -> None:
    embedder = SentenceEmbedder()
    vectors = embedder.encode(
        [
            "How many hospital beds were shut?",
            "The trust closed 214 wards and beds.",
            "Parking is free for visitors on Sundays.",
        ]
    )
    assert vectors.shape == (3, 384)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-5)
    alike, apart = float(vectors[0] @ vectors[1]), float(vectors[0] @ vectors[2])
    assert alike > 0.45
    assert apart < 0.3


@pytest.mark.models
@pytest.mark.usefixtures("no_network")
def test_a_text_has_one_vector_whatever_stands_beside_it() -> None:
    embedder = SentenceEmbedder()
    alone = embedder.encode(["Beds."])
    among = embedder.encode(["A much longer text " * 40, "Beds.", "Wards and corridors."])
    assert alone[0] @ among[1] == pytest.approx(1, abs=1e-4)
