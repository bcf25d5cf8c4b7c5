"""Names for files that people bring: one plain part, readable, and never a way out of a folder."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath

from assistant.errors import IntakeError
from assistant.ingest.corpus import CATALOGUE

_MOST_BYTES = 180
"""Of a name in UTF-8: file systems take 255, and a copy may need a number behind it."""

_KEPT = frozenset({CATALOGUE.casefold(), "readme.md"})
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?", re.IGNORECASE)
"""What Windows takes for a device, whatever ending it has: a corpus is copied and synchronised."""


def safe_name(name: str) -> str:
    """A file's name as it may stand in the corpus folder; harmless names stay as they are.

    Folders before the name are dropped, as are characters that some system refuses or hides.

    Raises:
        IntakeError: nothing is left of it, or it is a name that is kept for something else.
    """
    plain = unicodedata.normalize("NFC", name.encode("utf-8", "replace").decode("utf-8"))
    plain = re.split(r"[/\\]", plain)[-1]
    # Control and formatting characters can turn a name round on the screen.
    plain = "".join(" " if _unseen(each) else each for each in plain)
    plain = re.sub(r'[<>:"|?*]', "-", plain)
    plain = re.sub(r"\s+", " ", plain).rstrip(". ")
    plain = re.sub(r"^(?:~\$|[. ])+", "", plain)  # what is hidden is not indexed
    plain = _shortened(plain)
    path = PurePosixPath(plain)
    if not plain or not path.stem.strip("-_. "):
        raise IntakeError(f"“{_shown(name)}” is no name for a file. Give the file another name.")
    if plain.casefold() in _KEPT:
        raise IntakeError(
            f"“{plain}” is a name that this service keeps for itself. Give the file another name."
        )
    if _DEVICES.fullmatch(plain):
        raise IntakeError(
            f"“{plain}” is a name that Windows keeps for itself. Give the file another name."
        )
    return plain


def other_name(name: str, taken: frozenset[str]) -> str:
    """A name that nothing has: "plan 2.pdf" where there is a "plan.pdf". `taken` is folded."""
    path = PurePosixPath(name)
    number = 2
    while folded(f"{path.stem} {number}{path.suffix}") in taken:
        number += 1
    return f"{path.stem} {number}{path.suffix}"


def folded(name: str) -> str:
    """A name as systems compare it that do not tell small letters from capitals."""
    return unicodedata.normalize("NFC", name).casefold()


def _unseen(character: str) -> bool:
    return unicodedata.category(character)[0] in "CZ"


def _shortened(name: str) -> str:
    path = PurePosixPath(name)
    if len(name.encode()) <= _MOST_BYTES:
        return name
    suffix = path.suffix if len(path.suffix.encode()) <= 20 else ""
    stem = name.removesuffix(suffix) if suffix else name
    room = _MOST_BYTES - len(suffix.encode())
    return stem.encode()[:room].decode("utf-8", "ignore").rstrip(". ") + suffix


def _shown(name: str) -> str:
    return "".join(" " if _unseen(each) else each for each in name)[:80]
