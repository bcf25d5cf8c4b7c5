"""Examples become batches of tensors, and losses are taken of what the network says of them."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

from assistant.answer.understanding.stop_words import STOP_WORDS
from assistant.reader.network import Logits
from assistant.reader.scores import EVIDENCE_SCALE
from assistant.reader.windows import Window, windows_of
from training.reader.examples import Example, Passage, Span

_CHUNK = 1_500
"""So many examples are sorted by length together: batches of like lengths, in a random order."""
_IMPOSSIBLE = -1e4


@dataclass(frozen=True, slots=True)
class _Item:
    """One window with its labels; `start` and `end` are tokens of the window, 0 for none."""

    window: Window
    start: int
    end: int
    sentence: tuple[int, ...]
    right: frozenset[int]


@dataclass(frozen=True, slots=True)
class Batch:
    """Windows of some questions, padded; those of one question have the same `group`.

    Tensors of shape (windows, tokens): `tokens`, `segments`, `real`, `passage` (whether a token is
    the passage's), `evidence` (whether its sentence is right), `sentence` (the number of its
    sentence in the batch, -1 for none). Of shape (windows,): `start`, `end`, `by_sentence` (only
    the sentence is known, not the words), `answers`, `group`. Of shape (sentences,): `right`,
    `group_of`.
    """

    tokens: Tensor
    segments: Tensor
    real: Tensor
    passage: Tensor
    evidence: Tensor
    sentence: Tensor
    start: Tensor
    end: Tensor
    by_sentence: Tensor
    answers: Tensor
    right: Tensor
    group_of: Tensor
    questions: int


def chosen(
    examples: Mapping[str, Sequence[Example]],
    repeats: Mapping[str, float],
    wrong: int,
    chance: random.Random,
) -> list[Example]:
    """The examples of a stage in random order, each with a right passage and `wrong` wrong ones."""
    stage = []
    for source, times in repeats.items():
        own = list(examples[source])
        whole, part = int(times), times - int(times)
        for _ in range(whole):
            stage += own
        stage += chance.sample(own, round(part * len(own)))
    chance.shuffle(stage)
    return [_with_some_passages(example, wrong, chance) for example in stage]


def _with_some_passages(example: Example, wrong: int, chance: random.Random) -> Example:
    right = [passage for passage in example.passages if passage.right]
    others = [passage for passage in example.passages if not passage.right]
    # Passages come best first: the nearer one came, the more can be learnt from it.
    weights = [1 / (2 + rank) for rank in range(len(others))]
    kept: list[Passage] = [chance.choice(right)] if right else []
    while others and len(kept) < wrong + 1:
        at = chance.choices(range(len(others)), weights)[0]
        kept.append(others.pop(at))
        weights.pop(at)
    return Example(example.source, example.group, _as_typed(example.question, chance), tuple(kept))


def _as_typed(question: str, chance: random.Random) -> str:
    """Now and then a question as people type them: in key words, or with a slip."""
    luck = chance.random()
    words = question.rstrip("?").split()
    if luck < 0.08 and len(words) > 4:
        short = [word for word in words if word.lower() not in STOP_WORDS]
        return " ".join(short) if len(short) > 1 else question
    if luck < 0.12:
        at = chance.randrange(len(words))
        word = words[at]
        if len(word) > 4 and word.isalpha():
            cut = chance.randrange(1, len(word) - 1)
            words[at] = word[:cut] + word[cut + 1] + word[cut] + word[cut + 2 :]
            return " ".join(words)
    return question


def batches(
    stage: Sequence[Example], tokenizer: Tokenizer, most: int, tokens: int, chance: random.Random
) -> Iterator[Batch]:
    """Batches of at most so many tokens, padding counted; the windows of a question together."""
    for first in range(0, len(stage), _CHUNK):
        groups = [
            group
            for example in stage[first : first + _CHUNK]
            if (group := _items(example, tokenizer, most, chance))
        ]
        groups.sort(key=_longest)
        packs: list[list[list[_Item]]] = [[]]
        for group in groups:
            windows = sum(map(len, packs[-1])) + len(group)
            if packs[-1] and windows * _longest(group) > tokens:
                packs.append([])
            packs[-1].append(group)
        chance.shuffle(packs)
        for pack in packs:
            if pack:
                yield _batch(pack)


def _longest(group: Sequence[_Item]) -> int:
    return max(len(item.window.tokens) for item in group)


def _items(example: Example, tokenizer: Tokenizer, most: int, chance: random.Random) -> list[_Item]:
    pairs = [(example.question, p.as_read) for p in example.passages]
    by_passage: dict[int, list[_Item]] = {}
    for window in windows_of(tokenizer, pairs, most):
        item = _item(window, example.passages[window.pair])
        if item is not None:
            by_passage.setdefault(window.pair, []).append(item)
    items = []
    for at, passage in enumerate(example.passages):
        # Of a long passage one window is read: one that holds the answer where there is one.
        own = by_passage.get(at, [])
        fitting = [item for item in own if bool(item.right) == bool(passage.right)]
        if fitting:
            items.append(chance.choice(fitting))
    return items


def _item(window: Window, passage: Passage) -> _Item | None:
    """A window with its labels; None where it cuts the answer: it is neither right nor wrong."""
    sentence = []
    at = 0
    for start, _ in window.spans:
        while at + 1 < len(passage.sentences) and start >= passage.sentences[at + 1][0]:
            at += 1
        inside = passage.sentences and passage.sentences[at][0] <= start < passage.sentences[at][1]
        sentence.append(at if inside else -1)
    # What answers: the words, where they are known, else any of the right sentences.
    key = passage.key
    answers = [key] if key is not None else [passage.sentences[at] for at in passage.right]
    touched = [answer for answer in answers if _tokens_in(window, answer)]
    whole = [answer for answer in touched if _is_whole(window, answer)]
    if touched and not whole:
        return None
    right = frozenset(passage.right) & frozenset(sentence) if whole else frozenset[int]()
    tokens = _tokens_in(window, key) if key is not None and whole else []
    start, end = (tokens[0], tokens[-1]) if tokens else (0, 0)
    return _Item(window, start, end, tuple(sentence), right)


def _tokens_in(window: Window, span: Span) -> list[int]:
    """The tokens of the window that a span of the passage touches."""
    return [
        window.first + token
        for token, (start, end) in enumerate(window.spans)
        if start < span[1] and span[0] < end
    ]


def _is_whole(window: Window, span: Span) -> bool:
    """Whether nothing of a span lies outside the window."""
    return window.spans[0][0] <= span[0] and span[1] <= window.spans[-1][1]


def _batch(pack: Sequence[Sequence[_Item]]) -> Batch:
    items = [item for group in pack for item in group]
    shape = (len(items), _longest(items))
    tokens, segments = torch.zeros(shape, dtype=torch.long), torch.zeros(shape, dtype=torch.long)
    real, passage = torch.zeros(shape, dtype=torch.bool), torch.zeros(shape, dtype=torch.bool)
    evidence, sentence = torch.zeros(shape), torch.full(shape, -1)
    right: list[bool] = []
    group_of: list[int] = []
    row = 0
    for number, group in enumerate(pack):
        for item in group:
            window = item.window
            tokens[row, : len(window.tokens)] = torch.tensor(window.tokens)
            segments[row, window.second : len(window.tokens)] = 1
            real[row, : len(window.tokens)] = True
            own = slice(window.first, window.first + len(window.spans))
            passage[row, own] = True
            evidence[row, own] = torch.tensor([float(s in item.right) for s in item.sentence])
            numbers: dict[int, int] = {}
            for place in item.sentence:
                if place >= 0 and place not in numbers:
                    numbers[place] = len(right)
                    right.append(place in item.right)
                    group_of.append(number)
            sentence[row, own] = torch.tensor([numbers.get(place, -1) for place in item.sentence])
            row += 1
    return Batch(
        tokens, segments, real, passage, evidence, sentence,
        start=torch.tensor([item.start for item in items]),
        end=torch.tensor([item.end for item in items]),
        by_sentence=torch.tensor([bool(item.right) and not item.start for item in items]),
        answers=torch.tensor([float(bool(item.right)) for item in items]),
        right=torch.tensor(right, dtype=torch.bool),
        group_of=torch.tensor(group_of),
        questions=len(pack),
    )  # fmt: skip


def losses(said: Logits, batch: Batch) -> dict[str, Tensor]:
    """The parts of the loss, by name, each a mean over windows or questions.

    `span`: cross-entropy of the start and the end, with [CLS] for none (Devlin et al. 2019); where
    only the sentence is known, of all its words together. `evidence`: of each word, whether its
    sentence is right. `answers`: of each window. `listwise`: cross-entropy over all the sentences
    of a question's passages and none of them, which has the score 0.
    """
    allowed = batch.passage.clone()
    allowed[:, 0] = True
    start = functional.log_softmax(said.start.masked_fill(~allowed, _IMPOSSIBLE), -1)
    end = functional.log_softmax(said.end.masked_fill(~allowed, _IMPOSSIBLE), -1)
    exact = start.gather(1, batch.start[:, None]) + end.gather(1, batch.end[:, None])
    inside = batch.evidence > 0
    anywhere = torch.logsumexp(start.masked_fill(~inside, _IMPOSSIBLE), -1) + torch.logsumexp(
        end.masked_fill(~inside, _IMPOSSIBLE), -1
    )
    span = -torch.where(batch.by_sentence, anywhere, exact[:, 0]) / 2
    each = functional.binary_cross_entropy_with_logits(
        said.evidence, batch.evidence, reduction="none"
    )
    evidence = (each * batch.passage).sum(1) / batch.passage.sum(1).clamp(min=1)
    return {
        "span": span.mean(),
        "evidence": evidence.mean(),
        "answers": functional.binary_cross_entropy_with_logits(said.answers, batch.answers),
        "listwise": _listwise(said.evidence, batch),
    }


def _listwise(evidence: Tensor, batch: Batch) -> Tensor:
    count = len(batch.right)
    held = batch.sentence >= 0
    places = batch.sentence[held]
    sums = evidence.new_zeros(count).index_add(0, places, evidence[held])
    lengths = evidence.new_zeros(count).index_add(0, places, torch.ones_like(evidence[held]))
    # The mean over a sentence's words is small beside a logit of the whole: it is scaled up.
    scores = EVIDENCE_SCALE * sums / lengths.clamp(min=1)
    of_group = (
        batch.group_of[None, :] == torch.arange(batch.questions, device=evidence.device)[:, None]
    )
    table = scores[None, :].expand(batch.questions, -1)
    none = evidence.new_zeros(batch.questions, 1)
    everything = torch.cat([table.masked_fill(~of_group, _IMPOSSIBLE), none], 1)
    right = of_group & batch.right[None, :]
    answered = right.any(1)
    wanted = torch.where(
        answered,
        torch.logsumexp(table.masked_fill(~right, _IMPOSSIBLE), 1),
        none[:, 0],
    )
    return (torch.logsumexp(everything, 1) - wanted).mean()
