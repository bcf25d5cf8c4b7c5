"""Texts become vectors as sentence-transformers makes them of this model, without the library."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch.nn import functional

from assistant.encoder.bert import WIDTH, from_bert
from assistant.encoder.encoder import Encoder
from assistant.encoder.parallel import in_parallel
from assistant.encoder.precision import Precision, dtype_of
from assistant.errors import ModelError

LONGEST = 256
"""Of a longer text the first so many tokens are read, [CLS] and [SEP] counted: the model's own
`max_seq_length`."""


class SentenceVectors:
    """all-MiniLM-L6-v2: the mean of what the encoder makes of the tokens, of length 1.

    Reimers and Gurevych 2019. Safe to use from several threads.
    """

    def __init__(self, encoder: Encoder, tokenizer: Tokenizer) -> None:
        tokenizer.no_padding()
        tokenizer.enable_truncation(LONGEST)
        self._encoder, self._tokenizer = encoder, tokenizer

    @classmethod
    def open(cls, folder: Path, precision: Precision = "auto") -> SentenceVectors:
        """Load the model from the folder of its package.

        Raises:
            ModelError: a file there is missing or damaged.
        """
        try:
            weights = from_bert(load_file(folder / "model.safetensors"))
            tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        except Exception as error:  # the tokenizer's library raises nothing narrower
            raise _damaged(folder) from error
        return cls(Encoder(weights, dtype_of(precision)), tokenizer)

    def encode(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """The vectors, shape (texts, WIDTH); each is the same whatever is encoded beside it."""
        encodings = self._tokenizer.encode_batch_fast(list(texts))
        vectors = np.zeros((len(texts), WIDTH), np.float32)
        for row, vector in enumerate(in_parallel(self._vector, [each.ids for each in encodings])):
            vectors[row] = vector
        return vectors

    def _vector(self, tokens: list[int]) -> npt.NDArray[np.float32]:
        mean = self._encoder.read(tokens).float().mean(0)
        vector: npt.NDArray[np.float32] = functional.normalize(mean, dim=0).numpy()
        return vector


def _damaged(folder: Path) -> ModelError:
    return ModelError(
        f"The embedding model in {folder} is damaged. Install its package again: `make setup`."
    )
