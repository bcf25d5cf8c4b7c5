"""Texts become vectors. A seam: the model is slow to load and may be exchanged."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from assistant.encoder.files import encoder_folder
from assistant.encoder.precision import Precision
from assistant.errors import ModelError
from assistant.hashing import sha256_of
from assistant.settings import PACKAGED_MODEL

Vectors = npt.NDArray[np.float32]

_WEIGHTS = "model.safetensors"
_PACKAGED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


class Embedder(Protocol):
    """Turns texts into vectors of length 1, so that their inner product is the cosine."""

    @property
    def name(self) -> str:
        """What the manifest of an index calls the model: its name and the hash of its weights."""

    def encode(self, texts: Sequence[str], *, quick: bool = False) -> Vectors:
        """The vectors of texts, shape (texts, dimensions).

        With `quick`, cosines may be off in the third decimal: for what is not stored.
        """


class _Loaded(Protocol):
    def encode(self, texts: Sequence[str]) -> Vectors: ...


class SentenceEmbedder:
    """The packaged model, or one of sentence-transformers, loaded from disk without any network.

    The packaged one is run by our own encoder: the library takes seconds to import and twice the
    time to encode. The precision is no part of the name: an index opens whatever the processor of
    the machine that built it could do, and vectors of both kinds may stand in one (the
    cosine of a text's two vectors is at least 0.99998: decision 0025).
    """

    def __init__(self, model: str = PACKAGED_MODEL, precision: Precision = "auto") -> None:
        """Find the model; it is loaded at the first `encode`.

        Raises:
            ModelError: it is not there, or its weights are not those expected.
        """
        self._folder = _folder(model)
        sha256 = sha256_of(self._folder / _WEIGHTS)
        if model == PACKAGED_MODEL and sha256 != _PACKAGED_SHA256:
            raise ModelError(
                f"The weights of {model} in {self._folder} are not the ones that this program was "
                "tested with. Install the package again."
            )
        self._packaged = model == PACKAGED_MODEL
        self._precision: Precision = precision
        self._name = f"{model}:{sha256[:16]}"
        self._model: _Loaded | None = None

    @property
    def name(self) -> str:
        """The model's name and the hash of its weights."""
        return self._name

    def encode(self, texts: Sequence[str], *, quick: bool = False) -> Vectors:
        """The vectors of texts, shape (texts, dimensions), of length 1.

        Those of the packaged model do not depend on what they are encoded with. `quick` changes
        nothing: what is stored is as quick already.
        """
        return self.load().encode(texts)

    def load(self) -> _Loaded:
        """Load the model now, rather than at the first text."""
        if self._model is None:
            if self._packaged:
                from assistant.encoder.sentences import SentenceVectors  # torch: over a second

                self._model = SentenceVectors.open(self._folder, self._precision)
            else:
                from assistant.index.other_model import OtherModel

                self._model = OtherModel(self._folder)
        return self._model


def _folder(model: str) -> Path:
    if model == PACKAGED_MODEL:
        folder = encoder_folder()
        if not (folder / _WEIGHTS).is_file():
            raise ModelError(
                f"The package {PACKAGED_MODEL} holds no weights. Install it again: `make setup`."
            )
        return folder
    folder = Path(model)
    if not (folder / _WEIGHTS).is_file():
        raise ModelError(
            f"There is no embedding model in {model}: a folder with {_WEIGHTS} is expected. "
            "Correct ASSISTANT_MODEL, or unset it to use the model that comes with the program."
        )
    return folder
