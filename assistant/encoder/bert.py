"""The shape of the encoder, and its weights under our names."""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor

LAYERS, WIDTH, HEADS, INNER = 6, 384, 12, 1536
VOCABULARY = 30_522
LONGEST = 512
"""The encoder knows so many positions."""
EPSILON = 1e-12


def shapes() -> dict[str, tuple[int, ...]]:
    """The names of the encoder's weights and their shapes."""
    linear = {
        "attention": (3 * WIDTH, WIDTH),
        "attended": (WIDTH, WIDTH),
        "widen": (INNER, WIDTH),
        "narrow": (WIDTH, INNER),
    }
    found: dict[str, tuple[int, ...]] = {
        "words.weight": (VOCABULARY, WIDTH),
        "positions.weight": (LONGEST, WIDTH),
        "segments.weight": (2, WIDTH),
        "norm.weight": (WIDTH,),
        "norm.bias": (WIDTH,),
    }
    for layer in range(LAYERS):
        for name, shape in linear.items():
            found[f"layers.{layer}.{name}.weight"] = shape
            found[f"layers.{layer}.{name}.bias"] = shape[:1]
        for name in ("norm", "last_norm"):
            found[f"layers.{layer}.{name}.weight"] = found[f"layers.{layer}.{name}.bias"] = (WIDTH,)
    return found


def from_bert(weights: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """The weights of a BERT encoder under our names; heads are not among them."""
    ours = {
        "words.weight": weights["embeddings.word_embeddings.weight"],
        "positions.weight": weights["embeddings.position_embeddings.weight"],
        "segments.weight": weights["embeddings.token_type_embeddings.weight"],
        "norm.weight": weights["embeddings.LayerNorm.weight"],
        "norm.bias": weights["embeddings.LayerNorm.bias"],
    }
    names = {
        "attended": "attention.output.dense",
        "norm": "attention.output.LayerNorm",
        "widen": "intermediate.dense",
        "narrow": "output.dense",
        "last_norm": "output.LayerNorm",
    }
    for layer in range(LAYERS):
        theirs = f"encoder.layer.{layer}."
        for part in ("weight", "bias"):
            ours[f"layers.{layer}.attention.{part}"] = torch.cat(
                [
                    weights[f"{theirs}attention.self.{name}.{part}"]
                    for name in ("query", "key", "value")
                ]
            )
            for name, name_there in names.items():
                ours[f"layers.{layer}.{name}.{part}"] = weights[f"{theirs}{name_there}.{part}"]
    return ours
