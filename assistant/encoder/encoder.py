"""The encoder as it is run: one text at a time, with nothing beside it.

BERT (Devlin et al. 2019) in the size of all-MiniLM-L6-v2. A text is read alone, without padding, by
one thread, and as many texts at once as there are processors (`parallel.py`): what is computed for
a text cannot depend on what stands beside it, and on two processors this took a quarter less
processor time than batches of 1,024 tokens, padding counted. Training uses `reader/network.py`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import torch
from torch import Tensor
from torch.nn import functional

from assistant.encoder.bert import EPSILON, HEADS, LAYERS, WIDTH

_USUAL_TOKENS = 192
"""The weights are laid out in memory for texts of about this length."""


class _Norm(NamedTuple):
    weight: Tensor
    bias: Tensor

    def __call__(self, hidden: Tensor) -> Tensor:
        return functional.layer_norm(hidden, (WIDTH,), self.weight, self.bias, EPSILON)


class _Linear:
    """A linear layer with its weights in the order in which oneDNN multiplies them."""

    def __init__(self, weight: Tensor, bias: Tensor, dtype: torch.dtype) -> None:
        weight, bias = weight.to(dtype), bias.to(dtype)
        self._packs = torch.backends.mkldnn.is_available()  # type: ignore[no-untyped-call] # torch's
        if self._packs:
            try:
                weight = torch.ops.mkldnn._reorder_linear_weight(weight, _USUAL_TOKENS)
            except RuntimeError:  # this processor has no such multiplication
                self._packs = False
        self._weight, self._bias = weight, bias

    def __call__(self, hidden: Tensor) -> Tensor:
        if not self._packs:
            return functional.linear(hidden, self._weight, self._bias)
        made: Tensor = torch.ops.mkldnn._linear_pointwise(
            hidden, self._weight, self._bias, "none", [], ""
        )
        return made

    def with_gelu(self, hidden: Tensor) -> Tensor:
        """The layer and GELU (the exact one), at once."""
        if not self._packs:
            return functional.gelu(self(hidden))
        made: Tensor = torch.ops.mkldnn._linear_pointwise(
            hidden, self._weight, self._bias, "gelu", [], "none"
        )
        return made


class _Layer:
    def __init__(self, weights: Mapping[str, Tensor], dtype: torch.dtype) -> None:
        self._dtype = dtype

        def pair(name: str) -> tuple[Tensor, Tensor]:
            return weights[f"{name}.weight"], weights[f"{name}.bias"]

        self._attention = _Linear(*pair("attention"), dtype)
        self._attended = _Linear(*pair("attended"), dtype)
        self._norm = _Norm(*pair("norm"))
        self._widen = _Linear(*pair("widen"), dtype)
        self._narrow = _Linear(*pair("narrow"), dtype)
        self._last_norm = _Norm(*pair("last_norm"))

    def __call__(self, hidden: Tensor) -> Tensor:
        tokens = len(hidden)
        mixed = self._attention(hidden.to(self._dtype)).view(tokens, 3, HEADS, WIDTH // HEADS)
        query, key, value = mixed.permute(1, 2, 0, 3)
        # Written out: for texts this short torch's fused attention is slower.
        scores = torch.bmm(query * (WIDTH // HEADS) ** -0.5, key.transpose(1, 2))
        context = torch.bmm(scores.softmax(-1), value).transpose(0, 1).reshape(tokens, WIDTH)
        hidden = self._norm(hidden + self._attended(context))
        inner = self._widen.with_gelu(hidden.to(self._dtype))
        return self._last_norm(hidden + self._narrow(inner))


class Encoder:
    """Reads the tokens of one text. Safe to use from several threads."""

    def __init__(self, weights: Mapping[str, Tensor], dtype: torch.dtype) -> None:
        """Take the weights, named as `from_bert` does, and multiply in `dtype`.

        Sums and norms stay in float32: it costs nothing, and vectors in bfloat16 are three times as
        close to those in float32.
        """
        # The table of words is large and little of it is read: it stays as it is on disk.
        self._words = weights["words.weight"]
        cast = {name: tensor.float() for name, tensor in weights.items() if name != "words.weight"}
        self._positions, self._segments = cast["positions.weight"], cast["segments.weight"]
        self._norm = _Norm(cast["norm.weight"], cast["norm.bias"])
        self._layers = []
        for layer in range(LAYERS):
            start = f"layers.{layer}."
            own = {n.removeprefix(start): t for n, t in cast.items() if n.startswith(start)}
            self._layers.append(_Layer(own, dtype))

    def read(self, tokens: Sequence[int], second: int | None = None) -> Tensor:
        """What the encoder makes of each token, shape (tokens, WIDTH).

        Tokens from `second` on are of the second segment. To be called in inference mode.
        """
        length = len(tokens)
        segments = torch.zeros(length, dtype=torch.long)
        if second is not None:
            segments[second:] = 1
        words = self._words[torch.tensor(tokens, dtype=torch.long)]
        hidden = self._norm(words + self._positions[:length] + self._segments[segments])
        for layer in self._layers:
            hidden = layer(hidden)
        return hidden
