"""Question and passage become tokens: [CLS] question [SEP] heading: passage [SEP]."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tokenizers import Encoding, Tokenizer

from assistant.reader.texts import Text

MOST_TOKENS = 256
"""So many tokens are read at once; a longer passage is read in overlapping windows."""
_MOST_OF_QUESTION = 48
_MOST_OF_HEADING = 32
_OVERLAP = 64


@dataclass(frozen=True, slots=True)
class Window:
    """A piece of a passage with its question.

    `tokens[first : first + len(spans)]` are the passage's; `spans` says where each stands in
    `Text.words`. Segment 1 begins at `second`.
    """

    pair: int
    tokens: tuple[int, ...]
    second: int
    first: int
    spans: tuple[tuple[int, int], ...]


def windows_of(
    tokenizer: Tokenizer, pairs: Sequence[tuple[str, Text]], most: int = MOST_TOKENS
) -> list[Window]:
    """The windows of (question, text) pairs, in order; `Window.pair` is the pair's place.

    A long passage gives several, each overlapping the one before by 64 tokens.
    """
    questions = _encode(tokenizer, [question for question, _ in pairs])
    headings = _encode(tokenizer, [text.heading for _, text in pairs])
    words = _encode(tokenizer, [text.words for _, text in pairs])
    opening, closing, colon = (_token(tokenizer, name) for name in ("[CLS]", "[SEP]", ":"))
    windows = []
    for at, (question, heading, passage) in enumerate(zip(questions, headings, words, strict=True)):
        # A long question asks at its end.
        before = [opening, *question.ids[-_MOST_OF_QUESTION:], closing]
        # The innermost heading stands last, and says most.
        over = [*heading.ids[-_MOST_OF_HEADING:], colon] if heading.ids else []
        room = most - len(before) - len(over) - 1
        for start in _starts(len(passage.ids), room):
            tokens = (*before, *over, *passage.ids[start : start + room], closing)
            windows.append(
                Window(
                    pair=at,
                    tokens=tokens,
                    second=len(before),
                    first=len(before) + len(over),
                    spans=tuple(passage.offsets[start : start + room]),
                )
            )
    return windows


def _encode(tokenizer: Tokenizer, texts: Sequence[str]) -> list[Encoding]:
    return list(tokenizer.encode_batch(list(texts), add_special_tokens=False))


def _token(tokenizer: Tokenizer, name: str) -> int:
    identity = tokenizer.token_to_id(name)
    assert identity is not None, name  # the vocabulary of BERT has it
    return int(identity)


def _starts(tokens: int, room: int) -> Iterator[int]:
    start = 0
    yield start
    while start + room < tokens:
        # The last window ends with the passage, so that it is as full as the others.
        start = min(start + room - _OVERLAP, tokens - room)
        yield start
