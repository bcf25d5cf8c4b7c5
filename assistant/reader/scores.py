"""What the trained reader says of one passage, word by word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Span = tuple[int, int]
Scores = npt.NDArray[np.float32]

EVIDENCE_SCALE = 3.0
"""The mean evidence of a sentence's words times this is its logit, as in training."""
_LONGEST_SPAN = 40
_NEVER = -1e4


@dataclass(frozen=True, slots=True, eq=False)
class PassageScores:
    """What the reader makes of one passage.

    `tokens`: shape (tokens, 2), where each token stands in `Text.words`. `start`, `end` and
    `evidence`: shape (tokens,), logits; of `start` and `end` that of "no answer" is taken away.
    `answers`: the logit that the passage answers.
    """

    tokens: npt.NDArray[np.int32]
    start: Scores
    end: Scores
    evidence: Scores
    answers: float

    @property
    def span(self) -> Span:
        """The best words: (start, end) in `Text.words`."""
        return self._best()[0]

    @property
    def span_score(self) -> float:
        """The score of the best words less that of "no answer"."""
        return self._best()[1]

    def _best(self) -> tuple[Span, float]:
        return self.best_span((0, int(self.tokens[-1, 1]) if len(self.tokens) else 0))

    def best_span(self, within: Span) -> tuple[Span, float]:
        """The best words inside a stretch of the passage, and their score."""
        inside = self._inside(within)
        if not len(inside):
            return within, _NEVER
        both = self.start[inside][:, None] + self.end[inside][None, :]
        allowed = np.triu(np.ones_like(both, bool)) & ~np.triu(
            np.ones_like(both, bool), _LONGEST_SPAN
        )
        both = np.where(allowed, both, _NEVER)
        first, last = np.unravel_index(int(both.argmax()), both.shape)
        span = int(self.tokens[inside[first], 0]), int(self.tokens[inside[last], 1])
        return span, float(both[first, last])

    def sentence_scores(self, spans: Sequence[Span]) -> list[float]:
        """For each sentence the logit that it answers; its order is that of the answers."""
        scores = []
        for span in spans:
            inside = self._inside(span)
            mean = float(self.evidence[inside].mean()) if len(inside) else _NEVER
            scores.append(EVIDENCE_SCALE * mean)
        return scores

    def _inside(self, span: Span) -> npt.NDArray[np.intp]:
        return np.flatnonzero((self.tokens[:, 0] < span[1]) & (self.tokens[:, 1] > span[0]))


def joined(windows: Sequence[PassageScores]) -> PassageScores:
    """The windows of one passage as one: of a token read twice, the higher scores."""
    if len(windows) == 1:
        return windows[0]
    together = np.concatenate([window.tokens for window in windows])
    tokens, place = np.unique(together, axis=0, return_inverse=True)

    def highest(name: str) -> Scores:
        values = np.full(len(tokens), -np.inf, np.float32)
        np.maximum.at(values, place, np.concatenate([getattr(w, name) for w in windows]))
        return values

    return PassageScores(
        tokens=tokens,
        start=highest("start"),
        end=highest("end"),
        evidence=highest("evidence"),
        answers=max(window.answers for window in windows),
    )
