"""Whether the pages of a PDF hold text that can be read, or pictures or codes in its place."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.errors import DocumentError
from assistant.ingest.pdf_chars import PageChars

_SCANNED = (
    "The pages are pictures without text, as a scanner makes them: run text recognition (OCR) "
    "on the file and put the result in its place."
)
_GARBLED = (
    "The text of the file comes out as meaningless signs: save the file anew from the program "
    "that made it, or run text recognition (OCR) on it, and put the result in its place."
)
_BLANK = "The pages are blank: put a file with text in its place."
_FEW = 10
"""With fewer characters than this, a page with a picture is a picture."""
_PICTURES = 0.6
"""With more such pages than this part, reading the others would hide what is missing."""
_UNREADABLE = 0.3
"""With more unreadable characters than this part, the text is of no use."""


def check_text(pages: Sequence[PageChars]) -> None:
    """Refuse what has no text to read.

    Raises:
        DocumentError: `needs-ocr` for pictures and for meaningless signs, `empty` for blank pages.
    """
    readable = sum(len(page.text) for page in pages)
    unmapped = sum(page.unmapped for page in pages)
    if not readable and not unmapped:
        drawn = any(page.drawn for page in pages)
        raise DocumentError("needs-ocr", _SCANNED) if drawn else DocumentError("empty", _BLANK)
    pictures = sum(page.pictures and len(page.text) < _FEW for page in pages)
    if pictures > _PICTURES * len(pages):
        raise DocumentError("needs-ocr", _SCANNED)
    if unmapped > _UNREADABLE * (readable + unmapped) or _is_garbled(pages):
        raise DocumentError("needs-ocr", _GARBLED)


def _is_garbled(pages: Sequence[PageChars]) -> bool:
    """Whether signs stand where letters should, or letters that make no words.

    A font that does not tell which letters its shapes are comes out as any signs, or as letters
    moved along the alphabet, which leaves few vowels.
    """
    text = "".join(page.text for page in pages)
    if sum(character.isalnum() for character in text) < 0.4 * len(text):
        return True
    letters = sum(character.isalpha() for character in text)
    latin = re.findall(r"[a-zà-ÿ]", text.lower())
    vowels = sum(character in "aeiouàáâäèéêëìíîïòóôöùúûü" for character in latin)
    return len(latin) >= 200 and len(latin) > 0.5 * letters and vowels < 0.22 * len(latin)
