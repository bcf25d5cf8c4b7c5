"""Another embedding model than the packaged one: whatever sentence-transformers can load."""

from __future__ import annotations

import logging
import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch

from assistant.encoder.parallel import processors


class OtherModel:
    """A folder of sentence-transformers, run by that library in float32, pooled as it says."""

    def __init__(self, folder: Path) -> None:
        # Neither the hub nor its telemetry may be asked, whatever the environment says.
        os.environ["HF_HUB_OFFLINE"] = os.environ["TRANSFORMERS_OFFLINE"] = "1"
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        logging.getLogger("sentence_transformers").setLevel(logging.WARNING)
        from sentence_transformers import SentenceTransformer  # takes seconds
        from transformers.utils.logging import disable_progress_bar

        disable_progress_bar()  # type: ignore[no-untyped-call]
        self._model = SentenceTransformer(str(folder), device="cpu", local_files_only=True)

    def encode(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """The vectors, of length 1; in the sixth decimal they depend on what stands beside them."""
        torch.set_num_threads(processors())  # our own encoder sets it to one
        vectors = self._model.encode(
            list(texts), batch_size=32, normalize_embeddings=True, show_progress_bar=False
        )
        return np.asarray(vectors, np.float32)
