"""The trained reader: scores for the words of passages, read together with a question."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from assistant.reader.files import SHIPPED
from assistant.reader.network import Logits, Network
from assistant.reader.scores import PassageScores, joined
from assistant.reader.turns import Turns
from assistant.reader.weights import load_network, load_tokenizer
from assistant.reader.windows import Text, Window, windows_of

_TOKENS_AT_ONCE = 1_024
"""More tokens, padding counted, are read in several batches: windows of like lengths need little
padding, which saves a tenth of the time."""


class TrainedReader:
    """The network with its tokenizer. Safe to use from several threads."""

    def __init__(self, network: Network, tokenizer: Tokenizer) -> None:
        # What the processor has: the same sentences come first, in half the time.
        quick = hasattr(torch.ops.mkldnn, "_is_mkldnn_bf16_supported") and bool(
            torch.ops.mkldnn._is_mkldnn_bf16_supported()
        )
        self._network = network.to(torch.bfloat16 if quick else torch.float32).eval()
        self._tokenizer = tokenizer
        self._turns = Turns()

    @classmethod
    def open(cls, path: Path | None = None) -> TrainedReader:
        """Load the reader that ships, or that at `path`.

        Raises:
            ModelError: its weights are missing or not what they should be.
        """
        return cls(load_network(path or SHIPPED), load_tokenizer())

    def score(self, pairs: Sequence[tuple[str, Text]]) -> list[PassageScores]:
        """Read (question, passage) pairs, when it is one's turn.

        In bfloat16 a logit may differ in the second figure by what it is read together with.
        """
        with self._turns.take():
            return self._score(pairs)

    def _score(self, pairs: Sequence[tuple[str, Text]]) -> list[PassageScores]:
        windows = windows_of(self._tokenizer, pairs)
        order = sorted(range(len(windows)), key=lambda at: len(windows[at].tokens))
        read: list[tuple[Window, PassageScores]] = []
        for batch in _batches([windows[at] for at in order]):
            read += zip(batch, self._read(batch), strict=True)
        by_pair: dict[int, list[PassageScores]] = {at: [] for at in range(len(pairs))}
        for window, scores in read:
            by_pair[window.pair].append(scores)
        return [joined(by_pair[at]) for at in range(len(pairs))]

    def _read(self, windows: Sequence[Window]) -> list[PassageScores]:
        shape = (len(windows), max(len(window.tokens) for window in windows))
        tokens, segments = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
        real = np.zeros(shape, bool)
        for row, window in enumerate(windows):
            length = len(window.tokens)
            tokens[row, :length] = window.tokens
            segments[row, window.second : length] = 1
            real[row, :length] = True
        with torch.inference_mode():
            said = self._network(*map(torch.from_numpy, (tokens, segments, real)))
        return [_scores(said, row, window) for row, window in enumerate(windows)]


def _batches(windows: Sequence[Window]) -> list[list[Window]]:
    """Windows, shortest first, in batches of at most so many tokens."""
    batches: list[list[Window]] = [[]]
    for window in windows:
        if batches[-1] and (len(batches[-1]) + 1) * len(window.tokens) > _TOKENS_AT_ONCE:
            batches.append([])
        batches[-1].append(window)
    return [batch for batch in batches if batch]


def _scores(said: Logits, row: int, window: Window) -> PassageScores:
    own = slice(window.first, window.first + len(window.spans))
    return PassageScores(
        tokens=np.array(window.spans, np.int32).reshape(-1, 2),
        start=(said.start[row, own] - said.start[row, 0]).numpy(),
        end=(said.end[row, own] - said.end[row, 0]).numpy(),
        evidence=said.evidence[row, own].numpy(),
        answers=float(said.answers[row]),
    )
