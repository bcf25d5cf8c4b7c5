from __future__ import annotations

from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file

from assistant.encoder.bert import VOCABULARY
from assistant.encoder.files import encoder_folder
from assistant.errors import ModelError
from assistant.reader import weights
from assistant.reader.files import SHIPPED
from assistant.reader.network import Network
from assistant.reader.weights import load_tokenizer, load_weights, save_weights

MOST_BYTES = 25_000_000


def test_what_ships_is_small_and_has_a_model_card() -> None:
    assert SHIPPED.stat().st_size <= MOST_BYTES
    assert "Limits" in (SHIPPED.parent / "README.md").read_text("utf-8")


def test_weights_that_are_not_there_are_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"no weights of a reader in .*none.*ASSISTANT_READER"):
        load_weights(tmp_path / "none.safetensors")


def test_a_file_that_holds_no_weights_is_named(tmp_path: Path) -> None:
    file = tmp_path / "notes.safetensors"
    file.write_text("not weights", encoding="utf-8")
    with pytest.raises(ModelError, match="holds no weights of a reader"):
        load_weights(file)


def test_shipped_weights_that_were_changed_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed = bytearray(SHIPPED.read_bytes())
    changed[-1] ^= 1
    file = tmp_path / "reader.safetensors"
    file.write_bytes(bytes(changed))
    monkeypatch.setattr(weights, "SHIPPED", file)
    with pytest.raises(ModelError, match="not the ones that this program was tested with"):
        load_weights(file)


@pytest.mark.models
def test_weights_of_another_kind_of_model_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "other.safetensors"
    save_file({"layer.weight": torch.zeros(2, 2)}, file)
    with pytest.raises(ModelError, match="another kind of model"):
        load_weights(file)


@pytest.mark.models
def test_what_is_saved_is_loaded_again(tmp_path: Path) -> None:
    shipped = load_weights(SHIPPED)
    network = Network(VOCABULARY)
    network.load_state_dict(shipped)
    save_weights(network, tmp_path / "again.safetensors")
    again = load_weights(tmp_path / "again.safetensors")
    assert set(again) == set(shipped)
    for name, tensor in shipped.items():
        assert torch.equal(tensor, again[name]), name


@pytest.mark.parametrize("broken", ["model.safetensors", "tokenizer.json"])
def test_a_damaged_encoder_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    monkeypatch.setattr(weights, "encoder_folder", lambda: tmp_path)
    for written in (False, True):
        if written:
            (tmp_path / broken).write_text("{", encoding="utf-8")
        with pytest.raises(ModelError, match=f"{broken} is missing or damaged.*make setup"):
            load_weights() if broken.startswith("model") else load_tokenizer()


@pytest.mark.models
def test_the_encoder_comes_as_a_package() -> None:
    assert (encoder_folder() / "tokenizer.json").is_file()
