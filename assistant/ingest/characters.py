"""Characters: which are spelt out or dropped, and six signs for what has no character.

While a reader of a format works, the text of a block may hold signs from Unicode's private area:
where bold, a footnote mark, and a cell of a table begin and end. Joining and splitting strings then
keeps them in place with no offsets to mend; `Piece.block` takes them out and notes the marks.
"""

from __future__ import annotations

import re
import unicodedata

BOLD, PLAIN, MARK, UNMARK = "\ue000", "\ue001", "\ue002", "\ue003"
CELL, UNCELL = "\ue004", "\ue005"
_SIGNS = re.compile("[\ue000-\ue005]")
_DROPPED = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff\x00-\x08\x0e-\x1b\x7f\ufffc]")
# Only these are spelt out: NFKC would also rewrite ½, ², … and other signs that are on the page.
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_SYMBOLS = {"\uf0b7": "•", "\uf0a7": "▪", "\uf0d8": "➢", "\uf02d": "–", "\uf06f": "o"}
SPELT = str.maketrans({**_LIGATURES, **_SYMBOLS})
"""Ligatures as letters, and private codes of symbol fonts, which show as empty boxes elsewhere."""
BULLETS = "•●○◦▪■□◆◇►▸➢‣∙⁃\uf0b7\uf0a7\uf0d8"


def clean(text: str) -> str:
    """Single spaces, NFC, ligatures spelt out, soft hyphens and invisible signs removed."""
    text = _DROPPED.sub("", text.translate(SPELT))
    return " ".join(unicodedata.normalize("NFC", text).split())


def without_signs(text: str) -> str:
    """The text without what it says of bold and of marks; for the outside world to begin clean."""
    return _SIGNS.sub("", text)
