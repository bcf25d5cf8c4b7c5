"""The reader's network as it is trained: a BERT encoder over question and passage, with four heads.

The encoder is that of all-MiniLM-L6-v2 (6 layers, 384 wide, 12 heads; Wang et al. 2020, Devlin et
al. 2019); what answers questions runs the same weights by `encoder/encoder.py`. The heads: where an
answer starts and ends (Devlin et al. 2019), whether a word is part of a sentence that answers, and
whether the passage answers at all.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from assistant.encoder.bert import EPSILON, HEADS, INNER, LAYERS, LONGEST, WIDTH

_NEVER = -1e4
"""Added to the attention to a token of padding."""


@dataclass(frozen=True, slots=True)
class Logits:
    """What the heads say, in float32.

    `start`, `end` and `evidence` have the shape (windows, tokens), `answers` (windows,).
    """

    start: Tensor
    end: Tensor
    evidence: Tensor
    answers: Tensor


class _Layer(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.attention = nn.Linear(WIDTH, 3 * WIDTH)
        self.attended = nn.Linear(WIDTH, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, EPSILON)
        self.widen = nn.Linear(WIDTH, INNER)
        self.narrow = nn.Linear(INNER, WIDTH)
        self.last_norm = nn.LayerNorm(WIDTH, EPSILON)

    def forward(self, hidden: Tensor, mask: Tensor, dropout: float) -> Tensor:
        """`mask` is added to the attention: shape (windows * HEADS, tokens, tokens)."""
        windows, tokens, _ = hidden.shape
        mixed = self.attention(hidden).view(windows, tokens, 3, HEADS, WIDTH // HEADS)
        query, key, value = mixed.permute(2, 0, 3, 1, 4).reshape(
            3, windows * HEADS, tokens, WIDTH // HEADS
        )
        # Written out: torch's fused attention takes twice as long backwards on a processor.
        scale = (WIDTH // HEADS) ** -0.5
        attention = torch.baddbmm(mask, query, key.transpose(1, 2), alpha=scale).softmax(-1)
        context = torch.bmm(attention, value).view(windows, HEADS, tokens, -1)
        context = self.attended(context.transpose(1, 2).reshape(windows, tokens, WIDTH))
        hidden = self.norm(hidden + functional.dropout(context, dropout, self.training))
        inner = self.narrow(functional.gelu(self.widen(hidden)))
        read: Tensor = self.last_norm(hidden + functional.dropout(inner, dropout, self.training))
        return read


class Network(nn.Module):
    """Question and passage in one sequence, so that each word of one is read with the other."""

    def __init__(self, vocabulary: int) -> None:
        super().__init__()
        self.words = nn.Embedding(vocabulary, WIDTH)
        self.positions = nn.Embedding(LONGEST, WIDTH)
        self.segments = nn.Embedding(2, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, EPSILON)
        self.layers = nn.ModuleList(_Layer() for _ in range(LAYERS))
        self.heads = nn.Linear(WIDTH, 3)
        self.answers = nn.Linear(WIDTH, 1)
        self.words.weight.requires_grad_(False)

    def forward(
        self, tokens: Tensor, segments: Tensor, real: Tensor, dropout: float = 0.0
    ) -> Logits:
        """Read windows, all of shape (windows, tokens).

        `tokens` and `segments` (0 question, 1 passage) are integers, `real` is false at padding.
        """
        positions = torch.arange(tokens.shape[1], device=tokens.device)
        hidden = self.words(tokens) + self.positions(positions) + self.segments(segments)
        hidden = functional.dropout(self.norm(hidden), dropout, self.training)
        windows, length = tokens.shape
        mask = torch.zeros_like(real, dtype=hidden.dtype).masked_fill(~real, _NEVER)
        mask = mask[:, None, None, :].expand(windows, HEADS, length, length)
        mask = mask.reshape(windows * HEADS, length, length)
        for layer in self.layers:
            hidden = layer(hidden, mask, dropout)
        start, end, evidence = self.heads(hidden).float().unbind(-1)
        return Logits(start, end, evidence, self.answers(hidden[:, 0]).float()[:, 0])
