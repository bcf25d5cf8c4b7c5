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
