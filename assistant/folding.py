"""Texts with everything taken away in which a quote may differ from its page."""

from __future__ import annotations

import re
import unicodedata


def words(text: str) -> list[str]:
    """The words and figures of a text, ligatures spelt, capitals lowered."""
    return re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold())


def folded(text: str) -> str:
    """Letters and figures only: white space, hyphens, quotation marks and bullets may differ."""
    return "".join(words(text)).replace("_", "")


# What a pattern that ignores case takes for i, k and s, and no table of words has.
_LIKE_LETTERS = str.maketrans(dict.fromkeys("\u0130\u0131\u017f\u212a", "\u00f8"))


def without_letters_that_only_match(text: str) -> str:
    """The text, as long as before, without letters that match others as soon as case is ignored.

    `re.IGNORECASE` finds "six" where a dotless i is written; what looks the word up does not.
    """
    return text if text.isascii() else text.translate(_LIKE_LETTERS)
