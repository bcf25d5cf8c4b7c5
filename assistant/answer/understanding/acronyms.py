"""Short forms and long forms: who asks by the one finds what is written by the other."""

from __future__ import annotations

import re
from collections.abc import Mapping

from assistant.answer.understanding.stop_words import STOP_WORDS
from assistant.index.words import words_of

_COMMON = STOP_WORDS | frozenset({"act", "aim", "aims", "care", "cope", "help", "safe", "plan"})
"""Words in lower case that are also somebody's acronym."""


def acronyms_in(text: str, acronyms: Mapping[str, str]) -> list[str]:
    """The long forms of acronyms in a text, and the acronyms of long forms in it."""
    lower = f" {' '.join(words_of(text))} "
    extra = []
    for word in dict.fromkeys(re.findall(r"[A-Za-z&]{2,8}", text)):
        short = word.rstrip("s") if word[:-1].isupper() else word
        if short in acronyms and short.isupper():
            extra.append(acronyms[short])
        elif short.upper() in acronyms and _is_short_form(short):
            extra.append(acronyms[short.upper()])
    for short, long in acronyms.items():
        if f" {' '.join(words_of(long))} " in lower:
            extra.append(short)
    return extra


def _is_short_form(word: str) -> bool:
    """Whether a word in lower case may be meant for an acronym."""
    return word.islower() and len(word) >= 3 and word not in _COMMON
