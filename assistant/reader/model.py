"""The trained reader: scores for the words of passages, read together with a question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

from assistant.encoder.encoder import Encoder
from assistant.encoder.parallel import in_parallel
from assistant.encoder.precision import Precision, dtype_of
from assistant.reader.files import SHIPPED
from assistant.reader.scores import PassageScores, joined
from assistant.reader.texts import Text
from assistant.reader.weights import load_tokenizer, load_weights
from assistant.reader.windows import Window, windows_of


class TrainedReader:
    """The trained weights with their tokenizer. Safe to use from several threads.

    What it says of a passage does not depend on what else is read: each window is read alone. In
    bfloat16 logits differ from those of float32 in the second decimal, and the same sentences come
    first.
    """

    def __init__(
        self, weights: Mapping[str, Tensor], tokenizer: Tokenizer, precision: Precision = "auto"
    ) -> None:
        self._encoder = Encoder(weights, dtype_of(precision))
        self._heads = weights["heads.weight"], weights["heads.bias"]
        self._answers = weights["answers.weight"], weights["answers.bias"]
        self._tokenizer = tokenizer

    @classmethod
    def open(cls, path: Path | None = None, precision: Precision = "auto") -> TrainedReader:
        """Load the reader that ships, or that at `path`.

        Raises:
            ModelError: its weights are missing or not what they should be.
        """
        return cls(load_weights(path or SHIPPED), load_tokenizer(), precision)

    def score(self, pairs: Sequence[tuple[str, Text]]) -> list[PassageScores]:
        """Read (question, passage) pairs."""
        windows = windows_of(self._tokenizer, pairs)
        # The longest first, so that no processor begins one when the others are done.
        windows.sort(key=lambda window: -len(window.tokens))
        by_pair: dict[int, list[PassageScores]] = {at: [] for at in range(len(pairs))}
        for window, scores in zip(windows, in_parallel(self._read, windows), strict=True):
            by_pair[window.pair].append(scores)
        return [joined(by_pair[at]) for at in range(len(pairs))]

    def _read(self, window: Window) -> PassageScores:
        hidden = self._encoder.read(window.tokens, window.second)
        own = slice(window.first, window.first + len(window.spans))
        # The first token stands for "no answer", and for the passage as a whole.
        said = functional.linear(hidden.float(), *self._heads)
        said[:, :2] -= said[0, :2].clone()
        start, end, evidence = said[own].T.contiguous().numpy()
        return PassageScores(
            tokens=np.array(window.spans, np.int32).reshape(-1, 2),
            start=start,
            end=end,
            evidence=evidence,
            answers=float(functional.linear(hidden[0].float(), *self._answers)),
        )
