"""Misspelt words of a question are mended against the words of the corpus."""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from assistant.encoder.files import encoder_folder
from assistant.index.words import Vocabulary

_LEAST_LETTERS = 5
_LEAST_PASSAGES = 2
_ENDINGS = ("s", "es", "d", "ed", "ing", "ly", "er", "ers")


def mend_spelling(text: str, vocabulary: Vocabulary) -> str:
    """Replace each word that neither English nor the corpus knows by the nearest of the corpus.

    A name that the corpus does not have must stay: an answer about somebody else is worse than
    none. So a capital within the question is mended only when one letter is wrong.
    """
    words = re.findall(r"[^\W\d_]+|[\W\d_]+", text)
    for at, word in enumerate(words):
        if len(word) >= _LEAST_LETTERS and word.isalpha() and not word.isupper():
            words[at] = _mended(word, is_name=word[0].isupper() and at > 0, vocabulary=vocabulary)
    return "".join(words)


def _mended(word: str, *, is_name: bool, vocabulary: Vocabulary) -> str:
    lower = word.lower()
    if lower in vocabulary or _is_english(lower):
        return word
    wrong = 1 if is_name or len(lower) < 8 else 2
    near = process.extract(
        lower,
        vocabulary.frequent(_LEAST_PASSAGES),
        scorer=OSA.distance,
        score_cutoff=wrong,
        limit=5,
    )
    near = [found for found in near if found[0][0] == lower[0] and found[0].isalpha()]
    if not near:
        return word
    best = min(near, key=lambda found: (found[1], -vocabulary.counts[found[0]]))[0]
    return best.capitalize() if word[0].isupper() else best


def _is_english(word: str) -> bool:
    """Whether a word is English or a form of one: “barristers” is no slip of “barriers”."""
    english = english_words()
    return word in english or any(
        word.endswith(ending) and word.removesuffix(ending) in english for ending in _ENDINGS
    )


@lru_cache(maxsize=1)
def english_words() -> frozenset[str]:
    """The whole words that the packaged model knows: 20,000 common English ones."""
    lines = (encoder_folder() / "vocab.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line.isalpha())
