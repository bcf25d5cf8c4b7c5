"""The reader's weights on disk: what ships, how it is checked, and the encoder it begins with."""

from __future__ import annotations

from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer

from assistant.encoder.bert import WIDTH, shapes
from assistant.encoder.files import encoder_folder
from assistant.errors import ModelError
from assistant.reader.files import SHIPPED, SHIPPED_SHA256, weights_sha256

_WORDS = "words.weight"
"""The word embeddings are the encoder's own, frozen in training: they are not stored twice."""
_SHAPES = {
    **shapes(),
    "heads.weight": (3, WIDTH),
    "heads.bias": (3,),
    "answers.weight": (1, WIDTH),
    "answers.bias": (1,),
}


def load_tokenizer() -> Tokenizer:
    """The encoder's tokenizer, which neither cuts nor pads.

    Raises:
        ModelError: the package that the encoder comes in is damaged or not installed.
    """
    file = encoder_folder() / "tokenizer.json"
    try:
        tokenizer = Tokenizer.from_file(str(file))
    except Exception as error:  # the library raises no narrower one
        raise _damaged(file) from error
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def _words() -> torch.Tensor:
    file = encoder_folder() / "model.safetensors"
    try:
        return load_file(file)["embeddings.word_embeddings.weight"]
    except (OSError, SafetensorError, KeyError) as error:
        raise _damaged(file) from error


def _damaged(file: Path) -> ModelError:
    return ModelError(f"{file} is missing or damaged. Install its package again: `make setup`.")


def save_weights(network: torch.nn.Module, file: Path) -> None:
    """Write the weights in float16, without the word embeddings."""
    state = {
        name: tensor.detach().cpu().half().contiguous()
        for name, tensor in network.state_dict().items()
        if name != _WORDS
    }
    save_file(state, file)


def load_weights(file: Path = SHIPPED) -> dict[str, torch.Tensor]:
    """The weights by their names in `Network`, in float32.

    `Network` itself is not made: torch imports its compiler for that, which takes over a second.

    Raises:
        ModelError: the file is missing, or is not a reader's weights, or not those that ship; or
            the package that the encoder comes in is damaged or not installed.
    """
    if weights_sha256(file) != SHIPPED_SHA256 and file == SHIPPED:
        raise ModelError(
            f"The reader's weights in {file} are not the ones that this program was tested with. "
            "Install the program again."
        )
    try:
        state = load_file(file)
    except SafetensorError as error:
        raise ModelError(
            f"{file} holds no weights of a reader. Correct ASSISTANT_READER, or unset it to use "
            "the reader that comes with the program."
        ) from error
    weights = {**{name: tensor.float() for name, tensor in state.items()}, _WORDS: _words()}
    if {name: tuple(tensor.shape) for name, tensor in weights.items()} != _SHAPES:
        raise ModelError(f"The weights in {file} are those of another kind of model.")
    return weights
