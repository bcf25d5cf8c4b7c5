"""Text written so that Markdown shows exactly it.

In CommonMark, and in the renderers that make dashes, curly quotes, pictures, formulas, lists with
letters or mentions of what people write (pandoc, GitHub, Streamlit): there a backslash before a
sign also keeps it as it is.
"""

from __future__ import annotations

import re
import unicodedata

_SIGNS = re.compile(r"[\\`*_\[\]<>&~|$^#{}@'\"]")
_RUNS = re.compile(r"([-.=+:])\1+")  # dashes, an ellipsis, a highlight
_NAMES = re.compile(r":(?=[\w+-]+:)")  # :smile:
_SYMBOLS = re.compile(r"\((?=(?:c|r|p|tm)\))|\+(?=-)", re.IGNORECASE)  # (c), +-
_LINE_START = re.compile(r"^[-+=:%]", re.MULTILINE)
_NUMBERS = re.compile(r"^\(?(?:\d{1,9}|[a-z]|[ivxlcdm]{1,9})([.)])", re.MULTILINE | re.IGNORECASE)


def written(text: str) -> list[str]:
    """The source of each character. A line break stays one; what Markdown cannot hold is U+FFFD."""
    lines = text.replace("\r", "\n")
    kept = {at for run in _RUNS.finditer(lines) for at in range(*run.span())}
    for pattern in (_SIGNS, _NAMES, _SYMBOLS, _LINE_START):
        kept.update(found.start() for found in pattern.finditer(lines))
    kept.update(found.start(1) for found in _NUMBERS.finditer(lines))
    source = []
    for at, character in enumerate(text):
        starts_line = at == 0 or lines[at - 1] == "\n"
        if text[at : at + 2] == "\r\n":
            source.append("")
        elif lines[at] == "\n":
            source.append("\\\n")
        elif character == "\0":
            source.append("\ufffd")
        elif starts_line and _is_space(character):
            # White space at the start of a line is not shown unless it is written like this.
            source.append(f"&#{ord(character)};")
        else:
            source.append(f"\\{character}" if at in kept else character)
    return source


def bold(before: str, text: str, after: str) -> str:
    """Source in bold, between its neighbours; it begins and ends with no white space.

    Asterisks mean bold only where they touch words on the right sides, so elsewhere it is HTML.
    """
    if not text:
        return ""
    opens = not _is_sign(text[0]) or _parts(before[-1:])
    closes = not _is_sign(text[-1]) or _parts(after[:1])
    return f"**{text}**" if opens and closes else f"<strong>{text}</strong>"


def _is_space(character: str) -> bool:
    return character == "\t" or unicodedata.category(character) == "Zs"


def _is_sign(character: str) -> bool:
    return unicodedata.category(character)[0] in "PS"


def _parts(neighbour: str) -> bool:
    """Whether every renderer takes the neighbour for white space or punctuation."""
    return (
        neighbour in ("", "\n")
        or _is_space(neighbour)
        or (unicodedata.category(neighbour)[0] == "P" or neighbour in "$+<=>^`|~")
    )
