"""Whether the pages of a PDF hold text that can be read, or pictures or codes in its place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from assistant.errors import DocumentError
from assistant.ingest.pdf.chars import PageChars

_SCANNED = "The pages are pictures without text, as a scanner makes them"
_GARBLED = "The text of the file comes out as meaningless signs"
_INSTALL = (
    "install the text recognition program tesseract-ocr and build again, or put a copy of the "
    "file with text in its place."
)
_SWITCH_ON = (
    "text recognition is switched off (ASSISTANT_OCR=no). Switch it on and build again, or put a "
    "copy of the file with text in its place."
)
_POOR = (
    "too few of their words could be recognised to be sure of them. Scan them again, sharper, and "
    "put the result in the file's place."
)
_BLANK = "The pages are blank: put a file with text in its place."
_FEW = 10
"""With fewer characters than this, a page with a picture is a picture."""
_PICTURES = 0.6
"""With more such pages than this part, reading the others would hide what is missing."""
_UNREADABLE = 0.3
"""With more unreadable characters than this part, the text is of no use."""


def unreadable(pages: Sequence[PageChars]) -> str | None:
    """Why the pages have no text to read, without the full stop; None where they have.

    Raises:
        DocumentError: `empty` for blank pages, which recognition would not help.
    """
    readable = sum(len(page.text) for page in pages)
    unmapped = sum(page.unmapped for page in pages)
    if not readable and not unmapped:
        if not any(page.drawn for page in pages):
            raise DocumentError("empty", _BLANK)
        return _SCANNED
    pictures = sum(page.pictures and len(page.text) < _FEW for page in pages)
    if pictures > _PICTURES * len(pages):
        return _SCANNED
    if unmapped > _UNREADABLE * (readable + unmapped) or _is_garbled(pages):
        return _GARBLED
    return None


def needs_ocr(why: str, *, program: str | None, on: bool) -> DocumentError:
    """What is told of pages that are `unreadable`: how to have their words recognised.

    `program` is the one that recognises words, if there is one; `on` whether it may be used.
    """
    mend = _SWITCH_ON if not on else _POOR if program else _INSTALL
    return DocumentError("needs-ocr", f"{why}: {mend}")


def not_in_time(pages: int) -> DocumentError:
    """What is told where so many pages could not be recognised in time, and the rest say little."""
    counted = "1 scanned page" if pages == 1 else f"{pages:,} scanned pages"
    return DocumentError(
        "timeout",
        f"The words of {counted} could not be recognised in time: the machine may have been busy, "
        "or the pages are hard to read. Build again when it is less busy.",
        again=True,
    )


def _is_garbled(pages: Sequence[PageChars]) -> bool:
    """Whether signs stand where letters should, or letters that make no words.

    A font that does not tell which letters its shapes are comes out as any signs, or as letters
    moved along the alphabet, which leaves few vowels.
    """
    text = "".join(page.text for page in pages)
    signs = Counter(text)
    if _count(signs, str.isalnum) < 0.4 * len(text):
        return True
    lowered = Counter(text.lower())
    latin = _count(lowered, lambda character: "a" <= character <= "z" or "à" <= character <= "ÿ")
    vowels = _count(lowered, lambda character: character in "aeiouàáâäèéêëìíîïòóôöùúûü")
    letters = _count(signs, str.isalpha)
    return latin >= 200 and latin > 0.5 * letters and vowels < 0.22 * latin


def _count(signs: Counter[str], wanted: Callable[[str], bool]) -> int:
    return sum(count for character, count in signs.items() if wanted(character))
